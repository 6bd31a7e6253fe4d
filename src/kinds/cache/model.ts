/**
 * A cache in front of an origin. Fresh entries answer at once, everything else is fetched over the wires that leave it and kept.
 * Which key a request asks for is its user's number, or drawn where nobody is told apart.
 */
import { CallSet, Fetches } from './fetches';
import { LruStore } from './lru-store';
import type { CacheSettings } from './settings';
import { OK, reasonCode, type ReasonCode, reasonInfo } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import { exp, ln } from '@/engine/chance/ln';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { type Effect, NodeModel, type NodeState } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';

const CRASHED = reasonCode('crashed');
const UNAVAILABLE = reasonCode('unavailable');
const CANCELLED = reasonCode('cancelled');
const NO_ROUTE = reasonCode('no-route');

/** Where a call is; the pool of calls hands them out as `gone`. `reading`: its answer is known and booked. */
const Stage = { gone: 0, reading: 1, fetching: 2, joined: 3, lost: 4 } as const;

const ANSWER = 0;
const LOST = 1;
/** Of a call that passes a cache which is down; users and drawn keys have other numbers. */
const NO_KEY = 0;
/** From here up a failure is the origin's own: a stale entry may stand in (RFC 5861, section 4: 500, 502, 503, 504). */
const SERVER_ERROR = 500;

