/**
 * Scenarios for the oracles, written as short as a test wants them and read like any file: schema, defaults and checks apply.
 * `watch` looks over the shoulder of one node; it changes nothing of the run.
 */
import type { Call } from '@/engine/call';
import type { NodeModel } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation, type SimulationOptions } from '@/simulation/simulation';

/** Plain data, as a file holds it. */
export type Json = Readonly<Record<string, unknown>>;

/** The parts of a file that a test cares about. */
export interface Draft {
  readonly nodes: Readonly<Record<string, Json>>;
  readonly edges?: Readonly<Record<string, Json>>;
  readonly faults?: readonly Json[];
  readonly durationMs?: number;
  readonly seed?: number;
}

/** More seeds and longer runs when asked. */
export const isDeep = process.env['FAULTLINE_DEEP'] === '1';

/** The three seeds of every statistical test. */
export const SEEDS = [1, 2, 3] as const;

/** A client as a file writes it. */
export function client(arrivals: Json, settings: Json = {}): Json {
  return { kind: 'client', settings: { arrivals, ...settings } };
}

/** A service as a file writes it: one pod with one worker unless said otherwise. */
export function service(settings: Json = {}): Json {
  return { kind: 'service', settings: { workers: 1, ...settings } };
}

/** A wire as a file writes it: without latency unless said otherwise. */
export function wire(source: string, target: string, policies: Json = {}, settings: Json = {}): Json {
  return { source, target, settings: { latencyMs: 0, ...settings }, policies };
}

/** Reads a draft. Throws when the file would be refused, or when a part of it would do nothing. */
export function scenarioOf({ nodes, edges = {}, faults = [], durationMs = 86_400_000, seed = 1 }: Draft): Scenario {
  const reading = checkScenario({
    format: 'faultline-scenario',
    version: 1,
    title: 'oracle',
    seed,
    durationMs,
    nodes,
    edges,
    faults,
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  if (reading.repairs.length > 0) throw new Error(JSON.stringify(reading.repairs));
  return reading.scenario;
}

/** A simulation of a draft at time 0. */
export function simulate(draft: Draft, options: SimulationOptions = {}): Simulation {
  return new Simulation(scenarioOf(draft), options);
}

/** A client before one service, wired without latency. */
export function queue(arrivals: Json, settings: Json, seed: number, users: Json = {}, policies: Json = {}): Simulation {
  return simulate({
    seed,
    nodes: { users: client(arrivals, users), shop: service(settings) },
    edges: { orders: wire('users', 'shop', policies) },
  });
}

/** A node of a simulation. Throws when there is none. */
export function nodeOf(simulation: Simulation, id: string): NodeModel {
  const node = simulation.parts.nodes.get(id);
  if (!node) throw new RangeError(`no node ${id}`);
  return node;
}

/** A wire of a simulation. Throws when there is none. */
export function wireOf(simulation: Simulation, id: string): Wire {
  const found = simulation.parts.wires.get(id);
  if (!found) throw new RangeError(`no wire ${id}`);
  return found;
}

/** One request at a node. */
export interface Visit {
  /** Number of its call; the tries of a retry share it. */
  readonly id: number;
  readonly atUs: number;
  /** False when it was answered on the spot. */
  readonly isAdmitted: boolean;
  /** Moment its own work was done, NaN while it is not. */
  doneUs: number;
}

/** Lists every request that reaches a node, in order. */
export function watch(simulation: Simulation, id: string): Visit[] {
  const node = nodeOf(simulation, id);
  const visits: Visit[] = [];
  const inside = new Map<number, Visit>();
  const receive = node.receive.bind(node);
  const handle = node.handle.bind(node);
  node.receive = (call: Call): void => {
    const { failed } = node.tally;
    const before = { id: call.id, atUs: simulation.nowUs };
    receive(call);
    const visit = { ...before, isAdmitted: node.tally.failed === failed, doneUs: Number.NaN };
    visits.push(visit);
    inside.set(visit.id, visit);
  };
  node.handle = (kind: number, call: Call | null): void => {
    const visit = call === null ? undefined : inside.get(call.id);
    if (visit) visit.doneUs = simulation.nowUs;
    handle(kind, call);
  };
  return visits;
}

/**
 * Lets a simulation run event by event to its end or `untilUs` and adds up levels over time: for each node what it holds, for
 * each wire what is under way. Whole numbers throughout.
 */
export function integrate(simulation: Simulation, untilUs: number): ReadonlyMap<string, number> {
  const { run, parts } = simulation;
  const levels: [string, () => number][] = [
    ...[...parts.nodes].map(([id, node]): [string, () => number] => [`node ${id}`, () => node.holding()]),
    ...[...parts.wires].map(([id, { tally }]): [string, () => number] => [`wire ${id}`, () => tally.inFlight]),
  ];
  const areas = new Map(levels.map(([name]) => [name, 0]));
  for (let isGoing = true; isGoing;) {
    const before = levels.map(([, level]) => level());
    const beforeUs = run.nowUs;
    isGoing = run.step(untilUs);
    levels.forEach(([name], i) => {
      areas.set(name, (areas.get(name) ?? 0) + (before[i] ?? 0) * (run.nowUs - beforeUs));
    });
  }
  return areas;
}
