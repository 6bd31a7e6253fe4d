/**
 * A scenario that runs. The worker and the command line both drive this class, so that they cannot differ. Changes of the
 * scenario during the run take effect at the present moment; the same changes at the same moments give the same run.
 */
import { type Assembly, buildParts, type Parts } from './build';
import { FaultTimeline } from './fault-timeline';
import { type Frame, takeFrame } from './frame';
import { layoutOf, type RunLayout } from './layout';
import { type PackedLook, takeLook } from './look';
import { ObjectiveMeter } from './objectives';
import { type OtlpTraces, otlpTraces } from './otlp';
import { Recorder } from './recorder';
import { makeReport, type Report } from './report';
import type { TimeUs } from '@/domain/time';
import { DEFAULT_LIMITS, type Limits, Run } from '@/engine/run';
import { Spans } from '@/engine/spans';
import { Trace } from '@/engine/trace';
import type { NodeModel } from '@/engine/node-model';
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

/** True when an objective is about the traces of a run: then all requests are recorded. */
export function wantsTraces({ objectives }: Scenario): boolean {
  return objectives.some(({ metric }) => metric.startsWith('traces.'));
}

/** See the file's header. */
export class Simulation {
  private assembly: Assembly;
  private layout_: RunLayout;
  readonly run: Run;
  readonly recorder: Recorder;
  private readonly faults: FaultTimeline;
  private readonly meter: ObjectiveMeter;
  private toldTransitions = 0;
  /** Ids of the nodes whose machines frames carry. */
  watched: readonly string[] = [];

  /** `scenario` has been accepted by `readScenario`. */
  constructor(
    private scenario: Scenario,
    options: SimulationOptions = {},
  ) {
    const parts = buildParts(scenario, options.seed);
    const nodes = [...parts.nodes.values()];
    const wires = [...parts.wires.values()];
    this.assembly = parts;
    this.layout_ = layoutOf(parts, scenario.durationMs);
    const traceShare = options.traceShare ?? (wantsTraces(scenario) ? 1 : undefined);
    if (traceShare !== undefined) parts.context.spans = new Spans(parts.context, traceShare);
    if (options.isTraced) parts.context.trace = new Trace(wires.length);
    this.recorder = new Recorder(this.layout, parts);
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

  /** Which parts the rows of frames and samples belong to; another object after parts have come or gone. */
  get layout(): RunLayout {
    return this.layout_;
  }

  get parts(): Parts {
    return this.assembly;
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

  /** True when `update` can bring the scenario into the run: another seed or duration asks for a new one. */
  canUpdate(next: Scenario): boolean {
    return next.seed === this.scenario.seed && next.durationMs === this.scenario.durationMs;
  }

  /**
   * Brings a changed scenario into the run, now: settings, policies, faults, objectives, and parts that come or go. Throws a
   * RangeError when it needs a new run (`canUpdate`).
   */
  update(next: Scenario): void {
    if (!this.canUpdate(next)) throw new RangeError('the scenario has another seed or duration: begin a new run');
    const before = this.scenario;
    this.scenario = next;
    const fresh = this.assembly.fit(next);
    for (const [id, node] of this.assembly.nodes) {
      if (fresh.includes(node)) continue;
      const settings = next.nodes[id]?.settings;
      if (JSON.stringify(settings) !== JSON.stringify(before.nodes[id]?.settings)) node.configure(settings);
    }
    this.refit(fresh);
    this.faults.fit(next.faults);
    this.meter.fit(next.objectives);
  }

  /** Brings those who watch the parts in line with them, and lets the new ones begin. */
  private refit(fresh: readonly NodeModel[]): void {
    const { assembly, layout_ } = this;
    const layout = layoutOf(assembly, this.scenario.durationMs);
    const isSame = JSON.stringify(layout) === JSON.stringify(layout_) && fresh.length === 0;
    if (isSame) return this.run.fit([...assembly.nodes.values()], [...assembly.wires.values()]);
    this.layout_ = layout;
    this.recorder.fit(layout, assembly);
    this.run.fit([...assembly.nodes.values()], [...assembly.wires.values()]);
    assembly.context.trace?.resize(assembly.wires.size);
    this.lastAttempts.clear();
    for (const node of fresh) node.start();
  }

  /** A picture of the present moment with what is new since the last one. */
  frame(): Frame {
    const { layout, parts, run, recorder, faults, watched } = this;
    const frame = takeFrame({ layout, parts, run, recorder, faults, watched }, this.toldTransitions);
    this.toldTransitions += frame.transitions.length;
    return frame;
  }

  /** How the parts stand now, to be kept. */
  look(): PackedLook {
    const { layout, parts, run, recorder, faults } = this;
    return takeLook({ layout, parts, run, recorder, faults });
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

  /** Forgets the marks so far, and counts rates for their thinning from here on. */
  forgetTrace(): void {
    this.parts.context.trace?.clear();
    this.parts.wires.forEach(({ id, tally }) => this.lastAttempts.set(id, { atUs: this.nowUs, attempts: tally.arrived }));
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
