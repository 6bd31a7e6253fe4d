/** What must always be true of calls that pass through proxies, while callers withdraw at any stage and everything changes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, control, governs, type Json, meshOf, proxy, service, sidecarOf } from './test-mesh';
import { MS, SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';
import { Spans } from '@/engine/spans';
import type { Scenario } from '@/scenario/schema';
import type { Simulation } from '@/simulation/simulation';

const RUNS = process.env['FAULTLINE_DEEP'] === '1' ? 1500 : 50;
type Rng = (below: number) => number;
const rngOf = (seed: number): Rng => {
  const stream = new RunContext(seed).stream('test', 'mesh');
  return (below) => stream.below(below);
};

const one = <T>(rng: Rng, ...of: readonly [T, ...T[]]): T => of[rng(of.length)] ?? of[0];

function proxySettings(rng: Rng): Json {
  return {
    proxyMs: one<Json>(rng, { kind: 'constant', meanMs: 0 }, { kind: 'constant', meanMs: 1 + rng(8) }, { kind: 'exponential', meanMs: 3 }),
    cpuMsPerCall: one(rng, 0, 0, 2, 5),
    concurrency: 1 + rng(2),
    queueLimit: one(rng, null, 0, 5),
    handshakeMs: rng(10),
    maxConnectionMs: one(rng, 50, 400, 10_000),
    mtls: one(rng, 'inherit', 'permissive', 'permissive', 'strict', 'disable'),
    authentication: one(rng, 'mtls', 'mtls', 'mtls', 'shared-secret', 'server-tls', 'none'),
    allow: one<readonly Json[]>(rng, [], [], [{ caller: 'order' }]),
  };
}

function policies(rng: Rng): Json {
  const found: Record<string, Json> = {};
  if (rng(2) === 0) found['retry'] = { maxAttempts: 1 + rng(3), backoff: { baseMs: rng(20), factor: 2, capMs: 100 } };
  if (rng(2) === 0) found['timeout'] = { afterMs: 4 + rng(40), work: one(rng, 'orphaned', 'cancelled') };
  if (rng(2) === 0) found['bulkhead'] = { maxConcurrent: 1 + rng(20) };
  if (rng(3) === 0) found['circuit-breaker'] = { preset: 'cockatiel-consecutive', openMs: [50 + rng(200)] };
  if (rng(2) === 0) found['balancing'] = {};
  if (rng(4) === 0) found['fallback'] = { answerMs: rng(10) };
  return found;
}

const settingsOf = (rng: Rng): Json => ({
  pods: 1 + rng(3),
  workers: 1 + rng(10),
  queueLimit: one(rng, null, 5),
  service: { kind: 'exponential', meanMs: 1 + rng(10) },
  startupMs: rng(300),
  graceMs: 200,
  ...(rng(4) === 0 ? { memoryLimitMb: 65, memoryPerRequestKb: 100 } : {}),
});

const FAULTS = [
  ['crash', 'pay', 0],
  ['crash', 'order', 1],
  ['vanish', 'pay', 1],
  ['replace', 'order', 1],
  ['rollout', 'pay', 1],
  ['hang', 'pay', 1],
  ['errors', 'pay', 0.5],
  ['partition', 'out', 0],
  ['partition', 'to-pay', 0],
  ['ca-outage', 'plane', 0],
  ['control-plane-outage', 'plane', 0],
  ['wrong-config', 'plane', 0],
  ['expired-certificate', 'pay-proxy', 0],
  ['secret-leak', 'pay-proxy', 0],
] as const;

function draw(rng: Rng, seed: number): Simulation {
  const net = (): Json => ({ latencyMs: rng(3), jitterMs: 0, connectTimeoutMs: 30 });
  const patience = rng(2) === 0 ? { patienceMs: 5 + rng(100) } : {};
  const wire = (from: string, to: string): Json => {
    const enforcedBy = from === 'users' ? 'caller' : one(rng, 'caller', 'sidecar');
    return call(from, to, { settings: net(), policies: policies(rng), enforcedBy });
  };
  const signing = { signingMs: rng(20), signsAtOnce: 1 + rng(2), maxQueue: rng(4) };
  const authority = { ttlMs: 1000 + rng(3000), graceRatio: 0.5, jitterRatio: 0.1, ...signing };
  const isGoverned = rng(5) > 0;
  const settings = isGoverned ? proxySettings(rng) : { ...proxySettings(rng), mtls: 'permissive', authentication: 'mtls' };
  return meshOf({
    seed,
    durationMs: 25_000,
    nodes: {
      users: { kind: 'client', settings: { arrivals: { kind: 'poisson', perSecond: 300 }, maxRequests: 800, ...patience } },
      order: service(settingsOf(rng)),
      pay: service(settingsOf(rng)),
      stock: service(settingsOf(rng)),
      'order-proxy': proxy('order', settings),
      'pay-proxy': proxy('pay', isGoverned ? proxySettings(rng) : settings),
      plane: control({ authority, injection: one(rng, 'fail', 'ignore'), push: { delayMs: rng(500), jitterMs: 0 } }),
    },
    edges: {
      in: wire('users', 'order'),
      out: wire('order', 'pay'),
      down: wire('pay', 'stock'),
      ...(isGoverned ? { 'to-order': governs('order-proxy'), 'to-pay': governs('pay-proxy') } : {}),
    },
    faults: Array.from({ length: 1 + rng(5) }, () => {
      const [kind, target, value] = FAULTS[rng(FAULTS.length)] ?? FAULTS[0];
      return { kind, target, value, atMs: rng(3000), durationMs: kind === 'replace' || kind === 'rollout' ? null : rng(1500) };
    }).filter(({ target }) => isGoverned || target !== 'to-pay'),
  });
}

/** Other settings for some parts, now. */
function change(simulation: Simulation, rng: Rng): void {
  const { current } = simulation;
  const nodes: Record<string, Scenario['nodes'][string]> = { ...current.nodes };
  const replace = (id: string, more: Json): void => {
    const node = nodes[id];
    if (node) nodes[id] = { ...node, settings: { ...node.settings, ...more } };
  };
  if (rng(2) === 0) replace('pay', { pods: 1 + rng(4) });
  if (rng(2) === 0) {
    const { mtls: _mode, authentication: _proof, ...rest } = proxySettings(rng) as Record<string, unknown>;
    replace(one(rng, 'order-proxy', 'pay-proxy'), rest);
  }
  if (rng(3) === 0) replace('plane', { defaultMode: one(rng, 'permissive', 'strict', 'disable') });
  simulation.update({ ...current, nodes });
}

