/**
 * One run of a sweep, in slices: whoever drives the generator may tell the progress between two of them. The command line's
 * threads and the page's workers both use it, so that they read the same figures.
 */
import { figureAt } from './objectives';
import type { Report } from './report';
import { Simulation } from './simulation';
import type { SweepRun } from './sweep';
import { usFromMs } from '@/domain/time';
import type { Scenario, ScenarioObjective } from '@/scenario/schema';

/** Events between two of the generator's steps. */
const EVENTS_PER_SLICE = 100_000;

/** What to run. */
export interface SweepJob {
  readonly cell: number;
  /** With the cell's settings in it. */
  readonly scenario: Scenario;
  readonly seed: number;
  /** Instead of the file's duration, which it may exceed; milliseconds, null for the file's own. */
  readonly untilMs: number | null;
  readonly metrics: readonly string[];
}

/**
 * Metrics are read as objectives are, by which they may also count changes of mode (`transitions.PART.MODE.count`). Those of the
 * file stay in front: a metric `objectives.ID.value` reads one of them.
 */
function withReaders(scenario: Scenario, metrics: readonly string[]): Scenario {
  const readers = metrics.map((metric, i): ScenarioObjective => ({
    id: `sweep-${i}`,
    text: '',
    metric,
    is: '>=',
    limit: 0,
    during: null,
  }));
  return { ...scenario, objectives: [...scenario.objectives, ...readers] };
}

/** `objectives.met` is 1 when the run meets all of the file's, else 0; `objectives.ID.met` and `.value` concern one of them. */
function readFigures({ objectives }: Report, metrics: readonly string[]): (number | null)[] {
  const count = objectives.length - metrics.length;
  const own = objectives.slice(0, count);
  return metrics.map((metric, i) => {
    if (!metric.startsWith('objectives.')) return objectives[count + i]?.value ?? null;
    if (metric === 'objectives.met') return own.length === 0 ? null : Number(own.every(({ met }) => met));
    const byId = Object.fromEntries(own.map(({ id, met, value }) => [id, { met: Number(met), value }]));
    return figureAt({ objectives: byId }, metric);
  });
}

/** Runs one pair of settings and seed; yields how far it has come, 0 to 1. */
export function* sweepRun({ cell, scenario, seed, untilMs, metrics }: SweepJob): Generator<number, SweepRun, void> {
  const durationMs = Math.max(scenario.durationMs, untilMs ?? 0);
  const simulation = new Simulation({ ...withReaders(scenario, metrics), durationMs }, { seed });
  const untilUs = usFromMs(untilMs ?? scenario.durationMs);
  while (simulation.run.stopped === null && !simulation.advance(untilUs, EVENTS_PER_SLICE)) yield simulation.nowUs / untilUs;
  simulation.run.check();
  const report = simulation.report();
  const { fingerprint, stopped } = report;
  return { cell, seed, values: readFigures(report, metrics), fingerprint, stopped: stopped?.limit ?? null };
}

/**
 * Which metrics the report of a scenario has no figure for. The report has the same paths from its first moment on, so nothing
 * has to run; changes of mode may always come to be.
 */
export function unknownMetricsOf(scenario: Scenario, metrics: readonly string[]): readonly string[] {
  const values = readFigures(new Simulation(withReaders(scenario, metrics)).report(), metrics);
  const isMode = (metric: string): boolean => /^transitions\.[^.]+\.[^.]+\.(count|firstMs)$/.test(metric);
  const ids = new Set(scenario.objectives.map(({ id }) => id));
  // An objective's value may be null until something happens.
  const isObjective = (metric: string): boolean => {
    const [area, id = '', figure] = metric.split('.');
    return area === 'objectives' && ids.has(id) && figure === 'value';
  };
  return metrics.filter((metric, i) => values[i] === null && !isMode(metric) && !isObjective(metric));
}
