/**
 * Objectives of a scenario while the run goes on. Counts, shares, queues, memory and changes of mode are read from its samples, as of
 * the newest. Percentiles of a whole run cannot be made from those of its samples: such a figure is the engine's, asked now and then.
 */
import type { SampleLog } from '../sample-log';
import { REASONS } from '@/domain/reasons';
import type { Transition } from '@/engine/context';
import type { Scenario, ScenarioObjective } from '@/scenario/schema';

/** How an objective stands. `so-far`: kept until now, and can still be missed. */
export type GoalState = 'met' | 'so-far' | 'not-yet' | 'missed' | 'unknown';

/** One objective with its present figure; null where samples do not tell it. */
export interface Goal {
  readonly objective: ScenarioObjective;
  readonly value: number | null;
  readonly state: GoalState;
  /** When the matter was decided, as samples tell it: since then it is missed or met for good; null when it is not decided or not known. */
  readonly sinceUs: number | null;
}

/** The samples that an objective is about. */
interface Span {
  readonly log: SampleLog;
  readonly from: number;
  readonly to: number;
}

type Read = (index: number) => number;

function sum({ from, to }: Span, read: Read): number {
  let total = 0;
  for (let i = from; i < to; i++) total += read(i);
  return total;
}

function most({ from, to }: Span, read: Read): number {
  let greatest = 0;
  for (let i = from; i < to; i++) greatest = Math.max(greatest, read(i));
  return greatest;
}

const NODE_COUNTS = ['arrived', 'completed', 'failed'] as const;
const WIRE_COUNTS = ['sent', 'succeeded', 'failed', 'attempts', 'retried', 'expired', 'rescued'] as const;
const LEVELS = { queue: 'waiting', busy: 'busy', memoryMb: 'memoryMb' } as const;

const isIn = <Name extends string>(names: readonly Name[], name: string): name is Name => names.some((one) => one === name);

function shareOf(failed: number, well: number): number {
  return failed + well === 0 ? 0 : failed / (failed + well);
}

/** A figure of nodes taken together: one node, or all sources for the totals. */
function nodesFigure(span: Span, ids: readonly string[], figure: string, inside: string): number | null {
  const { log } = span;
  if (isIn(NODE_COUNTS, figure)) return sum(span, (i) => ids.reduce((all, id) => all + log.node(i, id, figure), 0));
  if (figure === 'failedShare') return shareOf(nodesFigure(span, ids, 'failed', '') ?? 0, nodesFigure(span, ids, 'completed', '') ?? 0);
  if (figure !== 'failedBy') return null;
  const reason = REASONS.find(({ id }) => id === inside);
  return reason ? sum(span, (i) => ids.reduce((all, id) => all + log.node(i, id, `by:${reason.id}`), 0)) : null;
}

function levelFigure(span: Span, id: string, figure: keyof typeof LEVELS, inside: string): number | null {
  const read = (i: number): number => span.log.node(i, id, LEVELS[figure]);
  if (inside === 'max') return most(span, read);
  return inside === 'mean' && span.to > span.from ? sum(span, read) / (span.to - span.from) : null;
}

function wireFigure(span: Span, id: string, figure: string): number | null {
  const { log } = span;
  if (isIn(WIRE_COUNTS, figure)) return sum(span, (i) => log.wire(i, id, figure));
  return figure === 'failedShare' ? shareOf(wireFigure(span, id, 'failed') ?? 0, wireFigure(span, id, 'succeeded') ?? 0) : null;
}

/** When the span of an objective ends, microseconds; infinite for the end of the run. */
function endOf(during: ScenarioObjective['during']): number {
  return during?.toMs === undefined || during.toMs === null ? Number.POSITIVE_INFINITY : during.toMs * 1000;
}

/** The changes to a mode at a part, from `fromUs` to `toUs`. */
function changesOf(
  transitions: readonly Transition[],
  [where = '', mode = '']: readonly string[],
  fromUs: number,
  toUs: number,
): readonly Transition[] {
  return transitions.filter(
    ({ atUs, where: part, to, machine }) =>
      part === where && (mode === 'any' || to === mode) && !machine.startsWith('fault ') && atUs >= fromUs && atUs < toUs,
  );
}

/** How often a machine came to a mode, or when first, from `fromUs` to `toUs`. */
function modeFigure(transitions: readonly Transition[], path: readonly string[], fromUs: number, toUs: number): number | null {
  const found = changesOf(transitions, path, fromUs, toUs);
  const figure = path[2] ?? '';
  if (figure === 'count') return found.length;
  const [first] = found;
  return figure === 'firstMs' && first ? (first.atUs - fromUs) / 1000 : null;
}

/** The present figure of an objective. */
function valueOf(
  { metric, during }: ScenarioObjective,
  log: SampleLog,
  transitions: readonly Transition[],
  length = log.length,
): number | null {
  const fromUs = (during?.fromMs ?? 0) * 1000;
  const toUs = endOf(during);
  const every = log.layout.sampleEveryUs;
  // As the report does it: a part begins and ends at the first sample at or after its moment.
  const span: Span = { log, from: Math.ceil(fromUs / every), to: Math.min(length, Math.ceil(toUs / every)) };
  if (length * every < fromUs) return null;
  const [area = '', id = '', figure = '', inside = ''] = metric.split('.');
  if (area === 'transitions') return modeFigure(transitions, [id, figure, inside], fromUs, toUs);
  if (area === 'totals') return nodesFigure(span, log.layout.sources, id, figure);
  if (area === 'edges' && log.layout.wires.includes(id)) return wireFigure(span, id, figure);
  if (area !== 'nodes' || !log.layout.nodes.includes(id)) return null;
  return figure in LEVELS ? levelFigure(span, id, figure as keyof typeof LEVELS, inside) : nodesFigure(span, [id], figure, inside);
}

