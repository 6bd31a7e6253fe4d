/**
 * Buckets. All amounts are whole numbers of a small unit, so that nothing is rounded: exact as long as burst times window (in
 * microseconds) stays below 2^53, and the same on every machine beyond.
 */
import { type LimitSize, Meter } from './limiter';

/**
 * Token bucket: tokens = min(capacity, tokens + rate * elapsed); a request takes one if there is one. Starts full. Capacity is
 * `burst`, by default the limit. Rule: Envoy API, type/v3/token_bucket.proto (there `max_tokens`), with continuous refill.
 */
export class TokenBucket extends Meter {
  /** A token is as many units as the window has microseconds: each microsecond then brings `limit` units. */
  private readonly full: number;

  constructor(size: LimitSize, maxKeys: number) {
    super(size, maxKeys);
    this.full = (size.burst ?? size.limit) * size.windowUs;
  }

  override wouldAdmit(slot: number, nowUs: number): boolean {
    return this.level(slot, nowUs) >= this.windowUs;
  }

  override hit(slot: number, nowUs: number): number {
    const level = this.level(slot, nowUs) - this.windowUs;
    if (level < 0) return -1;
    this.amount[slot] = level;
    this.since[slot] = nowUs;
    return Math.floor(level / this.windowUs);
  }

  override waitUs(slot: number, nowUs: number): number {
    return Math.max(0, Math.ceil((this.windowUs - this.level(slot, nowUs)) / this.limit));
  }

  override used(slot: number, nowUs: number): number {
    return (this.full - this.level(slot, nowUs)) / this.windowUs;
  }

  override left(slot: number, nowUs: number): number {
    return Math.floor(this.level(slot, nowUs) / this.windowUs);
  }

  override resetUs(slot: number, nowUs: number): number {
    return Math.ceil((this.full - this.level(slot, nowUs)) / this.limit);
  }

  private level(slot: number, nowUs: number): number {
    const level = (this.amount[slot] as number) + (nowUs - (this.since[slot] as number)) * this.limit;
    return level < this.full ? level : this.full;
  }
}

const REQUEST = 1000;

/** The rate as nginx keeps it: whole 1/1000 requests per second, cut off. Below 1 nginx could not express it. */
export function nginxRate(limit: number, windowMs: number): number {
  return Math.floor((limit * 1_000_000) / windowMs);
}

/**
 * Leaky bucket as nginx's limit_req has it: excess = max(0, excess - rate * elapsed + 1) in 1/1000 requests and whole
 * milliseconds; the first request sets it to 0; refused when above `burst` (0 by default). As a meter an admitted request goes
 * on at once (`nodelay`), as a queue after excess / rate. Source: nginx, src/http/modules/ngx_http_limit_req_module.c.
 */
export class LeakyBucket extends Meter {
  private readonly rate: number;
  private readonly most: number;

  constructor(
    size: LimitSize,
    maxKeys: number,
    private readonly isQueue: boolean,
  ) {
    super(size, maxKeys);
    this.rate = Math.max(1, nginxRate(size.limit, size.windowUs / 1000));
    this.most = (size.burst ?? 0) * REQUEST;
  }

  override wouldAdmit(slot: number, nowUs: number): boolean {
    return this.next(slot, nowUs) <= this.most;
  }

  override hit(slot: number, nowUs: number): number {
    const excess = this.next(slot, nowUs);
    this.delayUs = 0;
    if (excess > this.most) return -1;
    this.amount[slot] = excess;
    this.since[slot] = Math.floor(nowUs / 1000);
    if (this.isQueue) this.delayUs = Math.floor((excess * 1000) / this.rate) * 1000;
    return Math.floor((this.most - excess) / REQUEST);
  }

  override waitUs(slot: number, nowUs: number): number {
    return this.untilUs(slot, nowUs, this.most);
  }

  override used(slot: number, nowUs: number): number {
    return Math.max(0, this.raw(slot, nowUs) - REQUEST) / REQUEST;
  }

  override left(slot: number, nowUs: number): number {
    const room = this.most - this.next(slot, nowUs);
    return room < 0 ? 0 : Math.floor(room / REQUEST) + 1;
  }

  override resetUs(slot: number, nowUs: number): number {
    return this.untilUs(slot, nowUs, 0);
  }

  /** Excess that a request at this moment would make. */
  private next(slot: number, nowUs: number): number {
    const excess = this.raw(slot, nowUs);
    return excess > 0 ? excess : 0;
  }

  private raw(slot: number, nowUs: number): number {
    const elapsedMs = Math.floor(nowUs / 1000) - (this.since[slot] as number);
    return (this.amount[slot] as number) - Math.floor((this.rate * elapsedMs) / 1000) + REQUEST;
  }

  /** Until the next request would make no more than this excess; what leaks is cut off to whole units, as above. */
  private untilUs(slot: number, nowUs: number, excess: number): number {
    if (this.raw(slot, nowUs) <= excess) return 0;
    const leak = (this.amount[slot] as number) + REQUEST - excess;
    const elapsedMs = Math.ceil((leak * 1000) / this.rate);
    return ((this.since[slot] as number) + elapsedMs) * 1000 - nowUs;
  }
}
