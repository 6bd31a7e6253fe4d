/** The cache: order of eviction, freshness to the microsecond, stale answers, shared fetches, crashes, and the invariants. */
import { describe, expect, it } from 'vitest';
import { LruStore } from './lru-store';
import { cacheKind } from './kind';
import { CacheModel } from './model';
import type { CacheSettings } from './settings';
import { MS, SECOND } from '@/domain/time';
import { type Call, Purpose } from '@/engine/call';
import { RandomStream } from '@/engine/chance/random-stream';
import { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import type { ClientSettings } from '@/kinds/client/settings';
import { DatabaseModel } from '@/kinds/database/model';
import { Caller } from '@/kinds/database/test-caller';
import { ThirdPartyModel } from '@/kinds/third-party/model';
import { reasonCode } from '@/domain/reasons';
import { TimeoutLayer } from '@/policies/timeout/model';

const SETTINGS: CacheSettings = {
  keys: 100,
  popularity: 'uniform',
  capacity: 3,
  ttlMs: 1000,
  hitMs: 1,
  staleOnError: false,
  coalesce: false,
  whenDown: 'bypass',
};
const PLAIN = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 5000 };
const ORIGIN = { connections: 1000, query: { kind: 'constant', meanMs: 100 }, queueLimit: 0, waitMs: null } as const;
const CRASH = { kind: 'crash', value: 0 };

interface Bench<Source> {
  readonly run: Run;
  readonly source: Source;
  readonly cache: CacheModel;
  readonly origin: DatabaseModel;
}

function put<S extends NodeModel>(context: RunContext, source: S, own: Partial<CacheSettings>, cancelMs = 0): Bench<S> {
  const cache = new CacheModel(context, 'cache', { ...SETTINGS, ...own });
  const origin = new DatabaseModel(context, 'origin', ORIGIN);
  const wires = [new Wire(context, 'in', source, cache, PLAIN), new Wire(context, 'out', cache, origin, PLAIN)] as const;
  const timeout = new TimeoutLayer(context, 'in', { afterMs: cancelMs, work: 'cancelled' }, reasonCode('timeout'));
  wires[0].assemble(cancelMs > 0 ? [timeout] : []);
  wires[1].assemble([]);
  source.out.push(wires[0]);
  cache.out.push(wires[1]);
  source.start();
  return { run: new Run(context, [source, cache, origin], wires, SECOND), source, cache, origin };
}

/** Calls that the test sends; the user is the key. */
function bench(own: Partial<CacheSettings> = {}): Bench<Caller> {
  const context = new RunContext(1);
  return put(context, new Caller(context), own);
}

/** One user after the other, 200 ms apart from where the run is; H for a hit, m for a miss. */
function sequence({ run, source, cache }: Bench<Caller>, users: readonly number[]): string {
  return users
    .map((user) => {
      const before = cache.hits;
      source.send(user);
      run.advance(run.nowUs + 200 * MS);
      return cache.hits > before ? 'H' : 'm';
    })
    .join('');
}

function sound({ run }: { readonly run: Run }): void {
  run.check();
  expect(run.stopped).toBeNull();
}

describe('the store', () => {
  it('gives up the least recently used', () => {
    const store = new LruStore(3);
    expect([1, 2, 3].map((key) => store.put(key, 10))).toEqual([false, false, false]);
    store.touch(store.find(1));
    expect([store.put(4, 10), store.find(2), store.size]).toEqual([true, -1, 3]);
    store.put(3, 20);
    store.put(5, 10);
    expect([1, 2, 3, 4, 5].map((key) => store.find(key) >= 0)).toEqual([false, false, true, true, true]);
    expect(store.resize(1)).toBe(2);
    expect([3, 4, 5].map((key) => store.find(key) >= 0)).toEqual([false, false, true]);
    store.resize(2);
    expect([store.put(6, 10), store.put(7, 10), store.find(5)]).toEqual([false, true, -1]);
  });

  it('does what a plain list would do, and stays bounded', () => {
    const store = new LruStore(50);
    const list: number[] = [];
    const dice = new RandomStream(3, 'test', 'keys');
    for (let i = 0; i < 20_000; i++) {
      const key = dice.below(120);
      const at = list.indexOf(key);
      expect(store.find(key) >= 0).toBe(at >= 0);
      if (at >= 0) list.splice(at, 1);
      list.push(key);
      if (list.length > 50) list.shift();
      if (at >= 0 && dice.chance(0.5)) store.touch(store.find(key));
      else store.put(key, 0);
    }
    expect(store.size).toBe(50);
  });
});

