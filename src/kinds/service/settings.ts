/** Settings of a service. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** A probe as the kubelet runs it against each pod. */
export interface ProbeSettings {
  /** What is looked at: `process` answers while the process lives, `worker` needs a worker, `dependencies` asks behind, too. */
  readonly check: 'process' | 'worker' | 'dependencies';
  /** 100 to 3,600,000 milliseconds. */
  readonly periodMs: number;
  /** 10 to 600,000 milliseconds. */
  readonly timeoutMs: number;
  /** Failures in a row before the verdict turns, 1 to 100. */
  readonly failureThreshold: number;
  /** Successes in a row before it turns back, 1 to 100. */
  readonly successThreshold: number;
  /** Wait after the start of the container, 0 to 3,600,000 milliseconds. */
  readonly initialDelayMs: number;
}

/** The probes of a pod; null where there is none. */
export interface ProbeSet {
  readonly startup: ProbeSettings | null;
  readonly readiness: ProbeSettings | null;
  readonly liveness: ProbeSettings | null;
}

/** How a service works. */
export interface ServiceSettings {
  /** Replicas, 1 to 1,000. */
  readonly pods: number;
  /** Requests that one pod works on at once, 1 to 100,000. */
  readonly workers: number;
  /** `blocking`: a worker waits for the calls it makes; `async`: it is free meanwhile. */
  readonly model: 'blocking' | 'async';
  /** Own work per request. */
  readonly service: DistributionSpec;
  /** Requests that may wait per pod; null is without limit. */
  readonly queueLimit: number | null;
  /** How requests are spread over the running pods. */
  readonly spread: 'round-robin' | 'random' | 'least-busy';
  /** Megabytes of a pod at rest. */
  readonly baseMemoryMb: number;
  /** Kilobytes for each request that a pod holds. */
  readonly memoryPerRequestKb: number;
  /** Megabytes at which a pod is killed; null is without limit. */
  readonly memoryLimitMb: number | null;
  /** From the start of the container to its first request, milliseconds. */
  readonly startupMs: number;
  /** Wait between the deletion of a pod and the signal to stop, milliseconds; it goes on serving meanwhile. */
  readonly preStopMs: number;
  /** From the deletion of a pod until it is killed, milliseconds. */
  readonly graceMs: number;
  readonly probes: ProbeSet;
  /** What `/health` looks at when somebody from outside asks: a registry, a balancer. */
  readonly healthCheck: ProbeSettings['check'];
  /** Waiting requests of a pod from which its health endpoint answers 429; null never does. */
  readonly warnsAboveQueue: number | null;
}

/** Operations as a new service has them: no probes, no preStop wait, Kubernetes' grace time. */
export const PLAIN_OPERATIONS = {
  preStopMs: 0,
  graceMs: 30_000,
  probes: { startup: null, readiness: null, liveness: null },
  healthCheck: 'process',
  warnsAboveQueue: null,
} as const satisfies Partial<ServiceSettings>;
