/** The golden traces of DOMAIN.md 1.9 and the comparison boundaries. */
import { describe, expect, it } from 'vitest';
import { CircuitBreaker, REFUSED } from './breaker';
import type { BreakerParams } from './params';
import { BREAKER_PRESETS, type BreakerPresetId } from './presets';
import { RunContext } from '@/engine/context';

const COLUMNS: readonly BreakerPresetId[] = ['resilience4j', 'hystrix', 'polly', 'opossum', 'cockatiel-count', 'cockatiel-consecutive', 'mollitia'];
const TRACES = `
SSFF CCCO CCCO CCCO CCCC CCCC CCCC CCCO
FFSS CCCO CCCO CCCC CCCC CCCC CCCC CCCC
FFFS CCCO CCCO CCCC CCCC CCCC CCCC CCCC
FFFF CCCO CCCO CCCO CCCO CCCO CCCO CCCO
SSSSFF CCCCCO CCCCCC CCCCCC CCCCCC CCCCCC CCCCCC CCCCCO
FSFSFSF CCCOOOO CCCOOOO CCCCOOO CCCCOOO CCCCCCC CCCCCCC CCCCOOO
FFFSF CCCOO CCCOO CCCCO CCCCO CCCCO CCCCC CCCCO
SFSFF CCCOO CCCOO CCCOO CCCCO CCCCO CCCCC CCCOO
SSFFF CCCOO CCCOO CCCOO CCCCO CCCCO CCCCC CCCOO`.trim().split('\n').map((line) => line.split(' '));

/** The trace's configuration: 50 %, minimum 4, window of 4 calls or 10 s, long open time. */
function tuned(id: BreakerPresetId): BreakerParams {
  const params: BreakerParams = BREAKER_PRESETS[id].params;
  const { window } = params;
  if (window.kind === 'consecutive') return { ...params, failureThreshold: 4, openMs: 1e6 };
  const narrow = window.kind === 'count' ? { kind: 'count' as const, size: 4 } : { kind: 'time' as const, spanMs: 10_000, buckets: 10 };
  return { ...params, window: narrow, failureThreshold: 0.5, minimumCalls: 4, openMs: 1e6, tickMs: 50 };
}

interface Bench {
  readonly breaker: CircuitBreaker;
  pass(ms: number): void;
}

function bench(params: BreakerParams): Bench {
  const { clock, agenda } = new RunContext(1);
  const breaker = new CircuitBreaker(params, { clock, changed: () => undefined, released: () => undefined });
  const pass = (ms: number): void => {
    const until = agenda.nowUs + ms * 1000;
    while (agenda.take(until)) agenda.firedTarget.handle(agenda.firedKind, agenda.firedCall);
    agenda.nowUs = until;
  };
  return { breaker, pass };
}

describe('golden traces', () => {
  const rows = TRACES.flatMap(([calls = '', ...states]) => COLUMNS.map((id, i) => [calls, id, states[i] ?? ''] as const));
  it.each(rows)('%s on %s gives %s', (calls, id, expected) => {
    const { breaker, pass } = bench(tuned(id));
    let seen = '';
    for (const outcome of calls) {
      const permit = breaker.admit({});
      if (permit !== REFUSED) breaker.settle(permit, outcome === 'S', 0);
      pass(100);
      seen += breaker.mode === 'closed' ? 'C' : 'O';
    }
    expect(seen).toBe(expected);
  });
});

describe('boundaries', () => {
  const tripped = (id: BreakerPresetId): Bench => {
    const one = bench({ ...tuned(id), openMs: 1000 });
    for (let i = 0; i < 5; i++) {
      const permit = one.breaker.admit({});
      if (permit !== REFUSED) one.breaker.settle(permit, false, 0);
    }
    one.pass(id === 'hystrix' ? 50 : 0);
    expect(one.breaker.mode).toBe('open');
    return one;
  };

  it.each([['opossum', 'open', 'halfOpen'], ['mollitia', 'open', 'halfOpen']] as const)('%s half-opens by timer at exactly the open time', (id, before, at) => {
    const { breaker, pass } = tripped(id);
    pass(999.999);
    expect(breaker.mode).toBe(before);
    pass(0.001);
    expect(breaker.mode).toBe(at);
  });

  it.each([['resilience4j', false], ['hystrix', false], ['polly', true], ['cockatiel-count', true]] as const)(
    '%s lets a probe go at exactly the open time: %s',
    (id, isAllowed) => {
      const { breaker, pass } = tripped(id);
      pass(1000);
      expect(breaker.mode).toBe('open');
      expect(breaker.admit({}) !== REFUSED).toBe(isAllowed);
      pass(0.001);
      if (!isAllowed) expect(breaker.admit({})).not.toBe(REFUSED);
      expect(breaker.mode).toBe('halfOpen');
    },
  );

  it.each([['resilience4j', 4], ['polly', 1], ['opossum', 1], ['mollitia', 2]] as const)('%s closes after good probes (%d needed)', (id, needed) => {
    const { breaker, pass } = tripped(id);
    pass(1001);
    const permits = Array.from({ length: id === 'resilience4j' ? 10 : needed }, () => breaker.admit({}));
    expect(permits).not.toContain(REFUSED);
    expect(breaker.admit({})).toBe(REFUSED);
    for (const permit of permits.slice(0, -1)) breaker.settle(permit, true, 0);
    expect(breaker.mode).toBe('halfOpen');
    breaker.settle(permits.at(-1) as number, true, 0);
    expect(breaker.mode).toBe('closed');
  });

  it('a call of exactly the slow limit is not slow, one microsecond more is', () => {
    const { params } = BREAKER_PRESETS.course;
    for (const [us, mode] of [[200_000, 'closed'], [200_001, 'open']] as const) {
      const { breaker } = bench(params);
      for (let i = 0; i < 20; i++) breaker.settle(breaker.admit({}), true, us);
      expect(breaker.mode).toBe(mode);
    }
  });

  it('cockatiel lets callers wait for the probe', () => {
    const { clock, agenda } = new RunContext(1);
    const released: number[] = [];
    const params = { ...tuned('cockatiel-count'), openMs: 10 };
    const breaker = new CircuitBreaker(params, { clock, changed: () => undefined, released: (_token, permit) => released.push(permit) });
    for (let i = 0; i < 4; i++) breaker.settle(breaker.admit({}), false, 0);
    agenda.nowUs = 10_000;
    const probe = breaker.admit({});
    expect([breaker.admit({}), breaker.admit({})]).toEqual([-2, -2]);
    breaker.settle(probe, true, 0);
    expect(released.every((permit) => permit >= 0) && released.length === 2).toBe(true);
  });
});