function live(seed: number): { readonly simulation: Simulation; readonly seen: readonly string[] } {
  const rng = rngOf(seed);
  const simulation = draw(rng, seed);
  const { context, nodes } = simulation.parts;
  context.spans = new Spans(context, 0.3);
  for (let i = 0; i < 12; i++) {
    simulation.advance(simulation.nowUs + (1 + rng(400)) * MS);
    if (rng(2) === 0) change(simulation, rng);
    simulation.run.check();
  }
  simulation.advance(18 * SECOND);
  simulation.run.check();
  // Certificates are renewed for ever: between two of them nothing is under way.
  while (context.pool.live > 0 && !simulation.isOver) simulation.advance(simulation.nowUs + MS);
  const seen = [...nodes.values()].flatMap(({ tally }) => Object.keys(tally.reasons()));
  return { simulation, seen };
}

describe('invariants', () => {
  it('hold while callers leave, pods die, certificates end and settings change', () => {
    const reasons = new Set<string>();
    const property = fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const { simulation, seen } = live(seed);
      const { parts, run } = simulation;
      expect(run.stopped).toBeNull();
      for (const reason of seen) reasons.add(reason);
      for (const node of parts.nodes.values()) {
        const { id, tally, waiting, busy, memoryKb } = node;
        if (node.isSource) continue;
        expect([id, node.holding(), tally.inFlight, waiting.value, busy.value, memoryKb.held]).toEqual([id, 0, 0, 0, 0, 0]);
      }
      expect(parts.context.pool.live).toBe(0);
      // Every span has ended, and proxies record theirs on both sides.
      const { all } = parts.context.spans ?? { all: [] };
      expect(all.filter(({ endUs }) => endUs < 0)).toEqual([]);
    });
    fc.assert(property, { numRuns: RUNS, seed: 20261126 });
    const expected = [
      'plaintext-refused',
      'forbidden',
      'handshake-failed',
      'bad-config',
      'proxy-full',
      'cancelled',
      'connection-refused',
      'crashed',
    ];
    expect([...reasons]).toEqual(expect.arrayContaining(expected));
  }, 300_000);

  it('and the same happens twice', () => {
    for (const seed of [3, 4, 5]) {
      const [once, again] = [live(seed), live(seed)].map(({ simulation }) => [simulation.run.fingerprint.hex(), simulation.run.events]);
      expect(once).toEqual(again);
    }
  });
});

describe('spans of proxies', () => {
  it('lie one within the other, from the caller to the callee', () => {
    const simulation = meshOf({
      durationMs: 10_000,
      nodes: {
        users: { kind: 'client', settings: { arrivals: { kind: 'constant', perSecond: 10 } } },
        order: service(),
        pay: service(),
        'order-proxy': proxy('order'),
        'pay-proxy': proxy('pay'),
        plane: control(),
      },
      edges: { in: call('users', 'order'), out: call('order', 'pay'), a: governs('order-proxy'), b: governs('pay-proxy') },
    });
    const { context } = simulation.parts;
    const spans = new Spans(context, 1);
    context.spans = spans;
    simulation.advance(5 * SECOND);
    const first = spans.all.filter(({ trace }) => trace === 1);
    expect(first.map(({ id, parent, kind, node }) => [id, parent, kind, node])).toEqual([
      [1, 0, 3, 'users'],
      [2, 1, 2, 'order-proxy'],
      [3, 2, 2, 'order'],
      [4, 3, 3, 'order'],
      [5, 4, 3, 'order-proxy'],
      [6, 5, 2, 'pay-proxy'],
      [7, 6, 2, 'pay'],
    ]);
    const byId = new Map(first.map((span) => [span.id, span]));
    const stray = first.filter(({ parent, startUs, endUs }) => {
      const around = byId.get(parent);
      return around !== undefined && (startUs < around.startUs || endUs > around.endUs);
    });
    expect(stray).toEqual([]);
    expect(sidecarOf(simulation, 'pay-proxy').holding()).toBe(0);
  });
});
