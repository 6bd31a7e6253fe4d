/**
 * Watches a run from outside: takes a sample of every part at fixed moments. Counts are differences between samples, and
 * quantiles are those of the interval alone.
 */
import type { Parts, PolicyStack } from './build';
import { type RunLayout, SAMPLE_WIRE_COLUMNS, sampleBinAt, sampleFiguresAt, sampleReasonsAt, sampleWidth, sampleWireAt } from './layout';
import { REASONS } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';
import { LATENCY_BINS } from '@/engine/measure/latency-bins';
import type { NodeModel } from '@/engine/node-model';
import type { Observer } from '@/engine/run';
import type { Wire } from '@/engine/wire';

const KB_PER_MB = 1000;
const SHARES = [0.5, 0.95, 0.99] as const;
const WIRE_SHARES = [0.5, 0.95] as const;
/** The first columns of a wire are counts, in the order of `SAMPLE_WIRE_COLUMNS`; its quantiles follow. */
const COUNTS = 8;
/** Samples that rates look back over, so that a figure on a node does not flicker. */
const RATE_US = 1_000_000;

/** Totals of a wire and its policies. */
export interface WireTotals {
  readonly sent: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Calls that left the source, retries included. */
  readonly attempts: number;
  readonly refused: number;
  readonly retried: number;
  readonly expired: number;
  readonly rescued: number;
}

/** Adds up what a wire and its policies have counted since the start. */
export function wireTotals(wire: Wire, stack: PolicyStack): WireTotals {
  let refused = 0;
  let retried = 0;
  let expired = 0;
  let rescued = 0;
  for (const layer of stack.values()) {
    refused += layer.refused;
    retried += layer.retried;
    expired += layer.expired;
    rescued += layer.rescued;
  }
  const { tally } = wire;
  const { arrived: sent, completed: succeeded, failed } = tally;
  return { sent, succeeded, failed, attempts: wire.transport.attempts, refused, retried, expired, rescued };
}

/** A part with what it had counted at the last sample. */
interface Watched<Part> {
  readonly part: Part;
  readonly totals: Float64Array;
  /** Looked up anew at each sample: policies come and go. */
  readonly stack: PolicyStack | null;
  /** Where a sample has its latency bins; -1 for parts without. */
  readonly binsAt: number;
}

/** A part's first sample covers what it does from here on. */
function begin(part: NodeModel | Wire, counts: number): { readonly totals: Float64Array } {
  part.tally.latency.open();
  return { totals: new Float64Array(counts) };
}

/** How many samples the run will have: memory that is not touched yet costs nothing, and rows need not be copied as they grow. */
const roomFor = ({ endUs, sampleEveryUs }: RunLayout): number => Math.max(64, Math.ceil(endUs / sampleEveryUs) + 1);

/** A stretch of an old row and its place in a new one. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** Which stretches go where, for the parts that are in both rows; `placeAt` tells where the stretch of a part begins. */
function movesOf(
  before: RunLayout,
  after: RunLayout,
  parts: 'nodes' | 'wires' | 'sources',
  length: number,
  placeAt: (layout: RunLayout, part: number) => number,
): Move[] {
  return after[parts].flatMap((id, part) => {
    const was = before[parts].indexOf(id);
    return was < 0 ? [] : [{ from: placeAt(before, was), to: placeAt(after, part), length }];
  });
}

/** See the file's header. */
export class Recorder implements Observer {
  /** All samples so far, rows of `sampleWidth`. */
  private rows: Float64Array;
  private width: number;
  private count = 0;
  private taken = 0;
  private readonly totals = new Float64Array(COUNTS);
  private nodes: readonly Watched<NodeModel>[] = [];
  private wires: readonly Watched<Wire>[] = [];

  constructor(
    private layout: RunLayout,
    parts: Parts,
  ) {
    this.width = sampleWidth(layout);
    this.rows = new Float64Array(this.width * roomFor(layout));
    this.watch(parts);
  }

  /** Parts have come or gone. Rows of the past take the new shape: what stays keeps its figures, what is new has none yet. */
  fit(layout: RunLayout, parts: Parts): void {
    const before = this.layout;
    const wasWide = this.width;
    const old = this.rows;
    this.layout = layout;
    this.width = sampleWidth(layout);
    this.rows = new Float64Array(this.width * Math.max(roomFor(layout), this.count * 2));
    const moves = [
      { from: 0, to: 0, length: 1 },
      ...movesOf(before, layout, 'nodes', sampleFiguresAt(1) - sampleFiguresAt(0), (_, node) => sampleFiguresAt(node)),
      ...movesOf(before, layout, 'nodes', REASONS.length, sampleReasonsAt),
      ...movesOf(before, layout, 'wires', SAMPLE_WIRE_COLUMNS.length, sampleWireAt),
      ...Array.from({ length: LATENCY_BINS }, (_, bin) => {
        return movesOf(before, layout, 'sources', 1, (of, source) => sampleBinAt(of, source, bin));
      }).flat(),
    ];
    for (let row = 0; row < this.count; row++) {
      for (const { from, to, length } of moves) {
        const source = row * wasWide + from;
        const target = row * this.width + to;
        for (let i = 0; i < length; i++) this.rows[target + i] = old[source + i] as number;
      }
    }
    this.taken = 0;
    this.watch(parts);
  }

