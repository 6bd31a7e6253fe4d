/** Faults of services and gateways beyond the plain ones: who is struck, how hard, and that nothing of it stays. */
import { describe, expect, it } from 'vitest';
import { client, type Draft, type Json, nodeOf, SEEDS, service, simulate, watch, wire } from './test-scenarios';
import { MS, SECOND } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import type { Effect } from '@/engine/node-model';
import type { Simulation } from '@/simulation/simulation';

const fault = (kind: string, value = 0, more: Json = {}): Json => ({
  kind,
  target: 'shop',
  atMs: 5000,
  durationMs: 20_000,
  value,
  ...more,
});
const always: Json = { atMs: 0, durationMs: null };

/** A hundred requests a second, 20 ms of work, workers enough, no latency. */
function draft(faults: readonly Json[], settings: Json = {}, perSecond = 100): Draft {
  return {
    durationMs: 200_000,
    faults,
    nodes: {
      users: client({ kind: 'constant', perSecond }),
      shop: service({ workers: 10_000, service: { kind: 'constant', meanMs: 20 }, startupMs: 1000, ...settings }),
    },
    edges: { orders: wire('users', 'shop') },
  };
}

/** Requests that the shop has failed between two moments. */
function failedBetween(simulation: Simulation, fromMs: number, toMs: number): number {
  simulation.advance(fromMs * MS);
  const { failed } = nodeOf(simulation, 'shop').tally;
  simulation.advance(toMs * MS);
  return nodeOf(simulation, 'shop').tally.failed - failed;
}

const near = (found: number, share: number, count: number): void =>
  expect(Math.abs(found - share * count)).toBeLessThanOrEqual(4 * Math.sqrt(share * (1 - share) * count));

describe.each(SEEDS)('slow and errors, seed %d', (seed) => {
  it('strike a share of the requests', () => {
    const simulation = simulate({ ...draft([fault('slow', 500, { ...always, share: 0.25 })]), seed });
    const visits = watch(simulation, 'shop');
    simulation.advance(100 * SECOND);
    const spans = visits.filter(({ doneUs }) => doneUs > 0).map(({ atUs, doneUs }) => (doneUs - atUs) / MS);
    expect([...new Set(spans)].toSorted((a, b) => a - b)).toEqual([20, 500]);
    near(spans.filter((ms) => ms === 500).length, 0.25, spans.length);
    const failing = simulate({ ...draft([fault('errors', 0.5, { ...always, share: 0.4 })]), seed });
    near(failedBetween(failing, 0, 100_000), 0.2, 10_000);
  });

  it('slow with jitter is drawn for each request; of two that strike, the slower counts', () => {
    const simulation = simulate({
      ...draft([fault('slow', 300, { ...always, jitterMs: 100 }), fault('slow', 350, { ...always, share: 0.5 })]),
      seed,
    });
    const visits = watch(simulation, 'shop');
    simulation.advance(100 * SECOND);
    const spans = visits.filter(({ doneUs }) => doneUs > 0).map(({ atUs, doneUs }) => (doneUs - atUs) / MS);
    expect(spans.every((ms) => ms >= 200 && ms <= 400)).toBe(true);
    // U(200, 400) lies under 350 three times out of four; half of those are lifted to it.
    near(spans.filter((ms) => ms === 350).length, 0.375, spans.length);
    near(spans.filter((ms) => ms < 250).length, 0.125, spans.length);
  });
});

describe('slow on other parts', () => {
  it.each([
    ['database', { connections: 1000, query: { kind: 'constant', meanMs: 5 } }, 5],
    ['third-party', { latency: { kind: 'constant', meanMs: 5 } }, 5],
    ['gateway', { workers: 1000 }, 0],
  ])('%s: a share and jitter', (kind, settings, usualMs) => {
    const behind = kind === 'gateway' ? { stock: service({ workers: 1000, service: { kind: 'constant', meanMs: 0 } }) } : {};
    const simulation = simulate({
      faults: [fault('slow', 400, { ...always, share: 0.5, jitterMs: 50 })],
      nodes: { users: client({ kind: 'constant', perSecond: 100 }), shop: { kind, settings }, ...behind },
      edges: { orders: wire('users', 'shop'), ...(kind === 'gateway' ? { behind: wire('shop', 'stock') } : {}) },
    });
    const visits = watch(simulation, 'shop');
    simulation.advance(50 * SECOND);
    const spans = visits.filter(({ doneUs }) => doneUs > 0).map(({ atUs, doneUs }) => (doneUs - atUs) / MS);
    const slow = spans.filter((ms) => ms > 100);
    expect([Math.min(...spans) <= usualMs + 1, Math.min(...slow) >= 350, Math.max(...slow) <= 450]).toEqual([true, true, true]);
    near(slow.length, 0.5, spans.length);
  });
});

