/** Settings of a registry. */
import type { Learning } from '@/engine/registrar';

/** How instances are asked for their health. */
export interface PollSettings {
  /** 100 to 3,600,000 milliseconds. */
  readonly periodMs: number;
  /** 10 to 600,000 milliseconds. */
  readonly timeoutMs: number;
  /** Failures in a row until an instance is taken out, 1 to 100. */
  readonly failureThreshold: number;
  /** Successes in a row until it is back, 1 to 100. */
  readonly successThreshold: number;
}

/** How leases run out. */
export interface LeaseSettings {
  /** 100 to 3,600,000 milliseconds between two heartbeats. */
  readonly heartbeatMs: number;
  /** 100 to 86,400,000 milliseconds from the last heartbeat. */
  readonly ttlMs: number;
  /** Shorter leases are given this length, 0 to 86,400,000 milliseconds (etcd: 2 s by default). */
  readonly minTtlMs: number;
  /** How often the registry looks for leases that have run out; 0 notices at once. Milliseconds. */
  readonly looksEveryMs: number;
  /** Eureka's lease lasts twice its name: the renewal adds the duration, and the test adds it again (Lease.java). */
  readonly isDoubled: boolean;
  /** Eureka's self-preservation: too few heartbeats in the last minute, and nobody is evicted. */
  readonly preservesItself: boolean;
}

/** How a registry works. */
export interface RegistrySettings {
  readonly learns: Learning;
  readonly lease: LeaseSettings;
  readonly poll: PollSettings;
  /** From a change until readers see it, 0 to 86,400,000 milliseconds. */
  readonly propagationMs: number;
  /** A copy for readers that is renewed so often; 0 reads the newest. Milliseconds. */
  readonly readCacheMs: number;
  /** Time to answer a question, 0 to 60,000 milliseconds. */
  readonly answerMs: number;
  /** Instances that are not fit are left out of answers, or told with their state. */
  readonly answersWith: 'healthy' | 'all';
  /** An instance that stays unfit so long is forgotten; null never is. Milliseconds. */
  readonly forgetsAfterMs: number | null;
}
