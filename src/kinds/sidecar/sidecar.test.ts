/** What a proxy costs, whom it lets in, and when its connections are made. */
import { describe, expect, it } from 'vitest';
import { SIDECAR_PRESETS, USUAL_SIDECAR } from './presets';
import {
  call,
  control,
  type Draft,
  fileOf,
  finish,
  governs,
  type Json,
  meshOf,
  pair,
  proxy,
  service,
  sidecarOf,
  users,
} from './test-mesh';
import { Sampler } from '@/engine/chance/distribution';
import { RunContext } from '@/engine/context';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Report } from '@/simulation/report';

const report = (draft: Draft): Report => finish(pair(draft)).report();

describe('the time in the proxies', () => {
  it('is one pass at the front and two between services: 3 ms of 11', () => {
    const { totals, nodes, edges } = report({});
    // 2 x 1 ms of network and 2 ms of work each, 1 ms in the proxy before order, 2 ms in those between order and pay.
    // The very first call to pay waits for a handshake besides: a round trip of 2 ms.
    expect(totals.latencyMs.mean).toBeCloseTo(11 + 2 / totals.latencyMs.count, 6);
    expect(totals.latencyMs.max).toBe(13);
    expect(edges['out']?.latencyMs.mean).toBeCloseTo(6, 2);
    const { arrived, completed, latencyMs } = nodes['order-proxy'] ?? {};
    expect([arrived, completed]).toEqual([11_998, 11_998]);
    expect(latencyMs?.mean).toBeCloseTo(1, 3);
    expect(totals.failed).toBe(0);
  });

  it('is none where the settings say so, and books nothing', () => {
    const nothing = { proxyMs: { kind: 'constant', meanMs: 0 } };
    const free = report({ nodes: { 'order-proxy': proxy('order', nothing), 'pay-proxy': proxy('pay', nothing) } });
    const { mean, max, count } = free.totals.latencyMs;
    expect(max).toBe(10);
    expect(mean).toBeCloseTo(8 + 2 / count, 6);
    // With a millisecond each pass is one event: 3 for each of 6,000 requests, but for the few under way at the end.
    const more = report({}).events - free.events;
    expect(Math.abs(more - 18_000)).toBeLessThan(10);
  });

  it('has a median of 0.5 ms and a p99 of 1.5 ms by default, and published figures in the presets', () => {
    const quantile = (spec: Json, share: number): number => {
      const sampler = new Sampler(spec as never, new RunContext(5).stream('test', 'proxy'));
      const draws = Array.from({ length: 40_000 }, () => sampler.drawUs() / 1000).sort((a, b) => a - b);
      return draws[Math.floor(draws.length * share)] ?? Number.NaN;
    };
    expect(quantile(USUAL_SIDECAR.proxyMs, 0.5)).toBeCloseTo(0.5, 2);
    expect(Math.abs(quantile(USUAL_SIDECAR.proxyMs, 0.99) - 1.5)).toBeLessThan(0.03);
    const p90 = (title: string): number => {
      const { proxyMs } = SIDECAR_PRESETS.find((preset) => preset.title === title)?.settings ?? {};
      return quantile(proxyMs as Json, 0.9);
    };
    expect(Math.abs(p90('Istio 1.3') / 3.5 - 1)).toBeLessThan(0.01);
    expect(Math.abs(p90('Istio 1.20') / 0.11 - 1)).toBeLessThan(0.02);
    expect(Math.abs(p90('Istio ambient, L4') / 0.09 - 1)).toBeLessThan(0.02);
  });

  it('queues when the workers are saturated, as M/D/c does, and turns away beyond the line', () => {
    // 1 ms of work on one worker at 800/s: M/D/1 waits rho / (2 (1 - rho)) = 2 ms on average.
    const busy = proxy('order', { proxyMs: { kind: 'constant', meanMs: 0 }, cpuMsPerCall: 1, concurrency: 1, queueLimit: null });
    const load = (perSecond: number) => ({ kind: 'client', settings: { arrivals: { kind: 'poisson', perSecond } } });
    const simple = (node: Json, perSecond: number): Report =>
      finish(
        meshOf({
          durationMs: 200_000,
          nodes: { users: load(perSecond), order: service(), 'order-proxy': node },
          edges: { in: call('users', 'order') },
        }),
      ).report();
    const { waitMs, utilization, queue } = simple(busy, 800).nodes['order-proxy'] ?? {};
    expect(Math.abs((waitMs?.mean ?? 0) / 2 - 1)).toBeLessThan(0.05);
    expect(utilization).toBeCloseTo(0.8, 2);
    // Little: 800/s times 2 ms.
    expect(Math.abs((queue?.mean ?? 0) / 1.6 - 1)).toBeLessThan(0.05);
    const full = simple({ ...busy, settings: { ...(busy['settings'] as Json), queueLimit: 10 } }, 2000);
    expect(full.nodes['order-proxy']?.queue.max).toBe(10);
    expect(full.totals.failedBy['proxy-full']).toBeGreaterThan(180_000);
    expect(full.nodes['order-proxy']?.utilization).toBeCloseTo(1, 2);
    expect(full.nodes['order-proxy']?.busy.max).toBe(1);
  });

  it('costs memory and cores for each pod', () => {
    const costly = proxy('order', { cpuMsPerCall: 0.5, memoryMb: 40 });
    const simulation = pair({ nodes: { order: service({ pods: 3 }), 'order-proxy': costly } });
    const { nodes, cost } = finish(simulation).report();
    expect(nodes['order-proxy']?.memoryMb.max).toBe(120);
    // Two passes at 100/s, half a millisecond each.
    expect(cost.nodes['order-proxy']?.coresBusy).toBeCloseTo(0.1, 3);
    expect(cost.nodes['order-proxy']?.proxies).toBe(3);
  });
});

