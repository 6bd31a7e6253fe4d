/** Figures of a run that a sweep reads, in words. All are read at once, so that choosing another one needs no new run. */
import { nameOf } from '../shared/words';
import { figureText, unitOf } from '@/course/metrics';
import type { Scenario } from '@/scenario/schema';

/** One figure. */
export interface SweepFigure {
  /** Path in the report. */
  readonly metric: string;
  /** What it belongs to: the whole run, a part, the objectives. */
  readonly part: string;
  readonly label: string;
}

type Words = readonly (readonly [path: string, label: string])[];

const RUN: Words = [
  ['totals.failedShare', 'Failed requests, share'],
  ['totals.latencyMs.p50', 'Latency, median'],
  ['totals.latencyMs.p95', 'Latency, 95th percentile'],
  ['totals.latencyMs.p99', 'Latency, 99th percentile'],
  ['totals.completed', 'Completed requests'],
  ['totals.failed', 'Failed requests'],
];
const NODE: Words = [
  ['queue.max', 'Longest queue'],
  ['queue.mean', 'Mean queue'],
  ['utilization', 'Utilization'],
  ['latencyMs.p95', 'Latency, 95th percentile'],
  ['latencyMs.p99', 'Latency, 99th percentile'],
  ['waitMs.p95', 'Waiting, 95th percentile'],
  ['completed', 'Completed requests'],
  ['failedShare', 'Failed requests, share'],
  ['memoryMb.max', 'Most memory'],
];
const WIRE: Words = [
  ['failedShare', 'Failed calls, share'],
  ['latencyMs.p95', 'Latency, 95th percentile'],
  ['latencyMs.p99', 'Latency, 99th percentile'],
  ['succeeded', 'Succeeded calls'],
  ['attempts', 'Attempts'],
  ['retried', 'Tries anew'],
];

/** All figures that make sense for a scenario. */
export function figuresOf(scenario: Scenario): readonly SweepFigure[] {
  const named = (words: Words, prefix: string, part: string): SweepFigure[] =>
    words.map(([path, label]) => ({ metric: `${prefix}${path}`, part, label }));
  const objectives = scenario.objectives.flatMap(({ id, text, metric }): SweepFigure[] => [
    { metric: `objectives.${id}.met`, part: 'Objectives', label: `Met: ${text || id}` },
    { metric: `objectives.${id}.value`, part: 'Objectives', label: `Figure of: ${text || metric}` },
  ]);
  const all: SweepFigure[] = [{ metric: 'objectives.met', part: 'Objectives', label: 'All met, share of runs' }];
  return [
    ...named(RUN, '', 'The whole run'),
    ...(objectives.length > 0 ? [...all, ...objectives] : []),
    ...Object.keys(scenario.nodes).flatMap((id) => [
      ...named(NODE, `nodes.${id}.`, nameOf(scenario, id)),
      { metric: `transitions.${id}.any.count`, part: nameOf(scenario, id), label: 'Changes of mode' },
    ]),
    ...Object.entries(scenario.edges).flatMap(([id, { role }]) =>
      role === 'call'
        ? [
            ...named(WIRE, `edges.${id}.`, nameOf(scenario, id)),
            { metric: `transitions.${id}.any.count`, part: nameOf(scenario, id), label: 'Changes of mode' },
          ]
        : [],
    ),
  ];
}

/** Whether a figure is 0 or 1 in a run, so that its mean is a share of the runs. */
const isVerdict = (metric: string): boolean => /^objectives\.(.+\.)?met$/.test(metric);

/** A figure with its unit. An objective's own figure has the unit of its metric. */
export function textOf(value: number | null, metric: string, scenario: Scenario): string {
  if (value === null) return '-';
  if (isVerdict(metric)) return `${Math.round(value * 100)} %`;
  const [area, id] = metric.split('.');
  const own = area === 'objectives' ? scenario.objectives.find((objective) => objective.id === id)?.metric : undefined;
  const meant = own ?? metric;
  return figureText(value, meant, unitOf(meant));
}
