/** Several limits together, keys in bounded memory, and the algorithms beside their plainest form. */
import { describe, expect, it } from 'vitest';
import { ALGORITHMS, type Charging, LimitSet, type LimitSpec } from './limit-set';
import { moments, numbers, spec, verdicts } from './test-script';
import { MS } from '@/domain/time';

const UNION = [
  spec('first-hit-window', { id: 'user', per: 'user', limit: 2 }),
  spec('first-hit-window', { id: 'global', limit: 5 }),
];

/** One for each layout of the state. */
const MILLION: readonly string[] = ['token-bucket', 'sliding-log', 'sliding-counter'];

describe('charging', () => {
  it.each<[Charging, string, number]>([
    ['all', '110000', 6],
    ['until-first-reject', '110000', 2],
    ['atomic', '110000', 2],
  ])('%s: user 2, global 5, six calls of one user', (charging, trace, consumed) => {
    const set = new LimitSet(UNION, charging);
    expect(verdicts(set, [0, 0, 0, 0, 0, 0], 6, 7)).toBe(trace);
    expect(set.standing(1, 7, 0, 0).used).toBe(consumed);
    expect(set.refusedBy).toBe(0);
  });

  it('in order: limits before the one that refuses are charged', () => {
    const limits = [UNION[1], UNION[0]] as LimitSpec[];
    const set = new LimitSet(limits, 'until-first-reject');
    expect(verdicts(set, [0, 0, 0, 0, 0, 0], 6, 7)).toBe('110000');
    expect(set.standing(0, 7, 0, 0).used).toBe(6);
    expect(set.refusedBy).toBe(0);
  });

  it('one abusive user burns what all share, unless refused requests are free', () => {
    const other = (charging: Charging): boolean => {
      const set = new LimitSet(UNION, charging);
      verdicts(set, [0, 0, 0, 0, 0, 0], 6, 7);
      return set.admit(8, 0, 0);
    };
    expect([other('all'), other('atomic')]).toEqual([false, true]);
  });

  it('tells the tightest rest, the longest wait and the first that refused', () => {
    const limits = [
      spec('fixed-window', { id: 'a', per: 'ip', limit: 2 }),
      spec('first-hit-window', { id: 'b', per: 'user', limit: 2, windowMs: 5000 }),
    ];
    const set = new LimitSet(limits, 'all');
    set.admit(1, 1, 400 * MS);
    expect([set.remaining, set.retryAfterMs, set.refusedBy]).toEqual([1, 0, -1]);
    set.admit(1, 1, 400 * MS);
    expect([set.remaining, set.retryAfterMs, set.refusedBy]).toEqual([0, 0, -1]);
    set.admit(1, 1, 400 * MS);
    expect([set.remaining, set.retryAfterMs, set.refusedBy]).toEqual([0, 5000, 0]);
    set.admit(1, 2, 400 * MS + 1);
    expect([set.retryAfterMs, set.refusedBy]).toEqual([5000, 1]);
  });

  it('users and addresses that are not told apart share the key 0', () => {
    const set = new LimitSet([spec('token-bucket', { per: 'user', limit: 1 })], 'atomic');
    expect([set.admit(0, 1, 0), set.admit(0, 2, 0), set.admit(1, 2, 0)]).toEqual([true, false, true]);
    expect(set.keys).toBe(2);
  });

  it('without limits everything is admitted', () => {
    const set = new LimitSet([], 'atomic');
    expect(set.admit(1, 1, 0)).toBe(true);
    expect(set.remaining).toBe(Number.POSITIVE_INFINITY);
  });

  it('refuses what it cannot count', () => {
    expect(() => new LimitSet([spec('token-bucket', { limit: 0 })], 'atomic')).toThrow(RangeError);
    expect(() => new LimitSet([spec('sliding-log', { limit: 1_000_001 })], 'atomic')).toThrow(RangeError);
    expect(() => new LimitSet([spec('token-bucket', { per: 'ip' })], 'atomic', 0)).toThrow(RangeError);
  });
});

