/**
 * The document on the page: the scenario, its undo history, and what is selected. Every change is one labelled step; a run is
 * never part of it. Built on @xstate/store, so that each change is an event with a name.
 */
import { createStore } from '@xstate/store';
import type { Scenario, ScenarioFault } from '@/scenario/schema';

/** A node, a wire, or a note or frame beside them. */
export interface Part {
  readonly kind: 'node' | 'wire' | 'annotation';
  readonly id: string;
}

/** What the inspector shows. */
export type Selection = Part | null;

/** One step of the history. */
interface Step {
  readonly scenario: Scenario;
  /** What the step after this state did, for the undo button. */
  readonly label: string;
}

const NONE: readonly Part[] = [];

/** Longest history; older steps are forgotten. */
const STEPS = 200;

/** The document's state. */
export interface DocumentState {
  readonly scenario: Scenario;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** The part that was selected last: the inspector shows it. */
  readonly selection: Selection;
  /** What else is selected; never holds `selection`, and is empty when that is null. */
  readonly more: readonly Part[];
  /** Grows with every other document (open, import): views start anew. */
  readonly generation: number;
}

/** Which kind of thing an id names. */
export function partKind({ nodes, annotations }: Scenario, id: string): Part['kind'] {
  if (Object.hasOwn(nodes, id)) return 'node';
  return Object.hasOwn(annotations, id) ? 'annotation' : 'wire';
}

/** True when a scenario has something of this id. */
export function hasPart({ nodes, edges, annotations }: Scenario, id: string): boolean {
  return Object.hasOwn(nodes, id) || Object.hasOwn(edges, id) || Object.hasOwn(annotations, id);
}

/** The selection as far as it is still there: the next part takes the place of one that is gone. */
function selectionIn(scenario: Scenario, { selection, more }: DocumentState): Pick<DocumentState, 'selection' | 'more'> {
  const isThere = ({ id }: Part): boolean => hasPart(scenario, id);
  if ((selection === null || isThere(selection)) && more.every(isThere)) return { selection, more };
  const [first = null, ...rest] = [...(selection ? [selection] : []), ...more].filter(isThere);
  return { selection: first, more: rest.length > 0 ? rest : NONE };
}

/** Everything that is selected, the primary part first. */
export function selectedParts({ selection, more }: Pick<DocumentState, 'selection' | 'more'>): readonly Part[] {
  return selection ? [selection, ...more] : NONE;
}

/** Makes the store. `change` events carry a function from the scenario to the next one; returning the same object does nothing. */
export function createDocumentStore(scenario: Scenario) {
  const context: DocumentState = { scenario, past: [], future: [], selection: null, more: NONE, generation: 0 };
  return createStore({
    context,
    on: {
      change: (state: DocumentState, event: { label: string; next: (scenario: Scenario) => Scenario }): DocumentState => {
        const next = event.next(state.scenario);
        if (next === state.scenario) return state;
        const past = [...state.past, { scenario: state.scenario, label: event.label }].slice(-STEPS);
        return { ...state, ...selectionIn(next, state), scenario: next, past, future: [] };
      },
      undo: (state: DocumentState): DocumentState => {
        const step = state.past.at(-1);
        if (!step) return state;
        const future = [...state.future, { scenario: state.scenario, label: step.label }];
        return { ...state, ...selectionIn(step.scenario, state), scenario: step.scenario, past: state.past.slice(0, -1), future };
      },
      redo: (state: DocumentState): DocumentState => {
        const step = state.future.at(-1);
        if (!step) return state;
        const past = [...state.past, { scenario: state.scenario, label: step.label }];
        return { ...state, ...selectionIn(step.scenario, state), scenario: step.scenario, past, future: state.future.slice(0, -1) };
      },
      open: (state: DocumentState, event: { scenario: Scenario }): DocumentState => ({
        scenario: event.scenario,
        past: [],
        future: [],
        selection: null,
        more: NONE,
        generation: state.generation + 1,
      }),
      select: (state: DocumentState, event: { selection: Selection; more?: readonly Part[] }): DocumentState => {
        const { selection, more = NONE } = event;
        const rest = selection ? more.filter(({ id }) => id !== selection.id) : NONE;
        return { ...state, selection, more: rest.length > 0 ? rest : NONE };
      },
    },
  });
}

/** The store. */
export type DocumentStore = ReturnType<typeof createDocumentStore>;

/** A copy with other settings of a node. `settings` is the whole object. */
export function withNodeSettings(scenario: Scenario, id: string, settings: Record<string, unknown>): Scenario {
  const node = scenario.nodes[id];
  return node ? { ...scenario, nodes: { ...scenario.nodes, [id]: { ...node, settings } } } : scenario;
}

/** A copy in which a node is called something else or stands elsewhere. */
export function withNode(scenario: Scenario, id: string, change: Partial<Scenario['nodes'][string]>): Scenario {
  const node = scenario.nodes[id];
  return node ? { ...scenario, nodes: { ...scenario.nodes, [id]: { ...node, ...change } } } : scenario;
}

/** A copy with other network settings of a wire. */
export function withEdgeSettings(scenario: Scenario, id: string, settings: Scenario['edges'][string]['settings']): Scenario {
  const edge = scenario.edges[id];
  return edge ? { ...scenario, edges: { ...scenario.edges, [id]: { ...edge, settings } } } : scenario;
}

/** A copy with a policy on a wire set, or taken off (null). */
export function withPolicy(scenario: Scenario, id: string, policy: string, settings: Record<string, unknown> | null): Scenario {
  const edge = scenario.edges[id];
  if (!edge) return scenario;
  const policies = { ...edge.policies };
  if (settings === null) delete policies[policy];
  else policies[policy] = settings;
  return { ...scenario, edges: { ...scenario.edges, [id]: { ...edge, policies } } };
}

/** A copy with one more fault. */
export function withFault(scenario: Scenario, fault: ScenarioFault): Scenario {
  return { ...scenario, faults: [...scenario.faults, fault] };
}

/** A copy in which a fault is replaced, or taken out (null). The fault is found by its place in the list. */
export function withFaultAt(scenario: Scenario, index: number, fault: ScenarioFault | null): Scenario {
  const faults = [...scenario.faults];
  faults.splice(index, 1, ...(fault ? [fault] : []));
  return { ...scenario, faults };
}
