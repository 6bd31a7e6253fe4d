/**
 * Wirings that mean nothing, one by one: the file reader names the place, and the canvas refuses the same thing with a reason and
 * leaves the scenario as it was.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addEdge, addNode, type Outcome } from './index';
import { checked, nodePlace } from '../shared/settings/place';
import { checkScenario } from '@/scenario/read';
import { edgeSchema, nodeSchema, type Scenario } from '@/scenario/schema';

function load(file: string): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync(`scenarios/${file}.json`, 'utf8')));
  if (!reading.ok) throw new Error(`${file} is wrong`);
  return reading.scenario;
}

const gateway = load('api-gateway/base');
const discovery = load('service-discovery/base');
const mesh = load('parts/mesh-mtls');
const canary = load('parts/canary-good');
const alerts = load('parts/alerts');

type Settings = Record<string, unknown>;

/** The id of the only part of a kind. */
function only(scenario: Scenario, kind: string): string {
  const found = Object.keys(scenario.nodes).find((id) => scenario.nodes[id]?.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

interface BadWiring {
  readonly name: string;
  /** The file that somebody wrote by hand. */
  readonly file: Scenario;
  /** Where it is wrong, and a word of the reason. */
  readonly path: string;
  readonly says: RegExp;
  /** What the canvas says to the same attempt; null when it lets it pass. */
  readonly canvas: () => string | null;
}

const reasonOf = (outcome: Outcome): string | null => (outcome.ok ? null : outcome.reason);

function withWire(scenario: Scenario, source: string, target: string, role: 'call' | 'discovery' | 'control'): Scenario {
  return { ...scenario, edges: { ...scenario.edges, bad: edgeSchema.parse({ source, target, role }) } };
}

const wiring = (scenario: Scenario, source: string, target: string, role: 'call' | 'discovery' | 'control') => ({
  file: withWire(scenario, source, target, role),
  canvas: () => reasonOf(addEdge(scenario, source, target, role)),
});

/** Settings of a part that are wrong: in a file, and typed into the inspector. */
function setting(scenario: Scenario, kind: string, change: (settings: Settings) => Settings): Pick<BadWiring, 'file' | 'canvas'> {
  const id = only(scenario, kind);
  const place = nodePlace(kind, id);
  const before = scenario.nodes[id]?.settings;
  if (!place || !before) throw new Error(`no settings of ${id}`);
  const settings = change(structuredClone(before));
  return {
    file: place.write(scenario, settings),
    canvas: () => {
      const edit = checked(place, scenario, settings);
      return edit.ok ? null : edit.sentence;
    },
  };
}

const route = (id: string, path: string, to: readonly Settings[], match = 'exact'): Settings => {
  return { id, match, path, to, sticky: false, beatsPatterns: false };
};
const routes = (...list: readonly Settings[]) => setting(gateway, 'gateway', (settings) => ({ ...settings, routes: list }));

const orphan: Scenario = { ...mesh, nodes: { ...mesh.nodes, stray: nodeSchema.parse({ kind: 'sidecar' }) } };
const second = addNode(mesh, 'control-plane', { x: 0, y: -600 });
if (!second.ok) throw new Error(second.reason);

const wirings: readonly BadWiring[] = [
  {
    name: 'a client into a registry’s call port',
    ...wiring(discovery, only(discovery, 'client'), only(discovery, 'registry'), 'call'),
    path: 'edges.bad',
    says: /cannot be called/,
  },
  {
    name: 'a route to nowhere',
    ...routes(route('a', '/a', [{ wire: 'nowhere', weight: 1 }])),
    path: 'nodes.gateway.settings',
    says: /nowhere/,
  },
  {
    name: 'overlapping exact routes',
    ...routes(route('a', '/a', [{ wire: 'to-users', weight: 1 }]), route('b', '/a', [{ wire: 'to-old', weight: 1 }])),
    path: 'nodes.gateway.settings',
    says: /"?[ab]"?/,
  },
  {
    name: 'a weight sum of 0',
    ...routes(route('a', '/a', [{ wire: 'to-old', weight: 0 }, { wire: 'to-new', weight: 0 }])),
    path: 'nodes.gateway.settings',
    says: /weight/,
  },
  {
    name: 'a registry that lists itself',
    ...wiring(discovery, only(discovery, 'registry'), only(discovery, 'registry'), 'discovery'),
    path: 'edges.bad',
    says: /itself/,
  },
  {
    name: 'a sidecar without a pod',
    file: orphan,
    canvas: () => reasonOf(addNode(mesh, 'sidecar', { x: 0, y: 0 })),
    path: 'nodes.stray',
    says: /service|stands? at/,
  },
  {
    name: 'two control planes for one pod',
    ...wiring(second.scenario, second.id, only(mesh, 'sidecar'), 'control'),
    path: 'edges.',
    says: /governed|orders/,
  },
  {
    name: 'a rotation longer than the lifetime',
    ...setting(mesh, 'control-plane', (settings) => {
      return { ...settings, authority: { ...(settings['authority'] as Settings), ttlMs: 3_600_000, graceRatio: 0.95, jitterRatio: 0.1 } };
    }),
    path: 'nodes.plane.settings',
    says: /ended/,
  },
  {
    name: 'a canary without a stable version',
    ...setting(canary, 'canary', (settings) => ({ ...settings, split: 'nowhere' })),
    path: `nodes.${only(canary, 'canary')}.settings`,
    says: /stable version/,
  },
  {
    name: 'an alert that names no metric',
    ...setting(alerts, 'monitor', (settings) => ({ ...settings, rules: [{ alert: 'Nothing', expr: '1 > bool 0', forMs: 0 }] })),
    path: `nodes.${only(alerts, 'monitor')}.settings`,
    says: /metric/,
  },
  {
    name: 'an alert on a metric that nobody counts',
    ...setting(alerts, 'monitor', (settings) => ({ ...settings, rules: [{ alert: 'Odd', expr: 'nonsense_total > 0', forMs: 0 }] })),
    path: `nodes.${only(alerts, 'monitor')}.settings`,
    says: /metric/,
  },
];

describe('wirings that mean nothing', () => {
  it.each(wirings)('$name: the file says where, the canvas says why', ({ file, path, says, canvas }) => {
    const reading = checkScenario(file);
    const problems = reading.ok ? [] : reading.problems;
    expect(problems.map((problem) => problem.path).join(' ')).toContain(path);
    expect(problems.map(({ message }) => message).join(' ')).toMatch(says);
    const reason = canvas();
    expect(reason).toMatch(says);
    expect(reason).toMatch(/^\S.*[.!?]$/s);
  });
});
