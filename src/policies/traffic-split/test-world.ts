/** A shop in front of an old and a new version, for tests of the split: a scenario file with as few lines as it needs. */
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

/** Plain data of a file. */
export type Json = Record<string, unknown>;

/** What a test wants to be different. */
export interface WorldOptions {
  readonly split?: Json | null;
  readonly arrivals?: Json;
  readonly client?: Json;
  readonly shop?: Json;
  readonly oldVersion?: Json;
  readonly newVersion?: Json;
  /** Further policies of the wire that carries the split, and of the other one. */
  readonly above?: Json;
  readonly below?: Json;
  readonly nodes?: Json;
  readonly edges?: Json;
  readonly faults?: readonly Json[];
  readonly latencyMs?: number;
  readonly seed?: number;
  readonly durationMs?: number;
  /** Share of the requests whose spans are kept. */
  readonly traceShare?: number;
}

const node = (kind: string, settings: Json): Json => ({ kind, name: '', position: { x: 0, y: 0 }, settings });

/** The file. The other wire's id comes before the first one's in the alphabet: the shop would ask it first. */
export function splitFile(options: WorldOptions = {}): Scenario {
  const { split = {}, above = {}, below = {}, latencyMs = 1 } = options;
  const net = { latencyMs, jitterMs: 0, connectTimeoutMs: 1000 };
  const service = { workers: 200, service: { kind: 'constant', meanMs: 5 } };
  const policies = split === null ? above : { 'traffic-split': { to: 'canary', percent: 10, ...split }, ...above };
  const file = {
    format: 'faultline-scenario', version: 1, title: 'Split', seed: options.seed ?? 1, durationMs: options.durationMs ?? 60_000,
    nodes: {
      users: node('client', { arrivals: options.arrivals ?? { kind: 'poisson', perSecond: 200 }, ...options.client }),
      shop: node('service', { ...service, ...options.shop }),
      old: node('service', { ...service, ...options.oldVersion }),
      new: node('service', { ...service, ...options.newVersion }),
      ...options.nodes,
    },
    edges: {
      visits: { source: 'users', target: 'shop', settings: net },
      stable: { source: 'shop', target: 'old', settings: net, policies },
      canary: { source: 'shop', target: 'new', settings: net, policies: below },
      ...options.edges,
    },
    faults: options.faults ?? [],
  };
  const reading = checkScenario(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

/** A run of it. */
export function splitRun(options: WorldOptions = {}): Simulation {
  const { traceShare } = options;
  return new Simulation(splitFile(options), traceShare === undefined ? {} : { traceShare });
}
