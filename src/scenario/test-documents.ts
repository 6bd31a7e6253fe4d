/** Scenario files for tests: a large one that uses every field, random valid ones, and ways to spoil either. */
import fc from 'fast-check';
import story from '../../scenarios/circuit-breaker/base.json' with { type: 'json' };

/** Plain data, as a file holds it. */
export type Json = Record<string, unknown>;

/** Says what is the matter in a test that looks at thousands of things. */
export function claim(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new Error(otherwise);
}

/** A copy of plain data, names that reach into the prototype included. */
export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** The story of exercise 3: each call gives a copy of its own. */
export const base = (): Json => copyOf<Json>(story);

/** The story with every field of the format in use, and parts of a later version. */
export function maximal(): Json {
  const document = base();
  const nodes = document['nodes'] as Record<string, Json>;
  const edges = document['edges'] as Record<string, Json>;
  (nodes['checkout'] as Json)['settings'] = {
    ...((nodes['checkout'] as Json)['settings'] as Json),
    service: { kind: 'log-normal', meanMs: 2, cv: 1 }, queueLimit: 500, memoryLimitMb: null,
  };
  nodes['users'] = {
    kind: 'client', parent: null, name: 'Users', position: { x: -10, y: 300 },
    settings: {
      arrivals: { kind: 'closed', users: 20, think: { kind: 'erlang', meanMs: 900, stages: 3 } }, patienceMs: 3000, maxRequests: 5000,
    },
  };
  nodes['future'] = {
    kind: 'quantum-cache', parent: 'checkout', name: '', position: { x: 0, y: 0 }, settings: { qubits: 5, deep: [{ a: [null, 'x'] }] },
  };
  edges['more'] = {
    source: 'users', target: 'checkout', role: 'call', settings: { latencyMs: 2, jitterMs: 1, connectTimeoutMs: 3000 },
    policies: {
      timeout: { afterMs: 900, work: 'cancelled' },
      retry: { maxAttempts: 3, backoff: { baseMs: 100, factor: 2, capMs: 5000 }, jitter: 'equal', budget: { share: 0.2, minimum: 3 } },
      'circuit-breaker': {
        preset: 'course', window: { kind: 'count', calls: 20 }, slow: { overMs: 200, percent: 50, failuresToo: true }, openMs: [5000, 9000],
      },
      bulkhead: { maxConcurrent: 20 },
      fallback: { answerMs: 2 },
      'time-travel': { backMs: 5 },
    },
  };
  edges['watch'] = {
    source: 'checkout', target: 'future', role: 'control', settings: { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 5000 }, policies: {},
  };
  return {
    ...document, nodes, edges, $schema: '../faultline-scenario.v1.json',
    faults: [
      ...(document['faults'] as Json[]),
      { kind: 'partition', target: 'more', atMs: 5000, durationMs: 2000, value: 0, share: 1, jitterMs: 0, hidden: false },
    ],
    objectives: [
      {
        id: 'queue', text: 'The queue stays short', metric: 'nodes.checkout.queue.max', is: '<=', limit: 500,
        during: { fromMs: 1, toMs: null },
      },
    ],
    annotations: {
      hint: {
        kind: 'note', text: 'Look at the queue', position: { x: -200, y: -300 }, size: { width: 220, height: 90 }, members: [], tone: 'red',
      },
      till: {
        kind: 'frame', text: 'The till', position: { x: 0, y: 0 }, size: { width: 400, height: 300 }, members: ['checkout', 'users'],
        tone: 'plain',
      },
    },
    expected: 'missed',
    pinned: [{ path: 'nodes.checkout.settings.workers', label: 'Workers', min: 1, max: 400 }],
    view: { camera: { x: 1, y: 2, zoom: 1.5 }, panels: ['charts'], speed: 2, focus: 'checkout' },
    exercise: 'circuit-breaker', locks: { mode: 'wire', parts: ['client', 'service'] },
  };
}

const RESERVED = /"(__proto__|constructor|prototype)"/;

/** Any JSON that is not nested without end. */
export const anyJson = fc.jsonValue({ maxDepth: 4 }).filter((value) => !RESERVED.test(JSON.stringify(value)));

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/).filter((text) => !['constructor', 'prototype'].includes(text));
const strange = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), anyJson, { maxKeys: 4 })
  .filter((value) => !RESERVED.test(JSON.stringify(value)));
const optional = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Json> => fc.record(fields, { requiredKeys: [] });
const ms = (most: number): fc.Arbitrary<number> => fc.double({ min: 0, max: most, noNaN: true });
const label = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ maxLength, unit: 'grapheme' }).filter((text) => text.length <= maxLength);