  private watch({ nodes, wires, policies }: Parts): void {
    const known = new Map([...this.nodes, ...this.wires].map((entry) => [entry.part as NodeModel | Wire, entry]));
    this.nodes = [...nodes.values()].map((part) => {
      const { totals } = known.get(part) ?? begin(part, 3 + part.tally.failedBy.length);
      const source = this.layout.sources.indexOf(part.id);
      return { part, totals, stack: null, binsAt: source < 0 ? -1 : sampleBinAt(this.layout, source, 0) };
    });
    this.wires = [...wires].map(([id, part]) => {
      const { totals } = known.get(part) ?? begin(part, COUNTS);
      return { part, totals, stack: policies.get(id) ?? null, binsAt: -1 };
    });
  }

  sample(atUs: TimeUs): void {
    if ((this.count + 1) * this.width > this.rows.length) {
      const wider = new Float64Array(this.rows.length * 2);
      wider.set(this.rows);
      this.rows = wider;
    }
    const { layout, nodes, wires } = this;
    const begin = this.count * this.width;
    const reasons = begin + sampleReasonsAt(layout, 0);
    const wiresBegin = begin + sampleWireAt(layout, 0);
    this.rows[begin] = atUs;
    for (let node = 0; node < nodes.length; node++) {
      const watched = nodes[node] as Watched<NodeModel>;
      const binsAt = watched.binsAt < 0 ? -1 : begin + watched.binsAt;
      this.sampleNode(watched, begin + sampleFiguresAt(node), reasons + node * REASONS.length, binsAt);
    }
    for (let wire = 0; wire < wires.length; wire++) {
      this.sampleWire(wires[wire] as Watched<Wire>, wiresBegin + wire * SAMPLE_WIRE_COLUMNS.length);
    }
    this.count++;
  }

  /** Samples that have been taken. */
  get length(): number {
    return this.count;
  }

  /** The rows since the last call, as a copy. */
  take(): Float64Array<ArrayBuffer> {
    const copy = new Float64Array((this.count - this.taken) * this.width);
    copy.set(this.rows.subarray(this.taken * this.width, this.count * this.width));
    this.taken = this.count;
    return copy;
  }

  /** All rows, not a copy. */
  all(): Float64Array {
    return this.rows.subarray(0, this.count * this.width);
  }

  /** Sum of a column, by its place in the row, over about the last second, per second. */
  perSecond(place: number): number {
    const samples = Math.min(this.count, Math.max(1, Math.round(RATE_US / this.layout.sampleEveryUs)));
    if (samples === 0) return 0;
    let sum = 0;
    for (let i = this.count - samples; i < this.count; i++) sum += this.rows[i * this.width + place] as number;
    return (sum * RATE_US) / (samples * this.layout.sampleEveryUs);
  }

  /** The newest value of a column, by its place in the row; 0 before the first sample. */
  latest(place: number): number {
    return this.count === 0 ? 0 : (this.rows[(this.count - 1) * this.width + place] as number);
  }

  /** A column of all samples from one on, by its place in the row. */
  column(place: number, from: number): number[] {
    const values: number[] = [];
    for (let i = from; i < this.count; i++) values.push(this.rows[i * this.width + place] as number);
    return values;
  }

  private sampleNode({ part: node, totals: before }: Watched<NodeModel>, at: number, reasonsAt: number, binsAt: number): void {
    const { rows } = this;
    const { tally } = node;
    rows[at] = node.waiting.value;
    rows[at + 1] = node.busy.value;
    rows[at + 2] = node.memoryKb.value / KB_PER_MB;
    rows[at + 3] = tally.arrived - (before[0] as number);
    rows[at + 4] = tally.completed - (before[1] as number);
    rows[at + 5] = tally.failed - (before[2] as number);
    const hasFailures = tally.failed !== before[2];
    before[0] = tally.arrived;
    before[1] = tally.completed;
    before[2] = tally.failed;
    tally.latency.recent(SHARES, rows, at + 6, binsAt, this.layout.sources.length);
    // A new row is all zeros: a sample of many parts has to write what there is.
    for (let reason = 0; hasFailures && reason < tally.failedBy.length; reason++) {
      const total = tally.failedBy[reason] as number;
      rows[reasonsAt + reason] = total - (before[3 + reason] as number);
      before[3 + reason] = total;
    }
  }

  private sampleWire({ part: wire, totals: before, stack }: Watched<Wire>, at: number): void {
    const { rows, totals } = this;
    const { tally } = wire;
    totals[0] = tally.arrived;
    totals[1] = tally.completed;
    totals[2] = tally.failed;
    totals[3] = wire.transport.attempts;
    totals.fill(0, 4);
    for (const layer of stack?.values() ?? []) {
      totals[4] = (totals[4] as number) + layer.refused;
      totals[5] = (totals[5] as number) + layer.retried;
      totals[6] = (totals[6] as number) + layer.expired;
      totals[7] = (totals[7] as number) + layer.rescued;
    }
    for (let i = 0; i < COUNTS; i++) {
      rows[at + i] = (totals[i] as number) - (before[i] as number);
      before[i] = totals[i] as number;
    }
    wire.tally.latency.recent(WIRE_SHARES, rows, at + COUNTS);
  }
}
