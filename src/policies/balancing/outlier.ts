/**
 * Outlier detection: the breaker that a proxy keeps for each host, after Envoy (`outlier_detection.proto` and
 * `outlier_detection_impl.cc`). Failures in a row eject at once; rates are compared at sweeps, and only a sweep brings a host
 * back, which then gets all its traffic at once: there is no half-open.
 */
import type { OutlierSettings } from './outlier-settings';
import { addressText, type Endpoint } from '@/engine/endpoints';
import type { RandomStream } from '@/engine/chance/random-stream';
import { type TimeUs, usFromMs } from '@/domain/time';

/** What is known of one host. */
class HostRecord {
  in5xx = 0;
  inGateway = 0;
  /** Answers since the last sweep. */
  total = 0;
  good = 0;
  /** Ejections in a row; each sweep in rotation takes one away. */
  multiplier = 0;
  ejectedUs: TimeUs = -1;
}

/** Who wants to know. */
export interface OutlierOwner {
  readonly hosts: readonly Endpoint[];
  /** A host has been ejected or is back: `endpoint.isEjected` says which. */
  changed(endpoint: Endpoint, why: string): void;
}

/** Findings about the hosts of one caller. */
export class OutlierDetection {
  /** Ejections so far (Envoy: `ejections_enforced_total`). */
  enforced = 0;
  /** Ejections that the highest share forbade (`ejections_overflow`). */
  overflow = 0;
  private records = new Map<Endpoint, HostRecord>();

  constructor(
    private readonly owner: OutlierOwner,
    private readonly stream: RandomStream,
    private readonly clock: { readonly nowUs: TimeUs },
    public settings: OutlierSettings,
  ) {}

  /** Hosts out of rotation now (`ejections_active`). */
  get ejected(): number {
    let count = 0;
    for (const { isEjected } of this.owner.hosts) if (isEjected) count++;
    return count;
  }

  /** A host has answered with an HTTP status; failed connections count as 503, timeouts as 504. */
  answered(endpoint: Endpoint, status: number): void {
    let record = this.records.get(endpoint);
    if (record === undefined) {
      record = new HostRecord();
      this.records.set(endpoint, record);
    }
    record.total++;
    if (status < 500) {
      record.good++;
      record.in5xx = 0;
      record.inGateway = 0;
      return;
    }
    const { settings } = this;
    if (status < 502 || status > 504) record.inGateway = 0;
    else if (++record.inGateway >= settings.consecutiveGateway) {
      record.inGateway = 0;
      this.found(endpoint, record, settings.enforcingGateway, inARow(settings.consecutiveGateway, 'a gateway failure'));
    }
    if (++record.in5xx < settings.consecutive5xx) return;
    record.in5xx = 0;
    this.found(endpoint, record, settings.enforcing5xx, inARow(settings.consecutive5xx, 'a status of 500 or above'));
  }

  /** One interval is over. */
  sweep(): void {
    const hosts = this.owner.hosts;
    const present = new Map<Endpoint, HostRecord>();
    for (const endpoint of hosts) {
      const record = this.records.get(endpoint);
      if (record === undefined) continue;
      present.set(endpoint, record);
      if (endpoint.isEjected) this.mayReturn(endpoint, record);
      else if (record.multiplier > 0) record.multiplier--;
    }
    // Hosts that have left the list are forgotten.
    this.records = present;
    this.compareRates();
    this.compareFailures();
    for (const record of present.values()) {
      record.total = 0;
      record.good = 0;
    }
  }

  /** Outlier detection ends: everybody is back. */
  release(): void {
    for (const endpoint of this.owner.hosts) if (endpoint.isEjected) this.putBack(endpoint, 'outlier detection was switched off');
    this.records.clear();
  }

  private mayReturn(endpoint: Endpoint, record: HostRecord): void {
    const spanUs = this.ejectionUs(record.multiplier);
    if (this.clock.nowUs - record.ejectedUs < spanUs) return;
    record.in5xx = 0;
    record.inGateway = 0;
    this.putBack(endpoint, `its ${spanUs / 1_000_000} s are over`);
  }

  private putBack(endpoint: Endpoint, why: string): void {
    endpoint.isEjected = false;
    this.owner.changed(endpoint, `${addressText(endpoint.address)} is back: ${why}`);
  }

  private ejectionUs(multiplier: number): TimeUs {
    const { baseEjectionMs, maxEjectionMs } = this.settings;
    return usFromMs(Math.min(baseEjectionMs * multiplier, Math.max(baseEjectionMs, maxEjectionMs)));
  }

  /** Something was found about a host: it is ejected, if chance (`enforcing` percent) and the highest share allow it. */
  private found(endpoint: Endpoint, record: HostRecord, enforcing: number, why: string): void {
    if (endpoint.isEjected || this.stream.uniform() * 100 >= enforcing) return;
    const { hosts } = this.owner;
    const { maxEjectionPercent, alwaysEjectOneHost } = this.settings;
    const { ejected } = this;
    const isAllowed = (100 * (ejected + 1)) / hosts.length <= maxEjectionPercent || (alwaysEjectOneHost && ejected === 0);
    // An answer may come from a host that has left the list: nothing to take out.
    if (!hosts.includes(endpoint)) return;
    if (!isAllowed) {
      this.overflow++;
      return;
    }
    this.enforced++;
    record.multiplier++;
    record.ejectedUs = this.clock.nowUs;
    endpoint.isEjected = true;
    const seconds = this.ejectionUs(record.multiplier) / 1_000_000;
    this.owner.changed(endpoint, `${addressText(endpoint.address)} is out for ${seconds} s: ${why}`);
  }

  private compareRates(): void {
    const { successRateVolume, successRateHosts, successRateFactor, enforcingSuccessRate } = this.settings;
    const taking = this.taking(successRateVolume);
    if (taking.length === 0 || taking.length < successRateHosts) return;
    const threshold = successRateThreshold(
      taking.map(([, record]) => rate(record)),
      successRateFactor,
    );
    for (const [endpoint, record] of taking) {
      if (rate(record) >= threshold) continue;
      const why = `${rate(record).toFixed(1)} % succeeded, below ${threshold.toFixed(1)} %`;
      this.found(endpoint, record, enforcingSuccessRate, why);
    }
  }

  private compareFailures(): void {
    const { failureVolume, failureHosts, failurePercent, enforcingFailurePercent } = this.settings;
    const taking = this.taking(failureVolume);
    if (taking.length < failureHosts) return;
    for (const [endpoint, record] of taking) {
      const failed = (100 * (record.total - record.good)) / record.total;
      if (failed < failurePercent) continue;
      this.found(endpoint, record, enforcingFailurePercent, `${failed.toFixed(1)} % failed, the limit is ${failurePercent} %`);
    }
  }

  /** Hosts in rotation with enough answers since the last sweep. */
  private taking(volume: number): [Endpoint, HostRecord][] {
    return [...this.records].filter(([{ isEjected }, { total }]) => !isEjected && total > 0 && total >= volume);
  }
}

/** Success rate in percent below which a host is ejected: mean - factor x standard deviation (of the population). */
export function successRateThreshold(rates: readonly number[], factor: number): number {
  const mean = rates.reduce((sum, each) => sum + each, 0) / rates.length;
  const variance = rates.reduce((sum, each) => sum + (each - mean) * (each - mean), 0) / rates.length;
  return mean - factor * Math.sqrt(variance);
}

function rate({ good, total }: HostRecord): number {
  return (100 * good) / total;
}

function inARow(count: number, what: string): string {
  return count === 1 ? `an answer had ${what}` : `${count} answers in a row had ${what}`;
}
