/**
 * Our leases beside those of etcd. Requests are timed on this side: what was asked took effect between sending and answer, so our
 * table is run at both ends of these spans and at every phase of its looks, and etcd's keys must go within what that allows.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Etcd, EtcdError, type Granted, type Span } from './test-etcd';
import { endAll, found, sleep } from './test-programs';
import { MS, SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';
import { LeaseTable } from '@/machines/lease/lease-table';
import { type LeaseParams, lifeUs } from '@/machines/lease/params';
import { LEASE_PRESETS } from '@/machines/lease/presets';
import { numbers } from '@/policies/rate-limit/test-script';

const PRESET = LEASE_PRESETS.etcd.params;

/** A lease of ours that looks at its leases from `startMs` on; time is milliseconds. */
class OurLease {
  readonly table: LeaseTable;
  endMs: number | null = null;
  private readonly context = new RunContext(1);

  constructor(ttlS: number, startMs: number, other: Partial<LeaseParams> = {}) {
    const params = { ...PRESET, ttlMs: ttlS * 1000, heartbeatMs: (ttlS * 1000) / 3, ...other };
    this.passTo(startMs);
    this.table = new LeaseTable(params, this.context.clock, this.context.stream('registry', 'evictions'), {
      expired: () => {
        this.endMs = this.context.agenda.nowUs / MS;
      },
    });
  }

  /** Does what comes due until then, what comes due in that very moment included. */
  passTo(ms: number): this {
    const { agenda } = this.context;
    const untilUs = Math.round(ms * MS);
    for (let due = agenda.take(untilUs); due !== null; due = agenda.take(untilUs)) due.target.handle(due.kind, due.call);
    agenda.nowUs = untilUs;
    return this;
  }
}

/**
 * When our lease ends, granted and kept alive at these moments: earliest and latest over all phases of the looks. The extremes
 * are a look in the moment of the end and one just before it; a microsecond more or less covers what is rounded.
 */
function oursEnds(ttlS: number, momentsMs: readonly number[]): readonly [number, number] {
  const [grantMs = 0, ...beats] = momentsMs;
  const overMs = (momentsMs.at(-1) ?? 0) + lifeUs({ ...PRESET, ttlMs: ttlS * 1000 }) / MS;
  const { looksEveryMs } = PRESET;
  const alignedMs = looksEveryMs - ((overMs - grantMs) % looksEveryMs);
  const ends = [-0.002, -0.001, 0, 0.001, 0.002, looksEveryMs / 3, looksEveryMs / 2].map((shiftMs) => {
    const lease = new OurLease(ttlS, grantMs - alignedMs - shiftMs);
    lease.passTo(grantMs).table.register('key');
    for (const beatMs of beats) expect(lease.passTo(beatMs).table.renew('key')).toBe(true);
    lease.passTo(overMs + 2 * looksEveryMs);
    return lease.endMs ?? Number.NaN;
  });
  return [Math.min(...ends), Math.max(...ends)];
}

describe('leases as etcd 3.4.23 was measured', () => {
  const RECORDED_S = [
    [2, 2.4],
    [2, 2.51],
    [3, 3.5],
  ] as const;
  it.each(RECORDED_S)('a lease of %d s that is never kept alive goes after %d s', (ttlS, tookS) => {
    const [earliestMs, latestMs] = oursEnds(ttlS, [1000]);
    expect(earliestMs - 1000).toBeCloseTo(ttlS * 1000, 1);
    expect(latestMs - earliestMs).toBeCloseTo(PRESET.looksEveryMs, 1);
    expect(tookS * 1000).toBeGreaterThanOrEqual(earliestMs - 1000);
    // What the request took on its way is in the measured figure.
    expect(tookS * 1000).toBeLessThanOrEqual(latestMs - 1000 + 15);
  });
});

/** A key under a lease, and what was done to it. */
interface Life {
  readonly key: string;
  readonly ttlS: number;
  readonly grantAfterMs: number;
  /** Pauses before each keep-alive. */
  readonly beatsAfterMs: readonly number[];
  readonly isRevoked: boolean;
}

