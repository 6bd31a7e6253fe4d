/** The sections of the report that count orders and costs. */
import { describe, expect, it } from 'vitest';
import { PRICE_CENTS } from './cost';
import type { Report } from './report';
import { Simulation } from './simulation';
import { SECOND } from '@/domain/time';
import { client, scenarioOf, service, wire } from '@/oracles/test-scenarios';

/** 10 orders a second for 100 s; the stock fails from 20 s on for 60 s. */
function reportOf(fallback: object | null, seed = 1): Report {
  const simulation = new Simulation(
    scenarioOf({
      seed,
      durationMs: 100_000,
      nodes: {
        shoppers: client({ kind: 'constant', perSecond: 10 }),
        checkout: service({ workers: 5, service: { kind: 'constant', meanMs: 10 }, baseMemoryMb: 100, memoryPerRequestKb: 0 }),
        inventory: service({ workers: 5, service: { kind: 'constant', meanMs: 20 }, pods: 3, baseMemoryMb: 100 }),
      },
      edges: {
        orders: wire('shoppers', 'checkout'),
        stock: wire('checkout', 'inventory', fallback === null ? {} : { fallback }),
      },
      faults: [{ kind: 'errors', target: 'inventory', atMs: 20_000, durationMs: 60_000, value: 1 }],
    }),
  );
  simulation.advance(100 * SECOND);
  return simulation.report();
}

describe('business', () => {
  const business = { outOfStockShare: 0.1, changesPerHour: 1, staleAfterMs: null, reconcileMs: 5000 };

  it('is absent without a ledger', () => {
    expect(reportOf(null)).not.toHaveProperty('business');
    expect(reportOf({ answerMs: 1 })).not.toHaveProperty('business');
  });

  it.each([1, 2, 3])('optimism oversells 10/s × 60 s × 0.1, all reconciled after the outage, seed %d', (seed) => {
    const { business: found } = reportOf({ answer: 'optimistic', business }, seed);
    const { asked = 0, won = 0, lost, turnedAway = 0, oversold = 0, reconciled } = found?.['stock'] ?? {};
    // Binomial: 60 with a standard deviation of 7.3.
    expect(Math.abs(oversold - 60)).toBeLessThan(30);
    expect([lost, reconciled]).toEqual([0, oversold]);
    expect(won + turnedAway + oversold).toBe(asked);
    expect(Math.abs(asked - 1000)).toBeLessThanOrEqual(2);
  });

  it('blocking loses every order of the outage', () => {
    const { business: found, totals } = reportOf({ answer: 'block', business });
    expect(found?.['stock']?.lost).toBe(totals.failed);
    expect(Math.abs(totals.failed - 600)).toBeLessThanOrEqual(1);
  });

  it('a ledger without oversells moves no event of the run', () => {
    expect(reportOf({ answerMs: 1, answer: 'pessimistic', business }).fingerprint).toBe(reportOf({ answerMs: 1 }).fingerprint);
  });
});

describe('cost', () => {
  it('counts replicas, busy cores, memory and hops', () => {
    const { cost, nodes } = reportOf({ answerMs: 0 });
    const { shoppers, checkout, inventory } = cost.nodes;
    expect([shoppers?.replicas, checkout?.replicas, inventory?.replicas]).toEqual([0, 1, 3]);
    // 10 a second, each 20 ms of work at the inventory and 30 ms of a worker at checkout, which waits for it.
    expect(inventory?.coresBusy).toBeCloseTo(0.2, 2);
    expect(checkout?.coresBusy).toBeCloseTo(0.3, 2);
    expect(checkout?.coresBusy).toBe(nodes['checkout']?.busy.mean);
    expect(checkout?.memoryMb).toBe(100);
    expect(cost.hops).toBeCloseTo(2, 2);
    expect(cost.thirdPartyCents).toBe(0);
    const perHour =
      (checkout?.coresBusy ?? 0) * PRICE_CENTS.coreHour + 0.1 * PRICE_CENTS.gigabyteHour + PRICE_CENTS.replicaHour;
    expect(checkout?.cents).toBeCloseTo((perHour * 100) / 3600, 12);
    expect(cost.cents).toBeCloseTo(Object.values(cost.nodes).reduce((sum, { cents }) => sum + cents, 0), 12);
  });
});
