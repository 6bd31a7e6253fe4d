/**
 * A scenario that runs. The worker and the command line both drive this class, so that they cannot differ. Changes of the
 * scenario during the run take effect at the present moment; the same changes at the same moments give the same run.
 */
import { buildParts, fitPolicies, type Parts } from './build';
import { FaultTimeline } from './fault-timeline';
import { type Frame, takeFrame } from './frame';
import { type RunLayout, sampleEveryUs } from './layout';
import { ObjectiveMeter } from './objectives';
import { type OtlpTraces, otlpTraces } from './otlp';
import { Recorder } from './recorder';
import { makeReport, type Report } from './report';
import { type TimeUs, usFromMs } from '@/domain/time';
import { DEFAULT_LIMITS, type Limits, Run } from '@/engine/run';
import { Spans } from '@/engine/spans';
import { Trace } from '@/engine/trace';
import type { Scenario } from '@/scenario/schema';

/** How a run is made. */
export interface SimulationOptions {
  /** Overrides the file's seed: a whole number from 0 to 2^32 - 1. */
  readonly seed?: number;
  /** Keeps marks of what moves over the wires, for drawing. */
  readonly isTraced?: boolean;
  readonly limits?: Limits;
  /** Keeps the spans of this share of the requests, 0 to 1. */
  readonly traceShare?: number;
}

/** See the file's header. */
export class Simulation {
  readonly layout: RunLayout;
  readonly parts: Parts;
  readonly run: Run;
  readonly recorder: Recorder;
  private readonly faults: FaultTimeline;
  private readonly meter: ObjectiveMeter;
  private toldTransitions = 0;

  /** `scenario` has been accepted by `readScenario`. */
  constructor(
    private scenario: Scenario,
    options: SimulationOptions = {},
  ) {
    const parts = buildParts(scenario, options.seed);
    const nodes = [...parts.nodes.values()];
    const wires = [...parts.wires.values()];
    this.parts = parts;
    this.layout = {
      nodes: [...parts.nodes.keys()],
      wires: [...parts.wires.keys()],
      sources: nodes.filter(({ isSource }) => isSource).map(({ id }) => id),
      sampleEveryUs: sampleEveryUs(scenario.durationMs),
      endUs: usFromMs(scenario.durationMs),
    };
    if (options.traceShare !== undefined) parts.context.spans = new Spans(parts.context, options.traceShare);
    if (options.isTraced) parts.context.trace = new Trace(wires.length);
    this.recorder = new Recorder(this.layout, nodes, wires, [...parts.policies.values()]);
    this.faults = new FaultTimeline(parts.context, parts.nodes, parts.wires);
    this.meter = new ObjectiveMeter(this);
    this.meter.fit(scenario.objectives);
    const observer = {
      sample: (atUs: TimeUs): void => {
        this.recorder.sample(atUs);
        this.meter.sampled(atUs);
      },
    };
    this.run = new Run(parts.context, nodes, wires, this.layout.sampleEveryUs, observer, options.limits ?? DEFAULT_LIMITS);
    this.faults.fit(scenario.faults);
    for (const node of nodes) node.start();
  }

  /** The scenario as it is now. */
  get current(): Scenario {
    return this.scenario;
  }

  get nowUs(): TimeUs {
    return this.run.nowUs;
  }

  /** True when the run has reached its end or one of its limits. */
  get isOver(): boolean {
    return this.run.stopped !== null || this.nowUs >= this.layout.endUs;
  }

  /**
   * Lets time pass up to `untilUs` (not beyond the end of the scenario), or until `maxEvents` events have happened. True when
   * the moment was reached.
   */
  advance(untilUs: TimeUs, maxEvents?: number): boolean {
    return this.run.advance(Math.min(untilUs, this.layout.endUs), maxEvents);
  }

  /** Does the next event. False when there is none before the end. */
  step(): boolean {
    return this.run.step(this.layout.endUs);
  }

  /** True when `next` has the parts of the running scenario, so that `update` can bring it into the run. */
  canUpdate(next: Scenario): boolean {
    const now = this.scenario;
    const shape = ({ nodes, edges, seed, durationMs }: Scenario): string =>
      JSON.stringify([
        seed,
        durationMs,
        Object.entries(nodes)
          .map(([id, { kind }]) => `${id} ${kind}`)
          .sort(),
        Object.entries(edges)
          .map(([id, { source, target, role }]) => `${id} ${source} ${target} ${role}`)
          .sort(),
      ]);
    return shape(now) === shape(next);
  }

  /** Brings changed settings, policies and faults into the run, now. Throws a RangeError when the parts are others (`canUpdate`). */
  update(next: Scenario): void {
    if (!this.canUpdate(next)) throw new RangeError('the scenario has other parts: begin a new run');
    const before = this.scenario;
    this.scenario = next;
    for (const [id, node] of this.parts.nodes) {
      const settings = next.nodes[id]?.settings;
      if (JSON.stringify(settings) !== JSON.stringify(before.nodes[id]?.settings)) node.configure(settings);
    }
    for (const [id, wire] of this.parts.wires) {
      const edge = next.edges[id];
      if (!edge || JSON.stringify(edge) === JSON.stringify(before.edges[id])) continue;
      wire.transport.configure(edge.settings);
      fitPolicies(this.parts.context, wire, this.parts.policies.get(id) ?? new Map(), edge);
    }
    this.faults.fit(next.faults);
    this.meter.fit(next.objectives);
  }

  /** A picture of the present moment with what is new since the last one. */
  frame(): Frame {
    const { layout, parts, run, recorder, faults } = this;
    const frame = takeFrame({ layout, parts, run, recorder, faults }, this.toldTransitions);
    this.toldTransitions += frame.transitions.length;
    return frame;
  }

  /** Thins the trace so that about `perSecond` marks of each sort are kept for every simulated second of a wire. */
  thinTrace(perSecond: number): void {
    const { trace } = this.parts.context;
    if (!trace) return;
    const seconds = Math.max(this.layout.sampleEveryUs, Math.min(this.nowUs, 1_000_000)) / 1_000_000;
    this.parts.wires.forEach((wire) => {
      const before = this.lastAttempts.get(wire.id) ?? { atUs: 0, attempts: 0 };
      const spanUs = this.nowUs - before.atUs;
      if (spanUs < seconds * 500_000) return;
      const rate = ((wire.tally.arrived - before.attempts) * 1_000_000) / spanUs;
      this.lastAttempts.set(wire.id, { atUs: this.nowUs, attempts: wire.tally.arrived });
      trace.thin(wire.number, Math.max(1, Math.round(rate / perSecond)));
    });
  }

  private readonly lastAttempts = new Map<string, { readonly atUs: TimeUs; readonly attempts: number }>();

  /** All samples so far: rows of `sampleWidth(layout)` numbers. */
  samples(): Float64Array {
    return this.recorder.all();
  }

  /** The traces that are complete, as OpenTelemetry writes them; none when no share was asked for. */
  traces(): OtlpTraces {
    const { context, wires } = this.parts;
    return otlpTraces(context.spans?.all ?? [], {
      seed: context.seed,
      urlPaths: context.urlPaths,
      hostOf: (node) => (this.parts.nodes.get(node)?.asSidecar() && this.scenario.nodes[node]?.parent) || node,
      targetOf: (wire) => wires.get(wire)?.target.id ?? '',
    });
  }

  /** The result at the present moment. */
  report(): Report {
    return makeReport(this.scenario, this.parts, this.run, this.meter);
  }
}