const LIVES: readonly Life[] = Array.from({ length: 60 }, (_, i) => {
  const draw = numbers(i + 1);
  const ttlS = 1 + draw(4);
  const lifeMs = Math.max(2, ttlS) * 1000;
  const beats = draw(4);
  return {
    key: `life-${i}`,
    ttlS,
    grantAfterMs: draw(6000),
    // Never so late that a busy machine makes it too late.
    beatsAfterMs: Array.from({ length: beats }, () => (lifeMs * (20 + draw(50))) / 100),
    isRevoked: i % 6 === 5,
  };
});

/** Lives a life at etcd; the spans of its grant and keep-alives. */
async function live(etcd: Etcd, { key, ttlS, grantAfterMs, beatsAfterMs, isRevoked }: Life): Promise<readonly Granted[]> {
  await sleep(grantAfterMs);
  const granted = await etcd.grant(ttlS);
  await etcd.put(key, granted.id);
  const spans = [granted];
  for (const afterMs of beatsAfterMs) {
    await sleep(afterMs);
    spans.push(await etcd.keepAlive(granted.id));
  }
  if (isRevoked) await etcd.revoke(granted.id);
  return spans;
}

const sent = ({ sentMs }: Span): number => sentMs;
const answered = ({ answeredMs }: Span): number => answeredMs;
/** Beyond etcd's own half second: writing down the end of a lease, and telling it, on a machine that is busy with other tests. */
const TELLING_MS = 700;

