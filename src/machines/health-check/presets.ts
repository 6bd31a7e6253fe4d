/** Health checks as real systems do them (DOMAIN.md 2.1, 2.4 to 2.6). Periods are defaults or, where a system has none, examples. */
import type { HealthCheckParams } from './params';

/** A system's check. */
export interface HealthPreset {
  readonly title: string;
  readonly params: HealthCheckParams;
  /** Milliseconds from one check to the next. */
  readonly periodMs: number;
  /** Milliseconds until a check counts as silent. */
  readonly timeoutMs: number;
  /** The period begins when the last check began (kubelet, Envoy) or when it was over (Consul, HAProxy). */
  readonly countsFrom: 'start' | 'finish';
}

const KUBERNETES: HealthCheckParams = {
  initial: 'critical',
  fallsAfter: 3,
  risesAfter: 1,
  firstResultDecides: 'none',
  badAnswerDecides: false,
  warnsOn429: false,
  okFrom: 200,
  okBelow: 400,
};

/** Presets by name. */
export const HEALTH_PRESETS = {
  /** Kubernetes: 10 s, 1 s, 3 failures; no traffic before the first success (pkg/kubelet/prober/worker.go). */
  'kubernetes-readiness': {
    title: 'Kubernetes readiness',
    params: KUBERNETES,
    periodMs: 10_000,
    timeoutMs: 1000,
    countsFrom: 'start',
  },
  'kubernetes-liveness': {
    title: 'Kubernetes liveness',
    params: { ...KUBERNETES, initial: 'passing' },
    periodMs: 10_000,
    timeoutMs: 1000,
    countsFrom: 'start',
  },
  'kubernetes-startup': {
    title: 'Kubernetes startup',
    params: { ...KUBERNETES, initial: 'unknown' },
    periodMs: 10_000,
    timeoutMs: 1000,
    countsFrom: 'start',
  },
  /** The course's tight liveness probe. */
  'course-liveness': {
    title: 'Liveness every 5 s',
    params: { ...KUBERNETES, initial: 'passing' },
    periodMs: 5000,
    timeoutMs: 1000,
    countsFrom: 'start',
  },
  /** Consul has no default interval: 10 s is an example. Timeout 10 s; counters are pre-loaded, so the first result counts at once. */
  'consul-http': {
    title: 'Consul HTTP check',
    params: {
      initial: 'critical',
      fallsAfter: 1,
      risesAfter: 1,
      firstResultDecides: 'any',
      badAnswerDecides: false,
      warnsOn429: true,
      okFrom: 200,
      okBelow: 300,
    },
    periodMs: 10_000,
    timeoutMs: 10_000,
    countsFrom: 'finish',
  },
  /** Envoy: all four figures are required there; these are examples. Exactly 200; a wrong answer decides alone. */
  envoy: {
    title: 'Envoy active check',
    params: {
      initial: 'critical',
      fallsAfter: 3,
      risesAfter: 2,
      firstResultDecides: 'success',
      badAnswerDecides: true,
      warnsOn429: false,
      okFrom: 200,
      okBelow: 201,
    },
    periodMs: 5000,
    timeoutMs: 1000,
    countsFrom: 'start',
  },
  /** HAProxy: inter 2 s, fall 3, rise 2; a server begins one failure away from DOWN (seen beside HAProxy 2.6.12). */
  haproxy: {
    title: 'HAProxy check',
    params: {
      initial: 'passing',
      fallsAfter: 3,
      risesAfter: 2,
      firstResultDecides: 'any',
      badAnswerDecides: false,
      warnsOn429: false,
      okFrom: 200,
      okBelow: 400,
    },
    periodMs: 2000,
    timeoutMs: 2000,
    countsFrom: 'finish',
  },
} as const satisfies Readonly<Record<string, HealthPreset>>;
