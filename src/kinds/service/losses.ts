/** The ways in which a service loses a request, as codes. */
import { reasonCode } from '@/domain/reasons';

/** The work ended with an error. */
export const ERROR = reasonCode('error');
/** No place in the queue. */
export const QUEUE_FULL = reasonCode('queue-full');
/** The pod crashed while it held the request. */
export const CRASHED = reasonCode('crashed');
/** No pod was running. */
export const UNAVAILABLE = reasonCode('unavailable');
/** The pod ran out of memory while it held the request. */
export const OUT_OF_MEMORY = reasonCode('out-of-memory');
/** The caller took the call back. */
export const CANCELLED = reasonCode('cancelled');
/** The pod was shut down while it held the request. */
export const TERMINATED = reasonCode('terminated');
/** What a health check found. */
export const UNHEALTHY = reasonCode('unhealthy');
/** A health check that asks for less traffic. */
export const WARMING_UP = reasonCode('warming-up');
