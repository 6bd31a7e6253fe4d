/**
 * Settings that a sweep can vary: every number of a node, a wire's network, a policy or a fault, found in the fields that the
 * registries give. A value is put there as the inspector would put it, and the file's reader has the last word.
 */
import { shownFaults } from '../shared/locks';
import { nameOf } from '../shared/words';
import type { FieldSpec, NumberField } from '@/engine/field-spec';
import { FAULTS } from '@/faults/registry';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

type Settings = Readonly<Record<string, unknown>>;

/** Where settings lie. */
type Home =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'network'; readonly id: string }
  | { readonly kind: 'policy'; readonly id: string; readonly policy: string }
  | { readonly kind: 'fault'; readonly index: number };

/** One number of the scenario. */
export interface SweepSetting {
  /** Its path in the file. */
  readonly id: string;
  readonly home: Home;
  /** Within the settings there. */
  readonly path: string;
  /** The node or wire that it belongs to, by id and name. */
  readonly part: string;
  readonly partName: string;
  readonly label: string;
  readonly rule: Pick<NumberField, 'unit' | 'min' | 'max' | 'isWhole'>;
  /** The value in force; null where it is "none", such as no limit. */
  readonly value: number | null;
  /** What to begin with where there is no number. */
  readonly initial: number;
}

const NETWORK: readonly FieldSpec[] = (
  [
    ['latencyMs', 'Latency', 0],
    ['jitterMs', 'Jitter', 0],
    ['connectTimeoutMs', 'Connect timeout', 1],
  ] as const
).map(([path, label, min]) => ({ control: 'number', path, label, help: '', unit: 'ms', min, max: 60_000, isWhole: false }));

const isObject = (value: unknown): value is Settings => typeof value === 'object' && value !== null;

function getAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}

function put(value: unknown, [key, ...rest]: readonly string[], next: unknown): unknown {
  if (key === undefined) return next;
  if (Array.isArray(value)) return value.map((old: unknown, i) => (String(i) === key ? put(old, rest, next) : old));
  const object = isObject(value) ? value : {};
  return { ...object, [key]: put(object[key], rest, next) };
}

interface Found {
  readonly field: NumberField;
  readonly path: string;
  readonly label: string;
}

/** Number fields that hold for the settings as they are; `value` is what the fields' paths start from. */
function numbersIn(fields: readonly FieldSpec[], value: unknown, prefix = '', words = ''): readonly Found[] {
  return fields.flatMap((field): readonly Found[] => {
    const inner = getAt(value, field.path);
    const path = `${prefix}${field.path}`;
    switch (field.control) {
      case 'number':
        return typeof inner === 'number' || (inner === null && field.none) ? [{ field, path, label: `${words}${field.label}` }] : [];
      case 'group':
        return isObject(inner) ? numbersIn(field.fields, inner, `${path}.`, `${words}${field.label}, `) : [];
      case 'variant': {
        const variant = field.variants.find(({ kind }) => kind === getAt(inner, 'kind'));
        return variant ? numbersIn(variant.fields, inner, `${path}.`, `${words}${field.label}, `) : [];
      }
      case 'list': {
        const items: readonly unknown[] = Array.isArray(inner) ? inner : [];
        return items.flatMap((item, i) => numbersIn(field.fields, item, `${path}.${i}.`, `${words}${field.itemLabel} ${i + 1}, `));
      }
      default:
        return [];
    }
  });
}

function readHome(scenario: Scenario, home: Home): Settings | undefined {
  switch (home.kind) {
    case 'node':
      return scenario.nodes[home.id]?.settings;
    case 'network':
      return scenario.edges[home.id]?.settings;
    case 'policy':
      return scenario.edges[home.id]?.policies[home.policy];
    case 'fault': {
      const fault = scenario.faults[home.index];
      return fault ? { value: fault.value } : undefined;
    }
  }
}

