/** What real leases differ in: one table, these parameters (DOMAIN.md 2.1 to 2.3). */
import { MS, type TimeUs, usFromMs } from '@/domain/time';

/** Eureka's brake on evictions. */
export interface SelfPreservation {
  /** Share of the expected beats that must be exceeded, and share of the list that a run of evictions leaves: 0 to 1, usually 0.85. */
  readonly share: number;
  /** Beats that one instance is expected to send in a minute, usually 2. */
  readonly beatsPerMinute: number;
}

/** Parameters of a table of leases. */
export interface LeaseParams {
  /** Milliseconds from one heartbeat to the next, above 0. */
  readonly heartbeatMs: number;
  /** What the lease is said to last, in milliseconds, above 0. */
  readonly ttlMs: number;
  /** Shorter leases are given this length, in milliseconds; 0 sets no bound (etcd: 2 s). */
  readonly minTtlMs: number;
  /** How often the said length passes before a lease is over: 1, or 2 (Eureka: renewal and test both add it, Lease.java). */
  readonly lengths: 1 | 2;
  /** Over at its last moment (`>=`), or only after it (`>`, Eureka). */
  readonly comparison: '>=' | '>';
  /** A heartbeat still counts when the lease is over but on the list (Eureka); etcd no longer knows such a lease. */
  readonly lateBeatCounts: boolean;
  /** Milliseconds between two looks for leases that are over; 0 notices at once (Consul). */
  readonly looksEveryMs: number;
  readonly preservation: SelfPreservation | null;
}

/** Microseconds from the last heartbeat to the first moment at which a lease is over. */
export function lifeUs({ ttlMs, minTtlMs, lengths, comparison }: LeaseParams): TimeUs {
  return usFromMs(Math.max(ttlMs, minTtlMs)) * lengths + (comparison === '>' ? 1 : 0);
}

/** Beats of the last minute that must be exceeded for an eviction among `size` leases; -1 without self-preservation. */
export function beatsToExceed({ preservation }: LeaseParams, size: number): number {
  // The order of the product is Eureka's: another one may round to another whole number.
  return preservation === null ? -1 : Math.floor(size * preservation.beatsPerMinute * preservation.share);
}

/** Most leases that one look may end among `size`. */
export function evictionCap({ preservation }: LeaseParams, size: number): number {
  return preservation === null ? size : size - Math.floor(size * preservation.share);
}

/** Throws a RangeError that names the first parameter out of range. */
export function validateLeaseParams(params: LeaseParams): void {
  const { heartbeatMs, ttlMs, minTtlMs, looksEveryMs, preservation } = params;
  const least = 1 / MS;
  if (!(heartbeatMs >= least) || !Number.isFinite(heartbeatMs)) throw new RangeError('heartbeatMs must be above 0');
  if (!(ttlMs >= least) || !Number.isFinite(ttlMs)) throw new RangeError('ttlMs must be above 0');
  if (!(minTtlMs >= 0) || !Number.isFinite(minTtlMs)) throw new RangeError('minTtlMs must be 0 or more');
  if (looksEveryMs !== 0 && (!(looksEveryMs >= least) || !Number.isFinite(looksEveryMs))) {
    throw new RangeError('looksEveryMs must be 0 or more');
  }
  if (preservation === null) return;
  if (!(preservation.share >= 0 && preservation.share <= 1)) throw new RangeError('share must be from 0 to 1');
  if (!(preservation.beatsPerMinute > 0)) throw new RangeError('beatsPerMinute must be above 0');
}
