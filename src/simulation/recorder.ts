/**
 * Watches a run from outside: takes a sample of every part at fixed moments. Counts are differences between samples, and
 * quantiles are those of the interval alone.
 */
import type { Parts, PolicyStack } from './build';
import { type RunLayout, SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS, sampleWidth } from './layout';
import type { TimeUs } from '@/domain/time';
import { Histogram } from '@/engine/measure/histogram';
import type { NodeModel } from '@/engine/node-model';
import type { Observer } from '@/engine/run';
import type { Wire } from '@/engine/wire';

const KB_PER_MB = 1000;
const SHARES = [0.5, 0.95, 0.99] as const;
/** Columns of a wire that are counts; its quantiles follow. */
const COUNTS = ['sent', 'succeeded', 'failed', 'attempts', 'refused', 'retried', 'expired', 'rescued'] as const;
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
  readonly mark: Float64Array;
  readonly stack: PolicyStack;
}

/** Where in a row the wires begin. */
const wiresAt = (layout: RunLayout): number => 1 + layout.nodes.length * SAMPLE_NODE_COLUMNS.length;

/** Which stretches of an old row go where in a new one: those of the parts that are in both. */
function movesOf(
  before: readonly string[],
  after: readonly string[],
  length: number,
  beforeAt: number,
  afterAt: number,
): { readonly from: number; readonly to: number; readonly length: number }[] {
  return after.flatMap((id, to) => {
    const from = before.indexOf(id);
    return from < 0 ? [] : [{ from: beforeAt + from * length, to: afterAt + to * length, length }];
  });
}

/** See the file's header. */
export class Recorder implements Observer {
  /** All samples so far, rows of `sampleWidth`. */
  private rows: Float64Array;
  private width: number;
  private count = 0;
  private taken = 0;
  private nodes: readonly Watched<NodeModel>[] = [];
  private wires: readonly Watched<Wire>[] = [];

  constructor(
    private layout: RunLayout,
    parts: Parts,
  ) {
    this.width = sampleWidth(layout);
    this.rows = new Float64Array(this.width * 64);
    this.watch(parts);
  }

  /** Parts have come or gone. Rows of the past take the new shape: what stays keeps its figures, what is new has none yet. */
  fit(layout: RunLayout, parts: Parts): void {
    const before = this.layout;
    const wasWide = this.width;
    const old = this.rows;
    this.layout = layout;
    this.width = sampleWidth(layout);
    this.rows = new Float64Array(this.width * Math.max(64, this.count * 2));
    const moves = [
      { from: 0, to: 0, length: 1 },
      ...movesOf(before.nodes, layout.nodes, SAMPLE_NODE_COLUMNS.length, 1, 1),
      ...movesOf(before.wires, layout.wires, SAMPLE_WIRE_COLUMNS.length, wiresAt(before), wiresAt(layout)),
    ];
    for (let row = 0; row < this.count; row++) {
      for (const { from, to, length } of moves) {
        const at = row * wasWide + from;
        this.rows.set(old.subarray(at, at + length), row * this.width + to);
      }
    }
    this.taken = 0;
    this.watch(parts);
  }

  private watch({ nodes, wires, policies }: Parts): void {
    const known = new Map([...this.nodes, ...this.wires].map((entry) => [entry.part as NodeModel | Wire, entry]));
    const none: PolicyStack = new Map();
    this.nodes = [...nodes.values()].map((part) => {
      const { totals, mark } = known.get(part) ?? { totals: new Float64Array(3 + part.tally.failedBy.length), mark: Histogram.mark() };
      return { part, totals, mark, stack: none };
    });
    this.wires = [...wires].map(([id, part]) => {
      const { totals, mark } = known.get(part) ?? { totals: new Float64Array(COUNTS.length), mark: Histogram.mark() };
      return { part, totals, mark, stack: policies.get(id) ?? none };
    });
  }

  sample(atUs: TimeUs): void {
    if ((this.count + 1) * this.width > this.rows.length) {
      const wider = new Float64Array(this.rows.length * 2);
      wider.set(this.rows);
      this.rows = wider;
    }
    let at = this.count * this.width;
    this.rows[at++] = atUs;
    for (const watched of this.nodes) {
      this.sampleNode(watched, at);
      at += SAMPLE_NODE_COLUMNS.length;
    }
    for (const watched of this.wires) {
      this.sampleWire(watched, at);
      at += SAMPLE_WIRE_COLUMNS.length;
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

  private sampleNode({ part: node, totals: before, mark }: Watched<NodeModel>, at: number): void {
    const { rows } = this;
    const { tally } = node;
    rows[at] = node.waiting.value;
    rows[at + 1] = node.busy.value;
    rows[at + 2] = node.memoryKb.value / KB_PER_MB;
    rows[at + 3] = tally.arrived - (before[0] as number);
    rows[at + 4] = tally.completed - (before[1] as number);
    rows[at + 5] = tally.failed - (before[2] as number);
    before[0] = tally.arrived;
    before[1] = tally.completed;
    before[2] = tally.failed;
    const [p50 = 0, p95 = 0, p99 = 0] = tally.latency.since(mark, SHARES);
    rows[at + 6] = p50;
    rows[at + 7] = p95;
    rows[at + 8] = p99;
    for (let reason = 0; reason < tally.failedBy.length; reason++) {
      const total = tally.failedBy[reason] as number;
      rows[at + 9 + reason] = total - (before[3 + reason] as number);
      before[3 + reason] = total;
    }
  }

  private sampleWire({ part: wire, totals: before, mark, stack }: Watched<Wire>, at: number): void {
    const totals = wireTotals(wire, stack);
    COUNTS.forEach((column, i) => {
      this.rows[at + i] = totals[column] - (before[i] as number);
      before[i] = totals[column];
    });
    const [p50 = 0, p95 = 0] = wire.tally.latency.since(mark, SHARES);
    this.rows[at + COUNTS.length] = p50;
    this.rows[at + COUNTS.length + 1] = p95;
  }
}