describe('memory leak', () => {
  const settings = { pods: 2, baseMemoryMb: 100, memoryPerRequestKb: 0, memoryLimitMb: 200 };
  const killed = (simulation: Simulation): number[] =>
    simulation.parts.context.transitions
      .filter(({ machine, to }) => machine === 'pod 1' && to === 'crashLoopBackOff')
      .map(({ atUs }) => atUs / SECOND);

  it('fills each pod up to its limit, again after each restart, and gives everything back', () => {
    const simulation = simulate(draft([fault('out-of-memory', 20, { durationMs: 40_000 })], settings));
    simulation.advance(8 * SECOND);
    expect(nodeOf(simulation, 'shop').memoryKb.value).toBeCloseTo(2 * 160_000, 6);
    expect(nodeOf(simulation, 'shop').state).toBe('degraded');
    simulation.advance(200 * SECOND);
    // 100 MB at 20 MB/s: 5 s, seen at the next look; back 10 s + 1 s later; full again; then 20 s + 1 s.
    expect(killed(simulation).map((s) => s.toFixed(1))).toEqual(['10.1', '26.2']);
    expect(Object.keys(nodeOf(simulation, 'users').tally.reasons()).toSorted()).toEqual(['out-of-memory', 'unavailable']);
    expect([nodeOf(simulation, 'shop').memoryKb.value, nodeOf(simulation, 'shop').state]).toEqual([200_000, 'running']);
  });

  it('kills nobody without a limit; two leaks add up and end one by one', () => {
    const free = { ...settings, memoryLimitMb: null };
    const simulation = simulate(draft([fault('out-of-memory', 20), fault('out-of-memory', 5, { durationMs: 10_000 })], free));
    const at = [10_000, 14_950, 15_000, 25_000].map((ms) => {
      simulation.advance(ms * MS);
      return Math.round(nodeOf(simulation, 'shop').memoryKb.value / 1000);
    });
    expect(at).toEqual([200 + 2 * 125, 200 + 2 * 247.5, 200 + 2 * 200, 200]);
    expect(nodeOf(simulation, 'users').tally.failed).toBe(0);
  });
});

describe('noisy neighbour', () => {
  it('slows a share of the pods, in turn with others; who is replaced gets away', () => {
    const simulation = simulate(draft([fault('noisy-neighbour', 5, { share: 0.5 }), fault('replace', 1, { atMs: 15_000 })], { pods: 4 }));
    const visits = watch(simulation, 'shop');
    simulation.advance(40 * SECOND);
    const slow = (from: number, to: number): number => {
      const of = visits.filter(({ atUs }) => atUs > from * SECOND && atUs <= to * SECOND);
      return of.filter(({ atUs, doneUs }) => doneUs - atUs === 100 * MS).length / of.length;
    };
    expect([slow(0, 4.9), slow(6, 14), slow(18, 24), slow(26, 39)]).toEqual([0, 0.5, 0.25, 0]);
  });

  it('two of them multiply where they meet', () => {
    const faults = [fault('noisy-neighbour', 3, { share: 0.5 }), fault('noisy-neighbour', 2, { durationMs: 30_000 })];
    const simulation = simulate(draft(faults, { pods: 2 }));
    const visits = watch(simulation, 'shop');
    simulation.advance(50 * SECOND);
    const spans = (from: number, to: number): number[] =>
      [
        ...new Set(
          visits.filter(({ atUs }) => atUs > from * SECOND && atUs < to * SECOND).map(({ atUs, doneUs }) => (doneUs - atUs) / MS),
        ),
      ].toSorted((a, b) => a - b);
    expect([spans(6, 24), spans(26, 34), spans(36, 49)]).toEqual([[40, 120], [40], [20]]);
  });
});

