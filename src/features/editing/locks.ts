/** What the author of a scenario allows: the rule is in shared/locks.ts, here are the two questions that editing asks. */
import { kindTitle } from './names';
import { allows, type Deed as AnyDeed, lockReason } from '../shared/locks';
import type { Scenario } from '@/scenario/schema';

/** What somebody wants to do to parts and wires. */
export type Deed = Extract<AnyDeed, 'tune' | 'move' | 'wire' | 'part' | 'name' | 'note'>;

/** Why a deed is locked, a sentence; null when it is allowed. */
export function lockOn({ locks }: Scenario, deed: Deed): string | null {
  return lockReason(locks, deed === 'part' ? { deed, kind: null } : { deed });
}

/** Why parts of a kind may not be added, a sentence; null when they may. */
export function lockOnKind(scenario: Scenario, kind: string): string | null {
  const locked = lockOn(scenario, 'part');
  if (locked !== null || allows(scenario.locks, { deed: 'part', kind })) return locked;
  return `“${kindTitle(kind)}” is not among the parts of this scenario: choose another one.`;
}
