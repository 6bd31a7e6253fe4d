/**
 * The breakers people know, as settings of the one machine. Figures are the libraries' defaults; where a library has no
 * default (cockatiel) a value is chosen and said so in `source`. Rules and revisions: see notes.md.
 */
import type { BreakerParams } from './params';

/** A named setting. */
export interface BreakerPreset {
  /** For a list, e.g. "resilience4j (count window)". */
  readonly title: string;
  /** Where the figures come from. */
  readonly source: string;
  readonly params: BreakerParams;
}

/** The names of the presets, in the order of a menu. */
export type BreakerPresetId =
  | 'course'
  | 'resilience4j'
  | 'resilience4j-time'
  | 'hystrix'
  | 'polly'
  | 'opossum'
  | 'cockatiel-count'
  | 'cockatiel-sampling'
  | 'cockatiel-consecutive'
  | 'mollitia';

const RESILIENCE4J: BreakerParams = {
  window: { kind: 'count', calls: 100 },
  failurePercent: 50,
  comparison: '>=',
  minimumCalls: 100,
  countedAt: 'finish',
  slow: { overMs: 60_000, percent: 100, failuresToo: true },
  evaluation: 'every-result',
  evaluationIntervalMs: 500,
  openMs: [60_000],
  halfOpenBy: 'request',
  waitComparison: '>',
  probesPermitted: 10,
  // min(permitted, minimumNumberOfCalls) results decide.
  probesNeeded: 10,
  probeRule: 'rates',
  excess: 'refuse',
  halfOpenMaxMs: null,
  lateResults: 'as-probe',
  onClose: 'reset',
};

/** What Hystrix, Polly and opossum share: one probe whose first result decides, others refused. */
const ONE_PROBE = {
  failurePercent: 50,
  slow: null,
  evaluationIntervalMs: 500,
  probesPermitted: 1,
  probesNeeded: 1,
  probeRule: 'first-bad',
  excess: 'refuse',
  halfOpenMaxMs: null,
  lateResults: 'as-probe',
} as const;

const COCKATIEL = {
  ...ONE_PROBE,
  comparison: '>',
  countedAt: 'finish',
  evaluation: 'bad-result',
  openMs: [10_000],
  halfOpenBy: 'request',
  waitComparison: '>=',
  excess: 'wait',
  lateResults: 'closed-window',
  onClose: 'reset-and-count',
} as const;

const COCKATIEL_SOURCE =
  'cockatiel 3.2.1, src/CircuitBreakerPolicy.ts, src/breaker; it has no default for the time in OPEN: 10 s chosen here';

/** Every preset. The record's keys are used in scenario files: append only. */
export const BREAKER_PRESETS: Readonly<Record<BreakerPresetId, BreakerPreset>> = {
  course: {
    title: 'Course: slow calls over 200 ms',
    source: 'the exercise: last 20 calls, slow above 200 ms, 50 %, open for 10 s, one probe; rules of resilience4j',
    params: {
      ...RESILIENCE4J,
      window: { kind: 'count', calls: 20 },
      minimumCalls: 20,
      slow: { overMs: 200, percent: 50, failuresToo: true },
      openMs: [10_000],
      halfOpenBy: 'timer',
      probesPermitted: 1,
      probesNeeded: 1,
    },
  },
  resilience4j: {
    title: 'resilience4j (last 100 calls)',
    source: 'resilience4j, CircuitBreakerConfig.java, CircuitBreakerStateMachine.java, CircuitBreakerMetrics.java',
    params: RESILIENCE4J,
  },
  'resilience4j-time': {
    title: 'resilience4j (last 100 seconds)',
    source: 'resilience4j, SlidingTimeWindowMetrics.java; buckets of one second on whole seconds',
    params: { ...RESILIENCE4J, window: { kind: 'time', buckets: 100, bucketMs: 1_000, turn: 'epoch' } },
  },
  hystrix: {
    title: 'Hystrix',
    source: 'Netflix Hystrix, HystrixCircuitBreaker.java, HystrixCommandProperties.java',
    params: {
      ...ONE_PROBE,
      window: { kind: 'time', buckets: 20, bucketMs: 500, turn: 'creation' },
      comparison: '>=',
      minimumCalls: 20,
      countedAt: 'finish',
      evaluation: 'interval',
      openMs: [5_000],
      halfOpenBy: 'request',
      waitComparison: '>',
      onClose: 'reset',
    },
  },
  polly: {
    title: 'Polly v8',
    source: 'Polly, src/Polly.Core/CircuitBreaker: CircuitBreakerConstants.cs, CircuitStateController.cs, Health',
    params: {
      ...ONE_PROBE,
      window: { kind: 'time', buckets: 10, bucketMs: 3_000, turn: 'call-age' },
      failurePercent: 10,
      comparison: '>=',
      minimumCalls: 100,
      countedAt: 'finish',
      evaluation: 'bad-result',
      openMs: [5_000],
      halfOpenBy: 'request',
      waitComparison: '>=',
      onClose: 'reset',
    },
  },
  opossum: {
    title: 'opossum 9',
    source: 'opossum 9.0.0, lib/circuit.js, lib/status.js',
    params: {
      ...ONE_PROBE,
      window: { kind: 'time', buckets: 10, bucketMs: 1_000, turn: 'creation' },
      comparison: '>',
      minimumCalls: 0,
      countedAt: 'start',
      evaluation: 'bad-result',
      openMs: [30_000],
      halfOpenBy: 'timer',
      waitComparison: '>=',
      onClose: 'keep',
    },
  },
  'cockatiel-count': {
    title: 'cockatiel CountBreaker',
    source: COCKATIEL_SOURCE,
    params: { ...COCKATIEL, window: { kind: 'count', calls: 100 }, minimumCalls: 100 },
  },
  'cockatiel-sampling': {
    title: 'cockatiel SamplingBreaker',
    source: COCKATIEL_SOURCE,
    // 10 s in ten windows; minimumRps = 5 / 0.5 = 10 per second, times 10 s.
    params: { ...COCKATIEL, window: { kind: 'time', buckets: 10, bucketMs: 1_000, turn: 'call-ring' }, minimumCalls: 100 },
  },
  'cockatiel-consecutive': {
    title: 'cockatiel ConsecutiveBreaker',
    source: COCKATIEL_SOURCE,
    params: { ...COCKATIEL, window: { kind: 'consecutive', failures: 5 }, failurePercent: null, minimumCalls: 0 },
  },
  mollitia: {
    title: 'mollitia (last 10 calls)',
    source: 'mollitia 0.1.1, src/module/breaker/index.ts, sliding-count-breaker.ts',
    params: {
      ...RESILIENCE4J,
      window: { kind: 'count', calls: 10 },
      minimumCalls: 10,
      // A threshold of 100 switches mollitia's check off, and 100 is its default for slow calls.
      slow: { overMs: 60_000, percent: null, failuresToo: false },
      evaluation: 'bad-result',
      halfOpenBy: 'timer',
      probesPermitted: 2,
      probesNeeded: 2,
      lateResults: 'ignore',
    },
  },
};