describe('hits and misses', () => {
  it('follow least-recently-used order', () => {
    const lab = bench({ ttlMs: null });
    expect(sequence(lab, [1, 2, 3, 1, 4, 2, 1, 3])).toBe('mmmHmmHm');
    expect([lab.cache.hits, lab.cache.misses, lab.cache.evictions, lab.cache.entries]).toEqual([2, 6, 3, 3]);
    expect(lab.source.answers[3]).toMatchObject({ atMs: 601, reason: 'none', isFallback: false });
    sound(lab);
  });

  it('end at the age of the lifetime, counted from the arrival of the answer', () => {
    const lab = bench();
    lab.source.send(1);
    lab.run.advance(1_099 * MS + 999);
    lab.source.send(1);
    expect([lab.cache.hits, lab.cache.misses]).toEqual([1, 1]);
    lab.run.advance(1_100 * MS);
    lab.source.send(1);
    expect([lab.cache.hits, lab.cache.misses]).toEqual([1, 2]);
  });

  it('keep no failures', () => {
    const lab = bench();
    lab.origin.afflict({ kind: 'errors', value: 1 });
    expect(sequence(lab, [1, 1])).toBe('mm');
    expect([lab.source.reasons, lab.cache.entries]).toEqual([['error', 'error'], 0]);
  });

  it('of drawn keys come as often as their popularity says', () => {
    const lab = bench({ keys: 20, capacity: 20, ttlMs: null, hitMs: 0 });
    lab.source.send(...new Array<number>(5000).fill(0));
    lab.run.advance(SECOND);
    expect(lab.cache.entries).toBe(20);
    // One entry of 100 keys: a request hits when it asks for what the last one asked for. Sum of squares of ln((k + 1) / k) / ln(101).
    const zipf = bench({ keys: 100, capacity: 1, ttlMs: null, popularity: 'zipf', hitMs: 0 });
    zipf.origin.configure({ ...ORIGIN, query: { kind: 'constant', meanMs: 0 } });
    for (let i = 0; i < 20_000; i++) {
      zipf.source.send(0);
      zipf.run.advance(i);
    }
    const expected = Array.from({ length: 100 }, (_, i) => (Math.log((i + 2) / (i + 1)) / Math.log(101)) ** 2).reduce((a, b) => a + b);
    expect(Math.abs(zipf.cache.hits / 20_000 - expected)).toBeLessThan(4 * 0.0018);
  });

  it('need somebody to ask', () => {
    const lab = bench();
    lab.cache.out.splice(0);
    lab.source.send(1);
    expect(lab.source.reasons).toEqual(['no-route']);
    sound(lab);
  });

  it('are no matter of health checks', () => {
    const lab = bench({ whenDown: 'bypass' });
    const reasons: number[] = [];
    const probe = (): void => {
      const wire = lab.source.out[0] as Wire;
      const call = lab.run.context.pool.take(wire);
      call.purpose = Purpose.probe;
      call.asker = { answered: ({ reason }) => void reasons.push(reason) };
      wire.start(call, null);
    };
    probe();
    lab.cache.afflict(CRASH);
    probe();
    expect(reasons).toEqual([reasonCode('none'), reasonCode('unavailable')]);
    expect([lab.cache.misses, lab.cache.bypassed, lab.origin.tally.arrived]).toEqual([0, 0, 0]);
  });
});

