/**
 * How speed holds when a scenario grows: with parts, with what is booked, with breakers that flap, with a mesh of two hundred services.
 * Whole simulations, sampled as the page and the command line see them, but for the two that are about the engine alone.
 */
import { makeScene, TWO_HUNDRED } from '../scene';
import { SECOND, type TimeUs } from '@/domain/time';
import { type Limits, DEFAULT_LIMITS } from '@/engine/run';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

/** What to measure. `size` is the number of parts or of bookings; for the fuller model and the breakers 1 is the dearer of two. */
export interface ScaleTask {
  readonly scale: 'services' | 'fuller' | 'parts' | 'pending' | 'breakers';
  readonly size?: number;
}

/** What it took. */
export interface ScaleOutcome {
  readonly ms: number;
  readonly events: number;
  /** Requests of the clients. */
  readonly requests: number;
  /** Simulated seconds. */
  readonly seconds: number;
  /** Changes of mode of breakers and of ejections. */
  readonly transitions: number;
}

type Json = Readonly<Record<string, unknown>>;

function read(document: unknown): Scenario {
  const result = checkScenario(structuredClone(document));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.scenario;
}

function fileOf(seconds: number, nodes: Json, edges: Json, faults: readonly Json[] = []): Json {
  return { format: 'faultline-scenario', version: 1, title: 'scale', durationMs: seconds * 1000, nodes, edges, faults };
}

const poisson = (perSecond: number): Json => ({ arrivals: { kind: 'poisson', perSecond } });
const exponential = (meanMs: number): Json => ({ kind: 'exponential', meanMs });

/**
 * Client, gateway and three pods behind proxies: deadlines, retries, latencies, a breaker, a watch on every pod, errors, an outage. In the
 * model of the goal proxies decide and take no time; `isPriced` gives each pass the time and the work that it has in a scenario.
 */
function fullerModel(isPriced: boolean): Scenario {
  const call = { settings: { latencyMs: 0.5 } };
  const price = isPriced ? {} : { proxyMs: { kind: 'constant', meanMs: 0 }, cpuMsPerCall: 0 };
  return read(
    fileOf(
      50,
      {
        client: { kind: 'client', settings: poisson(20_000) },
        gateway: { kind: 'gateway', settings: { replicas: 2, workers: 100 } },
        service: { kind: 'service', settings: { pods: 3, workers: 100, model: 'async', service: exponential(9) } },
        'gateway-proxy': { kind: 'sidecar', parent: 'gateway', settings: { mtls: 'permissive', concurrency: 64, ...price } },
        'service-proxy': { kind: 'sidecar', parent: 'service', settings: { concurrency: 64, ...price } },
        plane: { kind: 'control-plane' },
      },
      {
        in: {
          source: 'client',
          target: 'gateway',
          ...call,
          policies: {
            retry: { maxAttempts: 3, backoff: { baseMs: 20, factor: 2, capMs: 1000 }, jitter: 'full' },
            timeout: { afterMs: 1000 },
          },
        },
        on: {
          source: 'gateway',
          target: 'service',
          ...call,
          enforcedBy: 'sidecar',
          policies: { 'circuit-breaker': { preset: 'course' }, balancing: { outlierDetection: { preset: 'envoy' } } },
        },
        'plane-gateway': { source: 'plane', target: 'gateway-proxy', role: 'control' },
        'plane-service': { source: 'plane', target: 'service-proxy', role: 'control' },
      },
      [
        { kind: 'errors', target: 'service', atMs: 0, value: 0.01 },
        { kind: 'errors', target: 'service', atMs: 20_000, durationMs: 500, value: 1 },
      ],
    ),
  );
}

/** Pairs of a client and a service, so many that they are `size` parts, with 20,000 requests a second in all. */
function partsModel(size: number): Scenario {
  const pairs = size / 2;
  const small = read(
    fileOf(
      20,
      {
        c: { kind: 'client', settings: poisson(20_000 / pairs) },
        s: { kind: 'service', settings: { workers: 100, model: 'async', service: exponential(2) } },
      },
      { w: { source: 'c', target: 's', settings: { latencyMs: 0 } } },
    ),
  );
  const { c, s } = small.nodes;
  const { w } = small.edges;
  if (!c || !s || !w) throw new Error('the pair is incomplete');
  // More than a file may hold: the engine is asked, not the reader.
  const nodes: Record<string, typeof c> = {};
  const edges: Record<string, typeof w> = {};
  for (let i = 0; i < pairs; i++) {
    nodes[`c${i}`] = c;
    nodes[`s${i}`] = s;
    edges[`w${i}`] = { ...w, source: `c${i}`, target: `s${i}` };
  }
  return { ...small, nodes, edges };
}

