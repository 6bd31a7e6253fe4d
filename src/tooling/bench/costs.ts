/** What each policy and each kind in between adds to a request: the same traffic with and without it, warm, in turn. */
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';
import { SECOND } from '@/domain/time';

/** Nanoseconds that a part adds to a request. */
export interface Cost {
  readonly name: string;
  readonly ns: number;
}

type Json = Readonly<Record<string, object>>;

const SECONDS = 10;
const PER_SECOND = 20_000;
const REPEATS = 5;

const service = { kind: 'service', settings: { workers: 100, service: { kind: 'constant', meanMs: 1 } } };
const quick = { kind: 'constant', meanMs: 0.1 };

/** Traffic on one service; `between` stands in front of it, `policies` on the wire to it. */
function scenarioOf(policies: object, between: object | null): unknown {
  const wire = { settings: { latencyMs: 1 } };
  const through = between ? { first: { source: 'client', target: 'between', ...wire } } : {};
  return {
    format: 'faultline-scenario',
    version: 1,
    title: 'cost',
    durationMs: SECONDS * 1000,
    nodes: {
      client: { kind: 'client', settings: { arrivals: { kind: 'poisson', perSecond: PER_SECOND } } },
      service,
      ...(between ? { between } : {}),
    },
    edges: { ...through, last: { source: between ? 'between' : 'client', target: 'service', ...wire, policies } },
  };
}

const limit = { id: 'all', per: 'global', algorithm: 'token-bucket', limit: 1_000_000, windowMs: 1000, burst: null };
const three = ['a', 'b', 'c'].map((id) => ({ ...limit, id }));
const POLICIES: Readonly<Record<string, object>> = {
  fallback: { fallback: {} },
  retry: { retry: {} },
  'rate limit': { 'rate-limit': { limits: [limit] } },
  'circuit breaker': { 'circuit-breaker': {} },
  timeout: { timeout: {} },
  bulkhead: { bulkhead: { maxConcurrent: 10_000 } },
  'load balancing': { balancing: {} },
  'balancing with outlier detection': { balancing: { outlierDetection: { preset: 'envoy' } } },
};
const KINDS: Readonly<Record<string, object>> = {
  'service in between': { kind: 'service', settings: { workers: 100, model: 'async', service: quick } },
  gateway: { kind: 'gateway', settings: { workers: 100, logging: { costMs: 0.1 } } },
  'gateway with three limits': {
    kind: 'gateway',
    settings: { workers: 100, logging: { costMs: 0.1 }, limits: { specs: three, charging: 'atomic', store: { kind: 'local' } } },
  },
  cache: { kind: 'cache', settings: { keys: 100_000, capacity: 1000, hitMs: 0.1 } },
};

/** What may stand at the end in place of the service; the figure is the difference between the two. */
const ENDS: Readonly<Record<string, object>> = {
  database: { kind: 'database', settings: { connections: 100, query: { kind: 'constant', meanMs: 1 } } },
  'third-party API': { kind: 'third-party', settings: {} },
};

/** The bare traffic with more beside it. */
function withParts(nodes: Json, edges: Json, policies: object = {}): unknown {
  const bare = scenarioOf(policies, null) as { readonly nodes: Json; readonly edges: Json };
  return { ...bare, nodes: { ...bare.nodes, ...nodes }, edges: { ...bare.edges, ...edges } };
}

const registry = { kind: 'registry' };
const proxies = {
  'service-proxy': { kind: 'sidecar', parent: 'service', settings: { concurrency: 64, mtls: 'permissive' } },
  plane: { kind: 'control-plane' },
};
const governs = { governs: { source: 'plane', target: 'service-proxy', role: 'control' } };

/** What needs more than a place on the wire or in between. */
const WHOLES: Readonly<Record<string, unknown>> = {
  'discovery by a registry': withParts(
    { registry },
    {
      registers: { source: 'service', target: 'registry', role: 'discovery' },
      asks: { source: 'client', target: 'registry', role: 'discovery' },
    },
    { discovery: {}, balancing: {} },
  ),
  'traffic split': withParts(
    { other: service },
    { side: { source: 'client', target: 'other', settings: { latencyMs: 1 } } },
    { 'traffic-split': { to: 'side', percent: 10 } },
  ),
  'sidecar at the service, control plane': withParts(proxies, governs),
  monitor: withParts({ monitor: { kind: 'monitor' } }, {}),
};

/** Nanoseconds per request of a run. */
function time(scenario: unknown): number {
  const read = checkScenario(structuredClone(scenario));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const simulation = new Simulation(read.scenario);
  const start = performance.now();
  simulation.advance(SECONDS * SECOND);
  const ms = performance.now() - start;
  return (ms * 1e6) / (simulation.parts.nodes.get('client')?.tally.arrived ?? 1);
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Measures all, each beside the bare wire. */
export function measureCosts(): readonly Cost[] {
  const bare = scenarioOf({}, null);
  const added = (scenario: unknown): number => {
    time(scenario);
    time(bare);
    return middle(Array.from({ length: REPEATS }, () => time(scenario) - time(bare)));
  };
  return [
    { name: 'the bare wire and service', ns: middle(Array.from({ length: REPEATS }, () => time(bare))) },
    ...Object.entries(POLICIES).map(([name, policies]) => ({ name: `+ ${name}`, ns: added(scenarioOf(policies, null)) })),
    ...Object.entries(KINDS).map(([name, between]) => ({ name: `+ ${name}`, ns: added(scenarioOf({}, between)) })),
    ...Object.entries(WHOLES).map(([name, scenario]) => ({ name: `+ ${name}`, ns: added(scenario) })),
    ...Object.entries(ENDS).map(([name, end]) => ({ name: `${name} instead of the service`, ns: added(withParts({ service: end }, {})) })),
  ];
}