describe('stale on error', () => {
  it('answers with what is past its time when the origin fails, as a success and a fallback', () => {
    const lab = bench({ staleOnError: true });
    lab.source.send(1);
    lab.run.advance(2 * SECOND);
    lab.origin.afflict({ kind: 'errors', value: 1 });
    lab.source.send(1, 2);
    lab.run.advance(3 * SECOND);
    expect(lab.source.answers.slice(1)).toMatchObject([
      { user: 1, atMs: 2100, reason: 'none', isFallback: true },
      { user: 2, atMs: 2100, reason: 'error', isFallback: false },
    ]);
    expect([lab.cache.stale, lab.cache.misses, lab.cache.tally.completed]).toEqual([1, 3, 2]);
    sound(lab);
  });

  it('does not hide a refusal (RFC 5861 names 500, 502, 503 and 504), whose Retry-After goes on', () => {
    const context = new RunContext(1);
    const caller = new Caller(context);
    const cache = new CacheModel(context, 'cache', { ...SETTINGS, staleOnError: true });
    const quota = { limit: 1, windowMs: 60_000 };
    const api = new ThirdPartyModel(context, 'api', { latency: ORIGIN.query, errorShare: 0, quota, priceCents: 0 });
    const wires = [new Wire(context, 'in', caller, cache, PLAIN), new Wire(context, 'out', cache, api, PLAIN)] as const;
    wires.forEach((wire) => wire.assemble([]));
    caller.out.push(wires[0]);
    cache.out.push(wires[1]);
    const run = new Run(context, [caller, cache, api], wires, SECOND);
    caller.send(1);
    run.advance(20 * SECOND);
    caller.send(1);
    expect(caller.answers[1]).toMatchObject({ reason: 'rate-limited', isFallback: false, retryAfterMs: 40_000 });
    expect(cache.stale).toBe(0);
  });
});

describe('one fetch per key', () => {
  it('without it every miss asks; with it one does, and all get the outcome in the same moment', () => {
    const counts = [false, true].map((coalesce) => {
      const lab = bench({ coalesce });
      lab.source.send(1, 1, 1, 2);
      expect(lab.cache.waiting.value).toBe(coalesce ? 2 : 0);
      sound(lab);
      lab.run.advance(SECOND);
      expect(lab.source.answers.map(({ atMs, reason }) => [atMs, reason])).toEqual(new Array(4).fill([100, 'none']));
      sound(lab);
      return [lab.origin.tally.arrived, lab.cache.misses, lab.cache.coalesced];
    });
    expect(counts).toEqual([
      [4, 4, 0],
      [2, 4, 2],
    ]);
  });

  it('shares a failure, and a stale answer', () => {
    const lab = bench({ coalesce: true });
    lab.origin.afflict({ kind: 'errors', value: 1 });
    lab.source.send(1, 1, 1);
    lab.run.advance(SECOND);
    expect(lab.source.reasons).toEqual(['error', 'error', 'error']);
    const stale = bench({ coalesce: true, staleOnError: true });
    stale.source.send(1);
    stale.run.advance(2 * SECOND);
    stale.origin.afflict(CRASH);
    stale.origin.relieve(CRASH);
    stale.origin.afflict({ kind: 'errors', value: 1 });
    stale.source.send(1, 1, 1);
    stale.run.advance(3 * SECOND);
    expect([stale.cache.stale, stale.cache.tally.completed, stale.origin.tally.arrived]).toEqual([3, 4, 2]);
  });

  it('goes on when the one who asked leaves, and ends with the last', () => {
    const lab = bench({ coalesce: true });
    const calls: (Call | null)[] = [1, 1, 1].map((user) => lab.source.send(user));
    lab.run.advance(50 * MS);
    lab.source.leave(calls[0] ?? null);
    sound(lab);
    lab.source.leave(calls[2] ?? null);
    lab.run.advance(100 * MS);
    expect([lab.source.reasons, lab.origin.tally.arrived, lab.cache.entries]).toEqual([['none'], 1, 1]);
    const pair = [2, 2].map((user) => lab.source.send(user));
    pair.forEach((call) => lab.source.leave(call));
    expect(lab.origin.tally.reasons()).toEqual({ cancelled: 1 });
    lab.run.advance(SECOND);
    expect([lab.cache.entries, lab.cache.holding(), lab.run.context.pool.live]).toEqual([1, 0, 0]);
    sound(lab);
  });
});

