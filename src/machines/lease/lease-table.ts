/**
 * All leases of a registry: plain maps and one booking on the clock, for the next moment at which a look may end a lease. Looks
 * and minutes are counted from the making of the table. Rules: DOMAIN.md 2.1 to 2.3 (Consul, etcd lessor.go, Eureka
 * AbstractInstanceRegistry.java).
 */
import type { ActorClock } from '../actor-clock';
import type { LeaseMode } from './lease.machine';
import { beatsToExceed, evictionCap, lifeUs, type LeaseParams, validateLeaseParams } from './params';
import { MS, NEVER, SECOND, type TimeUs, usFromMs } from '@/domain/time';
import type { RandomStream } from '@/engine/chance/random-stream';

const MINUTE_US = 60 * SECOND;
const NO_BOOKING = -1;

/** Hears of the table's doings. */
export interface LeaseHost {
  /** Leases that have been ended for want of heartbeats; they are no longer in the table. `why` names the figures. */
  expired(keys: readonly string[], why: string): void;
}

/** Follows one lease: told before and after whatever may change its mode. */
export interface LeaseWatcher {
  follow(cause: 'time' | 'leave'): void;
}

/** See the file's header. Throws a RangeError for parameters out of range. */
export class LeaseTable {
  private readonly startUs: TimeUs;
  /** Moment of the last heartbeat by key, in order of time and so of the leases' ends. */
  private readonly beats = new Map<string, TimeUs>();
  private readonly watchers = new Map<string, LeaseWatcher>();
  private booking = NO_BOOKING;
  private bookedUs: TimeUs = NEVER;
  private lookedUs: TimeUs;
  private minute = 0;
  private beatsThisMinute = 0;
  private beatsOfLastMinute = 0;

  /** `stream` chooses whom a capped eviction takes. */
  constructor(
    private params: LeaseParams,
    private readonly clock: ActorClock,
    private readonly stream: RandomStream,
    private readonly host: LeaseHost,
  ) {
    validateLeaseParams(params);
    this.startUs = clock.nowUs();
    this.lookedUs = this.startUs;
  }

  /** Leases in the table, overdue ones among them. */
  get size(): number {
    return this.beats.size;
  }

  /** Heartbeats of the last whole minute, from known keys. 0 in the first minute. */
  get lastMinute(): number {
    this.turnMinute();
    return this.beatsOfLastMinute;
  }

  /** True while self-preservation holds evictions back. */
  get isFrozen(): boolean {
    return this.params.preservation !== null && this.lastMinute <= beatsToExceed(this.params, this.size);
  }

  /** The next moment at which a look may end a lease, in microseconds; NEVER without leases. */
  get nextCheckUs(): TimeUs {
    const first = this.beats.values().next();
    if (first.done === true) return NEVER;
    const overUs = Math.max(first.value + lifeUs(this.params), this.clock.nowUs());
    const everyUs = usFromMs(this.params.looksEveryMs);
    if (everyUs === 0) return overUs;
    // A look has ended what it could: what it left waits for the next one.
    const lookUs = this.startUs + Math.ceil((overUs - this.startUs) / everyUs) * everyUs;
    return lookUs > this.lookedUs ? lookUs : lookUs + everyUs;
  }

  /** A new lease, full; a known key is renewed. Registering is no heartbeat. */
  register(key: string): void {
    this.restart(key);
    this.plan();
  }

  /** A heartbeat. Answers whether the key is known: an unknown instance has to register (Eureka's 404). */
  renew(key: string): boolean {
    if (!this.beats.has(key) || (!this.params.lateBeatCounts && this.modeOf(key) === 'overdue')) return false;
    this.turnMinute();
    this.beatsThisMinute++;
    this.restart(key);
    // The booking is left as it is: if it comes too early it finds nothing and is made anew.
    return true;
  }

  /** The instance signs off. Answers whether the key was known. */
  deregister(key: string): boolean {
    const watcher = this.watchers.get(key);
    watcher?.follow('time');
    const wasKnown = this.beats.delete(key);
    watcher?.follow('leave');
    this.plan();
    return wasKnown;
  }

