/** How long a lease takes to betray a crash at a random moment, against the closed forms of DOMAIN.md 2.7. */
import { describe, expect, it } from 'vitest';
import { LeaseTable } from './lease-table';
import type { LeaseParams } from './params';
import { LEASE_PRESETS } from './presets';
import { SECOND, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { RunContext } from '@/engine/context';

const INSTANCES = 2000;
const { eureka, etcd, 'consul-ttl': consul } = LEASE_PRESETS;

/** Beats at its own phase until its crash. */
class Instance implements Target {
  readonly tag = 0;

  constructor(
    private readonly context: RunContext,
    private readonly table: LeaseTable,
    readonly key: string,
    private readonly everyUs: number,
    readonly crashUs: number,
  ) {}

  start(inUs: number): void {
    const { agenda } = this.context;
    agenda.book(agenda.nowUs + inUs, Phase.arrival, this, 0, null);
  }

  handle(): void {
    if (this.context.agenda.nowUs >= this.crashUs) return;
    if (!this.table.renew(this.key)) this.table.register(this.key);
    this.start(this.everyUs);
  }
}

/** Microseconds from each crash to its eviction, and the moments of eviction. Phases and crashes are drawn independently. */
function evictions(params: LeaseParams): { readonly tookUs: number; readonly atUs: number }[] {
  const context = new RunContext(17);
  const stream = context.stream('test', 'phases and crashes');
  const crashes = new Map<string, number>();
  const found: { tookUs: number; atUs: number }[] = [];
  const table = new LeaseTable(params, context.clock, context.stream('test', 'evictions'), {
    expired: (keys) => {
      const atUs = context.agenda.nowUs;
      for (const key of keys) found.push({ atUs, tookUs: atUs - (crashes.get(key) ?? Number.NaN) });
    },
  });
  const everyUs = usFromMs(params.heartbeatMs);
  for (let at = 0; at < INSTANCES; at++) {
    const crashUs = 100 * SECOND + stream.below(600 * SECOND);
    crashes.set(`i${at}`, crashUs);
    new Instance(context, table, `i${at}`, everyUs, crashUs).start(stream.below(everyUs));
  }
  const { agenda } = context;
  const untilUs = 1200 * SECOND;
  for (let due = agenda.take(untilUs); due !== null; due = agenda.take(untilUs)) due.target.handle(due.kind, due.call);
  return found;
}

/** Least, mean and most in seconds; `widths` are those of the uniform parts, in seconds. */
function expectTimes(tookUs: readonly number[], bounds: readonly [number, number, number], widths: readonly number[]): void {
  const [least, mean, most] = bounds;
  const times = tookUs.map((us) => us / SECOND);
  expect(times).toHaveLength(INSTANCES);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...times)).toBeLessThanOrEqual(most);
  const average = times.reduce((sum, time) => sum + time, 0) / INSTANCES;
  const variance = widths.reduce((sum, width) => sum + (width * width) / 12, 0);
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(variance / INSTANCES));
  // The whole span is used: a clock that never varies would keep within the bounds, too.
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((most - least) * 0.6);
}

describe('time from a crash to the end of the lease', () => {
  it('Consul TTL of 30 s, a beat every 10 s: 20 / 25 / 30 s', () => {
    const found = evictions(consul.params).map(({ tookUs }) => tookUs);
    expectTimes(found, [20, 25, 30], [10]);
  });

  it('etcd lease of 10 s: 6.67 / 8.58 / 10.5 s', () => {
    const found = evictions(etcd.params).map(({ tookUs }) => tookUs);
    expectTimes(found, [20 / 3, 10 - 10 / 6 + 0.25, 10.5], [10 / 3, 0.5]);
  });

  it('Eureka, as a client sees it: 150 / 225 / 300 s', () => {
    // So many crashes would freeze it; alone, one crash in a large enough cluster is evicted without delay.
    const stream = new RunContext(23).stream('test', 'caches');
    const nextUs = (atUs: number): number => {
      const phaseUs = stream.below(30 * SECOND);
      return phaseUs + Math.ceil((atUs - phaseUs) / (30 * SECOND)) * 30 * SECOND;
    };
    const found = evictions({ ...eureka.params, preservation: null }).map(({ atUs, tookUs }) => {
      // The registry's read-only copy, then the client's own fetch.
      const seenUs = nextUs(nextUs(atUs));
      return seenUs - atUs + tookUs;
    });
    expectTimes(found, [150, 225, 300], [30, 60, 30, 30]);
  });
});
