/** XState and plain fields keep the same mode: equal changes, sentences, answers and pictures for any setting and script. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CircuitBreaker, REFUSED, WAIT, type BreakerChange } from './breaker';
import { plainKeeper, xstateKeeper, type MakeKeeper } from './mode-keeper';
import { validateBreakerParams, type BreakerParams, type BreakerWindow } from './params';
import { TestClock } from './test-clock';

/** More runs on demand; a moderate number otherwise. */
const runs = (moderate: number): number => (process.env['FAULTLINE_DEEP'] === undefined ? moderate : moderate * 25);

const windows: fc.Arbitrary<BreakerWindow> = fc.oneof(
  fc.record({ kind: fc.constant('count' as const), calls: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('consecutive' as const), failures: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    kind: fc.constant('time' as const),
    buckets: fc.integer({ min: 1, max: 4 }),
    bucketMs: fc.constantFrom(50, 100),
    turn: fc.constantFrom('epoch' as const, 'creation' as const, 'call-age' as const, 'call-ring' as const),
  }),
);

const settings: fc.Arbitrary<BreakerParams> = fc
  .record<BreakerParams>({
    window: windows,
    failurePercent: fc.constantFrom(0, 33, 50, 100, null),
    comparison: fc.constantFrom('>=', '>'),
    minimumCalls: fc.nat(5),
    countedAt: fc.constantFrom('finish', 'start'),
    slow: fc.constantFrom(
      null,
      { overMs: 50, percent: 50, failuresToo: true },
      { overMs: 50, percent: 80, failuresToo: false },
    ),
    evaluation: fc.constantFrom('every-result', 'bad-result', 'interval', 'request'),
    evaluationIntervalMs: fc.constantFrom(50, 100),
    openMs: fc.constantFrom<(readonly number[])[]>([100], [50, 200], [0, 50]),
    halfOpenBy: fc.constantFrom('timer', 'request'),
    waitComparison: fc.constantFrom('>=', '>'),
    probesPermitted: fc.integer({ min: 1, max: 3 }),
    probesNeeded: fc.integer({ min: 1, max: 3 }),
    probeRule: fc.constantFrom('first-bad', 'rates'),
    excess: fc.constantFrom('refuse', 'wait'),
    halfOpenMaxMs: fc.constantFrom(null, 100),
    lateResults: fc.constantFrom('as-probe', 'ignore', 'closed-window'),
    onClose: fc.constantFrom('reset', 'reset-and-count', 'keep'),
  })
  .filter((params) => validateBreakerParams(params).length === 0);

type Act = readonly ['admit' | 'good' | 'bad' | 'release' | 'pause' | 'force' | 'configure', number];
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.tuple(
    fc.constantFrom('admit', 'admit', 'good', 'bad', 'bad', 'release', 'pause', 'pause', 'force', 'configure'),
    fc.nat(11),
  ),
  { maxLength: 80, size: 'max' },
);
const PAUSES = [0, 1, 49, 50, 51, 99, 100, 101, 200, 0.001, 10, 30];

function story(make: MakeKeeper, params: BreakerParams, other: BreakerParams, script: readonly Act[]): string[] {
  const clock = new TestClock();
  const log: string[] = [];
  const open: { permit: number; fromUs: number }[] = [];
  const breaker: CircuitBreaker = new CircuitBreaker(
    params,
    {
      clock,
      changed: (change: BreakerChange) => log.push(JSON.stringify(change)),
      released: (token, run) => {
        log.push(`released ${token} ${String(run)}`);
        if (run) admit(token);
      },
    },
    make,
  );
  function admit(token: number): void {
    const permit = breaker.admit(token);
    log.push(`admit ${permit}`);
    if (permit !== REFUSED && permit !== WAIT) open.push({ permit, fromUs: clock.nowUs() });
  }
  for (const [number, [act, pick]] of script.entries()) {
    const ends = act === 'good' || act === 'bad' || act === 'release';
    const call = ends ? open.splice(pick % Math.max(1, open.length), 1)[0] : undefined;
    if (act === 'admit') admit(number);
    else if (act === 'pause') clock.advance(PAUSES[pick] ?? 0);
    else if (act === 'force' && pick < 4) breaker.force((['forced-open', 'forced-closed', null, null] as const)[pick] ?? null);
    else if (act === 'configure' && pick < 4) breaker.configure(pick % 2 === 0 ? other : params);
    else if (call !== undefined && act === 'release') breaker.release(call.permit);
    else if (call !== undefined) breaker.settle(call.permit, act === 'good', clock.nowUs() - call.fromUs);
    const picture = breaker.snapshot();
    expect(picture.probes.inFlight).toBeGreaterThanOrEqual(0);
    expect(Math.min(picture.counts.calls, picture.counts.failed, picture.counts.slow)).toBeGreaterThanOrEqual(0);
    log.push(JSON.stringify(picture));
  }
  breaker.dispose();
  expect(clock.pending).toBe(0);
  return log;
}

describe('keepers of the mode', () => {
  it('agree over any setting and script, and leave no timer behind', () => {
    fc.assert(
      fc.property(settings, settings, acts, (params, other, script) => {
        expect(story(plainKeeper, params, other, script)).toEqual(story(xstateKeeper, params, other, script));
      }),
      { numRuns: runs(300), seed: 20_241_124 },
    );
  });
});
