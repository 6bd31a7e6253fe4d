/**
 * The JSON Schema of a scenario file, for editors that complete and check while one types. It is made from what reading uses
 * (schema.ts, the settings of the registries, and the labels that the inspector shows), never by hand.
 */
import * as z from 'zod/mini';
import { MAX_PARTS, MAX_POLICIES } from './limits';
import { scenarioSchema } from './schema';
import type { FieldSpec } from '@/engine/field-spec';
import { FAULTS } from '@/faults/registry';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = { [keyword: string]: unknown };

/** Where the schema lies beneath the published site and in the sources. */
export const SCHEMA_FILE = 'public/schema/faultline-scenario.v1.json';

/** What the fields of the file are for, by place. */
const WORDS: Readonly<Record<string, string>> = {
  $schema: 'Where an editor finds this schema. Kept, and without meaning for the run.',
  format: 'Says that this is a scenario of Faultline.',
  version: 'Version of the format.',
  title: 'What the scenario is called.',
  notes: 'What there is to see, for people.',
  author: 'Who made it.',
  seed: 'Start of all chance: the same file with the same seed gives the same run.',
  durationMs: 'End of the run in simulated milliseconds.',
  nodes: 'The parts by id. An id is a small letter and up to 39 more small letters, digits and hyphens.',
  edges: 'The wires by id.',
  faults: 'What breaks when.',
  objectives: 'Figures of the report that the run has to reach.',
  pinned: 'Settings within reach of the audience.',
  view: 'How the page was left.',
  exercise: 'The exercise of the course that this belongs to, or null.',
  locks: 'What the teacher allows.',
};

/** Makes the schema. */
export function scenarioJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(scenarioSchema, { io: 'input' }) as JsonSchema;
  const fields = objectAt(schema, 'properties');
  for (const [name, words] of Object.entries(WORDS)) objectAt(fields, name)['description'] = words;
  const nodes = objectAt(fields, 'nodes');
  nodes['maxProperties'] = MAX_PARTS;
  completeNodes(objectAt(nodes, 'additionalProperties'));
  const edges = objectAt(fields, 'edges');
  edges['maxProperties'] = MAX_PARTS;
  completeWires(objectAt(edges, 'additionalProperties'));
  completeFaults(objectAt(objectAt(fields, 'faults'), 'items'));
  return { ...schema, title: 'Faultline scenario', $defs: definitions() };
}

/** The settings of each kind and policy. */
function definitions(): JsonSchema {
  const kinds = [...KINDS].map(([id, { schema, fields, text }]) => [`kind-${id}`, settingsSchema(schema, fields, text)]);
  const policies = [...POLICIES].map(([id, { schema, fields, text }]) => [`policy-${id}`, settingsSchema(schema, fields, text)]);
  return Object.fromEntries([...kinds, ...policies]) as JsonSchema;
}

function settingsSchema(schema: z.ZodMiniType, fields: readonly FieldSpec[], text: string): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  label(made, fields);
  return { description: text, ...made };
}

/** A known word, or any other: editors offer the known ones, and a kind of tomorrow is no mistake. */
function open(field: JsonSchema, known: Iterable<string>): JsonSchema {
  return { anyOf: [{ enum: [...known] }, field] };
}

/** When a field named `kind` has this value, the rest has to fit, too. */
function when(kind: string, fields: JsonSchema): JsonSchema {
  const condition = { type: 'object', required: ['kind'], properties: { kind: { const: kind } } };
  // By way of a map, because an object written with a key "then" looks like a promise.
  const clause = new Map<string, unknown>([['if', condition]]).set('then', { type: 'object', properties: fields });
  return Object.fromEntries(clause);
}

function completeNodes(node: JsonSchema): void {
  const fields = objectAt(node, 'properties');
  fields['kind'] = open(objectAt(fields, 'kind'), KINDS.keys());
  node['allOf'] = [...KINDS.keys()].map((id) => when(id, { settings: { $ref: `#/$defs/kind-${id}` } }));
}

function completeWires(edge: JsonSchema): void {
  const policies = objectAt(objectAt(edge, 'properties'), 'policies');
  policies['maxProperties'] = MAX_POLICIES;
  policies['properties'] = Object.fromEntries([...POLICIES.keys()].map((id) => [id, { $ref: `#/$defs/policy-${id}` }]));
}

function completeFaults(fault: JsonSchema): void {
  const fields = objectAt(fault, 'properties');
  fields['kind'] = open(objectAt(fields, 'kind'), FAULTS.keys());
  fault['allOf'] = [...FAULTS].flatMap(([id, { value, text }]) => {
    if (!value) return [];
    const description = `${text} ${value.label}${value.unit === '' ? '' : `, ${value.unit}`}.`;
    return [when(id, { value: { type: 'number', minimum: value.min, maximum: value.max, description } })];
  });
}

/** Writes the inspector's words into the schema of the settings. */
function label(schema: JsonSchema, fields: readonly FieldSpec[]): void {
  for (const field of fields) {
    const found = fieldAt(schema, field.path.split('.'));
    if (!found) continue;
    found['title'] = field.label;
    const unit = field.control === 'number' && field.unit !== '' ? ` Unit: ${field.unit}.` : '';
    const description = `${field.help}${unit}`.trim();
    if (description !== '') found['description'] = description;
    if (field.control === 'group') label(found, field.fields);
    if (field.control === 'list') {
      const items = alternatives(found).find((option) => Object.hasOwn(option, 'items'));
      if (items) label(objectAt(items, 'items'), field.fields);
    }
    if (field.control === 'variant') {
      for (const { kind, fields: inner } of field.variants) {
        const one = alternatives(found).find((option) => objectAt(objectAt(option, 'properties'), 'kind')['const'] === kind);
        if (one) label(one, inner);
      }
    }
  }
}

/** The schema itself, or what may stand in its place. */
function alternatives(schema: JsonSchema): JsonSchema[] {
  const options = schema['oneOf'] ?? schema['anyOf'];
  return Array.isArray(options) ? options.flatMap((option) => alternatives(option as JsonSchema)) : [schema];
}

function fieldAt(schema: JsonSchema, path: readonly string[]): JsonSchema | null {
  let found: JsonSchema | null = schema;
  for (const step of path) {
    const home: JsonSchema | undefined = alternatives(found).find((option) =>
      Object.hasOwn(objectAt(option, 'properties'), step),
    );
    if (!home) return null;
    found = objectAt(objectAt(home, 'properties'), step);
  }
  return found;
}

/** The object under a keyword; an empty one that belongs to nothing when there is none. */
function objectAt(schema: JsonSchema, keyword: string): JsonSchema {
  const value = schema[keyword];
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {};
}
