/**
 * The keys that a gateway knows, and when it asks for them again. Checking a token needs nobody; only new keys have to be
 * learned. Rules: DOMAIN.md 4.4 (Envoy `jwt_authn/{jwks_cache,jwks_async_fetcher,authenticator}.cc`, Istio `jwks_resolver.go`).
 */
import { NEVER, SECOND, type TimeUs, usFromMs } from '@/domain/time';
import { endOf, flawOf, keyOf, TokenFlaw } from '@/domain/token';

/**
 * `on-demand` (Envoy's default): the first request after the keys have run out waits for the fetch. `async`: keys are fetched
 * ahead of time and the last good ones kept for ever. `pushed`: a control plane refreshes them and keeps them for seven days.
 */
export type KeyMode = 'on-demand' | 'async' | 'pushed';

/** When keys are asked for. */
export interface KeyCacheSettings {
  readonly mode: KeyMode;
  /** Milliseconds that keys count as fresh; with `pushed`, the time between two refreshes. Envoy: 10 min, Istio: 20 min. */
  readonly cacheMs: number;
}

/** Envoy forgives a clock so much (`clock_skew_seconds`; DOMAIN.md 4.4). */
const FORGIVEN_US = 60 * SECOND;
/** Envoy fetches this long before the keys run out. */
const AHEAD_US = 5 * SECOND;
/** Envoy's `failed_refetch_duration`. */
const ASYNC_RETRY_US = SECOND;
/** Istio: the first repeat after a failure, doubled up to an hour. */
const PUSHED_RETRY_US = 60 * SECOND;
const PUSHED_RETRY_CAP_US = 3600 * SECOND;
/** Istio keeps keys that could not be refreshed for seven days. */
const PUSHED_KEEP_US = 7 * 86_400 * SECOND;

/** What a check of a token comes to. */
export type Verdict = 'good' | 'missing' | 'expired' | 'audience' | 'signature' | 'unknown-key' | 'no-keys' | 'wait';

/** The keys of one gateway replica, or of the control plane of all. Moments are microseconds of simulated time. */
export class KeyCache {
  /** A fetch is under way. */
  isFetching = false;
  private keys: readonly number[] | null = null;
  private fetchedUs: TimeUs = 0;
  private failures = 0;

  constructor(private settings: KeyCacheSettings) {}

  /** Takes effect from the next fetch on. */
  configure(settings: KeyCacheSettings): void {
    this.settings = settings;
  }

  /** A process that has just started knows no key. */
  forget(): void {
    this.keys = null;
    this.isFetching = false;
    this.failures = 0;
  }

  /** Whether there are keys to check with, fresh or not. */
  get hasKeys(): boolean {
    return this.keys !== null;
  }

  /**
   * Checks a token (0: there is none) in Envoy's order: time, audience, then the signature, which is the first to need keys. The
   * time is judged by a clock that is `skewUs` ahead, or behind where it is negative.
   */
  check(token: number, nowUs: TimeUs, skewUs: TimeUs = 0): Verdict {
    if (token === 0) return 'missing';
    const flaw = flawOf(token);
    if (skewUs === 0 ? flaw === TokenFlaw.expired : isOver(token, nowUs + skewUs)) return 'expired';
    if (flaw === TokenFlaw.audience) return 'audience';
    if (!this.isUsable(nowUs)) return this.isFetching || this.settings.mode === 'on-demand' ? 'wait' : 'no-keys';
    if (this.keys?.includes(keyOf(token)) !== true) return 'unknown-key';
    return flaw === TokenFlaw.forged ? 'signature' : 'good';
  }

  /** New keys have come; they are copied. */
  succeeded(keys: readonly number[], nowUs: TimeUs): void {
    this.keys = [...keys];
    this.fetchedUs = nowUs;
    this.isFetching = false;
    this.failures = 0;
  }

  /** The keys could not be had. What is known stays known; whether it still counts is the mode's business. */
  failed(): void {
    this.isFetching = false;
    this.failures++;
  }

  /** Microseconds from the end of the last fetch to the next; NEVER when only a request starts one. */
  get pauseUs(): TimeUs {
    const { mode, cacheMs } = this.settings;
    const cacheUs = usFromMs(cacheMs);
    if (mode === 'on-demand') return NEVER;
    if (mode === 'async') {
      if (this.failures > 0) return ASYNC_RETRY_US;
      return cacheUs > AHEAD_US ? cacheUs - AHEAD_US : cacheUs;
    }
    if (this.failures === 0) return cacheUs;
    let pauseUs = PUSHED_RETRY_US;
    for (let i = 1; i < this.failures && pauseUs < PUSHED_RETRY_CAP_US; i++) pauseUs *= 2;
    return Math.min(pauseUs, PUSHED_RETRY_CAP_US);
  }

  private isUsable(nowUs: TimeUs): boolean {
    if (this.keys === null) return false;
    const { mode, cacheMs } = this.settings;
    if (mode === 'async') return true;
    return nowUs < this.fetchedUs + (mode === 'on-demand' ? usFromMs(cacheMs) : PUSHED_KEEP_US);
  }
}

/**
 * Whether a token is past its end at this moment of a clock that may be wrong. What is sent as expired is so beyond what is forgiven:
 * only a clock that is behind takes it. A token without an end is what its flaw says.
 */
function isOver(token: number, clockUs: TimeUs): boolean {
  const isExpired = flawOf(token) === TokenFlaw.expired;
  const endUs = endOf(token);
  return endUs === null ? isExpired : clockUs >= endUs + (isExpired ? 0 : FORGIVEN_US);
}
