/** Each side of every boundary (wait in OPEN, percentages, minimum, slow calls, buckets), and a breaker's life by hand. */
import { describe, expect, it } from 'vitest';
import { CircuitBreaker, REFUSED, WAIT, type BreakerChange } from './breaker';
import { describeBreaker } from './describe';
import { plainKeeper } from './mode-keeper';
import { openWaitMs, validateBreakerParams, type BreakerParams } from './params';
import { BREAKER_PRESETS, type BreakerPresetId } from './presets';
import { TestClock } from './test-clock';

const P = BREAKER_PRESETS;
const IDS = Object.keys(P) as BreakerPresetId[];

function make(params: BreakerParams) {
  const clock = new TestClock();
  const changes: BreakerChange[] = [];
  const released: [number, boolean][] = [];
  const breaker = new CircuitBreaker(params, {
    clock,
    changed: (change) => changes.push(change),
    released: (token, run) => released.push([token, run]),
  });
  const results = (calls: string, durationUs = 0): void => {
    for (const call of calls) {
      const permit = breaker.admit();
      if (permit >= 0) breaker.settle(permit, call === 'S', durationUs);
    }
  };
  return { clock, breaker, changes, released, results };
}

/** Opens a breaker by failures alone and answers when it opened. */
function opened(id: BreakerPresetId) {
  const made = make(P[id].params);
  made.results('F'.repeat(200));
  if (made.breaker.mode === 'closed') made.clock.advance(P[id].params.evaluationIntervalMs);
  expect(made.breaker.mode).toBe('open');
  return made;
}

describe('the wait in OPEN', () => {
  /** Which presets admit at exactly the end of the wait. */
  const AT_END: Record<BreakerPresetId, boolean> = {
    course: true,
    resilience4j: false,
    'resilience4j-time': false,
    hystrix: false,
    polly: true,
    opossum: true,
    'cockatiel-count': true,
    'cockatiel-sampling': true,
    'cockatiel-consecutive': true,
    mollitia: true,
  };

  for (const id of IDS) {
    it(`${id}: one before, at, one after`, () => {
      const waitMs = openWaitMs(P[id].params, 0);
      for (const [offsetMs, admitted] of [[-1, false], [-0.001, false], [0, AT_END[id]], [0.001, true], [1, true]] as const) {
        const { clock, breaker } = opened(id);
        clock.advance(waitMs + offsetMs);
        const timed = P[id].params.halfOpenBy === 'timer';
        // Lazy breakers show OPEN until a caller comes.
        expect(breaker.mode).toBe(timed && offsetMs >= 0 ? 'half-open' : 'open');
        expect(breaker.snapshot().eligible).toBe(!timed && admitted);
        expect(breaker.admit() >= 0).toBe(admitted);
        expect(breaker.mode).toBe(admitted ? 'half-open' : 'open');
      }
    });

    it(`${id}: probes, excess, and the way out`, () => {
      const { clock, breaker, results, released } = opened(id);
      const { probesPermitted, excess } = P[id].params;
      clock.advance(openWaitMs(P[id].params, 0) + 1);
      const permits = Array.from({ length: probesPermitted }, () => breaker.admit());
      expect(permits.every((permit) => permit > 0)).toBe(true);
      expect(breaker.admit(77)).toBe(excess === 'wait' ? WAIT : REFUSED);
      for (const permit of permits) breaker.settle(permit, true, 0);
      expect(breaker.mode).toBe('closed');
      expect(released).toEqual(excess === 'wait' ? [[77, true]] : []);
      results('S');
      expect(breaker.mode).toBe('closed');
    });
  }

  it('an idle lazy breaker books no timer and stays OPEN', () => {
    const { clock, breaker } = opened('resilience4j');
    expect(clock.pending).toBe(0);
    clock.advance(1_000_000);
    expect(breaker.mode).toBe('open');
    expect(breaker.snapshot()).toMatchObject({ eligible: true, nextProbeAtUs: 60_000_000 });
  });
});

