/** Leases against the rules of Consul, etcd and Eureka (DOMAIN.md 2.1 to 2.3): boundaries to the microsecond, Eureka's arithmetic. */
import { describe, expect, it } from 'vitest';
import { describeLease } from './describe';
import { Lease } from './lease';
import { LeaseTable } from './lease-table';
import { leaseMachine, type LeaseMode } from './lease.machine';
import { beatsToExceed, evictionCap, type LeaseParams, lifeUs } from './params';
import { LEASE_PRESETS } from './presets';
import { SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';

interface Expiry {
  readonly atUs: number;
  readonly keys: readonly string[];
  readonly why: string;
}

/** A table on simulated time of its own. */
class World {
  readonly context = new RunContext(5);
  readonly expiries: Expiry[] = [];
  readonly table: LeaseTable;

  constructor(params: LeaseParams) {
    this.table = new LeaseTable(params, this.context.clock, this.context.stream('registry', 'evictions'), {
      expired: (keys, why) => this.expiries.push({ atUs: this.context.agenda.nowUs, keys, why }),
    });
  }

  passTo(untilUs: number): void {
    const { agenda } = this.context;
    for (let due = agenda.take(untilUs); due !== null; due = agenda.take(untilUs)) due.target.handle(due.kind, due.call);
    agenda.nowUs = untilUs;
  }

  get gone(): string[] {
    return this.expiries.flatMap(({ keys }) => keys);
  }
}

const { eureka, etcd, 'consul-ttl': consul } = LEASE_PRESETS;

describe('a TTL (Consul)', () => {
  it('ends exactly 30 s after the last heartbeat, which starts it anew', () => {
    const world = new World(consul.params);
    world.table.register('a');
    world.passTo(29 * SECOND);
    expect(world.table.renew('a')).toBe(true);
    world.passTo(59 * SECOND - 1);
    expect(world.table.size).toBe(1);
    expect(world.table.silenceUs('a')).toBe(30 * SECOND - 1);
    world.passTo(59 * SECOND);
    expect(world.expiries).toEqual([{ atUs: 59 * SECOND, keys: ['a'], why: 'no heartbeat for 30 s' }]);
    expect(world.table.renew('a')).toBe(false);
  });

  it('keeps one booking, for the earliest end', () => {
    const world = new World(consul.params);
    for (let key = 0; key < 2000; key++) world.table.register(`k${key}`);
    expect(world.table.nextCheckUs).toBe(30 * SECOND);
    expect(world.context.agenda.pending).toBe(1);
    world.passTo(SECOND);
    for (let key = 0; key < 2000; key++) world.table.renew(`k${key}`);
    expect(world.table.nextCheckUs).toBe(31 * SECOND);
    world.passTo(31 * SECOND - 1);
    expect(world.expiries).toEqual([]);
    world.passTo(31 * SECOND);
    expect(world.gone).toHaveLength(2000);
    expect(world.table.nextCheckUs).toBe(Number.POSITIVE_INFINITY);
  });

  it('says nothing of an instance that signs off', () => {
    const world = new World(consul.params);
    world.table.register('a');
    expect([world.table.deregister('a'), world.table.deregister('a')]).toEqual([true, false]);
    world.passTo(100 * SECOND);
    expect(world.expiries).toEqual([]);
  });

  it('measures by a changed setting from the last heartbeat on', () => {
    const world = new World(consul.params);
    world.table.register('a');
    world.passTo(5 * SECOND);
    world.table.configure({ ...consul.params, ttlMs: 12_000 });
    world.passTo(12 * SECOND - 1);
    expect(world.gone).toEqual([]);
    world.passTo(12 * SECOND);
    expect(world.gone).toEqual(['a']);
    expect(() => world.table.configure({ ...consul.params, ttlMs: 0 })).toThrow(RangeError);
    expect(() => world.table.configure({ ...consul.params, looksEveryMs: Number.NaN })).toThrow(RangeError);
  });
});

describe('etcd', () => {
  it('makes a lease of 1 s one of 2 s', () => {
    expect(lifeUs({ ...etcd.params, ttlMs: 1000 })).toBe(2 * SECOND);
    expect(lifeUs({ ...etcd.params, ttlMs: 3000 })).toBe(3 * SECOND);
  });

  const GRANTED = [
    [0, 10_000_000],
    [1, 10_500_000],
    [499_999, 10_500_000],
    [500_000, 10_500_000],
    [500_001, 11_000_000],
  ] as const;
  it.each(GRANTED)('notices the end of a lease granted at %d µs at the look of %d µs', (grantedUs, noticedUs) => {
    const world = new World(etcd.params);
    world.passTo(grantedUs);
    world.table.register('a');
    world.passTo(noticedUs - 1);
    expect(world.gone).toEqual([]);
    world.passTo(noticedUs);
    expect(world.expiries.map(({ atUs }) => atUs)).toEqual([noticedUs]);
  });
});

/** `size` instances that beat every 30 s, of which `dead` never beat again after 100 s. */
function eurekaWorld(size: number, dead: number, untilS: number): World {
  const world = new World(eureka.params);
  for (let key = 0; key < size; key++) world.table.register(`i${key}`);
  for (let second = 10; second < untilS; second += 30) {
    world.passTo(second * SECOND);
    for (let key = second > 100 ? dead : 0; key < size; key++) world.table.renew(`i${key}`);
  }
  world.passTo(untilS * SECOND);
  return world;
}

describe('Eureka', () => {
  it('expects int(N x 2 x 0.85) beats and ends at most N - int(N x 0.85) leases a run', () => {
    expect([1, 6, 7, 10, 20].map((size) => beatsToExceed(eureka.params, size))).toEqual([1, 10, 11, 17, 34]);
    expect([1, 6, 7, 10, 20].map((size) => evictionCap(eureka.params, size))).toEqual([1, 1, 2, 2, 3]);
    expect([beatsToExceed(consul.params, 7), evictionCap(consul.params, 7)]).toEqual([-1, 7]);
  });

  it('freezes six instances after one crash: 10 beats are not more than 10', () => {
    const world = eurekaWorld(6, 1, 1000);
    expect([world.table.lastMinute, world.table.isFrozen]).toEqual([10, true]);
    expect(world.gone).toEqual([]);
    expect(world.table.modeOf('i0')).toBe('overdue');
  });

  it('evicts one of seven: 12 beats are more than 11', () => {
    const world = eurekaWorld(7, 1, 1000);
    // The last beat came at 100 s: the lease is over just after 280 s, and looked at at 300 s.
    expect(world.expiries).toEqual([
      {
        atUs: 300 * SECOND,
        keys: ['i0'],
        why: 'no heartbeat for 180 s (a lease of 90 s lasts twice as long); 12 beats in the last minute > 11',
      },
    ]);
  });

  it('lasts 180 s to the microsecond: over only after it', () => {
    const params: LeaseParams = { ...eureka.params, preservation: null };
    const onTheDot = new World(params);
    onTheDot.table.register('a');
    onTheDot.passTo(200 * SECOND);
    expect(onTheDot.gone).toEqual([]);
    onTheDot.passTo(240 * SECOND);
    expect(onTheDot.gone).toEqual(['a']);

    const before = new World(params);
    before.table.register('a');
    before.table.register('b');
    before.passTo(60 * SECOND - 1);
    before.table.renew('b');
    before.passTo(240 * SECOND);
    expect(before.expiries.map(({ atUs, keys }) => [atUs, keys.length])).toEqual([[240 * SECOND, 2]]);
  });

  it('spreads many evictions over runs, chosen by lot', () => {
    const half = { share: 0.85, beatsPerMinute: 0.5 };
    const world = new World({ ...eureka.params, preservation: half });
    for (let key = 0; key < 20; key++) world.table.register(`i${key}`);
    for (let second = 10; second < 500; second += 30) {
      world.passTo(second * SECOND);
      for (let key = second > 100 ? 10 : 0; key < 20; key++) world.table.renew(`i${key}`);
    }
    const sizes = world.expiries.map(({ atUs, keys }) => [atUs / SECOND, keys.length]);
    // 20 - 17, 17 - 14, 14 - 11, and the last one.
    expect(sizes).toEqual([
      [300, 3],
      [360, 3],
      [420, 3],
      [480, 1],
    ]);
    expect(new Set(world.gone).size).toBe(10);
    expect(world.expiries[0]?.keys).not.toEqual(['i0', 'i1', 'i2']);
    expect(world.gone.every((key) => Number(key.slice(1)) < 10)).toBe(true);
  });

  it('counts no beat of an instance that it does not know', () => {
    const world = new World(eureka.params);
    expect(world.table.renew('nobody')).toBe(false);
    world.table.register('a');
    world.passTo(SECOND);
    world.table.renew('a');
    world.passTo(60 * SECOND);
    expect(world.table.lastMinute).toBe(1);
    world.passTo(180 * SECOND);
    expect(world.table.lastMinute).toBe(0);
  });
});

describe('the machine of a lease', () => {
  function watched(params: LeaseParams) {
    const world = new World(params);
    world.table.register('a');
    const changes: [number, LeaseMode, LeaseMode][] = [];
    const lease = new Lease(world.table, 'a', world.context.clock, (from, to) => {
      changes.push([world.context.agenda.nowUs / SECOND, from, to]);
    });
    return { world, changes, lease };
  }

  it('goes from held to expired at once where nobody has to look', () => {
    const { world, changes, lease } = watched(consul.params);
    world.passTo(30 * SECOND);
    expect(changes).toEqual([[30, 'held', 'expired']]);
    world.table.register('a');
    expect([lease.mode, changes.at(-1)]).toEqual(['held', [30, 'expired', 'held']]);
  });

  it('is overdue between the end and the look; a late beat still counts', () => {
    const { world, changes, lease } = watched({ ...eureka.params, preservation: null });
    world.passTo(10 * SECOND);
    world.table.renew('a');
    world.passTo(190 * SECOND);
    expect(lease.mode).toBe('held');
    world.passTo(195 * SECOND);
    expect(lease.mode).toBe('overdue');
    world.table.renew('a');
    expect(lease.mode).toBe('held');
    world.passTo(420 * SECOND);
    expect(changes).toEqual([
      [195, 'held', 'overdue'],
      [195, 'overdue', 'held'],
      [420, 'held', 'overdue'],
      [420, 'overdue', 'expired'],
    ]);
  });

  it('hears that an instance signs off, and nothing after it is let go', () => {
    const { world, changes, lease } = watched(consul.params);
    world.table.deregister('a');
    expect(changes).toEqual([[0, 'held', 'expired']]);
    lease.stop();
    world.table.register('a');
    expect(changes).toHaveLength(1);
  });

  it('is drawn with the figures of its setting, without what cannot happen under it', () => {
    const ttl = describeLease(consul.params);
    expect(ttl.states.map(({ id }) => id)).toEqual(['held', 'expired']);
    expect(ttl.transitions.map(({ from, to, label, timed }) => [from, to, label, timed])).toEqual([
      ['held', 'expired', '30 s without a beat', true],
      ['held', 'expired', 'signs off', false],
      ['expired', 'held', 'registers again', false],
    ]);
    const drawn = describeLease(eureka.params);
    expect([drawn.initial, ...drawn.states.map(({ label }) => label)]).toEqual(['held', 'HELD', 'OVERDUE', 'EXPIRED']);
    expect(drawn.transitions.filter(({ timed }) => timed).map(({ label }) => label)).toEqual([
      '180 s without a beat',
      'a look, every 60 s, if enough others beat',
    ]);
    expect(Object.keys(leaseMachine.root.states)).toEqual(drawn.states.map(({ id }) => id));
  });
});
