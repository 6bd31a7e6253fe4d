/**
 * Why a request was lost: one taxonomy for the whole product. Each reason carries the HTTP status a caller would see and,
 * where a proxy answers, the response flag that operators know from Envoy's access logs (Envoy docs,
 * configuration/observability/access_log/usage).
 */

/** One way of losing a request. */
export interface ReasonInfo {
  /** The name in files, reports and tables. */
  readonly id: string;
  /** What happened, for people. */
  readonly text: string;
  /** HTTP status that the caller sees; 0 when the caller is gone or the connection broke. */
  readonly status: number;
  /** Envoy's response flag, or an empty text where no proxy would answer. */
  readonly flag: string;
}

/** Every reason; the position in this list is the code used inside the engine. Append only: codes are part of fingerprints. */
export const REASONS = [
  { id: 'none', text: 'answered', status: 200, flag: '' },
  { id: 'error', text: 'the service answered with an error', status: 500, flag: '' },
  { id: 'timeout', text: 'no answer within the timeout', status: 504, flag: 'UT' },
  { id: 'queue-full', text: 'the queue was full', status: 503, flag: 'UO' },
  { id: 'bulkhead-full', text: 'the bulkhead had no free permit', status: 503, flag: 'UO' },
  { id: 'breaker-open', text: 'the circuit breaker refused the call', status: 503, flag: 'UO' },
  { id: 'crashed', text: 'the pod crashed while it held the request', status: 503, flag: 'UC' },
  { id: 'unavailable', text: 'no pod was running: connection refused', status: 503, flag: 'UH' },
  { id: 'unreachable', text: 'the network did not carry the call', status: 503, flag: 'UF' },
  { id: 'out-of-memory', text: 'the pod ran out of memory while it held the request', status: 503, flag: 'UC' },
  { id: 'gave-up', text: 'the client lost patience and left', status: 0, flag: 'DC' },
  { id: 'cancelled', text: 'the caller cancelled the call', status: 499, flag: 'DC' },
  { id: 'no-route', text: 'the part has nowhere to send the call', status: 404, flag: 'NR' },
  { id: 'limit', text: 'the run stopped at one of its limits', status: 0, flag: '' },
  { id: 'connection-refused', text: 'nobody listens at that address: connection refused', status: 503, flag: 'UF' },
  { id: 'connect-timeout', text: 'the address is gone: the connection timed out', status: 503, flag: 'UF' },
  { id: 'no-endpoint', text: 'no instance was known to be healthy', status: 503, flag: 'UH' },
  { id: 'lookup-failed', text: 'the name could not be resolved', status: 503, flag: 'DF' },
  { id: 'terminated', text: 'the pod was shut down while it held the request', status: 503, flag: 'UC' },
  { id: 'unhealthy', text: 'the health check failed', status: 503, flag: '' },
  { id: 'rate-limited', text: 'too many requests: a rate limit refused it', status: 429, flag: 'RL' },
  { id: 'limiter-error', text: 'the rate limiter could not reach its store and let nobody in', status: 500, flag: 'RLSE' },
  { id: 'unauthorized', text: 'the token was missing, expired, forged or signed with an unknown key', status: 401, flag: 'UAEX' },
  { id: 'keys-unavailable', text: 'the keys to check the token with could not be fetched', status: 401, flag: 'UAEX' },
  { id: 'forbidden', text: 'the token is good but not for this', status: 403, flag: 'UAEX' },
  { id: 'pool-timeout', text: 'no connection of the pool became free in time', status: 503, flag: 'UO' },
  { id: 'warming-up', text: 'the health check asks for less traffic', status: 429, flag: '' },
  { id: 'handshake-failed', text: 'the TLS handshake failed', status: 503, flag: 'UF' },
  { id: 'plaintext-refused', text: 'the proxy takes mutual TLS only: connection reset', status: 503, flag: 'UC' },
  { id: 'connection-reset', text: 'the connection was reset', status: 503, flag: 'UC' },
  { id: 'loss', text: 'the network lost it', status: 503, flag: 'UF' },
  { id: 'proxy-full', text: 'the proxy was out of workers', status: 503, flag: 'UO' },
  { id: 'bad-config', text: 'the proxy has a wrong configuration: no route', status: 404, flag: 'NR' },
] as const satisfies readonly ReasonInfo[];

/** The name of a reason. */
export type ReasonId = (typeof REASONS)[number]['id'];

/** A reason as the engine carries it: an index into REASONS; 0 means success. */
export type ReasonCode = number;

const codes = new Map<string, ReasonCode>(REASONS.map((reason, code) => [reason.id, code]));

/** The code of a reason's name. Throws a RangeError for a name that is not in the list. */
export function reasonCode(id: ReasonId): ReasonCode {
  const code = codes.get(id);
  if (code === undefined) throw new RangeError(`unknown reason "${id}"`);
  return code;
}

/** What is known of a reason code; codes out of range read as a plain error. */
export function reasonInfo(code: ReasonCode): ReasonInfo {
  return REASONS[code] ?? REASONS[1];
}

/** Success. */
export const OK: ReasonCode = 0;
