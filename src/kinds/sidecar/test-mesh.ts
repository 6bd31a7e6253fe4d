/** Meshes for tests, written as short as a test wants them and read like any file: schema, defaults and checks apply. */
import { ControlPlaneModel } from '../control-plane/model';
import { SidecarModel } from './model';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

/** Plain data, as a file holds it. */
export type Json = Readonly<Record<string, unknown>>;

/** A proxy that takes a constant time, and nothing else, unless said otherwise. */
export const proxy = (parent: string, settings: Json = {}): Json => ({
  kind: 'sidecar',
  parent,
  settings: { proxyMs: { kind: 'constant', meanMs: 1 }, cpuMsPerCall: 0, handshakeMs: 0, ...settings },
});

/** Short-lived certificates that a run of a minute or two sees renewed. */
export const SHORT = { ttlMs: 20_000, graceRatio: 0.5, jitterRatio: 0.01, signingMs: 1 } as const;

/** A control plane with such certificates. */
export const control = (settings: Json = {}): Json => ({ kind: 'control-plane', settings: { authority: SHORT, ...settings } });

/** A client at a constant rate. */
export const users = (perSecond: number, settings: Json = {}): Json => ({
  kind: 'client',
  settings: { arrivals: { kind: 'constant', perSecond }, ...settings },
});

/** A service that answers in 2 ms, whatever comes. */
export const service = (settings: Json = {}): Json => ({
  kind: 'service',
  settings: { workers: 100, service: { kind: 'constant', meanMs: 2 }, ...settings },
});

/** A wire with a latency of 1 ms. */
export const call = (source: string, target: string, more: Json = {}): Json => ({
  source,
  target,
  settings: { latencyMs: 1 },
  ...more,
});

/** The wire from the control plane to a sidecar. */
export const governs = (target: string): Json => ({ source: 'plane', target, role: 'control', settings: { latencyMs: 1 } });

/** What a test says about a mesh. */
export interface Draft {
  readonly nodes?: Json;
  readonly edges?: Json;
  readonly faults?: readonly Json[];
  readonly durationMs?: number;
  readonly seed?: number;
}

/** The whole file of a draft, unread. */
export function fileOf({ nodes = {}, edges = {}, faults = [], durationMs = 60_000, seed = 1 }: Draft): Json {
  return { format: 'faultline-scenario', version: 1, title: 'mesh', seed, durationMs, nodes, edges, faults };
}

/** Reads a draft. Throws when the file would be refused, or when a part of it would do nothing. */
export function meshOf(draft: Draft): Simulation {
  const reading = checkScenario(fileOf(draft));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  if (reading.repairs.length > 0) throw new Error(JSON.stringify(reading.repairs));
  return new Simulation(reading.scenario);
}

/** users -> order -> pay, both with a proxy under one control plane; parts and wires can be replaced or added. */
export function pair({ nodes = {}, edges = {}, ...rest }: Draft): Simulation {
  return meshOf({
    ...rest,
    nodes: {
      users: users(100),
      order: service(),
      pay: service(),
      'order-proxy': proxy('order'),
      'pay-proxy': proxy('pay'),
      plane: control(),
      ...nodes,
    },
    edges: {
      in: call('users', 'order'),
      out: call('order', 'pay'),
      'to-order': governs('order-proxy'),
      'to-pay': governs('pay-proxy'),
      ...edges,
    },
  });
}

/** Runs to the end; the invariants are looked at once more. */
export function finish(simulation: Simulation): Simulation {
  simulation.advance(simulation.layout.endUs);
  simulation.run.check();
  return simulation;
}

/** A sidecar of a simulation. Throws when there is none. */
export function sidecarOf(simulation: Simulation, id: string): SidecarModel {
  const node = simulation.parts.nodes.get(id);
  if (!(node instanceof SidecarModel)) throw new RangeError(`no sidecar ${id}`);
  return node;
}

/** The control plane of a simulation. Throws when there is none. */
export function planeOf(simulation: Simulation): ControlPlaneModel {
  const node = simulation.parts.nodes.get('plane');
  if (!(node instanceof ControlPlaneModel)) throw new RangeError('no control plane');
  return node;
}
