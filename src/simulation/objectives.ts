/**
 * Objectives, measured. One without `during` reads a figure of the whole report. One with it reads the same figure of a part of
 * the run: counts and latencies are differences between two snapshots, levels are those of the samples in between. Snapshots are
 * taken where samples are, so a part begins and ends at the first sample at or after the moment that the file names.
 */
import type { Parts } from './build';
import { type RunLayout, sampleNodeAt } from './layout';
import { podsOf } from './pods-report';
import { type Recorder, type WireTotals, wireTotals } from './recorder';
import { msFromUs, type TimeUs, usFromMs } from '@/domain/time';
import { REASONS } from '@/domain/reasons';
import type { Transition } from '@/engine/context';
import { Histogram, type HistogramSnapshot, type LatencySummary } from '@/engine/measure/histogram';
import type { Tally } from '@/engine/tally';
import type { ScenarioObjective } from '@/scenario/schema';

/** One objective, measured. `value` is null when there is no such figure, or not yet. */
export interface ObjectiveReport {
  readonly id: string;
  readonly met: boolean;
  readonly value: number | null;
  readonly limit: number;
  readonly text: string;
}

type Figures = Readonly<Record<string, unknown>>;

interface TallySnapshot {
  readonly arrived: number;
  readonly completed: number;
  readonly failed: number;
  readonly failedBy: Float64Array;
  readonly latency: HistogramSnapshot;
}

/** What a part had counted at a moment. `wire` is null for nodes. */
interface Snapshot {
  readonly sample: number;
  /** Parts that came later began with nothing. */
  readonly tallies: ReadonlyMap<Tally, TallySnapshot>;
  readonly wire: WireTotals | null;
  /** Requests by pod. */
  readonly pods: readonly number[];
}

const NOTHING: TallySnapshot = {
  arrived: 0,
  completed: 0,
  failed: 0,
  failedBy: new Float64Array(REASONS.length),
  latency: Histogram.nothing(),
};

/** A part of the run that begins with it begins with nothing, whenever the objective came. */
const BEGINNING: Snapshot = { sample: 0, tallies: new Map(), wire: null, pods: [] };

interface Entry {
  readonly objective: ScenarioObjective;
  readonly fromUs: TimeUs;
  readonly toUs: TimeUs;
  begin: Snapshot | null;
  /** The value when the part was over. */
  last: { readonly value: number | null } | null;
}

/** What objectives look at. */
export interface MeterSource {
  readonly layout: RunLayout;
  readonly parts: Parts;
  readonly recorder: Recorder;
}

/** The share of calls that ended badly, 0 to 1; 0 when none has ended. */
export function failedShare(completed: number, failed: number): number {
  return completed + failed === 0 ? 0 : failed / (completed + failed);
}

/** The figure at a path of a report, null when there is none. */
export function figureAt(report: unknown, path: string): number | null {
  let value: unknown = report;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return typeof value === 'number' ? value : null;
}

/** Keeps the snapshots of one run. */
export class ObjectiveMeter {
  private entries: Entry[] = [];

  constructor(private readonly source: MeterSource) {}

  /** Takes over the objectives of the file. Those that stay as they were keep their snapshots. */
  fit(objectives: readonly ScenarioObjective[]): void {
    const before = this.entries;
    this.entries = objectives.map((objective) => {
      const same = before.find((entry) => JSON.stringify(entry.objective) === JSON.stringify(objective));
      if (same) return same;
      const { during } = objective;
      const fromUs = usFromMs(during?.fromMs ?? 0);
      const toUs = during === null || during.toMs === null ? Number.POSITIVE_INFINITY : usFromMs(during.toMs);
      return { objective, fromUs, toUs, begin: fromUs === 0 ? BEGINNING : null, last: null };
    });
  }

  /** A sample has been taken. */
  sampled(atUs: TimeUs): void {
    for (const entry of this.entries) {
      if (entry.objective.during === null || entry.last !== null) continue;
      if (entry.begin === null && atUs >= entry.fromUs) entry.begin = this.snapshot(entry.objective);
      if (atUs >= entry.toUs) entry.last = { value: this.windowed(entry) };
    }
  }

  /** All objectives as they stand. `report` is the report of the whole run up to now. */
  measure(report: Figures): ObjectiveReport[] {
    return this.entries.map((entry) => {
      const { id, metric, limit, text, is, during } = entry.objective;
      const isMode = metric.startsWith('transitions.');
      const value = isMode
        ? this.modes(entry)
        : during === null
          ? (figureAt(report, metric) ?? absent(metric))
          : (entry.last ?? { value: this.windowed(entry) }).value;
      return { id, met: value !== null && holds(value, is, limit), value, limit, text };
    });
  }

  /** `transitions.PART.MODE.count` and `.firstMs`: how often a machine of the part came to the mode, and when first, in the window. */
  private modes({ objective, fromUs, toUs }: Entry): number | null {
    const [, where = '', mode = '', figure = ''] = objective.metric.split('.');
    const { transitions } = this.source.parts.context;
    const isMeant = ({ atUs, where: part, to, machine }: Transition): boolean =>
      part === where && (mode === 'any' || to === mode) && !machine.startsWith('fault ') && atUs >= fromUs && atUs < toUs;
    const found = transitions.filter(isMeant);
    if (figure === 'count') return found.length;
    const [first] = found;
    return figure === 'firstMs' && first ? msFromUs(first.atUs - fromUs) : null;
  }

