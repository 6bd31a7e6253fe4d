/** What stands in the tables of the outline: names, states, figures, and their order. Pure, so that tests can read it. */
import { shownFaults } from '../shared/locks';
import type { RunStore } from '../shared/run-store';
import { isActing, spanWords } from '../shared/fault-places';
import { nameOf } from '../shared/words';
import { replicasOf } from '../editing';
import { FAULTS } from '@/faults/registry';
import { faceOf, lookOf, type StateLook } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import { policyFaceOf } from '@/policies/faces';
import { POLICIES } from '@/policies/registry';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** What the tables need to know of the run. */
export type Figures = Pick<RunStore, 'node' | 'wire' | 'status' | 'shownUs'>;

/** A part. Figures are null while it takes no part in the run. */
export interface PartRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly kindTitle: string;
  readonly host: string | null;
  readonly state: StateLook;
  readonly copies: number | null;
  readonly perS: number | null;
  readonly waiting: number | null;
  readonly failedPerS: number | null;
}

/** A wire. */
export interface WireRow {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly role: string;
  readonly policies: string;
  readonly state: StateLook;
  readonly perS: number | null;
  readonly failedPerS: number | null;
}

/** An entry of the fault timeline. */
export interface FaultRow {
  /** Place in the timeline. */
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly where: string;
  readonly span: string;
  readonly atMs: number;
  readonly state: StateLook;
}

/** A note, a frame or a group. */
export interface NoteRow {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly what: 'Note' | 'Frame' | 'Group';
  /** Names of the parts of a group. */
  readonly holds: string;
}

/** All notes, frames and groups, in the order of the file. */
export function noteRows(scenario: Scenario): readonly NoteRow[] {
  return Object.entries(scenario.annotations).map(([id, { kind, text, members }]) => ({
    id,
    name: nameOf(scenario, id),
    text: text.trim(),
    what: kind === 'note' ? 'Note' : members.length > 0 ? 'Group' : 'Frame',
    holds: members.map((member) => nameOf(scenario, member)).join(', '),
  }));
}

/** States in which a part does not feel that something is wrong with it. */
const WELL: ReadonlySet<string> = new Set(['running', 'idle', 'busy']);

const ABSENT: StateLook = { shape: 'ring', tone: 'idle', word: 'Not in the run' };

const faultOn = (faults: readonly ScenarioFault[], id: string): string | null => {
  const fault = faults.find(({ target }) => target === id);
  return fault ? (FAULTS.get(fault.kind)?.title ?? fault.kind) : null;
};

/** All parts, in the order of the file. */
export function partRows(scenario: Scenario, run: Figures): readonly PartRow[] {
  return Object.entries(scenario.nodes).map(([id, { kind, parent }]) => {
    const view = run.node(id);
    const fault = faultOn(run.status.shownFaults, id);
    const own = view ? lookOf(faceOf(kind), view.state) : ABSENT;
    const state = view && fault !== null && WELL.has(view.state) ? ({ shape: 'triangle', tone: 'warn', word: fault } as const) : own;
    return {
      id,
      name: nameOf(scenario, id),
      kind,
      kindTitle: KINDS.get(kind)?.title ?? kind,
      host: parent === null ? null : nameOf(scenario, parent),
      state,
      copies: replicasOf(scenario, id),
      perS: view ? view.arrivedPerS : null,
      waiting: view ? view.waiting : null,
      failedPerS: view ? view.failedPerS : null,
    };
  });
}

const ROLES = { call: 'calls', discovery: 'discovery', control: 'control' } as const;

function wireState(run: Figures, id: string): StateLook {
  const view = run.wire(id);
  if (!view) return ABSENT;
  if (view.isCut > 0) return { shape: 'square', tone: 'bad', word: 'Cut' };
  const face = view.machine ? policyFaceOf(view.machine.policy) : null;
  if (view.machine && face && 'gate' in face) {
    const { word, tone, passes } = face.gate.stateOf(view.machine.picture, run.shownUs);
    return { shape: passes === 'all' ? 'circle' : passes === 'some' ? 'triangle' : 'square', tone, word };
  }
  const fault = faultOn(run.status.shownFaults, id);
  if (fault !== null) return { shape: 'triangle', tone: 'warn', word: fault };
  return view.failedPerS > 0 ? { shape: 'diamond', tone: 'warn', word: 'Failing' } : { shape: 'circle', tone: 'ok', word: 'OK' };
}

/** All wires, in the order of the file. */
export function wireRows(scenario: Scenario, run: Figures): readonly WireRow[] {
  return Object.entries(scenario.edges).map(([id, { source, target, role, policies }]) => {
    const view = run.wire(id);
    return {
      id,
      name: nameOf(scenario, id),
      from: nameOf(scenario, source),
      to: nameOf(scenario, target),
      role: ROLES[role],
      policies: [...POLICIES.values()].filter((policy) => policies[policy.id] !== undefined).map(({ title }) => title).join(', '),
      state: wireState(run, id),
      perS: view ? view.sentPerS : null,
      failedPerS: view ? view.failedPerS : null,
    };
  });
}

/** The timeline, in the order of time. */
export function faultRows(scenario: Scenario, nowUs: number): readonly FaultRow[] {
  return shownFaults(scenario)
    .map(({ fault, index }): FaultRow => {
      const contract = FAULTS.get(fault.kind);
      const hasBegun = fault.atMs * 1000 <= nowUs;
      const state: StateLook = isActing(fault, nowUs)
        ? { shape: 'triangle', tone: 'warn', word: 'Acts now' }
        : hasBegun
          ? { shape: 'ring', tone: 'idle', word: 'Over' }
          : { shape: 'ring', tone: 'info', word: 'To come' };
      return {
        id: String(index),
        index,
        name: contract ? `${contract.title}${contract.value ? `, ${contract.label(fault.value)}` : ''}` : fault.kind,
        where: nameOf(scenario, fault.target),
        span: spanWords(fault),
        atMs: fault.atMs,
        state,
      };
    })
    .toSorted((a, b) => a.atMs - b.atMs || a.index - b.index);
}

/** By what a table is sorted; null is the order of the file. */
export type Sort = { readonly column: string; readonly direction: 'ascending' | 'descending' } | null;

/** The next sort when a heading is pressed: upwards, downwards, as in the file. */
export function nextSort(sort: Sort, column: string): Sort {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** What a row is sorted by. */
export type SortValue = string | number | null;

function compare(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  // What is not known comes last upwards.
  if (a === null) return 1;
  if (b === null) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Ids in the order of a sort; rows that are alike keep the order of the file. */
export function sortedIds<Row extends { readonly id: string }>(
  rows: readonly Row[],
  sort: Sort,
  valueOf: (row: Row, column: string) => SortValue,
): readonly string[] {
  if (!sort) return rows.map(({ id }) => id);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => sign * compare(valueOf(a, sort.column), valueOf(b, sort.column))).map(({ id }) => id);
}

/** True when every word of a filter begins a word of the texts. */
export function fitsFilter(filter: string, texts: readonly string[]): boolean {
  const words = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const all = texts.flatMap(words);
  return words(filter).every((start) => all.some((word) => word.startsWith(start)));
}