const distribution = fc.oneof(
  fc.record({ kind: fc.constant('constant'), meanMs: ms(1000) }),
  fc.record({ kind: fc.constant('uniform'), minMs: ms(10), maxMs: ms(1000) }),
  fc.record({ kind: fc.constant('bimodal'), fastMs: ms(10), slowMs: ms(1000), slowShare: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

const node = fc.oneof(
  fc.record({
    kind: fc.constant('service'),
    settings: optional({ pods: fc.constantFrom(1, 2, 5), workers: fc.constantFrom(1, 99),
      service: distribution, queueLimit: fc.constantFrom(null, 0, 9) }),
  }),
  fc.record({
    kind: fc.constant('client'),
    settings: optional({
      arrivals: fc.oneof(
        fc.record({ kind: fc.constant('poisson'), perSecond: fc.double({ min: 0, max: 200, noNaN: true }) }),
        fc.record({ kind: fc.constant('closed'), users: fc.nat(30).map((n) => n + 1), think: distribution }),
      ),
      patienceMs: fc.constantFrom(null, 500),
    }),
  }),
  fc.record({ kind: word.map((text) => `later-${text}`.slice(0, 40)), settings: strange }),
).chain((part) =>
  optional({ name: label(60), position: fc.record({ x: ms(5000), y: ms(5000) }) }).map((rest): Json => ({ ...part, ...rest })),
);

const policies = optional({
  timeout: optional({ afterMs: fc.constantFrom(1, 300, 0.5e3), work: fc.constantFrom('orphaned', 'cancelled') }),
  retry: optional({ maxAttempts: fc.constantFrom(1, 4),
    jitter: fc.constantFrom('none', 'full', 'decorrelated'), budget: fc.constant(null) }),
  'circuit-breaker': optional({ preset: fc.constantFrom('course', 'hystrix', 'polly'), openMs: fc.constant([1000, 2000]) }),
  fallback: fc.constant({}),
  'of-tomorrow': strange,
});

function edge(ids: readonly string[], targets: readonly string[]): fc.Arbitrary<Json> {
  return fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...targets)).filter(([from, to]) => from !== to).chain(([source, target]) =>
    optional({
      role: fc.constant('call'),
      settings: fc.record({ latencyMs: fc.constantFrom(1, 2.5, 60_000) }),
      policies,
    }).map((rest): Json => ({ source, target, ...rest })),
  );
}

const fault = (services: readonly string[]): fc.Arbitrary<Json> => fc.record({
  kind: fc.constantFrom('slow', 'hang'), target: fc.constantFrom(...services), atMs: ms(9000), durationMs: fc.constantFrom(null, 50),
});

const objective = fc.record({
  id: word, text: label(100), metric: fc.constant('totals.failed'), is: fc.constantFrom('<=', '='),
  limit: fc.double({ noNaN: true, noDefaultInfinity: true }),
  during: fc.constantFrom(null, { fromMs: 0, toMs: 500 }, { fromMs: 20, toMs: null }),
});

/** Notes and frames; ids of parts have no such end. */
const annotations = (ids: readonly string[]): fc.Arbitrary<Json> => fc.dictionary(
  word.map((text) => `${text.slice(0, 18)}-n`),
  fc.oneof(
    fc.record({ kind: fc.constant('note'), text: label(200) }),
    fc.record({ kind: fc.constant('frame'), members: fc.subarray([...ids]) }),
  ),
  { maxKeys: 3 },
);

/** A valid file; what has a default is there or not. */
export const validDocument: fc.Arbitrary<Json> = fc.dictionary(word, node, { maxKeys: 6 }).chain((nodes) => {
  const ids = Object.keys(nodes);
  const targets = ids.filter((id) => nodes[id]?.['kind'] !== 'client');
  const canWire = ids.length > 1 && targets.length > 0;
  const services = ids.filter((id) => nodes[id]?.['kind'] === 'service');
  return optional({
    $schema: fc.webUrl().filter((text) => text.length < 500),
    notes: label(200), author: label(60), seed: fc.nat(), durationMs: fc.nat(100_000).map((n) => n + 1),
    edges: canWire ? fc.dictionary(word, edge(ids, targets), { maxKeys: 5 }) : fc.constant({}),
    annotations: annotations(ids),
    faults: fc.array(fc.record({ kind: fc.constant('of-tomorrow'), target: word, atMs: ms(1000) }), { maxLength: 3 }).chain((strangers) =>
      services.length === 0
        ? fc.constant<Json[]>(strangers)
        : fault(services).map((known): Json[] => [...strangers, known]),
    ),
    objectives: fc.uniqueArray(objective, { maxLength: 3, selector: ({ id }) => id }),
    pinned: fc.array(fc.record({ path: fc.constant('seed'), min: fc.constant(-1), max: ms(9) }), { maxLength: 2 }),
    exercise: fc.constantFrom(null, 'service-mesh'),
    locks: optional({ mode: fc.constantFrom('watch', 'author'), parts: fc.constantFrom(null, []) }),
  }).chain((rest) => label(120).map((title): Json => ({ format: 'faultline-scenario', version: 1, title, nodes, ...rest })));
});

/** Every place of a document, as the steps to it. */
export function placesOf(value: unknown, steps: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [steps];
  return [steps, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...steps, key]))];
}

/** The object or list that holds a place. */
export function homeOf(document: unknown, steps: readonly string[]): Json {
  return steps.slice(0, -1).reduce<unknown>((value, step) => (value as Json)[step], document) as Json;
}
