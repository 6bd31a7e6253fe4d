/** A scenario for tests of what draws a run: read like any file, with the names that a test wants. */
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

function read(): Scenario {
  const file = { format: 'faultline-scenario', version: 1, title: 'test', seed: 1, durationMs: 10_000, nodes: {}, edges: {} };
  const reading = checkScenario(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

/** Without parts. */
export const EMPTY_SCENARIO: Scenario = read();

/** With services of these names, by id. */
export function withNames(scenario: Scenario, names: Readonly<Record<string, string>>): Scenario {
  const nodes = Object.entries(names).map(([id, name]) => {
    return [id, { kind: 'service', parent: null, name, position: { x: 0, y: 0 }, settings: {} }] as const;
  });
  return { ...scenario, nodes: Object.fromEntries(nodes) };
}

/** With calls between these parts, source and target by the id of the wire. */
export function withCalls(scenario: Scenario, calls: Readonly<Record<string, readonly [string, string]>>): Scenario {
  const edges = Object.entries(calls).map(([id, [source, target]]) => {
    const settings = { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 5000 };
    return [id, { source, target, role: 'call', settings, policies: {}, enforcedBy: 'caller' }] as const;
  });
  return { ...scenario, edges: Object.fromEntries(edges) };
}
