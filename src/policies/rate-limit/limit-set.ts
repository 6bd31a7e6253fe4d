/**
 * Several rate limits in front of one door: per user, per address and for everybody (the exercise's hierarchy). A warm request
 * allocates nothing, and what is kept is bounded: 32 to 48 bytes a key and limit (see the algorithms), plus the stored requests
 * of a sliding log.
 */
import { LeakyBucket, TokenBucket } from './buckets';
import { LimitBook, type LimitPage } from './limit-book';
import type { Limiter } from './limiter';
import { SlidingLog } from './sliding-log';
import { AlignedWindow, FirstHitWindow, SlidingCounter } from './windows';
import { usFromMs } from '@/domain/time';

/** Ways of counting; the rules stand at the classes. */
export const ALGORITHMS = [
  'token-bucket',
  'leaky-bucket',
  'leaky-queue',
  'fixed-window',
  'first-hit-window',
  'sliding-log',
  'sliding-counter',
] as const;

/** One limit. */
export interface LimitSpec {
  /** Unique within a set. */
  readonly id: string;
  /** Whose requests are counted together. */
  readonly per: 'user' | 'ip' | 'global';
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** Requests per window, whole, 1 to 1,000,000,000; at most 1,000,000 for a sliding log. */
  readonly limit: number;
  /** Whole milliseconds, 1 to 86,400,000. */
  readonly windowMs: number;
  /**
   * What may come at once, from 1: capacity of a token bucket (null: the limit), excess of a leaky one (null: none). Windows,
   * log and counter take no notice of it.
   */
  readonly burst: number | null;
}

/**
 * What a request costs when one of several limits refuses it: nothing (`atomic`, nginx), one at every limit (`all`,
 * rate-limiter-flexible's union), or one at the limits up to the one that refuses (`until-first-reject`).
 */
export type Charging = 'atomic' | 'all' | 'until-first-reject';

/** Keys that one limit keeps apart unless told otherwise: about 8 to 12 MB. */
export const DEFAULT_MAX_KEYS = 2 ** 18;

/** How a key stands with one limit. */
export interface Standing {
  /** Requests that count now; refused ones are among them where the algorithm counts them. */
  readonly used: number;
  /** How many more would be admitted now. */
  readonly remaining: number;
  /** Milliseconds, rounded up, until the key is as good as new. */
  readonly resetMs: number;
}

function limiterOf({ per, algorithm, limit, windowMs, burst }: LimitSpec, maxKeys: number): Limiter {
  const size = { limit, windowUs: usFromMs(windowMs), burst };
  const keys = per === 'global' ? 1 : maxKeys;
  switch (algorithm) {
    case 'token-bucket':
      return new TokenBucket(size, keys);
    case 'leaky-bucket':
      return new LeakyBucket(size, keys, false);
    case 'leaky-queue':
      return new LeakyBucket(size, keys, true);
    case 'fixed-window':
      return new AlignedWindow(size, keys);
    case 'first-hit-window':
      return new FirstHitWindow(size, keys);
    case 'sliding-log':
      return new SlidingLog(size, keys);
    case 'sliding-counter':
      return new SlidingCounter(size, keys);
  }
}

/** How many requests of a key that has never been seen are admitted at once. */
function atFirst({ algorithm, limit, burst }: LimitSpec): number {
  if (algorithm === 'token-bucket') return burst ?? limit;
  return algorithm === 'leaky-bucket' || algorithm === 'leaky-queue' ? (burst ?? 0) + 1 : limit;
}

const USER = 1;
const IP = 2;
const wholeMs = (us: number): number => Math.ceil(us / 1000);

/** The limits and what they have counted. Without any limit everything is admitted. */
export class LimitSet {
  /** Index of the first limit that refused the last request, -1 when none did. */
  refusedBy = -1;
  /** When the refused request would be admitted at the earliest, whole milliseconds from now, rounded up; 0 when admitted. */
  retryAfterMs = 0;
  /** How long the admitted request has to be held back (leaky queue), microseconds. */
  delayUs = 0;
  /** How many more requests would be admitted now by the tightest limit; 0 after a refusal, Infinity without limits. */
  remaining = Number.POSITIVE_INFINITY;
  private readonly limiters: readonly Limiter[];
  /** Whose number is the key: 0 nobody's, else USER or IP. */
  private readonly keyed: Uint8Array;
  private readonly slots: Int32Array;
  private readonly pages: readonly LimitPage[];

  /** Refusals are written into `book`. Throws a RangeError for a limit, a window or a number of keys that is out of range. */
  constructor(
    readonly specs: readonly LimitSpec[],
    readonly charging: Charging,
    maxKeysPerLimit: number = DEFAULT_MAX_KEYS,
    book: LimitBook = new LimitBook(),
  ) {
    this.limiters = specs.map((spec) => limiterOf(spec, maxKeysPerLimit));
    this.keyed = Uint8Array.from(specs, ({ per }) => (per === 'user' ? USER : per === 'ip' ? IP : 0));
    this.slots = new Int32Array(specs.length);
    this.pages = specs.map(({ id }) => book.of(id));
  }

