/** What a change of the document is, as a value: the next scenario with its label, or a sentence that says why not. */
import type { Scenario } from '@/scenario/schema';

/** A change that can be made. `change(edit.label, () => edit.scenario)` makes it one step of the history. */
export interface Edit {
  readonly ok: true;
  readonly scenario: Scenario;
  /** For the undo button, such as "add Service 2". */
  readonly label: string;
  /** The part that the change is about: the new node or wire, or the first of several; empty when there is none. */
  readonly id: string;
  /** All parts that are new or have changed: what should be selected afterwards. */
  readonly ids: readonly string[];
}

/** A change that cannot be made. */
export interface Refusal {
  readonly ok: false;
  /** A whole sentence: what is in the way, and what to do. */
  readonly reason: string;
}

/** One of the two. */
export type Outcome = Edit | Refusal;

/** The change. */
export function edit(scenario: Scenario, label: string, ids: readonly string[]): Edit {
  return { ok: true, scenario, label, id: ids[0] ?? '', ids };
}

/** The refusal. */
export function refusal(reason: string): Refusal {
  return { ok: false, reason };
}