  /** The mode of a lease at this moment; `expired` for a key that is not in the table. */
  modeOf(key: string): LeaseMode {
    const beatUs = this.beats.get(key);
    if (beatUs === undefined) return 'expired';
    // Where nobody has to look, a lease is taken off the list in the moment in which it is over.
    if (this.params.looksEveryMs === 0) return 'held';
    return this.clock.nowUs() < beatUs + lifeUs(this.params) ? 'held' : 'overdue';
  }

  /** Microseconds since the last heartbeat or registration; NaN for a key that is not in the table. */
  silenceUs(key: string): TimeUs {
    return this.clock.nowUs() - (this.beats.get(key) ?? Number.NaN);
  }

  /** Lets one watcher follow a key, or nobody. */
  watch(key: string, watcher: LeaseWatcher | null): void {
    if (watcher === null) this.watchers.delete(key);
    else this.watchers.set(key, watcher);
  }

  /** New parameters; leases keep the moment of their last heartbeat. Throws a RangeError for parameters out of range. */
  configure(params: LeaseParams): void {
    validateLeaseParams(params);
    this.params = params;
    this.plan();
  }

  /** Ends the booking. Nothing is called afterwards unless something is registered. */
  stop(): void {
    if (this.booking !== NO_BOOKING) this.clock.clearTimeout(this.booking);
    this.booking = NO_BOOKING;
    this.bookedUs = NEVER;
  }

  private restart(key: string): void {
    const watcher = this.watchers.get(key);
    watcher?.follow('time');
    this.beats.delete(key);
    this.beats.set(key, this.clock.nowUs());
    watcher?.follow('time');
  }

  private plan(): void {
    const atUs = this.nextCheckUs;
    if (atUs === this.bookedUs) return;
    this.stop();
    if (atUs === NEVER) return;
    this.bookedUs = atUs;
    this.booking = this.clock.setTimeout(() => this.tick(), (atUs - this.clock.nowUs()) / MS);
  }

  private tick(): void {
    this.booking = NO_BOOKING;
    this.bookedUs = NEVER;
    this.lookedUs = this.clock.nowUs();
    this.look();
    this.plan();
  }

  private look(): void {
    const over = this.over();
    for (const key of over) this.watchers.get(key)?.follow('time');
    if (over.length === 0 || this.isFrozen) return;
    const why = this.sentence();
    const ended = this.choose(over, evictionCap(this.params, this.size));
    for (const key of ended) this.beats.delete(key);
    for (const key of ended) this.watchers.get(key)?.follow('time');
    this.host.expired(ended, why);
  }

  /** Leases that are over, longest first. */
  private over(): string[] {
    const untilUs = this.clock.nowUs() - lifeUs(this.params);
    const over: string[] = [];
    for (const [key, beatUs] of this.beats) {
      if (beatUs > untilUs) break;
      over.push(key);
    }
    return over;
  }

  private choose(over: string[], most: number): string[] {
    if (over.length <= most) return over;
    for (let at = 0; at < most; at++) {
      const from = at + this.stream.below(over.length - at);
      const chosen = over[from] as string;
      over[from] = over[at] as string;
      over[at] = chosen;
    }
    return over.slice(0, most);
  }

  private sentence(): string {
    const { ttlMs, minTtlMs, lengths } = this.params;
    const said = Math.max(ttlMs, minTtlMs) / 1000;
    const silence = `no heartbeat for ${said * lengths} s`;
    const lease = lengths === 1 ? silence : `${silence} (a lease of ${said} s lasts twice as long)`;
    if (this.params.preservation === null) return lease;
    return `${lease}; ${this.lastMinute} beats in the last minute > ${beatsToExceed(this.params, this.size)}`;
  }

  private turnMinute(): void {
    const minute = Math.floor((this.clock.nowUs() - this.startUs) / MINUTE_US);
    if (minute === this.minute) return;
    this.beatsOfLastMinute = minute === this.minute + 1 ? this.beatsThisMinute : 0;
    this.beatsThisMinute = 0;
    this.minute = minute;
  }
}