describe('a crash', () => {
  it('with bypass sends all to the origin, keeps nothing, and leaves it cold', () => {
    const lab = bench({ ttlMs: null, coalesce: true });
    expect(sequence(lab, [1, 1])).toBe('mH');
    lab.source.send(2);
    lab.cache.afflict(CRASH);
    lab.source.send(1, 1);
    lab.run.advance(lab.run.nowUs + SECOND);
    expect([lab.cache.bypassed, lab.cache.entries, lab.cache.tally.failed, lab.origin.tally.arrived]).toEqual([2, 0, 0, 4]);
    lab.cache.relieve(CRASH);
    expect(sequence(lab, [1, 1])).toBe('mH');
    sound(lab);
  });

  it('with refuse breaks the calls inside and takes back what they asked for', () => {
    const lab = bench({ whenDown: 'refuse', coalesce: true, hitMs: 50 });
    lab.source.send(1);
    lab.run.advance(200 * MS);
    lab.source.send(1, 2, 2, 3);
    lab.cache.afflict(CRASH);
    lab.source.send(1);
    sound(lab);
    lab.run.advance(201 * MS);
    expect(lab.cache.tally.reasons()).toEqual({ crashed: 4, unavailable: 1 });
    expect(lab.origin.tally.reasons()).toEqual({ cancelled: 2 });
    expect([lab.cache.state, lab.cache.waiting.value, lab.run.context.pool.live]).toEqual(['crashed', 0, 0]);
    sound(lab);
  });

  it.each([1, 2, 3, 4, 5, 6])('and withdrawals leave the counts right, seed %d', (seed) => {
    const context = new RunContext(seed);
    const stream = (maxRequests: number | null): ClientSettings => {
      return { arrivals: { kind: 'poisson', perSecond: 400 }, patienceMs: null, maxRequests };
    };
    const own = {
      capacity: 20,
      ttlMs: 150,
      hitMs: 5,
      coalesce: seed % 2 === 0,
      staleOnError: seed % 3 === 0,
      whenDown: seed <= 4 ? 'refuse' : 'bypass',
    } as const;
    const lab = put(context, new ClientModel(context, 'client', stream(null)), own, 60);
    lab.origin.configure({ connections: 10, query: { kind: 'exponential', meanMs: 60 }, queueLimit: 20, waitMs: 50 });
    const dice = new RandomStream(seed, 'test', 'faults');
    let isDown = false;
    let isFailing = false;
    for (let step = 1; step <= 400; step++) {
      lab.run.advance(step * 40 * MS);
      if (dice.chance(0.3)) {
        isDown = !isDown;
        if (isDown) lab.cache.afflict(CRASH);
        else lab.cache.relieve(CRASH);
      }
      if (dice.chance(0.1)) {
        isFailing = !isFailing;
        if (isFailing) lab.origin.afflict(CRASH);
        else lab.origin.relieve(CRASH);
      }
      lab.run.check();
    }
    const { cancelled = 0, crashed = 0 } = lab.cache.tally.reasons();
    expect([cancelled > 0, crashed > 0, lab.cache.entries <= 20]).toEqual([true, true, true]);
    lab.source.configure(stream(0));
    if (isFailing) lab.origin.relieve(CRASH);
    lab.run.advance(60 * SECOND);
    expect([lab.cache.holding(), lab.origin.holding(), lab.run.context.pool.live]).toEqual([0, 0, 0]);
    sound(lab);
  });
});

describe('the contract', () => {
  it('sums up size and lifetime', () => {
    const { schema, summary } = cacheKind;
    expect(summary(schema.parse({}))).toBe('500 entries · TTL 60 s');
    expect(summary(schema.parse({ capacity: 1, ttlMs: null }))).toBe('1 entry · no expiry');
    expect(schema.safeParse({ capacity: 1_000_001 }).success).toBe(false);
    expect(schema.safeParse({ whenDown: 'panic' }).success).toBe(false);
  });
});
