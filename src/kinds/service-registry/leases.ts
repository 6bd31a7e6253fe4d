/** The leases of a registry that wants heartbeats: its settings as a table of leases understands them, and what an outage does. */
import type { LeaseSettings } from './settings';
import type { RunContext } from '@/engine/context';
import { LeaseTable } from '@/machines/lease/lease-table';
import type { LeaseParams } from '@/machines/lease/params';
import { LEASE_PRESETS } from '@/machines/lease/presets';

function paramsOf({ heartbeatMs, ttlMs, looksEveryMs, isDoubled, preservesItself }: LeaseSettings): LeaseParams {
  const { share } = LEASE_PRESETS.eureka.params.preservation;
  return {
    heartbeatMs,
    ttlMs,
    minTtlMs: 0,
    lengths: isDoubled ? 2 : 1,
    comparison: isDoubled ? '>' : '>=',
    looksEveryMs,
    preservation: preservesItself ? { share, beatsPerMinute: 60_000 / heartbeatMs } : null,
  };
}

/** Hears of every lease that has run out. */
export type LeaseEnd = (service: string, address: number, why: string) => void;

/** See the file's header. */
export class Leases {
  private readonly table: LeaseTable;
  private readonly held = new Map<string, readonly [service: string, address: number]>();
  private isOn = false;

  constructor(context: RunContext, registry: string, settings: LeaseSettings, expired: LeaseEnd) {
    this.table = new LeaseTable(paramsOf(settings), context.clock, context.stream(registry, 'evictions'), {
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
    this.table.configure(paramsOf(settings));
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

  remove(service: string, address: number): void {
    const key = `${service} ${address}`;
    this.held.delete(key);
    this.table.deregister(key);
  }

  /** The registry is down: nothing runs out. */
  pause(): void {
    this.table.stop();
  }

  /** It is back: every lease is full again, as after a change of etcd's leader. */
  resume(): void {
    for (const key of this.held.keys()) this.table.register(key);
  }
}
