/** The golden traces: 50 %, minimum volume 4, calls 100 ms apart, seven breakers; C closed, O open after each call. */
import { describe, expect, it } from 'vitest';
import { CircuitBreaker, REFUSED } from './breaker';
import type { BreakerParams } from './params';
import { BREAKER_PRESETS } from './presets';
import { TestClock } from './test-clock';

const P = BREAKER_PRESETS;
const LONG = [600_000];
/** Four calls or ten seconds; the columns of the table. */
const COLUMNS: Record<string, BreakerParams> = {
  resilience4j: { ...P.resilience4j.params, window: { kind: 'count', calls: 4 }, minimumCalls: 4, openMs: LONG },
  // A tick after each call.
  hystrix: {
    ...P.hystrix.params,
    window: { kind: 'time', buckets: 100, bucketMs: 100, turn: 'creation' },
    evaluationIntervalMs: 100,
    minimumCalls: 4,
    openMs: LONG,
  },
  polly: {
    ...P.polly.params,
    window: { kind: 'time', buckets: 10, bucketMs: 1_000, turn: 'call-age' },
    failurePercent: 50,
    minimumCalls: 4,
    openMs: LONG,
  },
  opossum: { ...P.opossum.params, minimumCalls: 4, openMs: LONG },
  count: { ...P['cockatiel-count'].params, window: { kind: 'count', calls: 4 }, minimumCalls: 4, openMs: LONG },
  consecutive: { ...P['cockatiel-consecutive'].params, window: { kind: 'consecutive', failures: 4 }, openMs: LONG },
  mollitia: { ...P.mollitia.params, window: { kind: 'count', calls: 4 }, minimumCalls: 4, openMs: LONG },
};

const TRACES = `
SSFF    CCCO    CCCO    CCCO    CCCC    CCCC    CCCC    CCCO
FFSS    CCCO    CCCO    CCCC    CCCC    CCCC    CCCC    CCCC
FFFS    CCCO    CCCO    CCCC    CCCC    CCCC    CCCC    CCCC
FFFF    CCCO    CCCO    CCCO    CCCO    CCCO    CCCO    CCCO
SSSSFF  CCCCCO  CCCCCC  CCCCCC  CCCCCC  CCCCCC  CCCCCC  CCCCCO
FSFSFSF CCCOOOO CCCOOOO CCCCOOO CCCCOOO CCCCCCC CCCCCCC CCCCOOO
FFFSF   CCCOO   CCCOO   CCCCO   CCCCO   CCCCO   CCCCC   CCCCO
SFSFF   CCCOO   CCCOO   CCCOO   CCCCO   CCCCO   CCCCC   CCCOO
SSFFF   CCCOO   CCCOO   CCCOO   CCCCO   CCCCO   CCCCC   CCCOO`;

function trace(params: BreakerParams, calls: string): string {
  const clock = new TestClock();
  const breaker = new CircuitBreaker(params, { clock, changed: () => undefined });
  let seen = '';
  for (const call of calls) {
    const permit = breaker.admit();
    if (permit !== REFUSED) breaker.settle(permit, call === 'S', 0);
    clock.advance(100);
    seen += breaker.mode === 'closed' ? 'C' : 'O';
  }
  breaker.dispose();
  expect(clock.pending).toBe(0);
  return seen;
}

describe('golden traces', () => {
  for (const line of TRACES.trim().split('\n')) {
    const [calls = '', ...expected] = line.trim().split(/ +/);
    it(`${calls}: every breaker as in the table`, () => {
      expect(Object.values(COLUMNS).map((params) => trace(params, calls))).toEqual(expected);
    });
  }
});
