/**
 * One check of the version on trial: what it did since the last one, against what is asked of it. The metrics are Flagger's
 * built-in ones, `request-success-rate` (share without a 5xx; fails below the minimum, so exactly 1 % of errors passes 99)
 * and `request-duration` (p99; fails above the maximum). DOMAIN.md 5.4.
 */

/** What the version on trial did. */
export interface CanarySample {
  /** Requests that ended. */
  readonly requests: number;
  /** Of these, with a status of 500 or above. */
  readonly failed: number;
  /** Milliseconds; 0 when nothing ended. */
  readonly p99Ms: number;
}

/** What is asked of it. */
export interface CanaryDemands {
  /** 0 to 100 percent. */
  readonly successRateMin: number;
  /** Milliseconds; null asks for nothing. */
  readonly p99MaxMs: number | null;
  /**
   * Fewer requests say nothing: the next check looks at them together with its own. 0 or 1 decides on any. Neither product
   * has it.
   */
  readonly minRequests: number;
}

/** What a check says. `undecided`: too few requests; `no-data`: none at all. */
export type CanaryVerdict = 'passed' | 'failed' | 'undecided' | 'no-data';

/** A check with its figures. */
export interface CanaryCheck {
  readonly verdict: CanaryVerdict;
  /** Such as "3.1 % of 412 requests failed". */
  readonly finding: string;
}

/** Room for what a percentage such as 99.9 loses as a double. */
const GRAIN = 1e-9;

const figure = (value: number): string => String(Math.round(value * 100) / 100);

/** Judges a sample. */
export function judge({ requests, failed, p99Ms }: CanarySample, demands: CanaryDemands): CanaryCheck {
  const { successRateMin, p99MaxMs, minRequests } = demands;
  if (requests === 0) return { verdict: 'no-data', finding: 'no request came' };
  const errors = `${figure((failed * 100) / requests)} % of ${requests} ${requests === 1 ? 'request' : 'requests'} failed`;
  if (requests < minRequests) return { verdict: 'undecided', finding: `${errors}, too few to tell (fewer than ${minRequests})` };
  if ((requests - failed) * 100 < (successRateMin - GRAIN) * requests) {
    return { verdict: 'failed', finding: `${errors} (more than ${figure(100 - successRateMin)} %)` };
  }
  if (p99MaxMs === null) return { verdict: 'passed', finding: errors };
  const slow = `${errors}, p99 ${figure(p99Ms)} ms`;
  if (p99Ms > p99MaxMs) return { verdict: 'failed', finding: `${slow} (more than ${figure(p99MaxMs)} ms)` };
  return { verdict: 'passed', finding: slow };
}
