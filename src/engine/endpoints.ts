/**
 * What a caller believes about the instances of a service: the list that discovery brings and balancing picks from. It may be
 * late, short or wrong, as in life; nothing here looks at the service itself.
 */
import type { TimeUs } from '@/domain/time';

/** One instance as a registry or a name server tells it. */
export interface Instance {
  /** Unique within a run, from 1; `addressText` writes it as people read it. */
  readonly address: number;
  /** Whether the teller thinks it fit for traffic. */
  readonly isHealthy: boolean;
  /** Share of traffic relative to the others, above 0. */
  readonly weight: number;
}

/** The caller's record of one instance: what was told, and what it has seen itself. */
export class Endpoint {
  isHealthy = true;
  weight = 1;
  /** Calls of this caller under way there. */
  active = 0;
  /** Taken out of the rotation by this caller's own outlier detection. */
  isEjected = false;

  constructor(
    readonly address: number,
    /** When this caller first heard of it. */
    readonly since: TimeUs,
  ) {}
}

/** The list of one caller for one service. */
export class EndpointSet {
  /** In order of address, so that two callers that were told the same list it alike. */
  list: readonly Endpoint[] = [];
  /** When it was last brought up to date; -1 before the first time. */
  updatedUs: TimeUs = -1;
  /** Called after the list or a health has changed. */
  readonly listeners: (() => void)[] = [];
  /** Called with an endpoint whose call could not even connect, so that discovery may ask again. */
  readonly complaints: ((endpoint: Endpoint) => void)[] = [];

  /** Takes a new list over. Endpoints that stay keep their record. */
  update(told: readonly Instance[], nowUs: TimeUs): void {
    const known = new Map(this.list.map((endpoint) => [endpoint.address, endpoint]));
    let hasChanged = told.length !== this.list.length;
    const next = told
      .toSorted((a, b) => a.address - b.address)
      .map(({ address, isHealthy, weight }) => {
        const endpoint = known.get(address) ?? new Endpoint(address, nowUs);
        hasChanged ||= !known.has(address) || endpoint.isHealthy !== isHealthy || endpoint.weight !== weight;
        endpoint.isHealthy = isHealthy;
        endpoint.weight = weight;
        return endpoint;
      });
    this.updatedUs = nowUs;
    if (!hasChanged) return;
    this.list = next;
    for (const listener of this.listeners) listener();
  }

  /** A call to this endpoint found nobody. */
  complain(endpoint: Endpoint): void {
    for (const listener of this.complaints) listener(endpoint);
  }
}

/** How an address is written for people: a private IPv4 address. */
export function addressText(address: number): string {
  return `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
}