/** A caller without a sidecar beside the mesh, and what becomes of its calls and of the others'. */
function rogue(settings: Json, faults: readonly Json[] = []): readonly [rogue: Json, order: Json] {
  const { edges } = report({
    nodes: { stranger: users(10), 'pay-proxy': proxy('pay', settings) },
    edges: { raid: call('stranger', 'pay') },
    faults,
  });
  const outcome = (id: string): Json => edges[id]?.failedBy ?? {};
  return [outcome('raid'), outcome('out')];
}

describe('who is let in', () => {
  it('permissive takes plaintext, strict cuts it off, and neither changes a line of the callers', () => {
    expect(rogue({ mtls: 'permissive' })).toEqual([{}, {}]);
    expect(rogue({ mtls: 'strict' })).toEqual([{ 'plaintext-refused': 599 }, {}]);
    expect(rogue({ mtls: 'disable' })).toEqual([{}, {}]);
  });

  it('the mode of the mesh counts where a proxy has none', () => {
    const { edges } = report({
      nodes: { stranger: users(10), plane: control({ defaultMode: 'strict' }) },
      edges: { raid: call('stranger', 'pay') },
    });
    expect([edges['raid']?.failedBy, edges['out']?.failedBy]).toEqual([{ 'plaintext-refused': 599 }, {}]);
  });

  it('a list of callers asks who it is: plaintext names nobody', () => {
    expect(rogue({ mtls: 'permissive', allow: [{ caller: 'order' }] })).toEqual([{ forbidden: 599 }, {}]);
    const [, order] = rogue({ allow: [{ caller: 'pay' }] });
    expect(Object.keys(order)).toEqual(['forbidden']);
  });

  it('the server’s certificate alone, or nothing, stops nobody', () => {
    expect(rogue({ authentication: 'server-tls' })).toEqual([{}, {}]);
    expect(rogue({ authentication: 'none' })).toEqual([{}, {}]);
  });

  it('a shared secret holds until it is known', () => {
    expect(rogue({ authentication: 'shared-secret' })).toEqual([{ forbidden: 599 }, {}]);
    const leak = { kind: 'secret-leak', target: 'pay-proxy', atMs: 30_000, durationMs: null, value: 0 };
    const [raid] = rogue({ authentication: 'shared-secret' }, [leak]);
    expect(Math.abs(Number(raid['forbidden']) - 300)).toBeLessThanOrEqual(1);
    expect(rogue({ mtls: 'strict' }, [leak])[0]).toEqual({ 'plaintext-refused': 599 });
  });

  it('a gateway needs a proxy of its own before strict services, and has one certificate', () => {
    const through = (more: Json, edges: Json): Report =>
      finish(
        meshOf({
          durationMs: 20_000,
          nodes: {
            users: users(50),
            door: { kind: 'gateway' },
            pay: service(),
            'pay-proxy': proxy('pay', { mtls: 'strict' }),
            plane: control(),
            ...more,
          },
          edges: { in: call('users', 'door'), out: call('door', 'pay'), 'to-pay': governs('pay-proxy'), ...edges },
        }),
      ).report();
    expect(Object.keys(through({}, {}).edges['out']?.failedBy ?? {})).toEqual(['plaintext-refused']);
    const { edges, nodes, transitions } = through({ 'door-proxy': proxy('door') }, { 'to-door': governs('door-proxy') });
    expect([edges['out']?.failed, nodes['door-proxy']?.failed]).toEqual([0, 0]);
    const mine = transitions.filter(({ where }) => where === 'door-proxy');
    expect(new Set(mine.map(({ machine }) => machine))).toEqual(new Set(['certificate pod 1']));
  });

  it('encrypts between proxies only', () => {
    const simulation = finish(pair({}));
    const { plaintext, encrypted } = sidecarOf(simulation, 'order-proxy').sidecarFigures;
    // In from the users in plaintext, out to pay encrypted.
    expect([plaintext, encrypted]).toEqual([5999, 5999]);
    expect(sidecarOf(simulation, 'pay-proxy').sidecarFigures).toMatchObject({ plaintext: 0, encrypted: 5999 });
  });
});

