/** The ways in which a gateway refuses or loses a request, as codes. */
import { reasonCode } from '@/domain/reasons';

/** No place in the queue of the replica. */
export const QUEUE_FULL = reasonCode('queue-full');
/** The replica crashed while it held the request. */
export const CRASHED = reasonCode('crashed');
/** The replica was restarted while it held the request. */
export const TERMINATED = reasonCode('terminated');
/** No replica takes requests. */
export const UNAVAILABLE = reasonCode('unavailable');
/** The caller took the call back. */
export const CANCELLED = reasonCode('cancelled');
/** No route takes the path, or it leads to a wire that is not there. */
export const NO_ROUTE = reasonCode('no-route');
/** No token, or one that does not hold. */
export const UNAUTHORIZED = reasonCode('unauthorized');
/** A good token for something else. */
export const FORBIDDEN = reasonCode('forbidden');
/** The keys to check the token with could not be had. */
export const KEYS_UNAVAILABLE = reasonCode('keys-unavailable');
/** A limit was used up. */
export const RATE_LIMITED = reasonCode('rate-limited');
/** The shared store of the limits did not answer, and the gateway lets nobody in then. */
export const LIMITER_ERROR = reasonCode('limiter-error');
