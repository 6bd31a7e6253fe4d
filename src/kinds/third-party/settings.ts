/** Settings of a third-party API. */
import type { DistributionSpec } from '@/engine/chance/distribution';

/** How many calls the provider takes within a window. */
export interface QuotaSettings {
  /** Calls in one window, 0 to 1,000,000,000. */
  readonly limit: number;
  /** 1 to 86,400,000 milliseconds; windows begin at whole multiples of it. */
  readonly windowMs: number;
}

/** How somebody else's service behaves. */
export interface ThirdPartySettings {
  /** From a call's arrival to its answer; it is never short of workers. */
  readonly latency: DistributionSpec;
  /** Share of the calls that end with an error, 0 to 1. */
  readonly errorShare: number;
  /** Null is without limit. */
  readonly quota: QuotaSettings | null;
  /** Price of a call within the quota, answered well or not, 0 to 1,000,000 cents. */
  readonly priceCents: number;
}
