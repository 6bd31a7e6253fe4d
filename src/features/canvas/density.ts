/**
 * How many requests one dot stands for. The run thins busy wires by itself; where hundreds of wires are busy at once, that is still more
 * than can be drawn and more than can be seen. Then all wires are thinned to one measure, so that density keeps telling the rate.
 */
import { SECOND, type TimeUs } from '@/domain/time';
import { MARKS } from '@/engine/trace';
import { TRAVEL_S } from '@/worker/protocol';

/** Most dots under way at once. */
export const MOST_DOTS = 5000;

/** Seconds of the wall, as far as the run has kept up with it, over which marks are counted before the measure changes. */
const WATCH_S = 0.5;
/** More than that between two frames is a jump; its marks are those of a whole stretch, unless that has only begun. */
const JUMP_S = 1.5;
const LEAST_STRETCH_S = 0.25;
/** The measure is lowered only when its dots would fill no more than this share of the room, so that it does not swing. */
const EASE = 0.95;

/** Marks per second by what one of them stands for. */
export type MarkRates = ReadonlyMap<number, number>;

/** The least power of two with which the dots of such marks are not too many. */
export function measureFor(rates: MarkRates): number {
  let measure = 1;
  while (dotsAt(rates, measure) > MOST_DOTS && measure < 2 ** 20) measure *= 2;
  return measure;
}

function dotsAt(rates: MarkRates, measure: number): number {
  let perS = 0;
  for (const [stands, rate] of rates) perS += rate * Math.min(1, stands / measure);
  return perS * TRAVEL_S;
}

/** See the file's header. Marks go in, those that are drawn come out. */
export class Density {
  /** Requests that a dot stands for at least; wires that the run thins more have fewer dots. */
  measure = 1;
  private owed = new Float64Array(0);
  private counted = new Map<number, number>();
  private sinceUs = -Infinity;
  private lastUs = -Infinity;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /**
   * Keeps those of (moment, wire, mark) triples that become dots. `thinning` is what a mark of a wire stands for. The frame that brings
   * them is of the moment `atUs`, in a run at `speed`: what is kept depends on the run alone and not on the wall's clock.
   */
  thin(marks: Float64Array, thinning: (wire: number) => number, atUs: TimeUs, speed: number): Float64Array {
    const secondsSince = (us: TimeUs): number => (atUs - us) / (speed * SECOND);
    const isJump = Math.abs(secondsSince(this.lastUs)) > JUMP_S;
    this.lastUs = atUs;
    if (isJump) this.restart(atUs);
    for (let i = 1; i < marks.length; i += 3) {
      const stands = thinning(marks[i] as number);
      this.counted.set(stands, (this.counted.get(stands) ?? 0) + 1);
    }
    if (isJump) this.jump(Math.max(LEAST_STRETCH_S, secondsSince(marks[0] ?? atUs)));
    else if (secondsSince(this.sinceUs) >= WATCH_S) this.watch(secondsSince(this.sinceUs), atUs);
    if (this.measure === 1) return marks;
    const kept = new Float64Array(marks.length);
    let length = 0;
    for (let i = 0; i + 2 < marks.length; i += 3) {
      const wire = marks[i + 1] as number;
      if (!this.isDue(wire * MARKS + (marks[i + 2] as number), thinning(wire))) continue;
      kept.set(marks.subarray(i, i + 3), length);
      length += 3;
    }
    return kept.subarray(0, length);
  }

  /** Requests that have passed without a dot are owed to the next one: nothing is lost, and nothing counted twice. */
  private isDue(at: number, stands: number): boolean {
    if (at >= this.owed.length) {
      const wider = new Float64Array(Math.max(at + MARKS, this.owed.length * 2));
      wider.set(this.owed);
      this.owed = wider;
    }
    const owed = (this.owed[at] as number) + stands;
    const isDue = owed >= this.measure;
    this.owed[at] = isDue ? Math.min(owed - this.measure, this.measure) : owed;
    return isDue;
  }

  private watch(seconds: number, atUs: TimeUs): void {
    this.settle(seconds);
    this.restart(atUs);
  }

  private restart(atUs: TimeUs): void {
    this.counted = new Map();
    this.sinceUs = atUs;
  }

  /** What has been before says nothing about the place that the run has been sent to. */
  private jump(seconds: number): void {
    this.owed.fill(0);
    this.become(measureFor(this.rates(seconds)));
    this.counted = new Map();
  }

  private settle(seconds: number): void {
    const wanted = measureFor(this.rates(seconds));
    if (wanted < this.measure && measureFor(this.rates(seconds * EASE)) >= this.measure) return;
    this.become(wanted);
  }

  private rates(seconds: number): MarkRates {
    return new Map([...this.counted].map(([stands, count]) => [stands, count / seconds]));
  }

  private become(measure: number): void {
    if (measure === this.measure) return;
    this.measure = measure;
    for (const listener of this.listeners) listener();
  }
}

/** "1 dot = 8 requests" for the thinning of all wires; they differ a little, as their rates do. */
export function dotsText(thinnings: readonly number[], measure = 1): string {
  const counts = thinnings.filter((count) => count > 0).map((count) => Math.max(count, measure));
  if (counts.length === 0) return '1 dot = 1 request';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most <= 1) return '1 dot = 1 request';
  return least === most ? `1 dot = ${most} requests` : `1 dot = ${least} to ${most} requests`;
}