describe('percentages, minimum and slow calls', () => {
  const small = (id: BreakerPresetId, patch: Partial<BreakerParams> = {}) =>
    make({ ...P[id].params, window: { kind: 'count', calls: 4 }, minimumCalls: 4, ...patch });

  it('exactly half: >= opens, > does not', () => {
    const inclusive = small('resilience4j');
    inclusive.results('SSFF');
    expect(inclusive.breaker.mode).toBe('open');
    expect(inclusive.changes[0]?.why).toBe('2 of the last 4 calls failed (50 % >= 50 %)');
    const strict = small('cockatiel-count');
    strict.results('SSFF');
    expect(strict.breaker.mode).toBe('closed');
    strict.results('F');
    expect(strict.changes[0]?.why).toBe('3 of the last 4 calls failed (75 % > 50 %)');
  });

  it('a call of exactly the slow limit is not slow, one microsecond more is', () => {
    const course = make(P.course.params);
    course.results('S'.repeat(20), 200_000);
    expect(course.breaker.mode).toBe('closed');
    course.results('S'.repeat(9), 200_001);
    expect(course.breaker.mode).toBe('closed');
    course.results('S', 200_001);
    expect(course.breaker.mode).toBe('open');
  });

  it('no rate before the minimum; a good result may complete it (resilience4j) or not (bad-result)', () => {
    const each = small('resilience4j');
    each.results('FFF');
    expect(each.breaker.mode).toBe('closed');
    each.results('S');
    expect(each.breaker.mode).toBe('open');
    const bad = small('mollitia');
    bad.results('FFFS');
    expect(bad.breaker.mode).toBe('closed');
  });

  it('a slow failure: both rates in resilience4j, failures only in mollitia', () => {
    for (const [id, slow] of [['resilience4j', 1], ['mollitia', 0]] as const) {
      const { breaker, results } = make(P[id].params);
      results('F', 60_000_001);
      expect(breaker.snapshot().counts).toEqual({ calls: 1, failed: 1, slow });
    }
  });

  it('an off threshold never opens, not even in HALF-OPEN', () => {
    const off = small('mollitia', { failurePercent: null });
    off.results('FFFFFFFF');
    expect(off.breaker.mode).toBe('closed');
  });

  it('evaluation before each call: the call after the crossing is refused', () => {
    const request = small('resilience4j', { evaluation: 'request' });
    request.results('FFFF');
    expect(request.breaker.mode).toBe('closed');
    expect(request.breaker.admit()).toBe(REFUSED);
    expect(request.breaker.mode).toBe('open');
  });
});

describe('buckets', () => {
  it('epoch: a bucket leaves as a whole at the turn of the second', () => {
    const window = { kind: 'time', buckets: 2, bucketMs: 1_000, turn: 'epoch' } as const;
    const { clock, breaker, results } = make({ ...P['resilience4j-time'].params, window });
    clock.advance(999);
    results('F');
    clock.advance(1_000.999);
    expect(breaker.snapshot().counts.calls).toBe(1);
    clock.advance(0.001);
    expect(breaker.snapshot().counts.calls).toBe(0);
  });

  it('call-ring: silence evicts nothing; call-age: it does', () => {
    for (const [turn, left] of [['call-ring', 1], ['call-age', 0]] as const) {
      const { clock, breaker, results } = make({ ...P.polly.params, window: { kind: 'time', buckets: 5, bucketMs: 100, turn } });
      results('S');
      clock.advance(500);
      expect(breaker.snapshot().counts.calls).toBe(left);
    }
  });

  it('Hystrix books a tick only while there is something to look at', () => {
    const { clock, breaker, results } = make(P.hystrix.params);
    expect(clock.pending).toBe(0);
    results('S');
    expect(clock.pending).toBe(1);
    clock.advance(11_000);
    expect(clock.pending).toBe(0);
    expect(breaker.mode).toBe('closed');
  });
});

