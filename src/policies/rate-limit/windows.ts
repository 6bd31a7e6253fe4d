/** Limits that count within windows of time. */
import { widened } from './key-table';
import { Meter } from './limiter';

/**
 * Counts every request of a window, refused ones too: admitted while the count is at most the limit. Up to twice the limit may
 * pass around a boundary.
 */
abstract class FixedWindow extends Meter {
  /** When the window that a request at this moment falls into began, given that an old one is over. */
  protected abstract begin(nowUs: number): number;

  override wouldAdmit(slot: number, nowUs: number): boolean {
    return this.isOver(slot, nowUs) || (this.amount[slot] as number) < this.limit;
  }

  override hit(slot: number, nowUs: number): number {
    let count = 1;
    if (this.isOver(slot, nowUs)) this.since[slot] = this.begin(nowUs);
    else count = (this.amount[slot] as number) + 1;
    this.amount[slot] = count;
    const left = this.limit - count;
    return left < 0 ? -1 : left;
  }

  override waitUs(slot: number, nowUs: number): number {
    return this.wouldAdmit(slot, nowUs) ? 0 : this.resetUs(slot, nowUs);
  }

  override used(slot: number, nowUs: number): number {
    return this.isOver(slot, nowUs) ? 0 : (this.amount[slot] as number);
  }

  override left(slot: number, nowUs: number): number {
    return Math.max(0, this.limit - this.used(slot, nowUs));
  }

  override resetUs(slot: number, nowUs: number): number {
    return Math.max(0, (this.since[slot] as number) + this.windowUs - nowUs);
  }

  private isOver(slot: number, nowUs: number): boolean {
    return nowUs - (this.since[slot] as number) >= this.windowUs;
  }
}

/** Windows that begin at whole multiples of their length since the start of the run (Kong's rate-limiting). */
export class AlignedWindow extends FixedWindow {
  protected override begin(nowUs: number): number {
    return nowUs - (nowUs % this.windowUs);
  }
}

/**
 * Windows that begin with the first request after the last one's end, which is exactly one length later
 * (rate-limiter-flexible, lib/RateLimiterMemory.js; express-rate-limit, source/memory-store.ts).
 */
export class FirstHitWindow extends FixedWindow {
  protected override begin(nowUs: number): number {
    return nowUs;
  }
}

/**
 * Sliding counter: estimate = previous * (1 - elapsed / window) + current over aligned windows; admitted when estimate + 1 is
 * at most the limit. Refused requests do not count. Source: Cloudflare, "How we built rate limiting capable of scaling to
 * millions of domains". 24 bytes a key; exact as long as limit times window (in microseconds) stays below 2^53.
 */
export class SlidingCounter extends Meter {
  private previous = new Float64Array(this.capacity);

  override get bytes(): number {
    return super.bytes + this.previous.byteLength;
  }

  override wouldAdmit(slot: number, nowUs: number): boolean {
    return this.room(slot, nowUs) >= this.windowUs;
  }

  override hit(slot: number, nowUs: number): number {
    const room = this.room(slot, nowUs) - this.windowUs;
    if (room < 0) return -1;
    this.amount[slot] = (this.amount[slot] as number) + 1;
    return Math.floor(room / this.windowUs);
  }

  override waitUs(slot: number, nowUs: number): number {
    if (this.wouldAdmit(slot, nowUs)) return 0;
    const current = this.amount[slot] as number;
    const intoUs = nowUs - (this.since[slot] as number);
    if (current < this.limit) return this.shrinkUs(this.previous[slot] as number, this.limit - current - 1) - intoUs;
    return this.windowUs - intoUs + this.shrinkUs(current, this.limit - 1);
  }

  override used(slot: number, nowUs: number): number {
    return this.limit - this.room(slot, nowUs) / this.windowUs;
  }

  override left(slot: number, nowUs: number): number {
    return Math.floor(this.room(slot, nowUs) / this.windowUs);
  }

  override resetUs(slot: number, nowUs: number): number {
    this.turn(slot, nowUs);
    const endUs = (this.since[slot] as number) + this.windowUs - nowUs;
    if ((this.amount[slot] as number) > 0) return endUs + this.windowUs;
    return (this.previous[slot] as number) > 0 ? endUs : 0;
  }

  protected override reset(slot: number): void {
    super.reset(slot);
    this.previous[slot] = 0;
  }

  protected override widen(capacity: number): void {
    super.widen(capacity);
    this.previous = widened(this.previous, new Float64Array(capacity));
  }

  /** Limit minus estimate, in requests times microseconds of a window: whole numbers. */
  private room(slot: number, nowUs: number): number {
    this.turn(slot, nowUs);
    const restUs = this.windowUs - (nowUs - (this.since[slot] as number));
    return (this.limit - (this.amount[slot] as number)) * this.windowUs - (this.previous[slot] as number) * restUs;
  }

  /** How far into a window the `count` of the one before weighs no more than `most`. */
  private shrinkUs(count: number, most: number): number {
    return Math.max(0, Math.ceil(this.windowUs - (most * this.windowUs) / count));
  }

  private turn(slot: number, nowUs: number): void {
    const elapsedUs = nowUs - (this.since[slot] as number);
    if (elapsedUs < this.windowUs) return;
    this.previous[slot] = elapsedUs < 2 * this.windowUs ? (this.amount[slot] as number) : 0;
    this.amount[slot] = 0;
    this.since[slot] = nowUs - (nowUs % this.windowUs);
  }
}
