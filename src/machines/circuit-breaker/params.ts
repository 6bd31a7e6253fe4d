/** What makes one library's circuit breaker differ from another's. Semantics and sources: DOMAIN.md 1.1 to 1.7. */

/** Parameters of the one breaker machine. */
export interface BreakerParams {
  /** Last `size` calls, `buckets` spans of `spanMs` together, or failures in a row. */
  readonly window:
    | { readonly kind: 'count'; readonly size: number }
    | { readonly kind: 'time'; readonly spanMs: number; readonly buckets: number }
    | { readonly kind: 'consecutive' };
  /** `started`: refused and unfinished calls dilute the rate, as in opossum. */
  readonly denominator: 'finished' | 'started';
  /** Share of failures from 0 to 1; with a consecutive window their number. */
  readonly failureThreshold: number;
  readonly comparison: '>=' | '>';
  /** Calls in the window before anything is decided. */
  readonly minimumCalls: number;
  /** When rates are compared. */
  readonly evaluate: 'result' | 'failure' | 'tick';
  /** Span between two comparisons when `evaluate` is `tick`, milliseconds. */
  readonly tickMs: number;
  /** Calls longer than this (strictly) are slow; null counts none. `threshold` is a share from 0 to 1. */
  readonly slow: { readonly overMs: number; readonly threshold: number } | null;
  readonly openMs: number;
  /** The first call after `openMs` (`lazy-after`), at or after it (`lazy-at`), or a timer without any call. */
  readonly halfOpen: 'lazy-after' | 'lazy-at' | 'timer';
  /** Calls let through in half-open. */
  readonly probes: number;
  /** Results after which half-open is decided. */
  readonly probesNeeded: number;
  /** Callers beyond the probes. */
  readonly excess: 'refuse' | 'wait';
  /** A result of a call begun in an earlier state: counts in the present state, decides half-open, or counts where it began. */
  readonly late: 'current' | 'decide' | 'own';
  readonly isResetOnClose: boolean;
}

/** Sentences about parameters that cannot work; empty when all is well. */
export function validateBreakerParams(params: BreakerParams): string[] {
  const problems: string[] = [];
  const need = (isFine: boolean, text: string): void => {
    if (!isFine) problems.push(text);
  };
  const { window } = params;
  if (window.kind === 'count') need(Number.isInteger(window.size) && window.size >= 1 && window.size <= 100_000, 'window size must be a whole number from 1 to 100,000');
  if (window.kind === 'time') need(window.spanMs > 0 && window.buckets >= 1, 'a time window needs a span above 0 and at least one bucket');
  const isShare = params.failureThreshold >= 0 && params.failureThreshold <= 1;
  need(window.kind === 'consecutive' ? params.failureThreshold >= 1 : isShare, 'failure threshold must be a share from 0 to 1 (a number of failures when they are counted in a row)');
  need(params.openMs >= 0 && params.openMs <= 86_400_000, 'open time must be from 0 to 86,400,000 ms');
  need(Number.isInteger(params.probes) && params.probes >= 1, 'at least one probe must be allowed');
  need(params.probesNeeded >= 1 && params.probesNeeded <= params.probes, 'probes needed must be from 1 to the number of probes');
  return problems;
}
