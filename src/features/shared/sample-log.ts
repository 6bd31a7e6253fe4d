/** The samples of a run, in the order of time, for charts and tables. */
import type { TimeUs } from '@/domain/time';
import {
  type RunLayout,
  sampleNodeAt,
  type SampleNodeColumn,
  sampleBinAt,
  sampleWidth,
  sampleWireAt,
  type SampleWireColumn,
} from '@/simulation/layout';

const RECENT_US = 60_000_000;

/** Rows of numbers; see `layout.ts` of the simulation for what stands where. */
export class SampleLog {
  private rows = new Float64Array(0);
  private count = 0;
  private readonly width: number;
  private readonly nodes: ReadonlyMap<string, number>;
  private readonly wires: ReadonlyMap<string, number>;

  constructor(readonly layout: RunLayout) {
    this.width = sampleWidth(layout);
    this.nodes = new Map(layout.nodes.map((id, i) => [id, i]));
    this.wires = new Map(layout.wires.map((id, i) => [id, i]));
  }

  /** Samples inside. */
  get length(): number {
    return this.count;
  }

  /** Takes further rows over. */
  append(more: Float64Array): void {
    const needed = this.count * this.width + more.length;
    if (needed > this.rows.length) {
      const wider = new Float64Array(Math.max(needed, this.rows.length * 2, this.width * 64));
      wider.set(this.rows);
      this.rows = wider;
    }
    this.rows.set(more, this.count * this.width);
    this.count += more.length / this.width;
  }

  /** What was known at a moment, for reading: it does not grow. */
  until(atUs: TimeUs): SampleLog {
    const view = new SampleLog(this.layout);
    view.rows = this.rows;
    view.count = Math.min(this.count, Math.floor(atUs / this.layout.sampleEveryUs));
    return view;
  }

  /** End of the interval of a sample, in microseconds. */
  atUs(index: number): TimeUs {
    return this.rows[index * this.width] ?? 0;
  }

  /** A figure of a node in a sample; 0 for a node that takes no part. Spans are in microseconds, counts per interval. */
  node(index: number, id: string, column: SampleNodeColumn): number {
    const node = this.nodes.get(id);
    return node === undefined ? 0 : (this.rows[index * this.width + sampleNodeAt(this.layout, node, column)] ?? 0);
  }

  /** A figure of a wire in a sample; 0 for a wire that takes no part. Counts per interval. */
  wire(index: number, id: string, column: SampleWireColumn): number {
    const wire = this.wires.get(id);
    return wire === undefined ? 0 : (this.rows[index * this.width + sampleWireAt(this.layout, wire, column)] ?? 0);
  }

  /** How many requests of a source ended in a sample within a latency bin; see `latency-bins.ts` of the engine. */
  bin(index: number, source: string, bin: number): number {
    const at = this.layout.sources.indexOf(source);
    return at < 0 ? 0 : (this.rows[index * this.width + sampleBinAt(this.layout, at, bin)] ?? 0);
  }

  /** A column of a node over the last minute up to a moment, the newest last. */
  recentOfNode(untilUs: TimeUs, id: string, column: SampleNodeColumn): readonly number[] {
    return this.recent(untilUs, column, (index) => this.node(index, id, column));
  }

  /** The same of a wire. */
  recentOfWire(untilUs: TimeUs, id: string, column: SampleWireColumn): readonly number[] {
    return this.recent(untilUs, column, (index) => this.wire(index, id, column));
  }

  /** In an interval in which nothing ended a latency is what it was before. */
  private recent(untilUs: TimeUs, column: string, read: (index: number) => number): readonly number[] {
    const { sampleEveryUs } = this.layout;
    const to = Math.min(this.count, Math.floor(untilUs / sampleEveryUs));
    const from = Math.max(0, to - Math.ceil(RECENT_US / sampleEveryUs));
    const isSpan = column.endsWith('Us');
    let last = 0;
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
      const value = read(from + i);
      if (!isSpan || value > 0) last = value;
      return last;
    });
  }

  /** Counts of an interval as a rate per simulated second. */
  perSecond(count: number): number {
    return (count * 1_000_000) / this.layout.sampleEveryUs;
  }
}