/** One service that works on `size` requests at once: so many completions are booked. */
function pendingModel(size: number): Scenario {
  const perSecond = 20_000;
  const meanMs = (size / perSecond) * 1000;
  const nodes = {
    client: { kind: 'client', settings: poisson(perSecond) },
    service: {
      kind: 'service',
      settings: { workers: 10_000, pods: Math.max(1, Math.ceil(size / 8000)), model: 'async', service: exponential(meanMs) },
    },
  };
  return read(fileOf(600, nodes, { w: { source: 'client', target: 'service', settings: { latencyMs: 0 } } }));
}

/** Ten pairs of a client and a service with a breaker between them; when it `flaps`, each changes its mode some five times a second. */
function breakerModel(flaps: boolean): Scenario {
  const seconds = 48;
  const nodes: Record<string, Json> = {};
  const edges: Record<string, Json> = {};
  const faults: Json[] = [];
  const window = { kind: 'count', calls: 10 };
  const breaker = { preset: 'course', window, minimumCalls: 10, openMs: [60], probesPermitted: 1, probesNeeded: 1 };
  for (let i = 0; i < 10; i++) {
    nodes[`c${i}`] = { kind: 'client', settings: poisson(2000) };
    nodes[`s${i}`] = { kind: 'service', settings: { workers: 100, model: 'async', service: exponential(2) } };
    edges[`w${i}`] = { source: `c${i}`, target: `s${i}`, settings: { latencyMs: 0.5 }, policies: { 'circuit-breaker': breaker } };
    if (!flaps) continue;
    for (let at = 300; at < seconds * 1000; at += 1000) {
      faults.push({ kind: 'errors', target: `s${i}`, atMs: at, durationMs: 20, value: 1 });
    }
  }
  return read(fileOf(seconds, nodes, edges, faults));
}

/** Warm-up before the measured part, in simulated seconds, and what it measures. */
function planOf({ scale, size = 0 }: ScaleTask): { scenario: Scenario; from: number; to: number } {
  switch (scale) {
    case 'services':
      return { scenario: read(makeScene(TWO_HUNDRED)), from: 0, to: 30 };
    case 'fuller':
      return { scenario: fullerModel(size > 0), from: 0, to: 50 };
    case 'parts':
      return { scenario: partsModel(size), from: 5, to: 20 };
    case 'pending': {
      const filled = Math.max(5, Math.ceil(size / 20_000) * 3);
      return { scenario: pendingModel(size), from: filled, to: filled + 15 };
    }
    case 'breakers':
      return { scenario: breakerModel(size > 0), from: 10, to: 48 };
  }
}

/** The engine's limits are meant for a tab; here a million requests are under way. */
const LIMITS: Limits = { ...DEFAULT_LIMITS, events: 1e9, inFlight: 5_000_000 };

/** Runs a task; `clock` reads milliseconds. */
export function measureScale(task: ScaleTask, clock: () => number): ScaleOutcome {
  const { scenario, from, to } = planOf(task);
  const simulation = new Simulation(scenario, { limits: LIMITS });
  const at = (seconds: number): TimeUs => seconds * SECOND;
  simulation.advance(at(from));
  const requests = (): number =>
    simulation.layout.sources.reduce((sum, id) => sum + (simulation.parts.nodes.get(id)?.tally.arrived ?? 0), 0);
  const [events, came] = [simulation.run.events, requests()];
  const start = clock();
  simulation.advance(at(to));
  const ms = clock() - start;
  if (simulation.run.stopped !== null) throw new Error(`stopped: ${simulation.run.stopped.limit}, ${simulation.run.stopped.where}`);
  return {
    ms,
    events: simulation.run.events - events,
    requests: requests() - came,
    seconds: to - from,
    transitions: simulation.parts.context.transitions.length,
  };
}
