/**
 * What the author of a scenario lets others do. Modes are steps: each allows what the one before allows, and more. The table
 * below is the whole rule. Features ask `allows` to grey a control out; the page asks `lockedChange` about every change of the
 * document, so that no forgotten control is a way around.
 */
import { useCallback } from 'react';
import { useDocument } from './playground';
import type { Transition } from '@/engine/context';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** How far a person may go, from looking on to everything. */
export const MODES = ['watch', 'poke', 'wire', 'design', 'author'] as const;
/** One of them. */
export type Mode = (typeof MODES)[number];
/** The locks of a file. */
export type Locks = Scenario['locks'];

/** The least mode for each thing that can be done. */
export const LEAST = {
  /** Play, pause, seek, speed, reset; look around; select. */
  run: 'watch',
  view: 'watch',
  /** Open another document, save, share, export. */
  file: 'watch',
  /** Begin, end and move faults. */
  fault: 'poke',
  /** Settings of nodes and wires, and of policies that are there. */
  tune: 'poke',
  /** Seed and length of the run. */
  timing: 'poke',
  /** Put a node elsewhere. */
  move: 'poke',
  /** Draw, reconnect and remove wires. */
  wire: 'wire',
  /** Put a policy on a wire or take it off. */
  policy: 'wire',
  /** Add, remove and nest nodes. */
  part: 'design',
  /** What a node is called. */
  name: 'design',
  /** Notes and frames beside the parts. */
  note: 'design',
  /** Title, notes, author, exercise, objectives and what the run is expected to do. */
  story: 'author',
  /** Sliders within reach of the audience. */
  pin: 'author',
  /** The locks themselves. */
  lock: 'author',
} as const satisfies Readonly<Record<string, Mode>>;

/** A kind of action. */
export type Deed = keyof typeof LEAST;

/** Something that somebody wants to do; `kind` is the kind of the node that is to be added. */
export type LockAction = { readonly deed: Exclude<Deed, 'part'> } | { readonly deed: 'part'; readonly kind: string | null };

/** Words for people who choose a mode. */
export const MODE_WORDS: Readonly<Record<Mode, { readonly label: string; readonly text: string }>> = {
  watch: { label: 'Watch', text: 'Run it, look around, change nothing' },
  poke: { label: 'Poke', text: 'Also faults and settings' },
  wire: { label: 'Wire', text: 'Also wires and their policies' },
  design: { label: 'Design', text: 'Also add, remove and rename parts' },
  author: { label: 'Author', text: 'Everything, these locks included' },
};

const SAYS: Readonly<Record<Deed, string>> = {
  run: 'The run is locked.',
  view: 'The view is locked.',
  file: 'Files are locked.',
  fault: 'Faults are locked in this scenario: watch what happens.',
  tune: 'Settings are locked in this scenario: watch what happens.',
  timing: 'Seed and length are locked in this scenario.',
  move: 'The arrangement is locked in this scenario.',
  wire: 'Wires are locked in this scenario: change settings and faults instead.',
  policy: 'Policies are locked in this scenario: change the settings of those that are here.',
  part: 'Parts are locked in this scenario: work with those that are here.',
  name: 'Names are locked in this scenario.',
  note: 'Notes and frames are locked in this scenario.',
  story: 'Title, notes and objectives are locked in this scenario.',
  pin: 'Pinned sliders are locked in this scenario.',
  lock: 'The locks of this scenario can only be changed by its author.',
};

/** A hidden fault is shown to authors alone: the others see what it does. */
export function isSecret({ mode }: Pick<Locks, 'mode'>, { hidden }: Pick<ScenarioFault, 'hidden'>): boolean {
  return hidden && mode !== 'author';
}

/** The faults that may be shown, each with its place in the document's list. */
export function shownFaults({ faults, locks }: Pick<Scenario, 'faults' | 'locks'>): readonly { fault: ScenarioFault; index: number }[] {
  return faults.map((fault, index) => ({ fault, index })).filter(({ fault }) => !isSecret(locks, fault));
}

/** Whether a change of mode tells of a fault that may not be shown: one that begins or ends, not what follows from it. */
export function tellsSecret(
  { faults, locks }: Pick<Scenario, 'faults' | 'locks'>,
  { machine, where }: Pick<Transition, 'machine' | 'where'>,
): boolean {
  return faults.some((fault) => isSecret(locks, fault) && machine === `fault ${fault.kind}` && where === fault.target);
}

/** True when a mode goes as far as another. */
export function reaches(mode: Mode, least: Mode): boolean {
  return MODES.indexOf(mode) >= MODES.indexOf(least);
}

/** Whether something may be done. An author may add every part; all others only those on the list, if there is one. */
export function allows({ mode, parts }: Locks, action: LockAction): boolean {
  if (!reaches(mode, LEAST[action.deed])) return false;
  if (action.deed !== 'part' || action.kind === null || parts === null || mode === 'author') return true;
  return parts.includes(action.kind);
}