/** See the file's header. */
export class CacheModel extends NodeModel {
  /** Answered by a fresh entry. */
  hits = 0;
  /** Not answered by a fresh entry; those who joined a fetch included. */
  misses = 0;
  /** Misses that joined somebody else's fetch. */
  coalesced = 0;
  /** Answered by an entry past its time, because the origin failed. */
  stale = 0;
  /** Entries that made room for others. */
  evictions = 0;
  /** Requests that passed the cache while it was down. */
  bypassed = 0;
  private readonly draws: RandomStream;
  private readonly store: LruStore;
  private readonly fetches = new Fetches();
  /** Calls inside, but for those who joined a fetch and those who are lost. */
  private readonly held = new CallSet();
  /** Calls that a crash has broken and whose callers have not noticed yet; they do within the same moment. */
  private readonly lost = new CallSet();
  private crashes = 0;
  private hitUs: TimeUs = 0;
  /** Infinity when entries do not go stale. */
  private ttlUs: TimeUs = 0;
  private lnKeys = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: CacheSettings,
  ) {
    super(context, id, 'cache');
    this.draws = context.stream(id, 'keys');
    this.store = new LruStore(settings.capacity);
    this.read();
  }

  /** Entries inside, stale ones included. */
  get entries(): number {
    return this.store.size;
  }

  override get state(): NodeState {
    if (this.crashes > 0) return this.settings.whenDown === 'bypass' ? 'degraded' : 'crashed';
    if (this.waiting.value > 0) return 'busy';
    return this.held.size > 0 ? 'running' : 'idle';
  }

  override holding(): number {
    return this.held.size + this.fetches.joined + this.lost.size;
  }

  receive(call: Call): void {
    this.tally.arrived++;
    const isDown = this.crashes > 0;
    if (call.purpose !== Purpose.request) this.answer(call, isDown ? UNAVAILABLE : OK);
    else if (!isDown) this.look(call);
    else if (this.settings.whenDown === 'refuse') this.answer(call, UNAVAILABLE);
    else {
      this.bypassed++;
      call.pod = NO_KEY;
      this.fetch(call);
    }
  }

  handle(kind: number, call: Call): void {
    call.booking = -1;
    (kind === LOST ? this.lost : this.held).remove(call);
    this.answer(call, call.reason);
  }

  answered(child: Call): void {
    const call = child.parent;
    if (call === null || call.stage !== Stage.fetching) return;
    if (child.reason === OK) this.ask(call);
    else this.fetched(call, child.reason, child.retryAfterMs);
  }

  drop(call: Call): void {
    const { stage } = call;
    if (stage === Stage.gone) return;
    const { nowUs } = this.agenda;
    this.tally.end(CANCELLED, nowUs - call.arrivedUs);
    if (call.booking >= 0) this.agenda.cancel(call.booking);
    call.booking = -1;
    call.stage = Stage.gone;
    if (stage === Stage.joined) {
      this.fetches.of(call.pod)?.joined.remove(call);
      this.waiting.add(-1, nowUs);
    } else if (stage === Stage.lost) this.lost.remove(call);
    else {
      this.held.remove(call);
      if (stage === Stage.fetching) this.handOver(call);
    }
    this.takeBack(call);
    call.step = 0;
    call.path.dropped(call);
  }

  configure(settings: CacheSettings): void {
    this.settings = settings;
    this.evictions += this.store.resize(settings.capacity);
    this.read();
  }

  override afflict({ kind }: Effect): boolean {
    if (kind !== 'crash') return false;
    this.crashes++;
    this.store.clear();
    // Whoever goes around a cache that is down also finishes what is under way; nothing of it is kept.
    if (this.settings.whenDown === 'refuse') this.lose();
    return true;
  }

  override relieve({ kind }: Effect): void {
    if (kind === 'crash') this.crashes--;
  }

  private read(): void {
    const { hitMs, ttlMs, keys } = this.settings;
    this.hitUs = usFromMs(hitMs);
    this.ttlUs = ttlMs === null ? Number.POSITIVE_INFINITY : usFromMs(ttlMs);
    this.lnKeys = ln(keys + 1);
  }

  private look(call: Call): void {
    const { nowUs } = this.agenda;
    const key = this.keyOf(call);
    const place = this.store.find(key);
    call.pod = key;
    if (place >= 0 && this.store.isFresh(place, nowUs)) {
      this.hits++;
      this.store.touch(place);
      this.tell(call, OK, nowUs + this.hitUs);
      return;
    }
    this.misses++;
    if (!this.settings.coalesce) return this.fetch(call);
    const fetch = this.fetches.of(key);
    if (fetch === null) {
      this.fetches.begin(call);
      this.fetch(call);
      return;
    }
    this.coalesced++;
    call.stage = Stage.joined;
    fetch.joined.add(call);
    this.waiting.add(1, nowUs);
  }

  /** The user's number, or a draw below zero: the two never meet. */
  private keyOf({ user }: Call): number {
    if (user !== 0) return user;
    const { keys, popularity } = this.settings;
    if (popularity === 'uniform') return -1 - this.draws.below(keys);
    // A power of the number of keys with a uniform exponent: key k comes with probability ln((k + 1) / k) / ln(keys + 1).
    const rank = Math.floor(exp(this.draws.uniform() * this.lnKeys));
    return -Math.min(keys, Math.max(1, rank));
  }

  private fetch(call: Call): void {
    call.stage = Stage.fetching;
    this.held.add(call);
    if (this.out.length === 0) this.fetched(call, NO_ROUTE, 0);
    else this.ask(call);
  }

  /** Asks the next part behind the cache; when all have answered, the answer is complete. */
  private ask(call: Call): void {
    const { step } = call;
    if (step >= this.out.length) return this.fetched(call, OK, 0);
    call.step = step + 1;
    (this.out[step] as Wire).call(call);
  }

  /** A fetch has ended: keeps the answer, and tells everybody who waits for it. */
  private fetched(call: Call, outcome: ReasonCode, retryAfterMs: number): void {
    const { nowUs } = this.agenda;
    const isStale = outcome !== OK && this.mayBeStale(call.pod, outcome);
    if (outcome === OK && this.crashes === 0 && call.pod !== NO_KEY && this.store.put(call.pod, nowUs + this.ttlUs)) {
      this.evictions++;
    }
    const reason = isStale ? OK : outcome;
    const fetch = this.fetches.ledBy(call);
    if (fetch !== null) {
      const joined = fetch.joined.takeAll();
      this.fetches.end(fetch);
      this.waiting.add(-joined.length, nowUs);
      // Booked, not answered at once: what one caller does next may take another call back.
      for (const other of joined) {
        this.mark(other, isStale, retryAfterMs);
        this.tell(other, reason, nowUs);
      }
    }
    this.held.remove(call);
    this.mark(call, isStale, retryAfterMs);
    this.answer(call, reason);
  }

  /** What an answer that was fetched says besides its reason. */
  private mark(call: Call, isStale: boolean, retryAfterMs: number): void {
    call.retryAfterMs = retryAfterMs;
    if (!isStale) return;
    this.stale++;
    call.isFallback = true;
  }

  private mayBeStale(key: number, outcome: ReasonCode): boolean {
    if (!this.settings.staleOnError || key === NO_KEY || reasonInfo(outcome).status < SERVER_ERROR) return false;
    const place = this.store.find(key);
    if (place < 0) return false;
    this.store.touch(place);
    return true;
  }

  private tell(call: Call, reason: ReasonCode, atUs: TimeUs): void {
    call.stage = Stage.reading;
    call.reason = reason;
    this.held.add(call);
    call.booking = this.agenda.book(atUs, Phase.completion, this, ANSWER, call);
  }

  /** Whoever led a fetch has left: the next one takes over what was asked for, so that the others do not wait for nothing. */
  private handOver(call: Call): void {
    const fetch = this.fetches.ledBy(call);
    if (fetch === null) return;
    const next = fetch.joined.first;
    if (next === null) {
      this.fetches.end(fetch);
      return;
    }
    fetch.joined.remove(next);
    fetch.leader = next;
    this.waiting.add(-1, this.agenda.nowUs);
    next.stage = Stage.fetching;
    next.step = call.step;
    this.held.add(next);
    const { child } = call;
    call.child = null;
    next.child = child;
    if (child !== null) child.parent = next;
  }

  /** Everybody inside loses the connection. Each caller learns it by a booking of its own (see `fetched`). */
  private lose(): void {
    const { agenda } = this;
    this.waiting.add(-this.waiting.value, agenda.nowUs);
    const calls = [...this.held.takeAll(), ...this.fetches.endAll()];
    for (const call of calls) {
      if (call.booking >= 0) agenda.cancel(call.booking);
      call.stage = Stage.lost;
      call.reason = CRASHED;
      this.lost.add(call);
      call.booking = agenda.book(agenda.nowUs, Phase.completion, this, LOST, call);
    }
    // Taking back what one had asked for may take another of them out.
    for (const call of calls) if (this.lost.has(call)) this.takeBack(call);
  }

  private takeBack(call: Call): void {
    const { child } = call;
    call.child = null;
    child?.path.withdraw(child);
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.stage = Stage.gone;
    call.step = 0;
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }
}
