/** Beside the real rate-limiter-flexible and express-rate-limit under a fake clock: same verdicts, rests and resets. */
import * as FakeTimers from '@sinonjs/fake-timers';
import { MemoryStore } from 'express-rate-limit';
import { RateLimiterMemory, type RateLimiterRes, RateLimiterUnion } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LimitSet } from './limit-set';
import { moments, numbers, spec } from './test-script';
import { MS } from '@/domain/time';

const SCRIPTS = process.env['FAULTLINE_DEEP'] === undefined ? 40 : 1000;
const CALLS = 120;
const seeds = Array.from({ length: SCRIPTS }, (_, seed) => seed);
/** What both sides say about one call. */
interface Said {
  readonly isIn: boolean;
  readonly remaining: number;
  readonly resetMs: number;
}

let clock: FakeTimers.Clock;
beforeEach(() => {
  clock = FakeTimers.install({
    now: 0,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
});
afterEach(() => {
  clock.uninstall();
});

const goTo = (ms: number): void => {
  clock.tick(ms - clock.now);
};

/** The verdict of a library that throws its refusals. */
async function consumed(limiter: RateLimiterMemory, key: number): Promise<Said> {
  const said = (isIn: boolean, { remainingPoints, msBeforeNext }: RateLimiterRes): Said => ({
    isIn,
    remaining: remainingPoints,
    resetMs: msBeforeNext,
  });
  try {
    return said(true, await limiter.consume(key));
  } catch (error) {
    return said(false, error as RateLimiterRes);
  }
}

function ours(set: LimitSet, index: number, user: number, ms: number, isIn: boolean): Said {
  const { remaining, resetMs } = set.standing(index, user, 0, ms * MS);
  return { isIn, remaining, resetMs };
}

describe('beside the real library', () => {
  it('rate-limiter-flexible 11.4.0 RateLimiterMemory', async () => {
    for (const seed of seeds) {
      const draw = numbers(seed + 1000);
      const [limit, windowMs] = [1 + draw(5), 1000 * (1 + draw(3))];
      const limiter = new RateLimiterMemory({ points: limit, duration: windowMs / 1000 });
      const set = new LimitSet([spec('first-hit-window', { per: 'user', limit, windowMs })], 'atomic');
      const start = clock.now;
      for (const after of moments(seed, windowMs, CALLS)) {
        goTo(start + after);
        const user = draw(2);
        const isIn = set.admit(user, 0, clock.now * MS);
        const theirs = await consumed(limiter, user);
        expect(ours(set, 0, user, clock.now, isIn)).toEqual(theirs);
        expect([set.remaining, set.retryAfterMs]).toEqual([theirs.remaining, isIn ? 0 : theirs.resetMs]);
      }
    }
  });

  it('rate-limiter-flexible 11.4.0 RateLimiterUnion: every limit is charged', async () => {
    for (const seed of seeds) {
      const draw = numbers(seed + 2000);
      const sizes = [1 + draw(3), 2 + draw(6)] as const;
      const windows = [1000 * (1 + draw(2)), 1000 * (1 + draw(3))] as const;
      const each = sizes.map(
        (points, i) => new RateLimiterMemory({ keyPrefix: `limit${i}`, points, duration: (windows[i] as number) / 1000 }),
      ) as [RateLimiterMemory, RateLimiterMemory];
      const union = new RateLimiterUnion(...each);
      const limits = sizes.map((limit, i) =>
        spec('first-hit-window', { id: `limit${i}`, per: 'user', limit, windowMs: windows[i] as number }),
      );
      const set = new LimitSet(limits, 'all');
      const start = clock.now;
      for (const after of moments(seed, windows[0], CALLS)) {
        goTo(start + after);
        const user = draw(2);
        const isIn = set.admit(user, 0, clock.now * MS);
        const refused = await union.consume(user).then(
          () => [],
          (error: unknown) => Object.keys(error as object),
        );
        expect(isIn ? [] : [`limit${set.refusedBy}`]).toEqual(refused.slice(0, 1));
        for (const [i, limiter] of each.entries()) {
          const points = await limiter.get(user);
          expect(set.standing(i, user, 0, clock.now * MS).used).toBe(points?.consumedPoints);
        }
      }
    }
  });

  it('rate-limiter-flexible: user 2, global 5, six calls are 1 1 0 0 0 0 and cost the global limit 6', async () => {
    const user = new RateLimiterMemory({ keyPrefix: 'user', points: 2, duration: 1 });
    const all = new RateLimiterMemory({ keyPrefix: 'global', points: 5, duration: 1 });
    const union = new RateLimiterUnion(user, all);
    const verdicts: number[] = [];
    for (let i = 0; i < 6; i++) {
      verdicts.push(
        await union.consume('k').then(
          () => 1,
          () => 0,
        ),
      );
    }
    expect(verdicts).toEqual([1, 1, 0, 0, 0, 0]);
    expect((await all.get('k'))?.consumedPoints).toBe(6);
  });

  it('express-rate-limit 8.7.4 MemoryStore', async () => {
    for (const seed of seeds) {
      const draw = numbers(seed + 3000);
      const [limit, windowMs] = [1 + draw(5), 20 + draw(2000)];
      const store = new MemoryStore();
      // The store asks for nothing else; the other options are those of its middleware.
      store.init({ windowMs } as Parameters<MemoryStore['init']>[0]);
      const set = new LimitSet([spec('first-hit-window', { per: 'ip', limit, windowMs })], 'atomic');
      const hits = new LimitSet([spec('first-hit-window', { per: 'ip', limit, windowMs })], 'all');
      const start = clock.now;
      for (const after of moments(seed, windowMs, CALLS)) {
        goTo(start + after);
        const ip = draw(2);
        const isIn = set.admit(0, ip, clock.now * MS);
        hits.admit(0, ip, clock.now * MS);
        const { totalHits, resetTime } = await store.increment(String(ip));
        const theirs = {
          isIn: totalHits <= limit,
          remaining: Math.max(limit - totalHits, 0),
          resetMs: Number(resetTime) - clock.now,
        };
        const { remaining, resetMs } = set.standing(0, 0, ip, clock.now * MS);
        expect({ isIn, remaining, resetMs }).toEqual(theirs);
        expect(hits.standing(0, 0, ip, clock.now * MS).used).toBe(totalHits);
      }
      store.shutdown();
    }
  });
});
