/** What "run until" waits for, and what it has found. The figures people set are remembered on this computer. */
import { createStore } from '@xstate/store';
import { ANY, type Condition } from './run-until';
import type { TimeUs } from '@/domain/time';

/** The figures in the four conditions, whether or not they are armed. */
export interface Figures {
  readonly p99Ms: number;
  readonly queue: number;
  readonly momentMs: number;
}

/** Why the run stands still. */
export interface Found {
  readonly condition: Condition;
  readonly atUs: TimeUs;
  /** What was measured there; null for a moment. */
  readonly figure: number | null;
}

interface UntilState {
  readonly armed: readonly Condition[];
  readonly figures: Figures;
  readonly found: Found | null;
}

const KEY = 'faultline/run-until';
const USUAL: Figures = { p99Ms: 500, queue: 100, momentMs: 30_000 };

/** Figures as they were kept; what is missing or damaged is as usual. */
export function readFigures(text: string | null): Figures {
  let kept: unknown = null;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    return USUAL;
  }
  const from: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  const figure = (key: keyof Figures): number => {
    const value = from[key];
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : USUAL[key];
  };
  return { p99Ms: figure('p99Ms'), queue: figure('queue'), momentMs: figure('momentMs') };
}

function load(): Figures {
  try {
    return readFigures(window.localStorage.getItem(KEY));
  } catch {
    // Storage is blocked: the figures are as usual, and are forgotten with the page.
    return USUAL;
  }
}

function keep(figures: Figures): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(figures));
  } catch {
    return;
  }
}

/** The figures that a condition was armed with, put among the others. */
function withCondition(figures: Figures, condition: Condition): Figures {
  switch (condition.kind) {
    case 'p99':
      return { ...figures, p99Ms: condition.overMs };
    case 'queue':
      return { ...figures, queue: condition.over };
    case 'moment':
      return { ...figures, momentMs: condition.atMs };
    case 'error':
      return figures;
  }
}

/** The one store of the page. */
export const untilStore = createStore({
  context: { armed: [], figures: typeof window === 'undefined' ? USUAL : load(), found: null } as UntilState,
  on: {
    /** One condition of each kind at most. */
    arm: (state, event: { condition: Condition }): UntilState => {
      const { condition } = event;
      const armed = [...state.armed.filter(({ kind }) => kind !== condition.kind), condition];
      return { ...state, armed, figures: withCondition(state.figures, condition), found: null };
    },
    disarm: (state, event: { kind: Condition['kind'] }): UntilState => ({
      ...state,
      armed: state.armed.filter(({ kind }) => kind !== event.kind),
    }),
    find: (state, event: { found: Found | null }): UntilState => ({ ...state, found: event.found }),
    /** Another scenario: its parts are others. */
    clear: (state): UntilState => ({ ...state, armed: [], found: null }),
  },
});

let kept = untilStore.getSnapshot().context.figures;
untilStore.subscribe(({ context: { figures } }) => {
  if (figures === kept) return;
  kept = figures;
  keep(figures);
});

/** The part that a condition of a kind looks at unless somebody says otherwise. */
export function usualPart(kind: Condition['kind'], selected: string | null, services: readonly string[]): string {
  const fitting = selected !== null && services.includes(selected) ? selected : null;
  if (kind === 'queue') return fitting ?? services[0] ?? ANY;
  return fitting ?? ANY;
}