describe('bad deploy', () => {
  it('comes pod by pod, a quarter at a time, loses nothing but its share, and goes back the same way', () => {
    const simulation = simulate(draft([fault('bad-deploy', 1, { durationMs: 20_000 })], { pods: 8, startupMs: 1000 }));
    // Two new pods a second from 6 s on; all eight by 9 s.
    expect(failedBetween(simulation, 4000, 5900)).toBe(0);
    near(failedBetween(simulation, 6100, 6900), 0.25, 80);
    near(failedBetween(simulation, 7100, 7900), 0.5, 80);
    expect(failedBetween(simulation, 10_000, 20_000)).toBe(1000);
    near(failedBetween(simulation, 27_100, 27_900), 0.5, 80);
    expect(failedBetween(simulation, 30_000, 60_000)).toBe(0);
    expect(nodeOf(simulation, 'users').tally.reasons()).toEqual({ error: expect.any(Number) as number });
    expect(nodeOf(simulation, 'shop').pods()).toHaveLength(8);
  });

  it('taken back halfway keeps the pods that still run the old version', () => {
    const simulation = simulate(draft([fault('bad-deploy', 1, { durationMs: 2500 })], { pods: 8, startupMs: 1000 }));
    simulation.advance(30 * SECOND);
    const pods = nodeOf(simulation, 'shop').pods();
    expect(pods).toHaveLength(8);
    // Four had been replaced by 7.5 s, two more were starting: four new ones come on the way back, and four old ones never went.
    const addresses = pods.map(({ address }) => address).toSorted((a, b) => a - b);
    expect(addresses.filter((address) => address <= 8)).toHaveLength(4);
    expect(addresses.filter((address) => address > 14)).toHaveLength(4);
    expect(failedBetween(simulation, 30_000, 60_000)).toBe(0);
  });

  it('two of them: the later version has both flaws', () => {
    const faults = [fault('bad-deploy', 0.5), fault('bad-deploy', 0.2, { atMs: 10_000, durationMs: 30_000 })];
    const simulation = simulate(draft(faults, { pods: 4 }, 1000));
    near(failedBetween(simulation, 18_000, 24_000), 0.6, 6000);
    near(failedBetween(simulation, 32_000, 39_000), 0.2, 7000);
    expect(failedBetween(simulation, 50_000, 60_000)).toBe(0);
  });

  it('stops at a readiness probe that meets the flaw', () => {
    const probes = { readiness: { check: 'worker', periodMs: 500, timeoutMs: 200, failureThreshold: 1 } };
    const simulation = simulate(draft([fault('bad-deploy', 1)], { pods: 4, probes }));
    expect(failedBetween(simulation, 0, 4000)).toBe(0);
    simulation.advance(24 * SECOND);
    expect(nodeOf(simulation, 'users').tally.failed).toBe(0);
    expect(nodeOf(simulation, 'shop').pods().map(({ state }) => state)).toEqual([...Array<string>(4).fill('running'), 'unready']);
    simulation.advance(60 * SECOND);
    expect(nodeOf(simulation, 'shop').pods().map(({ state }) => state)).toEqual(Array<string>(4).fill('running'));
  });

  it('a deploy begun while another is under way leaves as many pods as there should be', () => {
    const faults = [fault('rollout', 2, { durationMs: 0 }), fault('rollout', 1, { atMs: 5500, durationMs: 0 })];
    const simulation = simulate(draft(faults, { pods: 4 }));
    simulation.advance(60 * SECOND);
    expect(nodeOf(simulation, 'shop').pods()).toHaveLength(4);
  });
});

