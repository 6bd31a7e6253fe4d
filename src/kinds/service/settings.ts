/** Settings of a service. */
import type { DistributionSpec } from '@/engine/chance/distribution';

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
}
