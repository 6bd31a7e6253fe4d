/** Breakers of known libraries as parameters, with their defaults (DOMAIN.md 1.1 to 1.7). */
import type { BreakerParams } from './params';

/** A named set of parameters. */
export interface BreakerPreset {
  readonly title: string;
  readonly source: string;
  readonly params: BreakerParams;
}

const resilience4j: BreakerParams = {
  window: { kind: 'count', size: 100 }, denominator: 'finished', failureThreshold: 0.5, comparison: '>=', minimumCalls: 100, evaluate: 'result',
  tickMs: 0, slow: { overMs: 60_000, threshold: 1 }, openMs: 60_000, halfOpen: 'lazy-after', probes: 10, probesNeeded: 10, excess: 'refuse',
  late: 'current', isResetOnClose: true,
};
const single = { probes: 1, probesNeeded: 1, slow: null, tickMs: 0 } as const;
const hystrix: BreakerParams = {
  ...resilience4j, ...single, window: { kind: 'time', spanMs: 10_000, buckets: 10 }, minimumCalls: 20, evaluate: 'tick', tickMs: 500, openMs: 5000,
  late: 'decide',
};
const polly: BreakerParams = {
  ...hystrix, window: { kind: 'time', spanMs: 30_000, buckets: 10 }, failureThreshold: 0.1, minimumCalls: 100, evaluate: 'failure', halfOpen: 'lazy-at',
};
const opossum: BreakerParams = {
  ...hystrix, denominator: 'started', comparison: '>', minimumCalls: 0, evaluate: 'failure', openMs: 30_000, halfOpen: 'timer', isResetOnClose: false,
};
const cockatiel: BreakerParams = {
  ...polly, window: { kind: 'count', size: 100 }, failureThreshold: 0.5, comparison: '>', excess: 'wait', late: 'own', openMs: 10_000,
};

/** All presets by id. */
export const BREAKER_PRESETS = {
  course: {
    title: 'Course', source: 'COURSE.md exercise 3: slow calls count',
    params: { ...resilience4j, window: { kind: 'count', size: 20 }, minimumCalls: 20, slow: { overMs: 200, threshold: 0.5 }, openMs: 10_000, probes: 1, probesNeeded: 1 },
  },
  resilience4j: { title: 'resilience4j', source: 'CircuitBreakerConfig.java, defaults', params: resilience4j },
  'resilience4j-time': {
    title: 'resilience4j, time window', source: 'SlidingTimeWindowMetrics.java',
    params: { ...resilience4j, window: { kind: 'time', spanMs: 100_000, buckets: 100 } },
  },
  hystrix: { title: 'Hystrix', source: 'HystrixCommandProperties.java, defaults', params: hystrix },
  polly: { title: 'Polly 8', source: 'CircuitBreakerConstants.cs, defaults', params: polly },
  opossum: { title: 'opossum 9', source: 'lib/circuit.js, defaults', params: opossum },
  'cockatiel-count': { title: 'cockatiel, count', source: 'CountBreaker.ts', params: cockatiel },
  'cockatiel-sampling': {
    title: 'cockatiel, sampling', source: 'SamplingBreaker.ts',
    params: { ...cockatiel, window: { kind: 'time', spanMs: 10_000, buckets: 10 } },
  },
  'cockatiel-consecutive': {
    title: 'cockatiel, consecutive', source: 'ConsecutiveBreaker.ts',
    params: { ...cockatiel, window: { kind: 'consecutive' }, failureThreshold: 5, minimumCalls: 0 },
  },
  mollitia: {
    title: 'mollitia', source: 'breaker/index.ts, defaults',
    params: {
      ...resilience4j, window: { kind: 'count', size: 10 }, minimumCalls: 10, evaluate: 'failure', halfOpen: 'timer', probes: 2, probesNeeded: 2, late: 'own',
    },
  },
} as const satisfies Record<string, BreakerPreset>;

/** Name of a preset. */
export type BreakerPresetId = keyof typeof BREAKER_PRESETS;
