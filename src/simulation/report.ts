/** The result of a run as the command line prints it (DESIGN.md 5), and its objectives measured on it. */
import type { Parts, PolicyStack } from './build';
import { type BusinessReport, businessReport } from './business';
import { type CostReport, costReport } from './cost';
import { type MeshReport, meshReport } from './mesh';
import { failedShare, type ObjectiveMeter, type ObjectiveReport } from './objectives';
import { podsOf, type PodsReport } from './pods-report';
import { wireTotals } from './recorder';
import { msFromUs } from '@/domain/time';
import { Histogram } from '@/engine/measure/histogram';
import type { LimitStatus } from '@/engine/limit-status';
import type { NodeModel } from '@/engine/node-model';
import type { Run, Stop } from '@/engine/run';
import { REASONS } from '@/domain/reasons';
import type { Scenario } from '@/scenario/schema';

/** Five figures of a span in milliseconds; all 0 when nothing was measured. */
export interface Quantiles {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Time average and greatest value of a level. */
export interface Level {
  readonly mean: number;
  readonly max: number;
}

/** One node. `latencyMs` is arrival to departure, `waitMs` the part before service began. */
export interface NodeReport {
  readonly kind: string;
  readonly arrived: number;
  readonly completed: number;
  readonly failed: number;
  /** Failed of those that ended, 0 to 1. */
  readonly failedShare: number;
  readonly inFlight: number;
  readonly failedBy: Readonly<Record<string, number>>;
  readonly latencyMs: Quantiles;
  readonly waitMs: Quantiles;
  readonly queue: Level;
  readonly busy: Level;
  /** Share of the workers' time in use, 0 to 1; 0 where there are none. */
  readonly utilization: number;
  readonly memoryMb: { readonly max: number };
  readonly state: string;
  /** Rate limits by id; absent where there are none. */
  readonly limits?: Readonly<Record<string, LimitReport>>;
  /** How its pods share the requests; absent where there are no pods. */
  readonly pods?: PodsReport;
}

/** One rate limit: what it refused, and what it keeps apart. */
export type LimitReport = Pick<LimitStatus, 'refused' | 'keys' | 'evicted' | 'forgotten' | 'bytes'>;

/** One wire. */
export interface EdgeReport {
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly failedShare: number;
  readonly failedBy: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly retried: number;
  readonly expired: number;
  readonly rescued: number;
  readonly latencyMs: Quantiles;
  readonly breaker: { readonly state: string; readonly rejected: number } | null;
  /** Rate limits by id; absent where there are none. */
  readonly limits?: Readonly<Record<string, LimitReport>>;
  /** Calls that a wire tap could read, and those it could not; absent where nobody tapped. */
  readonly tap?: { readonly read: number; readonly sealed: number };
}

/** A machine changed its mode. */
export interface TransitionReport {
  readonly atMs: number;
  readonly where: string;
  readonly machine: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** The whole report. */
export interface Report {
  readonly scenario: string;
  readonly seed: number;
  readonly simulatedMs: number;
  readonly events: number;
  readonly fingerprint: string;
  readonly totals: {
    readonly arrived: number;
    readonly completed: number;
    readonly failed: number;
    readonly failedShare: number;
    readonly inFlight: number;
    readonly failedBy: Readonly<Record<string, number>>;
    readonly latencyMs: Quantiles;
  };
  readonly nodes: Readonly<Record<string, NodeReport>>;
  readonly edges: Readonly<Record<string, EdgeReport>>;
  readonly transitions: readonly TransitionReport[];
  /** Changes of mode beyond the first 10,000, which are counted only; absent when there are none. */
  readonly transitionsLost?: number;
  /** Orders by wire; absent where no fallback keeps a ledger. */
  readonly business?: Readonly<Record<string, BusinessReport>>;
  /** Spans that found a place, by who caused them; absent where no trace is recorded. */
  readonly traces?: TracesReport;
  /** Proxies and control planes; absent where there are none. */
  readonly mesh?: MeshReport;
  readonly cost: CostReport;
  readonly objectives: readonly ObjectiveReport[];
  readonly stopped: Stop | null;
}

/** What the recorded traces have in common: the shape of their trees. */
export interface TracesReport {
  /** Traces that were begun. */
  readonly sampled: number;
  /** Traces by the node at which they begin. */
  readonly roots: Readonly<Record<string, number>>;
  /** `links.A.B`: spans recorded at B whose parent was recorded at A. Sidecars are nodes of their own. */
  readonly links: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

function tracesReport({ context: { spans } }: Parts): TracesReport | null {
  if (spans === null) return null;
  const links = Object.fromEntries([...spans.links.from].map(([from, to]) => [from, Object.fromEntries(to)]));
  return { sampled: spans.traces, roots: Object.fromEntries(spans.links.roots), links };
}

const KB_PER_MB = 1000;

/** Measures a run at its present moment. */
export function makeReport(scenario: Scenario, parts: Parts, run: Run, meter: ObjectiveMeter): Report {
  const { nowUs } = run;
  const sources = [...parts.nodes.values(), ...parts.gone].filter(({ isSource }) => isSource);
  const nodes = Object.fromEntries([...parts.nodes].map(([id, node]) => [id, nodeReport(node, nowUs)]));
  const edges = Object.fromEntries([...parts.wires.keys()].map((id) => [id, edgeReport(parts, id)]));
  const business = businessReport(parts.policies);
  const mesh = meshReport(parts);
  const traces = tracesReport(parts);
  const bare = {
    scenario: scenario.title,
    seed: parts.context.seed,
    simulatedMs: msFromUs(nowUs),
    events: run.events,
    fingerprint: run.fingerprint.hex(),
    totals: totalsOf(sources),
    nodes,
    edges,
    transitions: parts.context.transitions.map(({ atUs, ...rest }) => ({ atMs: msFromUs(atUs), ...rest })),
    ...(parts.context.lostTransitions > 0 ? { transitionsLost: parts.context.lostTransitions } : {}),
    ...(business === null ? {} : { business }),
    ...(mesh === null ? {} : { mesh }),
    ...(traces === null ? {} : { traces }),
    cost: costReport(parts, nowUs),
  };
  return { ...bare, objectives: meter.measure(bare), stopped: run.stopped };
}

function totalsOf(sources: readonly NodeModel[]): Report['totals'] {
  const sum = (pick: (node: NodeModel) => number): number => sources.reduce((total, node) => total + pick(node), 0);
  const failedBy: Record<string, number> = {};
  REASONS.forEach(({ id }, code) => {
    const count = sum(({ tally }) => tally.failedBy[code] as number);
    if (count > 0) failedBy[id] = count;
  });
  return {
    arrived: sum(({ tally }) => tally.arrived),
    completed: sum(({ tally }) => tally.completed),
    failed: sum(({ tally }) => tally.failed),
    failedShare: failedShare(
      sum(({ tally }) => tally.completed),
      sum(({ tally }) => tally.failed),
    ),
    inFlight: sum((node) => node.holding()),
    failedBy,
    latencyMs: quantiles(Histogram.sum(sources.map(({ tally }) => tally.latency))),
  };
}

function nodeReport(node: NodeModel, nowUs: number): NodeReport {
  const { tally, waiting, busy, memoryKb } = node;
  const meanBusy = busy.mean(nowUs);
  return {
    kind: node.kind,
    arrived: tally.arrived,
    completed: tally.completed,
    failed: tally.failed,
    failedShare: failedShare(tally.completed, tally.failed),
    inFlight: node.holding(),
    failedBy: tally.reasons(),
    latencyMs: quantiles(tally.latency),
    waitMs: quantiles(node.wait),
    queue: { mean: waiting.mean(nowUs), max: waiting.max },
    busy: { mean: meanBusy, max: busy.max },
    utilization: node.slots > 0 ? meanBusy / node.slots : 0,
    memoryMb: { max: memoryKb.max / KB_PER_MB },
    state: node.state,
    ...limitsOf(node.limitStatus()),
    ...podsOf(node.podArrivals()),
  };
}

function limitsOf(statuses: readonly LimitStatus[]): { readonly limits?: Readonly<Record<string, LimitReport>> } {
  if (statuses.length === 0) return {};
  const entries = statuses.map(({ id, refused, keys, evicted, forgotten, bytes }) => [id, { refused, keys, evicted, forgotten, bytes }]);
  return { limits: Object.fromEntries(entries) as Record<string, LimitReport> };
}

function edgeReport(parts: Parts, id: string): EdgeReport {
  const wire = parts.wires.get(id);
  const stack: PolicyStack = parts.policies.get(id) ?? new Map();
  if (!wire) throw new RangeError(`no wire ${id}`);
  const { sent, succeeded, failed, attempts, retried, expired, rescued } = wireTotals(wire, stack);
  return {
    sent,
    succeeded,
    failed,
    failedShare: failedShare(succeeded, failed),
    failedBy: wire.tally.reasons(),
    attempts,
    retried,
    expired,
    rescued,
    latencyMs: quantiles(wire.tally.latency),
    breaker: breakerOf(stack),
    ...limitsOf([...stack.values()].flatMap((layer) => layer.limitStatus())),
    ...(wire.tap === null ? {} : { tap: { read: wire.tap.read, sealed: wire.tap.sealed } }),
  };
}

/** The breaker of a wire in two figures. */
function breakerOf(stack: PolicyStack): EdgeReport['breaker'] {
  for (const layer of stack.values()) {
    const machine = layer.isOn ? layer.machine() : null;
    const picture = machine?.kind === 'circuit-breaker' ? machine.picture : null;
    if (typeof picture === 'object' && picture !== null && 'mode' in picture) {
      return { state: String(picture.mode), rejected: layer.refused };
    }
  }
  return null;
}

function quantiles(histogram: Histogram): Quantiles {
  const { count, mean, p50, p95, p99, max } = histogram.summary();
  return { count, mean: msFromUs(mean), p50: msFromUs(p50), p95: msFromUs(p95), p99: msFromUs(p99), max: msFromUs(max) };
}