  /** Keys held, over all limits. */
  get keys(): number {
    return this.limiters.reduce((sum, { held }) => sum + held, 0);
  }

  /** Keys that gave way to others, over all limits. */
  get evicted(): number {
    return this.limiters.reduce((sum, { evicted }) => sum + evicted, 0);
  }

  /** Those among the evicted that still mattered: their owners got a fresh start. */
  get forgotten(): number {
    return this.limiters.reduce((sum, { forgotten }) => sum + forgotten, 0);
  }

  /** Bytes of what is kept. */
  get bytes(): number {
    return this.limiters.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** What the limit at `index` keeps. */
  sizeOf(index: number): Readonly<Record<'keys' | 'evicted' | 'forgotten' | 'bytes', number>> {
    const { held, evicted, forgotten, bytes } = this.limiters[index] as Limiter;
    return { keys: held, evicted, forgotten, bytes };
  }

  /** How many requests of a newcomer the limit at `index` admits at once. */
  mostOf(index: number): number {
    return atFirst(this.specs[index] as LimitSpec);
  }

  /** Asks all limits about a request and charges it. `nowUs` never goes back; numbers of users and addresses are 32-bit. */
  admit(user: number, ip: number, nowUs: number): boolean {
    this.refusedBy = -1;
    this.retryAfterMs = 0;
    this.delayUs = 0;
    this.remaining = Number.POSITIVE_INFINITY;
    if (this.charging === 'atomic' && this.limiters.length > 1) return this.admitTogether(user, ip, nowUs);
    const { limiters, charging } = this;
    for (let i = 0; i < limiters.length; i++) {
      const limiter = limiters[i] as Limiter;
      const slot = limiter.slotOf(this.keyOf(i, user, ip), nowUs);
      if (charging === 'atomic' && !limiter.wouldAdmit(slot, nowUs)) {
        this.refuse(i, slot, user, ip, nowUs);
        break;
      }
      this.charge(i, slot, user, ip, nowUs);
      if (this.refusedBy >= 0 && charging === 'until-first-reject') break;
    }
    return this.refusedBy < 0;
  }

  /** How a user or address stands with the limit at `index`; changes no verdict. Throws a RangeError for an unknown index. */
  standing(index: number, user: number, ip: number, nowUs: number): Standing {
    const limiter = this.limiters[index];
    const spec = this.specs[index];
    if (limiter === undefined || spec === undefined) throw new RangeError(`no limit ${index}`);
    const slot = limiter.find(this.keyOf(index, user, ip));
    if (slot >= 0) {
      const resetMs = wholeMs(limiter.resetUs(slot, nowUs));
      return { used: limiter.used(slot, nowUs), remaining: limiter.left(slot, nowUs), resetMs };
    }
    return { used: 0, remaining: atFirst(spec), resetMs: 0 };
  }

  /** Nothing is charged before all have agreed. */
  private admitTogether(user: number, ip: number, nowUs: number): boolean {
    const { limiters, slots } = this;
    for (let i = 0; i < limiters.length; i++) {
      const limiter = limiters[i] as Limiter;
      const slot = limiter.slotOf(this.keyOf(i, user, ip), nowUs);
      if (!limiter.wouldAdmit(slot, nowUs)) {
        this.refuse(i, slot, user, ip, nowUs);
        return false;
      }
      slots[i] = slot;
    }
    for (let i = 0; i < limiters.length; i++) this.charge(i, slots[i] as number, user, ip, nowUs);
    return true;
  }

  private charge(i: number, slot: number, user: number, ip: number, nowUs: number): void {
    const limiter = this.limiters[i] as Limiter;
    const left = limiter.hit(slot, nowUs);
    if (left < 0) this.refuse(i, slot, user, ip, nowUs);
    else if (this.refusedBy < 0) {
      if (left < this.remaining) this.remaining = left;
      if (limiter.delayUs > this.delayUs) this.delayUs = limiter.delayUs;
    }
  }

  private refuse(i: number, slot: number, user: number, ip: number, nowUs: number): void {
    const waitMs = wholeMs((this.limiters[i] as Limiter).waitUs(slot, nowUs));
    if (this.refusedBy < 0) {
      this.refusedBy = i;
      const page = this.pages[i] as LimitPage;
      page.refused++;
      page.lastKey = this.keyOf(i, user, ip);
    }
    if (waitMs > this.retryAfterMs) this.retryAfterMs = waitMs;
    this.delayUs = 0;
    this.remaining = 0;
  }

  private keyOf(i: number, user: number, ip: number): number {
    const keyed = this.keyed[i];
    return keyed === USER ? user : keyed === IP ? ip : 0;
  }
}
