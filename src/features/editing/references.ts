/**
 * Settings that name other parts (a gateway's routes, who an operator watches): followed when a part is copied, and taken out
 * when it is gone. Which settings do so is said by the fields of a kind or policy; no kind is known here by its name.
 */
import type { FieldSpec, ReferenceField } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import type { Scenario } from '@/scenario/schema';

type Settings = Readonly<Record<string, unknown>>;

/** Says what a reference becomes: the same id, another one, or null when there is nothing it could name. */
export type Follow = (id: string, field: ReferenceField) => string | null;

/** In place of a value that cannot be mended. */
const GONE = Symbol('gone');

const isObject = (value: unknown): value is Settings => typeof value === 'object' && value !== null && !Array.isArray(value);

function getAt(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), value);
}

function setAt(settings: Settings, [step = '', ...rest]: readonly string[], value: unknown): Settings {
  if (rest.length === 0) return { ...settings, [step]: value };
  const inner = settings[step];
  return { ...settings, [step]: setAt(isObject(inner) ? inner : {}, rest, value) };
}

/** One object with its fields: the same object when nothing changed, `GONE` when a field that it needs has lost its part. */
function followAll(fields: readonly FieldSpec[], settings: Settings, follow: Follow): Settings | typeof GONE {
  let now = settings;
  let isGone = false;
  for (const field of fields) {
    const steps = field.path === '' ? [] : field.path.split('.');
    const before = getAt(now, steps);
    const after = followOne(field, before, follow);
    if (after === GONE) isGone = true;
    else if (after !== before && steps.length > 0) now = setAt(now, steps, after);
    else if (after !== before && isObject(after)) now = after;
  }
  return isGone ? GONE : now;
}

function followOne(field: FieldSpec, value: unknown, follow: Follow): unknown {
  switch (field.control) {
    case 'reference':
      return followReference(field, value, follow);
    case 'list':
      return followList(field.fields, field.min, value, follow);
    case 'group': {
      if (!isObject(value)) return value;
      const after = followAll(field.fields, value, follow);
      return after === GONE && field.isOptional ? null : after;
    }
    case 'variant': {
      if (!isObject(value)) return value;
      const variant = field.variants.find(({ kind }) => kind === value['kind']);
      return variant ? followAll(variant.fields, value, follow) : value;
    }
    default:
      return value;
  }
}

function followReference(field: ReferenceField, value: unknown, follow: Follow): unknown {
  if (typeof value !== 'string' || value === '') return value;
  const next = follow(value, field);
  if (next !== null) return next;
  return field.none === undefined ? GONE : null;
}

function followList(fields: readonly FieldSpec[], min: number, value: unknown, follow: Follow): unknown {
  if (!Array.isArray(value)) return value;
  const items: readonly unknown[] = value;
  const after = items.map((item) => (isObject(item) ? followAll(fields, item, follow) : item)).filter((item) => item !== GONE);
  if (after.length === items.length && after.every((item, i) => item === items[i])) return value;
  return after.length < min ? GONE : after;
}

/** A top-level setting that needs a part and has none is left empty: the whole object has to stay. */
function followSettings(fields: readonly FieldSpec[], settings: Settings, follow: Follow): Record<string, unknown> {
  let now: Settings = settings;
  for (const field of fields) {
    const after = followAll([field], now, follow);
    if (after !== GONE) now = after;
    else now = setAt(now, field.path.split('.'), field.control === 'list' ? [] : field.control === 'reference' ? '' : null);
  }
  return now;
}

/** Says for the owner of a setting what becomes of each reference; a policy's owner is the node that calls. */
export type FollowFor = (owner: string) => Follow;

/** A copy in which every reference of the given parts (all when left out) has been followed; the same object if none changed. */
export function followReferences(scenario: Scenario, followFor: FollowFor, only?: ReadonlySet<string>): Scenario {
  const nodes = { ...scenario.nodes };
  const edges = { ...scenario.edges };
  let isChanged = false;
  for (const [id, node] of Object.entries(scenario.nodes)) {
    const fields = KINDS.get(node.kind)?.fields;
    if (!fields || only?.has(id) === false) continue;
    const settings = followSettings(fields, node.settings, followFor(id));
    if (settings === node.settings) continue;
    nodes[id] = { ...node, settings };
    isChanged = true;
  }
  for (const [id, edge] of Object.entries(scenario.edges)) {
    if (only?.has(id) === false) continue;
    const policies: Record<string, Record<string, unknown>> = {};
    let isOther = false;
    for (const [policy, settings] of Object.entries(edge.policies)) {
      const fields = POLICIES.get(policy)?.fields;
      const after = fields ? followSettings(fields, settings, followFor(edge.source)) : settings;
      policies[policy] = after;
      isOther ||= after !== settings;
    }
    if (!isOther) continue;
    edges[id] = { ...edge, policies };
    isChanged = true;
  }
  return isChanged ? { ...scenario, nodes, edges } : scenario;
}
