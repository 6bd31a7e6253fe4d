/** Reading: whatever the file holds, the answer is a scenario or sentences that name the place; nothing is thrown. */
import { describe, expect, it } from 'vitest';
import { checkScenario, readScenario } from './read';
import { base, claim, type Json, maximal } from './test-documents';

type Change = (document: Json) => void;

/** Puts a value at a path of the story. */
function withValue(path: string, value: unknown, document = base()): Json {
  const steps = path.split('.');
  const home = steps.slice(0, -1).reduce<Json>((at, step) => (at[step] ??= {}) as Json, document);
  home[steps.at(-1) as string] = value;
  return document;
}

function without(path: string): Json {
  const document = withValue(path, undefined);
  return JSON.parse(JSON.stringify(document)) as Json;
}

/** The problems as `path: sentence`. */
function problemsOf(document: unknown): string[] {
  const reading = readScenario(typeof document === 'string' ? document : JSON.stringify(document));
  return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message}`);
}

function repairsOf(document: unknown): string[] {
  const reading = readScenario(JSON.stringify(document));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.repairs.map(({ path, message }) => `${path}: ${message}`);
}

const changed = (change: Change, document = base()): Json => {
  change(document);
  return document;
};

const service = { kind: 'service' };

describe('sentences', () => {
  const workers = 'nodes.checkout.settings.workers';
  const cases: readonly (readonly [document: unknown, sentence: string])[] = [
    [withValue(workers, 1e9), `${workers}: must be at most 100000, but is 1000000000`],
    [withValue(workers, 0), `${workers}: must be at least 1, but is 0`],
    [withValue(workers, 1.5), `${workers}: must be a whole number, but is 1.5`],
    [withValue(workers, 1e30), `${workers}: must be at most 100000, but is 1e+30`],
    [withValue(workers, '100'), `${workers}: must be a whole number, but is the text “100”`],
    [withValue(workers, null), `${workers}: must be a whole number, but is null`],
    [
      withValue('nodes.checkout.settings.queueLimit', 'none'),
      'nodes.checkout.settings.queueLimit: must be a whole number or null, but is the text “none”',
    ],
    [
      withValue('nodes.checkout.settings.wokers', 5),
      'nodes.checkout.settings.wokers: unknown field “wokers”: remove it or check the spelling (did you mean “workers”?)',
    ],
    [
      withValue('nodes.checkout.settings.spread', 'random '),
      'nodes.checkout.settings.spread: must be one of round-robin, random, least-busy, but is the text “random ” (did you mean “random”?)',
    ],
    [
      withValue('nodes.shoppers.settings.arrivals.perSecond', 1e9),
      'nodes.shoppers.settings.arrivals.perSecond: must be at most 1000000, but is 1000000000',
    ],
    [
      withValue('nodes.shoppers.settings.arrivals.kind', 'poison'),
      'nodes.shoppers.settings.arrivals.kind: must be one of poisson, constant, ramp, burst, closed, but is the text “poison” ' +
        '(did you mean “poisson”?)',
    ],
    [withValue('nodes.shoppers.settings.arrivals', 5), 'nodes.shoppers.settings.arrivals: must be an object { … }, but is 5'],
    [withValue('foo', 1), 'foo: unknown field “foo”: remove it or check the spelling'],
    [withValue('title', 5), 'title: must be a text, but is 5'],
    [withValue('title', 'x'.repeat(200)), 'title: must have at most 120 characters, but has 200'],
    [without('title'), 'title: is missing: it must be a text'],
    [without('nodes.checkout.kind'), 'nodes.checkout.kind: is missing: it must be a text'],
    [withValue('nodes', []), 'nodes: must be an object { … }, but is a list'],
    [
      withValue('nodes.Big', service),
      'nodes.Big: an id starts with a small letter and has up to 40 small letters, digits and hyphens',
    ],
    [
      withValue('nodes.constructor', service, JSON.parse(JSON.stringify(base()))),
      'nodes.constructor: the name “constructor” is reserved: choose another',
    ],
    [withValue('seed', -1), 'seed: must be at least 0, but is -1'],
    [withValue('faults.0.atMs', 'soon'), 'faults.0.atMs: must be a number, but is the text “soon”'],
    [withValue('faults.0.value', 700_000), 'faults.0.value: must be from 0 to 600000 ms, but is 700000'],
    [
      withValue('faults.0.target', 'invntory'),
      'faults.0.target: there is no node “invntory” (did you mean “inventory”?): name an existing node or remove the fault',
    ],
    [
      withValue('edges.stock.role', 'cal'),
      'edges.stock.role: must be one of call, discovery, control, but is the text “cal” (did you mean “call”?)',
    ],
    [
      withValue('edges.stock.target', 'gone'),
      'edges.stock.target: there is no node “gone”: name an existing node or remove the wire',
    ],
    [
      withValue('edges.stock.target', 'constructor'),
      'edges.stock.target: there is no node “constructor”: name an existing node or remove the wire',
    ],
    [withValue('edges.stock.target', 'checkout'), 'edges.stock: a node cannot call itself: choose another target'],
    [withValue('edges.stock.target', 'shoppers'), 'edges.stock.target: a client cannot be called: turn the wire round'],
    [
      withValue('edges.stock.settings.jitterMs', 5),
      'edges.stock.settings.jitterMs: must not be larger than the latency (1 ms), but is 5: lower the jitter',
    ],
    [
      withValue('edges.stock.policies.timeout', { afterMs: 0 }),
      'edges.stock.policies.timeout.afterMs: must be at least 1, but is 0',
    ],
    [
      withValue('edges.stock.policies.retry', { backoff: { baseMs: 500, factor: 2, capMs: 100 } }),
      'edges.stock.policies.retry: the first pause (backoff.baseMs) must not be longer than the longest (backoff.capMs)',
    ],
    [
      withValue('nodes.checkout.parent', 'nowhere'),
      'nodes.checkout.parent: there is no node “nowhere”: name an existing node, or null',
    ],
    [
      withValue('nodes.checkout.parent', 'checkout'),
      'nodes.checkout.parent: “checkout” lies within itself: give it another parent, or null',
    ],
    [
      withValue('pinned', [{ path: 'seed', min: 5, max: 1 }]),
      'pinned.0.min: must not be above the maximum (1), but is 5: exchange the two',
    ],
    [
      withValue(
        'objectives',
        ['a', 'a'].map((id) => ({ id, text: '', metric: 'events', is: '<', limit: 1 })),
      ),
      'objectives.1.id: there is an objective “a” already: choose another id',
    ],
    [
      withValue('objectives', [{ id: 'a', text: '', metric: 'a..b', is: '<', limit: 1 }]),
      'objectives.0.metric: a metric is a path in the report, such as nodes.checkout.queue.max, but is the text “a..b”',
    ],
    [withValue('version', 2), 'version: is 2, but this program reads up to 1: open the file with a newer Faultline'],
    [
      withValue('format', 'drawio'),
      'format: must be “faultline-scenario”: this is no scenario of Faultline, choose another file',
    ],
    [{}, 'format: must be “faultline-scenario” (it has no such line): this is no scenario of Faultline, choose another file'],
    ['null', 'file: must be an object { … }, but is null'],
    ['[]', 'file: must be an object { … }, but is a list'],
  ];

  it.each(cases.map(([document, sentence]) => [sentence, document] as const))('%s', (sentence, document) => {
    expect(problemsOf(document)).toEqual([sentence]);
  });

  it('name every wrong place at once, up to twenty', () => {
    expect(
      problemsOf(
        changed((document) => {
          document['title'] = 1;
          document['seed'] = 'x';
          document['faults'] = [5];
        }),
      ),
    ).toHaveLength(3);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`n${i}`, { kind: 5 }]));
    expect(problemsOf(withValue('nodes', many))).toHaveLength(20);
  });
});

describe('what is kept without taking part', () => {
  it('unknown kinds, policies and faults, and the wires to them', () => {
    expect(repairsOf(maximal())).toEqual([
      'nodes.future.kind: “quantum-cache” is not known here: the node is kept and takes no part in the run',
      'edges.more.policies.time-travel: this policy is not known here: it is kept and does nothing',
      'edges.watch.target: “future” takes no part in the run: the wire is kept and carries nothing',
    ]);
  });

  it.each([
    [
      withValue('nodes.extra', { kind: 'servise' }),
      'nodes.extra.kind: “servise” is not known here (did you mean “service”?): the node is kept and takes no part in the run',
    ],
    [
      withValue('faults.0.kind', 'slwo'),
      'faults.0.kind: “slwo” is not known here (did you mean “slow”?): it is kept and does nothing',
    ],
    [
      withValue('faults.0.target', 'shoppers'),
      'faults.0.target: a client does not know the fault “slow”: it is kept and does nothing',
    ],
    [
      withValue('objectives', [{ id: 'a', text: '', metric: 'nodes.chekout.queue.max', is: '<', limit: 1 }]),
      'objectives.0.metric: there is no node “chekout” (did you mean “checkout”?): the objective is kept and cannot be met',
    ],
    [withValue('nodes.checkout.name', 'Check\u202eout'), 'nodes.checkout.name: invisible control characters have been removed'],
  ])('%#', (document, repair) => {
    expect(repairsOf(document)).toEqual([repair]);
  });

  it('a fault of a later version may have a target that is not there', () => {
    expect(repairsOf(withValue('faults', [{ kind: 'eclipse', target: 'sun', atMs: 1 }]))).toHaveLength(1);
  });

  it('a wire of a call from a kind of a later version', () => {
    const document = withValue(
      'nodes.later',
      { kind: 'quantum' },
      withValue('edges.odd', { source: 'later', target: 'checkout', role: 'call' }),
    );
    expect(repairsOf(document)).toHaveLength(2);
  });
});

describe('loops', () => {
  /** A chain of services, closed to a ring when asked; all wires without latency. */
  function ring(length: number, isClosed: boolean, latencyMs = 0): Json {
    const document = base();
    document['nodes'] = Object.fromEntries(Array.from({ length }, (_, i) => [`n${i}`, service]));
    const last = isClosed ? length : length - 1;
    document['edges'] = Object.fromEntries(
      Array.from({ length: last }, (_, i) => [
        `w${i}`,
        { source: `n${i}`, target: `n${(i + 1) % length}`, settings: { latencyMs: i === 1 ? latencyMs : 0 } },
      ]),
    );
    document['faults'] = [];
    return document;
  }

  it('without latency are refused at the wire that closes them', () => {
    const sentence = 'this wire closes a loop without latency: give one wire of the loop a latency above 0';
    expect(problemsOf(ring(3, true))).toEqual([`edges.w2.settings.latencyMs: ${sentence}`]);
    expect(problemsOf(ring(3, true, 1))).toEqual([]);
    expect(problemsOf(ring(3, false))).toEqual([]);
  });

  it('are looked for along a thousand nodes', () => {
    expect(problemsOf(ring(1000, false))).toEqual([]);
    expect(problemsOf(ring(1000, true))).toHaveLength(1);
  });

  it('of parents are refused, also along two thousand', () => {
    const length = 2000;
    const chain = (top: string | null): Json => ({
      ...base(),
      edges: {},
      faults: [],
      nodes: Object.fromEntries(
        Array.from({ length }, (_, i) => [`n${i}`, { kind: 'service', parent: i + 1 < length ? `n${i + 1}` : top }]),
      ),
    });
    expect(problemsOf(chain(null))).toEqual([]);
    expect(problemsOf(chain('n0'))).toHaveLength(1);
  });
});

describe('the scenario that was read', () => {
  it('shares nothing with the value, nor one of its parts with another', () => {
    const document = base();
    document['nodes'] = {
      a: service,
      b: service,
      c: { kind: 'client' },
      d: { kind: 'client' },
      e: { kind: 'later', settings: { x: { y: 1 } } },
    };
    document['edges'] = Object.fromEntries(
      ['v', 'w'].map((id) => [id, { source: 'a', target: 'b', policies: { retry: {}, 'circuit-breaker': {} } }]),
    );
    document['faults'] = [];
    const objects = new Set<object>();
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      claim(!objects.has(value) && !Object.isFrozen(value), `${path} is shared or frozen`);
      objects.add(value);
      for (const [key, inner] of Object.entries(value)) visit(inner, `${path}.${key}`);
    };
    visit(document['nodes'] && (document['nodes'] as Json)['e'], 'given');
    for (let i = 0; i < 2; i++) {
      const reading = checkScenario(document);
      if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
      visit(reading.scenario, `reading ${i}`);
    }
    expect(objects.size).toBeGreaterThan(80);
  });
});