/** Why something may not be done, a sentence; null when it may. */
export function lockReason(locks: Locks, action: LockAction): string | null {
  if (allows(locks, action)) return null;
  const isListed = action.deed === 'part' && reaches(locks.mode, LEAST.part);
  return isListed ? `“${action.kind ?? ''}” is not among the parts of this scenario: choose another one.` : SAYS[action.deed];
}

const differs = (a: unknown, b: unknown): boolean => a !== b && JSON.stringify(a) !== JSON.stringify(b);

function nodeActions(before: Scenario, after: Scenario): LockAction[] {
  return [...new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])].flatMap((id): LockAction[] => {
    const [was, is] = [before.nodes[id], after.nodes[id]];
    if (was === is) return [];
    if (!was || !is) return [{ deed: 'part', kind: is?.kind ?? null }];
    return [
      ...(was.kind !== is.kind ? [{ deed: 'part' as const, kind: is.kind }] : []),
      ...(was.parent !== is.parent ? [{ deed: 'part' as const, kind: null }] : []),
      ...(was.name !== is.name ? [{ deed: 'name' as const }] : []),
      ...(differs(was.position, is.position) ? [{ deed: 'move' as const }] : []),
      ...(differs(was.settings, is.settings) ? [{ deed: 'tune' as const }] : []),
    ];
  });
}

function edgeActions(before: Scenario, after: Scenario): LockAction[] {
  return [...new Set([...Object.keys(before.edges), ...Object.keys(after.edges)])].flatMap((id): LockAction[] => {
    const [was, is] = [before.edges[id], after.edges[id]];
    if (was === is) return [];
    if (!was || !is) return [{ deed: 'wire' }];
    const { policies: old, ...wasRest } = was;
    const { policies: young, ...isRest } = is;
    const isOther = Object.keys(old).toSorted().join() !== Object.keys(young).toSorted().join();
    const [{ settings: wasSet, ...wasEnds }, { settings: isSet, ...isEnds }] = [wasRest, isRest];
    return [
      ...(differs(wasEnds, isEnds) ? [{ deed: 'wire' as const }] : []),
      ...(isOther ? [{ deed: 'policy' as const }] : []),
      ...(differs(wasSet, isSet) || (!isOther && differs(old, young)) ? [{ deed: 'tune' as const }] : []),
    ];
  });
}

function annotationActions(before: Scenario, after: Scenario): LockAction[] {
  return [...new Set([...Object.keys(before.annotations), ...Object.keys(after.annotations)])].flatMap((id): LockAction[] => {
    const [was, is] = [before.annotations[id], after.annotations[id]];
    if (was === is) return [];
    if (!was || !is) return [{ deed: 'note' }];
    const { position: from, ...wasRest } = was;
    const { position: to, ...isRest } = is;
    return [
      ...(differs(from, to) ? [{ deed: 'move' as const }] : []),
      ...(differs(wasRest, isRest) ? [{ deed: 'note' as const }] : []),
    ];
  });
}

/** Deeds behind the other fields of a file. A field that is missing here is the author's. */
const FIELDS: Partial<Readonly<Record<keyof Scenario, Deed>>> = {
  seed: 'timing',
  durationMs: 'timing',
  faults: 'fault',
  pinned: 'pin',
  view: 'view',
  locks: 'lock',
};

/** What was done between two states of a document. */
export function actionsBetween(before: Scenario, after: Scenario): readonly LockAction[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Scenario)[];
  const others = fields
    .filter((field) => field !== 'nodes' && field !== 'edges' && field !== 'annotations' && differs(before[field], after[field]))
    .map((field): LockAction => ({ deed: FIELDS[field] ?? 'story' }) as LockAction);
  return [...nodeActions(before, after), ...edgeActions(before, after), ...annotationActions(before, after), ...others];
}

/**
 * Why a change of the document may not be made, a sentence; null when it may. The locks of the state before count. Wires that go
 * with their node and faults that go with their target need no permission of their own where nodes may be removed.
 */
export function lockedChange(before: Scenario, after: Scenario): string | null {
  if (before.locks.mode === 'author') return null;
  for (const action of actionsBetween(before, after)) {
    const reason = lockReason(before.locks, action);
    if (reason !== null) return reason;
  }
  return null;
}

/** Asks about the document on the page: a sentence when something is locked, null when it is not. */
export function useLocks(): { readonly mode: Mode; readonly reason: (action: LockAction) => string | null } {
  const locks = useDocument(({ scenario }) => scenario.locks);
  const reason = useCallback((action: LockAction) => lockReason(locks, action), [locks]);
  return { mode: locks.mode, reason };
}
