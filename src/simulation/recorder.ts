/**
 * Watches a run from outside: takes a sample of every part at fixed moments. Counts are differences between samples, and
 * quantiles are those of the interval alone.
 */
import type { PolicyStack } from './build';
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

/** See the file's header. */
export class Recorder implements Observer {
  /** All samples so far, rows of `sampleWidth`. */
  private rows: Float64Array;
  private readonly width: number;
  private count = 0;
  private taken = 0;
  private readonly nodeMarks: Float64Array[];
  private readonly nodeTotals: Float64Array[];
  private readonly wireTotals: Float64Array[];
  private readonly wireMarks: Float64Array[];

  constructor(
    private readonly layout: RunLayout,
    private readonly nodes: readonly NodeModel[],
    private readonly wires: readonly Wire[],
    private readonly stacks: readonly PolicyStack[],
  ) {
    this.width = sampleWidth(layout);
    this.rows = new Float64Array(this.width * 64);
    this.nodeMarks = nodes.map(() => Histogram.mark());
    this.nodeTotals = nodes.map(({ tally }) => new Float64Array(3 + tally.failedBy.length));
    this.wireTotals = wires.map(() => new Float64Array(COUNTS.length));
    this.wireMarks = wires.map(() => Histogram.mark());
  }

  sample(atUs: TimeUs): void {
    if ((this.count + 1) * this.width > this.rows.length) {
      const wider = new Float64Array(this.rows.length * 2);
      wider.set(this.rows);
      this.rows = wider;
    }
    let at = this.count * this.width;
    this.rows[at++] = atUs;
    this.nodes.forEach((node, i) => {
      this.sampleNode(node, i, at);
      at += SAMPLE_NODE_COLUMNS.length;
    });
    this.wires.forEach((wire, i) => {
      this.sampleWire(wire, i, at);
      at += SAMPLE_WIRE_COLUMNS.length;
    });
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

  private sampleNode(node: NodeModel, index: number, at: number): void {
    const { rows } = this;
    const before = this.nodeTotals[index] as Float64Array;
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
    const [p50 = 0, p95 = 0, p99 = 0] = tally.latency.since(this.nodeMarks[index] as Float64Array, SHARES);
    rows[at + 6] = p50;
    rows[at + 7] = p95;
    rows[at + 8] = p99;
    for (let reason = 0; reason < tally.failedBy.length; reason++) {
      const total = tally.failedBy[reason] as number;
      rows[at + 9 + reason] = total - (before[3 + reason] as number);
      before[3 + reason] = total;
    }
  }

  private sampleWire(wire: Wire, index: number, at: number): void {
    const before = this.wireTotals[index] as Float64Array;
    const totals = wireTotals(wire, this.stacks[index] as PolicyStack);
    COUNTS.forEach((column, i) => {
      this.rows[at + i] = totals[column] - (before[i] as number);
      before[i] = totals[column];
    });
    const [p50 = 0, p95 = 0] = wire.tally.latency.since(this.wireMarks[index] as Float64Array, SHARES);
    this.rows[at + COUNTS.length] = p50;
    this.rows[at + COUNTS.length + 1] = p95;
  }
}