describe.each(found('etcd'))('leases beside etcd %s', () => {
  let etcd: Etcd;
  const spans = new Map<string, readonly Granted[]>();

  beforeAll(async () => {
    etcd = await Etcd.start();
    await etcd.watch();
    const all = await Promise.all(LIVES.map(async (life) => live(etcd, life)));
    for (const [i, { key }] of LIVES.entries()) spans.set(key, all[i] ?? []);
    for (let tries = 0; tries < 100 && etcd.goneMs.size < LIVES.length; tries++) await sleep(100);
  });
  afterAll(async () => {
    etcd.stop();
    await endAll();
  });

  it('gives the length of our leases: the one asked for, and 2 s for 1 s', async () => {
    for (const { key, ttlS } of LIVES) {
      const ours = lifeUs({ ...PRESET, ttlMs: ttlS * 1000 }) / SECOND;
      expect(spans.get(key)?.map((span) => span.ttlS)).toEqual(spans.get(key)?.map(() => ours));
    }
    expect(new Set(LIVES.map(({ ttlS }) => ttlS))).toEqual(new Set([1, 2, 3, 4]));
    expect((await etcd.grant(3600)).ttlS).toBe(3600);
  });

  it('ends each lease within the bounds of ours, never before', () => {
    const late: number[] = [];
    for (const { key, ttlS, isRevoked } of LIVES) {
      if (isRevoked) continue;
      const own = spans.get(key) ?? [];
      const goneMs = etcd.goneMs.get(key) ?? Number.NaN;
      expect(goneMs).toBeGreaterThanOrEqual(oursEnds(ttlS, own.map(sent))[0]);
      const [earliestMs, latestMs] = oursEnds(ttlS, own.map(answered));
      expect(goneMs).toBeLessThanOrEqual(latestMs + TELLING_MS);
      late.push(goneMs - earliestMs);
    }
    expect(late).toHaveLength(50);
    // A look every half second: some ends are noticed soon, some late, and half of them within less than the whole half second.
    expect(Math.min(...late)).toBeLessThan(250);
    expect(Math.max(...late)).toBeGreaterThan(250);
    expect(late.toSorted((a, b) => a - b)[25]).toBeLessThan(500);
  });

  it('ends a revoked lease at once, as ours ends when an instance signs off', () => {
    for (const { key, ttlS, isRevoked } of LIVES) {
      if (!isRevoked) continue;
      const last = spans.get(key)?.at(-1)?.answeredMs ?? Number.NaN;
      expect(etcd.goneMs.get(key)).toBeLessThan(last + Math.max(2, ttlS) * 1000);
      const lease = new OurLease(ttlS, 0);
      lease.table.register('key');
      expect([lease.table.deregister('key'), lease.table.size]).toEqual([true, 0]);
    }
  });

  it('knows no lease that has been revoked or was never granted', async () => {
    const { id } = await etcd.grant(30);
    await etcd.revoke(id);
    const lease = new OurLease(30, 0);
    lease.table.register('key');
    lease.table.deregister('key');
    expect([(await etcd.keepAlive(id)).ttlS, lease.table.renew('key')]).toEqual([null, false]);
    await expect(etcd.revoke(id)).rejects.toEqual(new EtcdError(5, 'lease/revoke: etcdserver: requested lease not found'));
    expect([lease.table.deregister('key'), lease.table.modeOf('key')]).toEqual([false, 'expired']);
    expect((await etcd.timeToLive(id)).ttlS).toBe(-1);
  });

  it('grants the same number again only after it is free, and then in full length', async () => {
    const { id } = await etcd.grant(7, '4711');
    expect(id).toBe('4711');
    await expect(etcd.grant(9, id)).rejects.toMatchObject({ code: 9 });
    await etcd.revoke(id);
    expect((await etcd.grant(9, id)).ttlS).toBe(9);
    const left = (await etcd.timeToLive(id)).ttlS ?? 0;
    expect([8, 9]).toContain(left);
    const lease = new OurLease(9, 0);
    lease.table.register('key');
    lease.passTo(5000).table.deregister('key');
    lease.table.register('key');
    expect(lease.passTo(13_999).table.modeOf('key')).toBe('held');
  });

  it('tells the time that is left as ours has it', async () => {
    const granted = await etcd.grant(6);
    const leftS = (silenceMs: number): number => {
      const lease = new OurLease(6, 0);
      lease.table.register('key');
      const { table } = lease.passTo(silenceMs);
      return Math.floor((lifeUs({ ...PRESET, ttlMs: 6000 }) - table.silenceUs('key')) / SECOND);
    };
    const told: number[] = [];
    for (let i = 0; i < 12; i++) {
      await sleep(330);
      const { sentMs, answeredMs, ttlS } = await etcd.timeToLive(granted.id);
      told.push(ttlS ?? Number.NaN);
      expect(ttlS).toBeGreaterThanOrEqual(leftS(answeredMs - granted.sentMs));
      expect(ttlS).toBeLessThanOrEqual(leftS(Math.max(0, sentMs - granted.answeredMs)));
    }
    expect(told.length - new Set(told).size).toBeGreaterThan(4);
  });

  it('takes no keep-alive for a lease that is over: it answers when the lease is gone, and then knows none', async () => {
    const late = await Promise.all(
      Array.from({ length: 16 }, async (_, i) => {
        await sleep(i * 90);
        const granted = await etcd.grant(2);
        await etcd.put(`late-${i}`, granted.id);
        await sleep(granted.answeredMs + 2010 - performance.now());
        return { key: `late-${i}`, ...(await etcd.keepAlive(granted.id)) };
      }),
    );
    expect(late.map(({ ttlS }) => ttlS)).toEqual(late.map(() => null));
    const waits = late.map(({ sentMs, answeredMs }) => answeredMs - sentMs);
    expect(Math.max(...waits)).toBeGreaterThan(100);
    expect(Math.max(...waits)).toBeLessThan(PRESET.looksEveryMs + TELLING_MS);
    for (const { key } of late) expect(etcd.goneMs.has(key)).toBe(true);
  });
});

describe.each(found('etcd'))('the shortest lease of etcd %s', () => {
  let etcd: Etcd;
  beforeAll(async () => {
    etcd = await Etcd.start(3000);
  });
  afterAll(endAll);

  it('is one and a half election timeouts in whole seconds: with 3 s, 5 s', async () => {
    const ours = (ttlS: number): number => lifeUs({ ...PRESET, ttlMs: ttlS * 1000, minTtlMs: 5000 }) / SECOND;
    for (const ttlS of [1, 4, 5, 6]) expect((await etcd.grant(ttlS)).ttlS).toBe(ours(ttlS));
  });
});