describe('keys', () => {
  it('that are as good as new go first', () => {
    const set = new LimitSet([spec('token-bucket', { per: 'user', limit: 1 })], 'atomic', 4);
    for (const user of [1, 2, 3, 4]) set.admit(user, 0, user * 100 * MS);
    // User 1 has had its token back since 1100 ms; the others have not.
    expect(set.admit(5, 0, 1150 * MS)).toBe(true);
    expect([set.keys, set.evicted, set.forgotten]).toEqual([4, 1, 0]);
    expect([2, 3, 4].map((user) => set.admit(user, 0, 1150 * MS))).toEqual([false, false, false]);
  });

  it('that were used least recently go next', () => {
    const set = new LimitSet([spec('token-bucket', { per: 'user', limit: 1 })], 'atomic', 3);
    for (const user of [1, 2, 3, 1]) set.admit(user, 0, 0);
    set.admit(4, 0, 0);
    expect([set.keys, set.evicted, set.forgotten]).toEqual([3, 1, 1]);
    expect([1, 3, 4].map((user) => set.admit(user, 0, 0))).toEqual([false, false, false]);
    expect(set.admit(2, 0, 0)).toBe(true);
  });

  const crowds = ALGORITHMS.map((algorithm) => [algorithm, MILLION.includes(algorithm) ? 1_000_000 : 200_000] as const);
  it.each(crowds)('%s: %d users stay within the bound', (algorithm, users) => {
    const maxKeys = 50_000;
    const set = new LimitSet([spec(algorithm, { per: 'user', limit: 3, windowMs: 86_400_000 })], 'atomic', maxKeys);
    let admitted = 0;
    for (let user = 1; user <= users; user++) if (set.admit(user, 0, user)) admitted++;
    expect(admitted).toBe(users);
    expect(set.keys).toBe(maxKeys);
    expect(set.evicted).toBe(users - maxKeys);
    // The log's store doubles: up to twice 12 bytes for each of the stored requests.
    expect(set.bytes).toBeLessThanOrEqual(maxKeys * (algorithm === 'sliding-log' ? 72 : 48));
  });

  it('a full store of logs takes the log of another key, and the limit still holds', () => {
    const limit = 1_000_000;
    const set = new LimitSet([spec('sliding-log', { per: 'user', limit, windowMs: 86_400_000 })], 'atomic');
    for (let user = 1; user <= 3; user++) {
      for (let i = 0; i < limit; i++) set.admit(user, 0, user);
      expect(set.admit(user, 0, user)).toBe(false);
    }
    expect([set.keys, set.forgotten]).toEqual([3, 1]);
    expect(set.bytes).toBeLessThan(30_000_000);
  }, 30_000);

  it('never mixes two keys up: a small table beside one map per key', () => {
    const draw = numbers(5);
    const set = new LimitSet([spec('first-hit-window', { per: 'user', limit: 2, windowMs: 1000 })], 'atomic', 2000);
    const starts = new Map<number, { startMs: number; count: number }>();
    let ms = 0;
    for (let i = 0; i < 60_000; i++) {
      ms += draw(3);
      // Numbers that collide: multiples of 4096, negative ones too. No more than 500 are alive within one window.
      const user = (draw(300) - 150) * 4096 + Math.floor(ms / 4000);
      const seen = starts.get(user);
      const isNew = seen === undefined || ms - seen.startMs >= 1000;
      if (isNew) starts.set(user, { startMs: ms, count: 0 });
      const now = starts.get(user) as { startMs: number; count: number };
      const expected = now.count < 2;
      if (expected) now.count++;
      expect(set.admit(user, 0, ms * MS)).toBe(expected);
    }
    expect(set.evicted).toBeGreaterThan(1000);
  });
});

describe('beside its plainest form', () => {
  const windowMs = 90;
  const scripts = Array.from({ length: 60 }, (_, seed) => ({ limit: 1 + (seed % 6), times: moments(seed, windowMs, 250) }));
  const play = (algorithm: LimitSpec['algorithm'], limit: number, times: readonly number[]): string =>
    verdicts(new LimitSet([spec(algorithm, { limit, windowMs, burst: null })], 'atomic'), times, 250);
  const bits = (times: readonly number[], admit: (ms: number) => boolean): string =>
    times.map((ms) => (admit(ms) ? '1' : '0')).join('');

  it('the sliding log is a filtered list', () => {
    for (const { limit, times } of scripts) {
      let log: number[] = [];
      const plain = bits(times, (ms) => {
        log = log.filter((at) => at > ms - windowMs);
        return log.length < limit && log.push(ms) > 0;
      });
      expect(play('sliding-log', limit, times)).toBe(plain);
    }
  });

  it('the sliding counter is two counts', () => {
    for (const { limit, times } of scripts) {
      const counts = new Map<number, number>();
      const plain = bits(times, (ms) => {
        const window = Math.floor(ms / windowMs);
        const current = counts.get(window) ?? 0;
        const weighted = (counts.get(window - 1) ?? 0) * (windowMs - (ms % windowMs));
        const isIn = weighted + (current + 1) * windowMs <= limit * windowMs;
        if (isIn) counts.set(window, current + 1);
        return isIn;
      });
      expect(play('sliding-counter', limit, times)).toBe(plain);
    }
  });

  it('the token bucket is a theoretical arrival time (GCRA)', () => {
    for (const { limit, times } of scripts) {
      // In units of 1/limit milliseconds: a request costs windowMs, a full bucket is limit x windowMs.
      let tat = 0;
      const plain = bits(times, (ms) => {
        const next = Math.max(tat, ms * limit) + windowMs;
        const isIn = next - ms * limit <= limit * windowMs;
        if (isIn) tat = next;
        return isIn;
      });
      expect(play('token-bucket', limit, times)).toBe(plain);
    }
  });

  it('waits are exact for every algorithm: refused up to then, admitted then', () => {
    for (const algorithm of ALGORITHMS) {
      for (const { limit, times } of scripts.slice(0, 12)) expect(wrongWaits(algorithm, limit, times)).toEqual([]);
    }
  });

  /** Moments at which a promised wait was too short or too long. */
  function wrongWaits(algorithm: LimitSpec['algorithm'], limit: number, times: readonly number[]): readonly number[] {
    const wrong: number[] = [];
    const set = new LimitSet([spec(algorithm, { limit, windowMs })], 'atomic');
    let notBefore = -1;
    for (const ms of times) {
      const isIn = set.admit(0, 0, ms * MS);
      if (notBefore >= 0 && isIn !== ms >= notBefore) wrong.push(ms);
      notBefore = isIn ? -1 : ms + set.retryAfterMs;
    }
    return wrong;
  }
});
