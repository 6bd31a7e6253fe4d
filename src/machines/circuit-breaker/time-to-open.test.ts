/** How long each breaker with its defaults takes to open: after a dependency died, and when it only became slow. */
import { describe, expect, it } from 'vitest';
import { CircuitBreaker, REFUSED } from './breaker';
import type { BreakerParams } from './params';
import { BREAKER_PRESETS, type BreakerPresetId } from './presets';
import { TestClock } from './test-clock';

const P = BREAKER_PRESETS;

/** Seconds from the first failing call to OPEN at 100 calls a second, failing from `healthyMs` on; endless if never. */
function secondsToOpen(params: BreakerParams, healthyMs: number): number {
  const clock = new TestClock();
  let openedUs = Number.POSITIVE_INFINITY;
  const breaker = new CircuitBreaker(params, { clock, changed: (change) => (openedUs = Math.min(openedUs, change.atUs)) });
  for (let ms = 0; ms < healthyMs + 12_000 && openedUs === Number.POSITIVE_INFINITY; ms += 10) {
    clock.advanceTo(ms * 1_000);
    const permit = breaker.admit();
    if (permit !== REFUSED) breaker.settle(permit, ms < healthyMs, 0);
  }
  // The call that opens is the last of its interval: count the interval as the closed forms do (calls divided by rate).
  return (openedUs - healthyMs * 1_000) / 1_000_000;
}

describe('time to open after a dependency dies, 100 calls a second', () => {
  it('resilience4j: 50 failures with a full window, 100 with an empty one', () => {
    expect(secondsToOpen(P.resilience4j.params, 2_000)).toBeCloseTo(0.49, 6);
    expect(secondsToOpen(P.resilience4j.params, 0)).toBeCloseTo(0.99, 6);
  });

  it('Hystrix: half the window, on a tick', () => {
    for (const phase of [0, 100, 250, 490]) {
      const seconds = secondsToOpen(P.hystrix.params, 20_000 + phase);
      expect(seconds).toBeGreaterThanOrEqual(5);
      expect(seconds).toBeLessThanOrEqual(5.5);
    }
  });

  it('Polly: a tenth of a window that holds 27 to 30 s', () => {
    for (const phase of [0, 1_000, 2_500]) {
      const seconds = secondsToOpen(P.polly.params, 60_000 + phase);
      expect(seconds).toBeGreaterThanOrEqual(2.69);
      expect(seconds).toBeLessThanOrEqual(3);
    }
  });

  it('opossum and cockatiel Sampling: more than half of 9 to 10 s, by phase', () => {
    const opossum = { ...P.opossum.params, minimumCalls: 20 };
    for (const [phase, seconds] of [[0, 5], [250, 4.75], [500, 4.5], [750, 4.75]] as const) {
      expect(Math.abs(secondsToOpen(opossum, 30_000 + phase) - seconds)).toBeLessThanOrEqual(0.02);
      expect(Math.abs(secondsToOpen(P['cockatiel-sampling'].params, 30_000 + phase) - seconds)).toBeLessThanOrEqual(0.02);
    }
  });

  it('cockatiel Consecutive: the fifth failure; opossum with defaults: at most the failures of a half window', () => {
    expect(secondsToOpen(P['cockatiel-consecutive'].params, 1_000)).toBeCloseTo(0.04, 6);
    expect(secondsToOpen(P.opossum.params, 0)).toBe(0);
  });

  it('cockatiel Sampling 0.5, 10 s, all failing: call 100', () => {
    expect(secondsToOpen(P['cockatiel-sampling'].params, 0)).toBeCloseTo(0.99, 6);
  });
});

describe('a dependency that slows from 20 ms to 500 ms without errors', () => {
  const sentence = (id: BreakerPresetId): string => {
    const clock = new TestClock();
    let why = '';
    const breaker = new CircuitBreaker(P[id].params, { clock, changed: (change) => (why ||= change.why) });
    for (let call = 0; call < 3_000 && why === ''; call += 1) {
      clock.advance(10);
      const permit = breaker.admit();
      if (permit !== REFUSED) breaker.settle(permit, true, call < 20 ? 20_000 : 500_000);
    }
    clock.advance(1_000);
    return why;
  };

  it('opens no breaker with library defaults', () => {
    const ids = (Object.keys(P) as BreakerPresetId[]).filter((id) => id !== 'course');
    expect(ids.map(sentence)).toEqual(ids.map(() => ''));
  });

  it('opens the course breaker at the tenth slow call', () => {
    expect(sentence('course')).toBe('10 of the last 20 calls took longer than 200 ms (50 % >= 50 %)');
  });
});
