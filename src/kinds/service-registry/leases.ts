/**
 * Leases of a registry that wants heartbeats. One booking for all: the next moment at which one may have run out, or the next look.
 * Rules: etcd looks every 500 ms (server/lease/lessor.go), so that a lease ends up to that much late; Eureka's lasts twice its name,
 * is looked at once a minute, and is kept altogether when too few beats arrive (AbstractInstanceRegistry.java; DOMAIN.md 2.2, 2.3).
 */
import type { LeaseSettings } from './settings';
import { MS, type TimeUs, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';

const MINUTE_US = 60_000 * MS;
/** Eureka's renewal-percent-threshold, which caps an eviction run, too. */
const KEPT_SHARE = 0.85;

interface Lease {
  readonly service: string;
  readonly address: number;
  endsUs: TimeUs;
}

/** See the file's header. */
export class Leases implements Target {
  readonly tag: number;
  private settings: LeaseSettings = { heartbeatMs: 0, ttlMs: 0, looksEveryMs: 0, isDoubled: false, preservesItself: false };
  private isOn = false;
  private isPaused = false;
  /** In order of their last renewal, and so of their end. */
  private readonly leases = new Map<string, Lease>();
  private readonly stream: RandomStream;
  private booking = -1;
  /** Beats of the last whole minute and of the present one. */
  private lastMinute = Number.NaN;
  private thisMinute = 0;
  private minute = 0;

  constructor(
    private readonly context: RunContext,
    registry: string,
    private readonly expired: (service: string, address: number, why: string) => void,
  ) {
    this.tag = context.tag(registry, 'leases');
    this.stream = context.stream(registry, 'evictions');
  }

  configure(settings: LeaseSettings, isOn: boolean): void {
    this.settings = settings;
    this.isOn = isOn;
    this.plan();
  }

  /** A new lease, full. */
  add(service: string, address: number): void {
    if (!this.isOn) return;
    this.leases.set(`${service} ${address}`, { service, address, endsUs: this.context.agenda.nowUs + this.lifeUs });
    this.plan();
  }

  /** A heartbeat. */
  renew(service: string, address: number): void {
    this.turnMinute();
    this.thisMinute++;
    const key = `${service} ${address}`;
    const lease = this.leases.get(key);
    if (!lease) return;
    lease.endsUs = this.context.agenda.nowUs + this.lifeUs;
    this.leases.delete(key);
    this.leases.set(key, lease);
  }

  remove(service: string, address: number): void {
    this.leases.delete(`${service} ${address}`);
  }

  /** The registry is down: nothing runs out. */
  pause(): void {
    this.isPaused = true;
  }

  /** It is back: every lease is full again, as after a change of etcd's leader. */
  resume(): void {
    this.isPaused = false;
    for (const lease of this.leases.values()) lease.endsUs = this.context.agenda.nowUs + this.lifeUs;
    this.lastMinute = Number.NaN;
    this.plan();
  }

  handle(): void {
    this.booking = -1;
    this.turnMinute();
    if (this.isOn && !this.isPaused) this.look();
    this.plan();
  }

  private get lifeUs(): TimeUs {
    return usFromMs(this.settings.ttlMs) * (this.settings.isDoubled ? 2 : 1);
  }

  private look(): void {
    const { nowUs } = this.context.agenda;
    const { ttlMs, preservesItself } = this.settings;
    let over = [...this.leases.values()].filter(({ endsUs }) => endsUs <= nowUs);
    if (over.length === 0) return;
    if (preservesItself) {
      if (!this.hasEnoughBeats()) return;
      const most = this.leases.size - Math.floor(this.leases.size * KEPT_SHARE);
      over = this.some(over, most);
    }
    for (const { service, address } of over) this.expired(service, address, `no heartbeat for ${this.lifeUs / MS / 1000} s (TTL ${ttlMs / 1000} s)`);
  }

  /** Eureka evicts only while more beats come than 85 % of what all instances on the list would send in a minute. */
  private hasEnoughBeats(): boolean {
    const expected = (this.leases.size * 60_000) / Math.max(1, this.settings.heartbeatMs);
    const beats = Number.isNaN(this.lastMinute) ? expected : this.lastMinute;
    return beats > Math.floor(expected * KEPT_SHARE);
  }

  private some(from: Lease[], most: number): Lease[] {
    const left = [...from];
    const chosen: Lease[] = [];
    while (chosen.length < most && left.length > 0) chosen.push(...left.splice(this.stream.below(left.length), 1));
    return chosen;
  }

  private turnMinute(): void {
    const minute = Math.floor(this.context.agenda.nowUs / MINUTE_US);
    if (minute === this.minute) return;
    // The first minute of a run is not whole: its instances have been beating for long.
    if (this.minute > 0 || !Number.isNaN(this.lastMinute)) this.lastMinute = minute === this.minute + 1 ? this.thisMinute : 0;
    else this.lastMinute = this.thisMinute;
    this.thisMinute = 0;
    this.minute = minute;
  }

  private plan(): void {
    const { agenda } = this.context;
    if (this.booking >= 0) agenda.cancel(this.booking);
    this.booking = -1;
    const [first] = this.leases.values();
    if (!this.isOn || this.isPaused || !first) return;
    const everyUs = usFromMs(this.settings.looksEveryMs);
    const atUs = everyUs > 0 ? (Math.floor(agenda.nowUs / everyUs) + 1) * everyUs : Math.max(agenda.nowUs, first.endsUs);
    this.booking = agenda.book(atUs, Phase.timer, this, 0, null);
  }
}
