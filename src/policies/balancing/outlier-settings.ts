/** Settings of outlier detection, with the defaults of Envoy and Istio. */

/** Outlier detection: Envoy's `outlier_detection.proto`. An `enforcing` is the chance, in percent, that a finding ejects. */
export interface OutlierSettings {
  /** Answers of 500 or above in a row, 1 to 1,000,000. */
  readonly consecutive5xx: number;
  readonly enforcing5xx: number;
  /** Answers 502, 503 or 504 in a row, 1 to 1,000,000. */
  readonly consecutiveGateway: number;
  readonly enforcingGateway: number;
  /** From sweep to sweep, 1 to 3,600,000 milliseconds. */
  readonly intervalMs: number;
  /** Ejected for so long times the number of ejections in a row, milliseconds. */
  readonly baseEjectionMs: number;
  /** At most for so long, or for the base if that is longer, milliseconds. */
  readonly maxEjectionMs: number;
  /** No more than this share of the hosts at once, 0 to 100 percent. */
  readonly maxEjectionPercent: number;
  /** One host may always be ejected, whatever the share. */
  readonly alwaysEjectOneHost: boolean;
  /** Compare success rates among at least so many hosts, each with so many requests since the last sweep. */
  readonly successRateHosts: number;
  readonly successRateVolume: number;
  /** Standard deviations below the mean, 0 to 10; Envoy writes 1900 for 1.9. */
  readonly successRateFactor: number;
  readonly enforcingSuccessRate: number;
  /** Failures at or above this share eject, 0 to 100 percent; hosts and requests as above. */
  readonly failurePercent: number;
  readonly failureHosts: number;
  readonly failureVolume: number;
  readonly enforcingFailurePercent: number;
}

const ENVOY: OutlierSettings = {
  consecutive5xx: 5,
  enforcing5xx: 100,
  consecutiveGateway: 5,
  enforcingGateway: 0,
  intervalMs: 10_000,
  baseEjectionMs: 30_000,
  maxEjectionMs: 300_000,
  maxEjectionPercent: 10,
  alwaysEjectOneHost: false,
  successRateHosts: 5,
  successRateVolume: 100,
  successRateFactor: 1.9,
  enforcingSuccessRate: 100,
  failurePercent: 85,
  failureHosts: 5,
  failureVolume: 50,
  enforcingFailurePercent: 0,
};

/** Defaults by system. Istio (DestinationRule `outlierDetection: {}`) differs in that success rates eject nobody. */
export const OUTLIER_PRESETS = {
  envoy: ENVOY,
  istio: { ...ENVOY, enforcingSuccessRate: 0 },
} as const satisfies Readonly<Record<string, OutlierSettings>>;

/** Name of a preset. */
export type OutlierPresetId = keyof typeof OUTLIER_PRESETS;

/** What a file says: a preset and what differs from it. */
export type OutlierChoice = { readonly preset: OutlierPresetId } & Partial<OutlierSettings>;

/** The whole setting that a preset and the differences from it make. */
export function outlierSettings({ preset, ...own }: OutlierChoice): OutlierSettings {
  return { ...OUTLIER_PRESETS[preset], ...own };
}
