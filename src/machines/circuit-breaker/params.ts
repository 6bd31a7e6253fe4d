/**
 * What can be set on a circuit breaker. One machine serves every library: their differences (comparison, moment of
 * evaluation, number of probes, fate of excess callers and of late results) are parameters here, so that a reader can
 * compare two libraries by comparing two objects.
 */

/** When bad calls are too many: at the limit (resilience4j, Hystrix, Polly, mollitia) or above it (opossum, cockatiel). */
export type Comparison = '>=' | '>';

/**
 * How a time window moves from bucket to bucket.
 * - `epoch`: on whole multiples of the bucket since time 0 (resilience4j);
 * - `creation`: on whole multiples since the window was made or emptied (opossum's interval, Hystrix's stream);
 * - `call-age`: the first call after the current bucket's span opens a new one, old ones leave by age (Polly);
 * - `call-ring`: likewise, but an old bucket leaves only when its place is needed: idle time evicts nothing (cockatiel).
 */
export type BucketTurn = 'epoch' | 'creation' | 'call-age' | 'call-ring';

/** Which results are looked at. */
export type BreakerWindow =
  /** The last `calls` results; 1 to 100 000. */
  | { readonly kind: 'count'; readonly calls: number }
  /** `buckets` (1 to 3 600) buckets of `bucketMs` milliseconds (at least 1); a bucket leaves as a whole. */
  | { readonly kind: 'time'; readonly buckets: number; readonly bucketMs: number; readonly turn: BucketTurn }
  /** `failures` (at least 1) bad results without a good one between them. Percentages and minimum volume do not apply. */
  | { readonly kind: 'consecutive'; readonly failures: number };

/**
 * When the counts are compared with the thresholds.
 * - `every-result`: after each result, a good one included (resilience4j);
 * - `bad-result`: after each failed or slow result (Polly, opossum, cockatiel, mollitia);
 * - `interval`: on a tick, over the buckets completed by then (Hystrix);
 * - `request`: before each call.
 */
export type EvaluationMoment = 'every-result' | 'bad-result' | 'interval' | 'request';

/**
 * What becomes of a result that arrives in HALF-OPEN although its call began in CLOSED.
 * - `as-probe`: it counts like a probe's (resilience4j, Hystrix, Polly, opossum);
 * - `ignore`: it counts nowhere;
 * - `closed-window`: it counts in the window of CLOSED and may open the breaker again (cockatiel).
 */
export type LateResults = 'as-probe' | 'ignore' | 'closed-window';

/** The whole setting of a breaker. */
export interface BreakerParams {
  readonly window: BreakerWindow;
  /** Share of failed calls that opens the breaker, 0 to 100 percent; null switches the check off. */
  readonly failurePercent: number | null;
  /** Comparison of both percentages with their counts. */
  readonly comparison: Comparison;
  /** Fewer counted calls than this never open the breaker; a count window caps it at its size. 0 or more. */
  readonly minimumCalls: number;
  /**
   * `finish`: a call counts when its result arrives. `start`: it counts when it asks, refused or not, so that calls in
   * flight and refusals dilute the rate (opossum's `fires`).
   */
  readonly countedAt: 'finish' | 'start';
  /** Slow calls: longer than `overMs` milliseconds (strictly); `percent` of them opens. Null: duration does not matter. */
  readonly slow: {
    readonly overMs: number;
    readonly percent: number | null;
    /** Whether a failed call that was also slow counts in both rates (resilience4j) or as failed only (mollitia). */
    readonly failuresToo: boolean;
  } | null;
  readonly evaluation: EvaluationMoment;
  /** Milliseconds between two ticks; read only with evaluation `interval`. */
  readonly evaluationIntervalMs: number;
  /** Milliseconds in OPEN: the first value after leaving CLOSED, the next after each failed probing, the last repeats. */
  readonly openMs: readonly number[];
  /** `timer`: HALF-OPEN begins by itself when the wait is over. `request`: the next caller after it makes it HALF-OPEN. */
  readonly halfOpenBy: 'timer' | 'request';
  /** For `request`: whether a caller at exactly the end of the wait is a probe (`>=`) or still refused (`>`). */
  readonly waitComparison: Comparison;
  /** Calls let through in HALF-OPEN; 1 or more. */
  readonly probesPermitted: number;
  /** Results awaited before HALF-OPEN is left; 1 to probesPermitted. */
  readonly probesNeeded: number;
  /** `first-bad`: a bad result opens at once, probesNeeded good ones close. `rates`: percentages over probesNeeded results. */
  readonly probeRule: 'first-bad' | 'rates';
  /** Callers beyond the probes are refused or wait for the probe's end (cockatiel). */
  readonly excess: 'refuse' | 'wait';
  /** Milliseconds after which an undecided HALF-OPEN becomes OPEN again; null waits for ever. */
  readonly halfOpenMaxMs: number | null;
  readonly lateResults: LateResults;
  /** The window when the breaker closes: emptied, emptied and then holding the probe's success (cockatiel), or kept (opossum). */
  readonly onClose: 'reset' | 'reset-and-count' | 'keep';
}