describe('connections', () => {
  it('are made once for each pod of the callee and used until their time is over', () => {
    const nodes = { pay: service({ pods: 3 }), 'order-proxy': proxy('order', { maxConnectionMs: 20_000, handshakeMs: 4 }) };
    const simulation = finish(pair({ nodes }));
    // Three pods, a new connection every 20 s: at 0, 20 and 40 s.
    expect(sidecarOf(simulation, 'order-proxy').sidecarFigures).toMatchObject({ handshakes: 9, failedHandshakes: 0 });
    const { edges } = simulation.report();
    // A round trip of 2 ms and 4 ms of work on top of 6 ms.
    const { count = 0, mean, max } = edges['out']?.latencyMs ?? {};
    expect(max).toBe(12);
    expect(mean).toBeCloseTo(6 + (9 * 6) / count, 6);
  });

  it('that stand go on when a certificate has ended; new ones fail, until it is renewed', () => {
    const fault = { kind: 'expired-certificate', target: 'pay-proxy', atMs: 10_000, durationMs: 30_000, value: 0 };
    const lasting = (maxConnectionMs: number): Simulated => {
      const simulation = finish(pair({ nodes: { 'order-proxy': proxy('order', { maxConnectionMs }) }, faults: [fault] }));
      return { failed: simulation.report().edges['out']?.failedBy ?? {}, figures: sidecarOf(simulation, 'order-proxy').sidecarFigures };
    };
    expect(lasting(600_000).failed).toEqual({});
    const { failed, figures } = lasting(1000);
    // From the first renewal after 10 s to the signature after 40 s, every call tries a handshake of its own.
    expect(failed['handshake-failed']).toBeGreaterThan(2890);
    expect(failed['handshake-failed']).toBeLessThan(3002);
    expect(figures.failedHandshakes).toBe(failed['handshake-failed']);
  });

  it('fail for a caller that cannot prove itself, too', () => {
    const fault = { kind: 'expired-certificate', target: 'order-proxy', atMs: 10_000, durationMs: null, value: 0 };
    const { edges, nodes } = report({ nodes: { 'order-proxy': proxy('order', { maxConnectionMs: 1000 }) }, faults: [fault] });
    expect(edges['out']?.failedBy['handshake-failed']).toBeGreaterThan(4800);
    expect(nodes['order-proxy']?.state).toBe('degraded');
  });
});

describe('a crash while the proxy has the call', () => {
  it('reaches the caller as a connection that nobody took', () => {
    const { edges, stopped } = report({
      nodes: {
        order: service({ service: { kind: 'constant', meanMs: 0 } }),
        'pay-proxy': proxy('pay', { proxyMs: { kind: 'constant', meanMs: 50 } }),
      },
      edges: { out: call('order', 'pay', { policies: { balancing: {} } }) },
      faults: [{ kind: 'crash', target: 'pay', atMs: 20_005, durationMs: 0, value: 0 }],
    });
    expect(stopped).toBeNull();
    expect(edges['out']?.failedBy['connection-refused']).toBeGreaterThanOrEqual(4);
  });
});

describe('files', () => {
  const problems = (nodes: Json, edges: Json = {}): readonly string[] => {
    const all = { users: users(1), pay: service(), plane: control(), ...nodes };
    const reading = checkScenario(fileOf({ nodes: all, edges: { in: call('users', 'pay'), ...edges } }));
    return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('with a sidecar without a pod, two governors, a strict proxy without one, or an unknown caller are refused', () => {
    expect(problems({ p: { kind: 'sidecar' } })[0]).toContain('nodes.p.parent: a sidecar needs a service or gateway');
    const two = { source: 'other', target: 'p', role: 'control' };
    const governors = problems({ p: proxy('pay'), other: control() }, { a: { source: 'plane', target: 'p', role: 'control' }, b: two });
    expect(governors[0]).toContain('is governed by');
    expect(problems({ p: proxy('pay', { mtls: 'strict' }) })[0]).toContain('nobody signs certificates for it');
    expect(problems({ p: proxy('pay', { authentication: 'server-tls' }) })[0]).toContain('nobody signs its certificate');
    expect(problems({ p: proxy('pay', { allow: [{ caller: 'ghost' }] }) })[0]).toContain('"ghost", which is no node here');
    expect(problems({ p: proxy('pay') })).toEqual([]);
  });

  it('all presets pass the schema', () => {
    for (const { settings } of SIDECAR_PRESETS) expect(problems({ p: proxy('pay', settings) })).toEqual([]);
  });
});

interface Simulated {
  readonly failed: Readonly<Record<string, number>>;
  readonly figures: { readonly failedHandshakes: number };
}

it('does the same twice', () => {
  const once = (): string => finish(pair({ seed: 7, durationMs: 20 * (SECOND / 1000) })).run.fingerprint.hex();
  expect(once()).toBe(once());
});
