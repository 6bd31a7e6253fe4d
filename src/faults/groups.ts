/** Faults by where an operator would look for them, for menus that would be long without. */
import { FAULTS } from './registry';
import type { FaultContract } from '@/engine/contracts';

const groups: readonly (readonly [string, readonly string[]])[] = [
  ['Work', ['slow', 'errors', 'crash', 'hang', 'out-of-memory', 'noisy-neighbour', 'exhaust', 'surge']],
  ['Network', ['latency', 'loss', 'reset', 'slow-close', 'partition', 'one-way-partition', 'isolate', 'wiretap']],
  ['Operations', ['rollout', 'bad-deploy', 'replace', 'vanish', 'restart', 'clock-skew']],
  ['Outages', ['outage', 'dns-outage', 'limit-store-outage', 'limiter-outage']],
  ['Mesh', ['control-plane-outage', 'ca-outage', 'wrong-config', 'expired-certificate', 'secret-leak']],
];

/** One heading with its faults. */
export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly FaultContract[];
}

/** All faults, each once. One that no group names stands under "Other". */
export const FAULT_GROUPS: readonly FaultGroup[] = [
  ...groups.map(([title, ids]) => ({ title, faults: ids.flatMap((id) => FAULTS.get(id) ?? []) })),
  { title: 'Other', faults: [...FAULTS.values()].filter(({ id }) => !groups.some(([, ids]) => ids.includes(id))) },
].filter(({ faults }) => faults.length > 0);