function writeHome(scenario: Scenario, home: Home, settings: Settings): Scenario {
  const { nodes, edges, faults } = scenario;
  if (home.kind === 'fault') {
    const value = typeof settings['value'] === 'number' ? settings['value'] : 0;
    return { ...scenario, faults: faults.map((fault, i) => (i === home.index ? { ...fault, value } : fault)) };
  }
  if (home.kind === 'node') {
    const node = nodes[home.id];
    return node ? { ...scenario, nodes: { ...nodes, [home.id]: { ...node, settings } } } : scenario;
  }
  const edge = edges[home.id];
  if (!edge) return scenario;
  const next =
    home.kind === 'network'
      ? { ...edge, settings: { ...edge.settings, ...settings } }
      : { ...edge, policies: { ...edge.policies, [home.policy]: settings } };
  return { ...scenario, edges: { ...edges, [home.id]: next } };
}

/** The values in force: those of the file, and what a policy's preset decides. */
function inForce(home: Home, settings: Settings): Settings {
  const contract = home.kind === 'policy' ? POLICIES.get(home.policy) : undefined;
  const resolved = contract?.resolve(settings);
  return isObject(resolved) ? { ...settings, ...resolved } : settings;
}

const homePath = (home: Home): string => {
  switch (home.kind) {
    case 'node':
      return `nodes.${home.id}.settings`;
    case 'network':
      return `edges.${home.id}.settings`;
    case 'policy':
      return `edges.${home.id}.policies.${home.policy}`;
    case 'fault':
      return `faults.${home.index}`;
  }
};

function settingsAt(scenario: Scenario, home: Home, fields: readonly FieldSpec[], part: string, words: string): readonly SweepSetting[] {
  const settings = readHome(scenario, home);
  if (!settings) return [];
  const values = inForce(home, settings);
  return numbersIn(fields, values).map(({ field, path, label }) => {
    const value = getAt(values, path);
    return {
      id: `${homePath(home)}.${path}`,
      home,
      path,
      part,
      partName: nameOf(scenario, part),
      label: `${words}${label}`,
      rule: field,
      value: typeof value === 'number' ? value : null,
      initial: typeof value === 'number' ? value : (field.none?.initial ?? field.min),
    };
  });
}

/** All of them: nodes first, then wires with their policies, then faults. */
export function settingsOf(scenario: Scenario): readonly SweepSetting[] {
  const nodes = Object.entries(scenario.nodes).flatMap(([id, { kind }]) =>
    settingsAt(scenario, { kind: 'node', id }, KINDS.get(kind)?.fields ?? [], id, ''),
  );
  const wires = Object.entries(scenario.edges).flatMap(([id, { policies }]) => [
    ...Object.keys(policies).flatMap((policy) => {
      const contract = POLICIES.get(policy);
      return contract ? settingsAt(scenario, { kind: 'policy', id, policy }, contract.fields, id, `${contract.title}: `) : [];
    }),
    ...settingsAt(scenario, { kind: 'network', id }, NETWORK, id, 'Network: '),
  ]);
  const faults = shownFaults(scenario).flatMap(({ fault: { kind, target }, index }) => {
    const contract = FAULTS.get(kind);
    if (!contract?.value) return [];
    const { label, unit, min, max } = contract.value;
    const field: FieldSpec = { control: 'number', path: 'value', label, help: '', unit, min, max, isWhole: false };
    return settingsAt(scenario, { kind: 'fault', index }, [field], target, `Fault ${index + 1}, ${contract.title}: `);
  });
  return [...nodes, ...wires, ...faults];
}

/** A scenario with values put in, or why the file's reader refuses them. */
export type Varied = { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly sentence: string };

/** Puts a value into each setting. Parts that are not concerned stay the same objects. */
export function withValues(scenario: Scenario, settings: readonly SweepSetting[], values: readonly number[]): Varied {
  let next = scenario;
  settings.forEach(({ home, path }, i) => {
    const old = readHome(next, home) ?? {};
    const top = path.split('.', 1)[0] ?? path;
    // What the file leaves to a preset and the path leads into is written out first.
    const base = Object.hasOwn(old, top) ? old : { ...old, [top]: inForce(home, old)[top] };
    next = writeHome(next, home, put(base, path.split('.'), values[i]) as Settings);
  });
  const reading = checkScenario(next);
  if (reading.ok) return { ok: true, scenario: next };
  const problem = reading.problems.find(({ path }) => settings.some(({ id }) => id.startsWith(path) || path.startsWith(id)));
  return { ok: false, sentence: (problem ?? reading.problems[0])?.message ?? 'does not fit here' };
}