/** Results needed before the rates of CLOSED mean anything: a count window never waits for more than it can hold. */
export function effectiveMinimum(params: BreakerParams): number {
  return params.window.kind === 'count' ? Math.min(params.minimumCalls, params.window.calls) : params.minimumCalls;
}

/** Milliseconds in OPEN for the given number of failed probings since CLOSED (0 = opened from CLOSED). */
export function openWaitMs(params: BreakerParams, reopenings: number): number {
  const list = params.openMs;
  return list[Math.min(reopenings, list.length - 1)] ?? 0;
}

const whole = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;
const percentOk = (value: number | null): boolean => value === null || (Number.isFinite(value) && value >= 0 && value <= 100);
/** A span a run can hold: from 0 up to about 31 years of milliseconds. */
const spanOk = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= 1e12;

function windowComplaints(window: BreakerWindow): string[] {
  switch (window.kind) {
    case 'count':
      return whole(window.calls, 1, 100_000) ? [] : ['The window must hold 1 to 100000 calls.'];
    case 'time': {
      const found: string[] = [];
      if (!whole(window.buckets, 1, 3_600)) found.push('The window must have 1 to 3600 buckets.');
      if (!spanOk(window.bucketMs) || window.bucketMs < 1) found.push('A bucket must last at least 1 ms.');
      return found;
    }
    case 'consecutive':
      return whole(window.failures, 1, 1_000_000) ? [] : ['The number of failures in a row must be at least 1.'];
  }
}

function thresholdComplaints(params: BreakerParams): string[] {
  const found: string[] = [];
  if (!percentOk(params.failurePercent)) found.push('The failure threshold must be between 0 and 100 percent, or off.');
  if (!whole(params.minimumCalls, 0, 1_000_000)) found.push('The minimum number of calls must be a whole number from 0.');
  const slow = params.slow;
  if (slow !== null && !spanOk(slow.overMs)) found.push('The slow-call duration must be at least 0 ms.');
  if (slow !== null && !percentOk(slow.percent)) {
    found.push('The slow-call threshold must be between 0 and 100 percent, or off.');
  }
  if (params.evaluation === 'interval' && (!spanOk(params.evaluationIntervalMs) || params.evaluationIntervalMs < 1)) {
    found.push('The evaluation interval must be at least 1 ms.');
  }
  if (params.evaluation === 'interval' && params.window.kind !== 'time') {
    found.push('Evaluation on an interval needs a time window.');
  }
  if (params.countedAt === 'start' && params.window.kind !== 'time') {
    found.push('Counting calls at their start needs a time window.');
  }
  if (params.window.kind === 'consecutive' && params.probeRule === 'rates') {
    found.push('Failures in a row know no rate: the probe rule must be first-bad.');
  }
  return found;
}

function probeComplaints(params: BreakerParams): string[] {
  const found: string[] = [];
  if (params.openMs.length === 0 || !params.openMs.every(spanOk)) {
    found.push('The time in OPEN needs one or more values of at least 0 ms.');
  }
  if (!whole(params.probesPermitted, 1, 100_000)) found.push('At least 1 probe must be permitted.');
  if (!whole(params.probesNeeded, 1, Math.max(1, params.probesPermitted))) {
    found.push('The number of probes needed must be between 1 and the number permitted.');
  }
  if (params.halfOpenMaxMs !== null && (!spanOk(params.halfOpenMaxMs) || params.halfOpenMaxMs === 0)) {
    found.push('The longest time in HALF-OPEN must be more than 0 ms, or unlimited.');
  }
  if (params.excess === 'wait' && params.probesPermitted !== 1) {
    found.push('Callers can wait for one probe only: permit 1 probe.');
  }
  return found;
}

/** What is wrong with a setting, one sentence each; an empty list means that a breaker can be made of it. */
export function validateBreakerParams(params: BreakerParams): string[] {
  return [...windowComplaints(params.window), ...thresholdComplaints(params), ...probeComplaints(params)];
}
