/** The leases of a registry that wants heartbeats: its settings as a table of leases understands them, and what an outage does. */
import type { LeaseSettings } from './settings';
import { NEVER, SECOND, type TimeUs } from '@/domain/time';
import type { RunContext } from '@/engine/context';
import { addressText } from '@/engine/endpoints';
import type { NodeMachine } from '@/engine/node-model';
import { LeaseTable } from '@/machines/lease/lease-table';
import { beatsToExceed, type LeaseParams, lifeUs } from '@/machines/lease/params';
import { LEASE_PRESETS } from '@/machines/lease/presets';

function paramsOf({ heartbeatMs, ttlMs, looksEveryMs, minTtlMs, isDoubled, preservesItself }: LeaseSettings): LeaseParams {
  const { share } = LEASE_PRESETS.eureka.params.preservation;
  return {
    heartbeatMs,
    ttlMs,
    minTtlMs,
    lengths: isDoubled ? 2 : 1,
    comparison: isDoubled ? '>' : '>=',
    lateBeatCounts: isDoubled,
    looksEveryMs,
    preservation: preservesItself ? { share, beatsPerMinute: 60_000 / heartbeatMs } : null,
  };
}

/** A span with tenths, as it counts: "2.3 s". Whole numbers only, so that every machine writes the same. */
function tenths(us: TimeUs): string {
  const count = Math.floor((us * 10) / SECOND);
  return `${Math.floor(count / 10)}.${count % 10} s`;
}

/** Hears of every lease that has run out. */
export type LeaseEnd = (service: string, address: number, why: string) => void;

/** See the file's header. */
export class Leases {
  private readonly table: LeaseTable;
  private params: LeaseParams;
  private readonly held = new Map<string, readonly [service: string, address: number]>();
  private isOn = false;
  private isPaused = false;

  constructor(
    private readonly context: RunContext,
    registry: string,
    settings: LeaseSettings,
    expired: LeaseEnd,
  ) {
    this.params = paramsOf(settings);
    this.table = new LeaseTable(this.params, context.clock, context.stream(registry, 'evictions'), {
      expired: (keys, why) => {
        for (const key of keys) {
          const lease = this.held.get(key);
          if (lease) expired(...lease, why);
        }
      },
    });
  }

  /** Leases keep the moment of their last heartbeat; switched off, all are given up. */
  configure(settings: LeaseSettings, isOn: boolean): void {
    this.isOn = isOn;
    this.params = paramsOf(settings);
    this.table.configure(this.params);
    if (!isOn) for (const lease of this.held.values()) this.remove(...lease);
  }

  /** A new lease, full. */
  add(service: string, address: number): void {
    if (!this.isOn) return;
    const key = `${service} ${address}`;
    this.held.set(key, [service, address]);
    this.table.register(key);
  }

  /** A heartbeat. */
  renew(service: string, address: number): void {
    if (!this.table.renew(`${service} ${address}`)) this.add(service, address);
  }

  /** The lease of an instance for the screen; null when it holds none. */
  machine(service: string, address: number): NodeMachine | null {
    const key = `${service} ${address}`;
    if (!this.held.has(key)) return null;
    const { table, params } = this;
    const mode = table.modeOf(key);
    const silenceUs = table.silenceUs(key);
    return {
      kind: 'lease',
      label: `${service} ${addressText(address)}`,
      mode,
      params,
      facts: [{ label: 'last beat', text: `${tenths(silenceUs)} ago` }, ...this.preservation()],
      dueUs: this.dueUs(mode === 'held' ? lifeUs(params) - silenceUs : table.nextCheckUs - this.context.agenda.nowUs),
    };
  }

  /** Under Eureka's brake: what holds evictions back, or how far it is from doing so. */
  private preservation(): NodeMachine['facts'] {
    const { table, params } = this;
    if (params.preservation === null) return [];
    const text = `${table.lastMinute} beats, evicts above ${beatsToExceed(params, table.size)}`;
    return [
      { label: 'last minute', text },
      { label: 'evictions', text: table.isFrozen ? 'held back' : 'allowed' },
    ];
  }

  /** The moment so far ahead; -1 while nobody looks. */
  private dueUs(inUs: TimeUs): TimeUs {
    return this.isPaused || inUs < 0 || inUs === NEVER ? -1 : this.context.agenda.nowUs + inUs;
  }

  remove(service: string, address: number): void {
    const key = `${service} ${address}`;
    this.held.delete(key);
    this.table.deregister(key);
  }

  /** The registry is down: nothing runs out. */
  pause(): void {
    this.isPaused = true;
    this.table.stop();
  }

  /** It is back: every lease is full again, as after a change of etcd's leader. */
  resume(): void {
    this.isPaused = false;
    for (const key of this.held.keys()) this.table.register(key);
  }
}
