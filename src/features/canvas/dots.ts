/**
 * Dots on wires: which marks of the run are under way at a moment, and where. A dot is a real call; only the time of its way is
 * drawn longer than it is, because a millisecond cannot be seen.
 */
import { Mark } from '@/engine/trace';
import { TRAVEL_S } from '@/worker/protocol';

/** How long a dot travels in simulated microseconds at a speed. */
export function travelUs(speed: number): number {
  return TRAVEL_S * speed * 1_000_000;
}

/** Most dots kept; older ones are forgotten. A power of two. */
const CAPACITY = 8192;

/** Marks under way, oldest first. Frames hand them over in the order of time. */
export class Dots {
  private readonly at = new Float64Array(CAPACITY);
  private readonly wires = new Int32Array(CAPACITY);
  private readonly kinds = new Uint8Array(CAPACITY);
  private head = 0;
  private count = 0;

  /** Dots inside. */
  get size(): number {
    return this.count;
  }

  /** Takes (moment, wire, mark) triples over. */
  add(marks: Float64Array): void {
    for (let i = 0; i + 2 < marks.length; i += 3) {
      if (this.count === CAPACITY) this.dropOldest();
      const to = (this.head + this.count) % CAPACITY;
      this.at[to] = marks[i] as number;
      this.wires[to] = marks[i + 1] as number;
      this.kinds[to] = marks[i + 2] as number;
      this.count++;
    }
  }

  /** Forgets what began before this moment. */
  forgetBefore(atUs: number): void {
    while (this.count > 0 && (this.at[this.head] as number) < atUs) this.dropOldest();
  }

  /** Forgets all. */
  clear(): void {
    this.count = 0;
  }

  /** Calls `draw` for each dot under way at a moment, with its share of the way, 0 to 1. */
  each(nowUs: number, spanUs: number, draw: (wire: number, mark: Mark, share: number) => void): void {
    for (let i = 0; i < this.count; i++) {
      const slot = (this.head + i) % CAPACITY;
      const share = (nowUs - (this.at[slot] as number)) / spanUs;
      if (share >= 0 && share < 1) draw(this.wires[slot] as number, this.kinds[slot] as Mark, share);
    }
  }

  private dropOldest(): void {
    this.head = (this.head + 1) % CAPACITY;
    this.count--;
  }
}

/** Where on its wire a dot is: share of the way, lane (1 out, -1 back, others aside), and how much of it is to be seen. */
export interface DotPlace {
  share: number;
  lane: number;
  alpha: number;
}

/** Share of a refused call's life in which it reaches the switch; then it fades there. */
const REACHED = 0.6;

/**
 * Fills in the place of a dot. `gate` is the share of the way at which the switch stands. Requests run out; answers run back on
 * the other lane; what was refused runs to the switch and fades; what expired fades at the source; what the fallback answered
 * runs from the switch back.
 */
export function placeDot(mark: Mark, share: number, gate: number, place: DotPlace): void {
  place.alpha = 1;
  switch (mark) {
    case Mark.request:
    case Mark.retry:
      place.lane = 1;
      place.share = share;
      return;
    case Mark.success:
    case Mark.failure:
      place.lane = -1;
      place.share = 1 - share;
      return;
    case Mark.refused:
      place.lane = 1;
      place.share = gate * Math.min(1, share / REACHED);
      place.alpha = share < REACHED ? 1 : (1 - share) / (1 - REACHED);
      return;
    case Mark.fallback:
      place.lane = -1;
      place.share = gate * (1 - share);
      return;
    case Mark.expired:
      place.lane = 1 + share * 1.6;
      place.share = 0.05;
      place.alpha = 1 - share;
      return;
  }
}