  private tallies({ metric }: ScenarioObjective): readonly Tally[] {
    const { nodes, wires, gone } = this.source.parts;
    const [area = '', id = ''] = metric.split('.');
    if (area === 'totals') return [...nodes.values(), ...gone].filter(({ isSource }) => isSource).map(({ tally }) => tally);
    const part = area === 'nodes' ? nodes.get(id) : area === 'edges' ? wires.get(id) : undefined;
    return part ? [part.tally] : [];
  }

  private wireOf({ metric }: ScenarioObjective): WireTotals | null {
    const { wires, policies } = this.source.parts;
    const [area = '', id = ''] = metric.split('.');
    const wire = area === 'edges' ? wires.get(id) : undefined;
    return wire ? wireTotals(wire, policies.get(id) ?? new Map()) : null;
  }

  private snapshot(objective: ScenarioObjective): Snapshot {
    return {
      sample: this.source.recorder.length,
      tallies: new Map(
        this.tallies(objective).map((tally) => {
          const { arrived, completed, failed, failedBy, latency } = tally;
          return [tally, { arrived, completed, failed, failedBy: failedBy.slice(), latency: latency.snapshot() }];
        }),
      ),
      wire: this.wireOf(objective),
      pods: this.podsOf(objective),
    };
  }

  private podsOf({ metric }: ScenarioObjective): readonly number[] {
    const [area = '', id = '', what = ''] = metric.split('.');
    return area === 'nodes' && what === 'pods' ? (this.source.parts.nodes.get(id)?.podArrivals() ?? []) : [];
  }

  private windowed({ objective, begin }: Entry): number | null {
    if (begin === null) return null;
    const [area = '', id = '', ...path] = objective.metric.split('.');
    const inside = area === 'totals' ? [id, ...path] : path;
    const figures = {
      ...this.counts(objective, begin),
      ...this.wireCounts(objective, begin),
      ...this.levels(area, id, begin),
      ...podsOf(this.podsOf(objective), begin.pods),
    };
    return figureAt(figures, inside.join('.')) ?? absent(objective.metric);
  }

  private counts(objective: ScenarioObjective, begin: Snapshot): Figures {
    const tallies = this.tallies(objective);
    const sum = (read: (tally: Tally | TallySnapshot) => number): number =>
      tallies.reduce((total, tally) => total + read(tally) - read(begin.tallies.get(tally) ?? NOTHING), 0);
    const completed = sum((tally) => tally.completed);
    const failed = sum((tally) => tally.failed);
    const failedBy = Object.fromEntries(
      REASONS.map(({ id }, code) => [id, sum((tally) => tally.failedBy[code] as number)] as const).filter(([, n]) => n > 0),
    );
    // Sources are rarely more than a few: their latencies are those of the busiest.
    const spans = tallies.map((tally) => tally.latency.summarySince((begin.tallies.get(tally) ?? NOTHING).latency));
    const busiest = spans.toSorted((a, b) => b.count - a.count)[0];
    return {
      arrived: sum((tally) => tally.arrived),
      completed,
      failed,
      failedBy,
      failedShare: failedShare(completed, failed),
      ...(busiest ? { latencyMs: inMs(busiest) } : {}),
    };
  }

  private wireCounts(objective: ScenarioObjective, { wire }: Snapshot): Figures {
    const now = this.wireOf(objective);
    if (now === null) return {};
    const keys = Object.keys(now) as (keyof WireTotals)[];
    return Object.fromEntries(keys.map((key) => [key, now[key] - (wire?.[key] ?? 0)]));
  }

  /** Levels at the samples since the part began. */
  private levels(area: string, id: string, { sample }: Snapshot): Figures {
    const { layout, recorder } = this.source;
    const node = area === 'nodes' ? layout.nodes.indexOf(id) : -1;
    if (node < 0) return {};
    const level = (column: 'waiting' | 'busy' | 'memoryMb'): { readonly mean: number; readonly max: number } => {
      const values = recorder.column(sampleNodeAt(layout, node, column), sample);
      const total = values.reduce((sum, value) => sum + value, 0);
      return { mean: values.length === 0 ? 0 : total / values.length, max: values.reduce((a, b) => Math.max(a, b), 0) };
    };
    return { queue: level('waiting'), busy: level('busy'), memoryMb: level('memoryMb') };
  }
}

const inMs = ({ count, mean, p50, p95, p99, max }: LatencySummary): Figures => {
  return { count, mean: msFromUs(mean), p50: msFromUs(p50), p95: msFromUs(p95), p99: msFromUs(p99), max: msFromUs(max) };
};

/** A reason that never occurred is absent from `failedBy`: that is a count of zero. */
function absent(metric: string): number | null {
  return /(^|\.)failedBy\.[\w-]+$/.test(metric) || /^traces\.(links\.[\w-]+|roots)\.[\w-]+$/.test(metric) ? 0 : null;
}

function holds(value: number, is: ScenarioObjective['is'], limit: number): boolean {
  switch (is) {
    case '<=':
      return value <= limit;
    case '<':
      return value < limit;
    case '>=':
      return value >= limit;
    case '>':
      return value > limit;
    case '=':
      return value === limit;
  }
}
