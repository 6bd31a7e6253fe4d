/** The reference trace and the lists measured at nginx: DOMAIN.md 4.1. */
import { describe, expect, it } from 'vitest';
import { type Charging, LimitSet, type LimitSpec } from './limit-set';
import { REFERENCE_MS, spec, verdicts } from './test-script';
import { MS } from '@/domain/time';

const traceOf = (limit: LimitSpec): string => verdicts(new LimitSet([limit], 'atomic'), REFERENCE_MS);

describe('the reference trace', () => {
  it.each<[string, LimitSpec, string]>([
    ['token bucket', spec('token-bucket'), '1111 1111 1100 1101 1101'],
    ['nginx burst=4 nodelay', spec('leaky-bucket', { burst: 4 }), '1111 1111 1100 1101 1101'],
    ['nginx burst=4, held back', spec('leaky-queue', { burst: 4 }), '1111 1111 1100 1101 1101'],
    ['fixed window', spec('fixed-window'), '1111 1000 0111 1100 1111'],
    ['window from the first hit', spec('first-hit-window'), '1111 1000 0111 1100 1111'],
    ['sliding log', spec('sliding-log'), '1111 1000 0101 1110 1011'],
    ['sliding counter', spec('sliding-counter'), '1111 1000 0000 1101 1101'],
  ])('%s', (_name, limit, trace) => {
    expect(traceOf(limit)).toBe(trace);
  });

  it.each<Charging>(['all', 'until-first-reject'])('is the same with a single limit charged %s', (charging) => {
    const set = new LimitSet([spec('sliding-log')], charging);
    expect(verdicts(set, REFERENCE_MS)).toBe('1111 1000 0101 1110 1011');
  });
});

describe('nginx limit_req', () => {
  const nginx = (burst: number | null, isQueue = false): LimitSet =>
    new LimitSet([spec(isQueue ? 'leaky-queue' : 'leaky-bucket', { limit: 10, burst })], 'atomic');

  it('10 r/s without burst', () => {
    expect(verdicts(nginx(null), [0, 50, 99, 100, 150, 199, 201], 7)).toBe('1001001');
  });

  it('10 r/s, burst 5 nodelay, 8 at once', () => {
    const set = nginx(5);
    expect(verdicts(set, [0, 0, 0, 0, 0, 0, 0, 0], 8)).toBe('11111100');
    expect(verdicts(set, [100, 100, 300, 300, 300], 5)).toBe('10110');
  });

  it('cuts the clock to whole milliseconds', () => {
    const set = nginx(null);
    expect([0, 99_999, 100_000].map((us) => set.admit(0, 0, us))).toEqual([true, false, true]);
    const late = nginx(null);
    expect([999, 99_999, 100_000].map((us) => late.admit(0, 0, us))).toEqual([true, false, true]);
  });

  it('cuts the rate to whole 1/1000 requests per second: 10 r/m are 0.166 r/s', () => {
    const perMinute = (): LimitSet => new LimitSet([spec('leaky-bucket', { limit: 10, windowMs: 60_000 })], 'atomic');
    expect(verdicts(perMinute(), [0, 6024], 2)).toBe('10');
    expect(verdicts(perMinute(), [0, 6025], 2)).toBe('11');
  });

  it('holds back by excess / rate, so that what leaves is spaced evenly', () => {
    const set = nginx(5, true);
    const delays = [0, 0, 0, 0, 0, 0, 0].map(() => (set.admit(0, 0, 0) ? set.delayUs / MS : -1));
    expect(delays).toEqual([0, 100, 200, 300, 400, 500, -1]);
    expect(set.admit(0, 0, 150 * MS)).toBe(true);
    expect(set.delayUs).toBe(450 * MS);
  });

  it('charges none of several limits unless all admit', () => {
    const limits = [spec('leaky-bucket', { id: 'wide', burst: 3 }), spec('leaky-bucket', { id: 'narrow', limit: 1 })];
    const set = new LimitSet(limits, 'atomic');
    expect(verdicts(set, [0, 0, 0, 0, 0], 5)).toBe('10000');
    expect(set.refusedBy).toBe(1);
    expect(set.standing(0, 0, 0, 0).remaining).toBe(3);
  });
});

describe('single rules', () => {
  it('a token bucket gives at most capacity + rate x time', () => {
    const set = new LimitSet([spec('token-bucket', { burst: 2 })], 'atomic');
    expect(verdicts(set, [0, 0, 0, 199, 200, 201, 1000, 1000, 1000], 9)).toBe('110010110');
  });

  it('fixed windows let twice the limit pass around a boundary, a log never', () => {
    const times = [990, 991, 992, 993, 994, 995, 1000, 1001, 1002, 1003, 1004, 1005];
    expect(verdicts(new LimitSet([spec('fixed-window')], 'atomic'), times, 12)).toBe('111110111110');
    expect(verdicts(new LimitSet([spec('sliding-log')], 'atomic'), times, 12)).toBe('111110000000');
  });

  it('a first-hit window ends exactly one length after its first request', () => {
    const set = new LimitSet([spec('first-hit-window', { limit: 1 })], 'atomic');
    expect(verdicts(set, [300, 1299, 1300, 2299, 2300], 5)).toBe('10101');
  });

  it("the sliding counter's estimate is Cloudflare's: 86 before, 12 now, 15 s into the minute make 76.5", () => {
    const set = new LimitSet([spec('sliding-counter', { limit: 100, windowMs: 60_000 })], 'atomic');
    for (let i = 0; i < 86; i++) set.admit(0, 0, 0);
    for (let i = 0; i < 12; i++) set.admit(0, 0, 75_000 * MS);
    expect(set.standing(0, 0, 0, 75_000 * MS).used).toBe(76.5);
  });

  it('says when to come again: refused before, admitted then', () => {
    for (const algorithm of ['token-bucket', 'leaky-bucket', 'fixed-window', 'first-hit-window', 'sliding-log'] as const) {
      expect(waitAfterFive(algorithm)).toEqual({ 'token-bucket': 100, 'leaky-bucket': 100 }[algorithm as string] ?? 700);
    }
    // Five before weigh four only after a fifth of the next window.
    expect(waitAfterFive('sliding-counter')).toBe(900);
  });
});

/** Six requests in the first 300 ms; the answer to the last, checked by coming then and a millisecond before. */
function waitAfterFive(algorithm: LimitSpec['algorithm']): number {
  const make = (): LimitSet => {
    const set = new LimitSet([spec(algorithm, { burst: algorithm === 'leaky-bucket' ? 3 : null })], 'atomic');
    expect(verdicts(set, [0, 0, 0, 0, 100], 5)).toBe(algorithm === 'leaky-bucket' ? '11110' : '11111');
    // A bucket has leaked by now: fill it.
    while (set.admit(0, 0, 300 * MS)) expect(set.refusedBy).toBe(-1);
    return set;
  };
  const waitMs = make().retryAfterMs;
  expect(make().admit(0, 0, (300 + waitMs - 1) * MS)).toBe(false);
  expect(make().admit(0, 0, (300 + waitMs) * MS)).toBe(true);
  return waitMs;
}