function holds(value: number, is: ScenarioObjective['is'], limit: number): boolean {
  if (is === '<=') return value <= limit;
  if (is === '<') return value < limit;
  if (is === '>=') return value >= limit;
  return is === '>' ? value > limit : value === limit;
}

/** Counts and greatest levels never fall: once over a limit they stay so. */
const COUNTS = [
  'arrived', 'completed', 'failed', 'sent', 'succeeded', 'attempts', 'retried', 'expired', 'rescued', 'refused', 'rejected', 'evicted',
  'forgotten', 'count', 'max',
];
const neverFalls = (metric: string): boolean => {
  const [last = '', before] = metric.split('.').toReversed();
  return COUNTS.includes(last) || before === 'failedBy';
};

/** How an objective stands at its present figure. `isOver` when nothing more can come. */
export function stateOf({ metric, is, limit }: ScenarioObjective, value: number | null, isOver: boolean): GoalState {
  if (value === null && metric.startsWith('transitions.')) return isOver ? 'missed' : 'not-yet';
  if (value === null) return 'unknown';
  const isMet = holds(value, is, limit);
  if (isOver) return isMet ? 'met' : 'missed';
  if (metric.endsWith('.firstMs')) return isMet ? 'met' : 'missed';
  const isUpper = is === '<=' || is === '<';
  if (isUpper) return isMet ? 'so-far' : neverFalls(metric) ? 'missed' : 'not-yet';
  if (is === '=') return isMet ? 'so-far' : value > limit && neverFalls(metric) ? 'missed' : 'not-yet';
  return isMet ? (neverFalls(metric) ? 'met' : 'so-far') : 'not-yet';
}

/** Whether an objective is not kept now: decided, or above a limit that it may yet come below. A figure that has to grow is not late. */
export function isMissed({ objective: { is }, state, value }: Goal): boolean {
  return state === 'missed' || (state === 'not-yet' && value !== null && (is === '<=' || is === '<'));
}

/** When a change of mode decided an objective: the first one, or the one that was too many or enough. */
function changeThatDecided({ metric, is, limit, during }: ScenarioObjective, transitions: readonly Transition[]): number | null {
  const fromUs = (during?.fromMs ?? 0) * 1000;
  const found = changesOf(transitions, metric.split('.').slice(1), fromUs, endOf(during));
  if (metric.endsWith('.firstMs')) return found[0]?.atUs ?? null;
  const count = is === '<' || is === '>=' ? limit : limit + 1;
  return is === '=' ? null : (found[Math.max(1, Math.ceil(count)) - 1]?.atUs ?? null);
}

/** When a figure that never falls passed its limit: the moment of the first sample that shows it. */
function passedAt(objective: ScenarioObjective, log: SampleLog, state: GoalState): number | null {
  const { metric, is, limit } = objective;
  const isUpper = is === '<=' || is === '<';
  if (!neverFalls(metric) || state !== (isUpper ? 'missed' : 'met') || is === '=') return null;
  const isDecided = (length: number): boolean => {
    const value = valueOf(objective, log, [], length);
    return value !== null && holds(value, is, limit) !== isUpper;
  };
  let [low, high] = [0, log.length];
  if (!isDecided(high)) return null;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isDecided(middle)) high = middle;
    else low = middle;
  }
  return log.atUs(high - 1);
}

/** When the matter was decided: by a change of mode, by a figure that never falls, or by the end of its span. */
function decidedAt(
  objective: ScenarioObjective,
  log: SampleLog,
  transitions: readonly Transition[],
  state: GoalState,
  isSpanOver: boolean,
): number | null {
  if (state !== 'met' && state !== 'missed') return null;
  const isChange = objective.metric.startsWith('transitions.');
  const early = isChange ? changeThatDecided(objective, transitions) : passedAt(objective, log, state);
  return early ?? (isSpanOver ? endOf(objective.during) : null);
}

/** What the engine has measured, by id of the objective; null for what it does not know yet. */
export type Measured = ReadonlyMap<string, number | null>;

/** All objectives of a scenario as they stand. */
export function goalsOf(
  scenario: Scenario,
  log: SampleLog,
  transitions: readonly Transition[],
  isAtEnd: boolean,
  measured: Measured = new Map(),
): readonly Goal[] {
  const nowUs = log.length > 0 ? log.atUs(log.length - 1) : 0;
  return scenario.objectives.map((objective) => {
    const toMs = objective.during?.toMs ?? null;
    const isSpanOver = toMs !== null && nowUs >= toMs * 1000;
    const isOver = isAtEnd || isSpanOver;
    const value = log.length > 0 ? (valueOf(objective, log, transitions) ?? measured.get(objective.id) ?? null) : null;
    const isEarly = log.length === 0 || nowUs < (objective.during?.fromMs ?? 0) * 1000;
    const state = isEarly ? 'not-yet' : stateOf(objective, value, isOver);
    return { objective, value, state, sinceUs: decidedAt(objective, log, transitions, state, isSpanOver) };
  });
}