describe('clock skew', () => {
  /** Tokens of ten minutes, none of them flawed unless said; the keys are known from the beginning. */
  const gate = (skewMs: number | null, tokens: Json = {}): number => {
    const simulation = simulate({
      faults: skewMs === null ? [] : [{ kind: 'clock-skew', target: 'door', atMs: 2000, durationMs: null, value: skewMs }],
      nodes: {
        users: client(
          { kind: 'constant', perSecond: 100 },
          { population: { users: 100, tokens: { issuer: 'keys', lifetimeMs: 600_000, ...tokens } } },
        ),
        door: { kind: 'gateway', settings: { workers: 100, jwt: { mode: 'async' } } },
        keys: { kind: 'identity-provider', settings: { rotateEveryMs: null } },
        shop: service({ workers: 1000 }),
      },
      edges: {
        a: wire('users', 'door'),
        b: wire('door', 'shop'),
        c: { source: 'door', target: 'keys', role: 'discovery' },
      },
    });
    simulation.advance(5 * SECOND);
    const { failed, arrived } = nodeOf(simulation, 'door').tally;
    simulation.advance(105 * SECOND);
    const { tally } = nodeOf(simulation, 'door');
    return (tally.failed - failed) / (tally.arrived - arrived);
  };
  const close = (found: number, share: number): boolean => Math.abs(found - share) <= 4 * Math.sqrt((share * (1 - share)) / 10_000);

  it('ahead: good tokens end too early, but for the minute that is forgiven', () => {
    expect([gate(null), gate(50_000), gate(-300_000)]).toEqual([0, 0, 0]);
    // 300 s ahead less 60 s forgiven, of tokens with 0 to 600 s left.
    expect([close(gate(300_000), 0.4), close(gate(90_000), 0.05)]).toEqual([true, true]);
  });

  it('behind: tokens that are over are taken again', () => {
    expect(close(gate(null, { expiredShare: 0.5 }), 0.5)).toBe(true);
    // Over for 0 to 600 s: half of them for less than 300 s.
    expect(close(gate(-300_000, { expiredShare: 0.5 }), 0.25)).toBe(true);
  });
});

describe('named outages', () => {
  it.each([
    ['outage', 'database', { query: { kind: 'constant', meanMs: 5 } }],
    ['outage', 'third-party', {}],
  ])('%s of a %s is a crash of all of it', (kind, part, settings) => {
    const run = (name: string): unknown => {
      const simulation = simulate({
        nodes: { users: client({ kind: 'poisson', perSecond: 50 }), shop: { kind: part, settings } },
        edges: { a: wire('users', 'shop') },
        faults: [fault(name, 0)],
      });
      simulation.advance(60 * SECOND);
      return simulation.report().nodes;
    };
    expect(run(kind)).toEqual(run('crash'));
    expect(run(kind)).not.toEqual(run('isolate'));
  });
});

it('faults of a service begun and ended in any order by hand leave it as it was', () => {
  const kinds: readonly (readonly [string, readonly number[]])[] = [
    ['slow', [50, 300]],
    ['errors', [0.3, 1]],
    ['noisy-neighbour', [2, 3.7]],
    ['bad-deploy', [0.2, 1]],
    ['out-of-memory', [1, 30]],
    ['hang', [0, 1]],
    ['crash', [1, 2]],
  ];
  for (let seed = 1; seed <= 40; seed++) {
    const draw = new RandomStream(seed, 'test', 'faults');
    const pick = <T>(list: readonly T[]): T => list[draw.below(list.length)] as T;
    const settings = { pods: 3, baseMemoryMb: 100, memoryPerRequestKb: 0, memoryLimitMb: 300, startupMs: 200 };
    const simulation = simulate({ ...draft([], settings, 20), durationMs: 86_400_000, seed });
    const shop = nodeOf(simulation, 'shop');
    const active: Effect[] = [];
    for (let step = 0; step < 40; step++) {
      simulation.advance(simulation.nowUs + draw.below(1500) * MS);
      if (active.length > 0 && draw.below(2) === 0) shop.relieve(active.splice(draw.below(active.length), 1)[0] as Effect);
      else {
        const [kind, values] = pick(kinds);
        const share = kind === 'slow' || kind === 'noisy-neighbour' ? pick([1, 0.4]) : 1;
        const effect: Effect = { kind, value: pick(values), share, jitterMs: kind === 'slow' ? pick([0, 20]) : 0 };
        if (shop.afflict(effect)) active.push(effect);
      }
    }
    for (const effect of active) shop.relieve(effect);
    // The longest back-off is 300 s.
    simulation.advance(simulation.nowUs + 400 * SECOND + 10 * MS);
    const { completed, failed } = shop.tally;
    const visits = watch(simulation, 'shop');
    simulation.advance(simulation.nowUs + 10 * SECOND);
    expect([seed, shop.tally.completed - completed, shop.tally.failed - failed, shop.state]).toEqual([seed, 200, 0, shop.state]);
    expect(['running', 'idle']).toContain(shop.state);
    expect([...new Set(visits.slice(0, 190).map(({ atUs, doneUs }) => doneUs - atUs))]).toEqual([20 * MS]);
    expect([shop.memoryKb.value, shop.pods().length]).toEqual([300_000, 3]);
  }
});