describe('a life by hand', () => {
  it('forced open, switched off, let go', () => {
    const { breaker, changes, results } = make(P.course.params);
    breaker.force('forced-open');
    expect(breaker.admit()).toBe(REFUSED);
    breaker.force('forced-closed');
    results('F'.repeat(50));
    expect(breaker.mode).toBe('forced-closed');
    expect(breaker.snapshot().counts.calls).toBe(0);
    breaker.force(null);
    expect(changes.map((change) => `${change.from} > ${change.to}: ${change.why}`)).toEqual([
      'closed > forced-open: held open by hand',
      'forced-open > forced-closed: switched off by hand',
      'forced-closed > closed: let go by hand',
    ]);
  });

  it('a changed wait is measured from the opening, whoever keeps the mode', () => {
    for (const keeper of [undefined, plainKeeper]) {
      const clock = new TestClock();
      const breaker = new CircuitBreaker(P.course.params, { clock, changed: () => undefined }, keeper);
      for (let i = 0; i < 20; i += 1) breaker.settle(breaker.admit(), false, 0);
      clock.advance(4_000);
      breaker.configure({ ...P.course.params, openMs: [5_000] });
      clock.advance(999.999);
      expect(breaker.mode).toBe('open');
      clock.advance(0.001);
      expect(breaker.mode).toBe('half-open');
      breaker.configure({ ...P.course.params, halfOpenMaxMs: 300 });
      clock.advance(300);
      expect(breaker.mode).toBe('open');
      expect(breaker.snapshot().lastReason).toBe('the probes did not decide within 300 ms');
      breaker.dispose();
      expect(clock.pending).toBe(0);
    }
  });

  it('a cancelled probe gives its permit back; a waiting caller may take it', () => {
    const { clock, breaker, released } = opened('cockatiel-consecutive');
    clock.advance(10_000);
    const probe = breaker.admit(1);
    expect([breaker.admit(2), breaker.admit(3)]).toEqual([WAIT, WAIT]);
    breaker.withdraw(3);
    breaker.release(probe);
    expect(released).toEqual([[2, true]]);
    expect(breaker.admit(2)).toBe(probe);
    breaker.admit(4);
    breaker.settle(probe, false, 0);
    expect(released.at(-1)).toEqual([4, false]);
  });

  it('longer waits after each failed probe, the first one again after closing', () => {
    const window = { kind: 'count', calls: 1 } as const;
    const { clock, breaker } = make({ ...P.course.params, window, minimumCalls: 1, openMs: [1_000, 2_000] });
    breaker.settle(breaker.admit(), false, 0);
    for (const [waitMs, ok] of [[1_000, false], [2_000, false], [2_000, true]] as const) {
      clock.advance(waitMs - 1);
      expect(breaker.mode).toBe('open');
      clock.advance(1);
      breaker.settle(breaker.admit(), ok, 0);
    }
    breaker.settle(breaker.admit(), false, 0);
    expect(breaker.snapshot().nextProbeAtUs).toBe(breaker.snapshot().sinceUs + 1_000_000);
  });
});

describe('settings and drawing', () => {
  it('every preset is sound, and bad settings are named', () => {
    expect(IDS.flatMap((id) => validateBreakerParams(P[id].params))).toEqual([]);
    const wrong = { failurePercent: 101, openMs: [], probesPermitted: 0, window: { kind: 'count', calls: 0 } } as const;
    const bad: BreakerParams = { ...P.course.params, ...wrong };
    expect(validateBreakerParams(bad)).toHaveLength(4);
    expect(() => make(bad)).toThrow(RangeError);
  });

  it('the statechart of the course', () => {
    const { states, transitions } = describeBreaker(P.course.params);
    expect(states.filter((state) => !state.manual).map((state) => `${state.id} ${state.label} ${state.hint}`)).toEqual([
      'closed CLOSED calls pass',
      'open OPEN fail fast',
      'halfOpen HALF-OPEN 1 probe',
    ]);
    const drawn = transitions.filter((arrow) => !arrow.manual).map((arrow) => `${arrow.from} > ${arrow.to}: ${arrow.label}`);
    expect(drawn.sort()).toEqual([
      'closed > open: slow calls or failures ≥ 50 %',
      'halfOpen > closed: probe answers',
      'halfOpen > open: probe fails',
      'open > halfOpen: after 10 s',
    ]);
    expect(describeBreaker(P.resilience4j.params).transitions.map((arrow) => arrow.label)).toContain('first call after 60 s');
    expect(transitions.filter((arrow) => arrow.manual)).toHaveLength(4);
  });
});
