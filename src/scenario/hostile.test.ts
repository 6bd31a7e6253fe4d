/** Files that were spoilt or made to do harm: no exception, no pollution, no waiting, and sentences of our own (RELIABILITY R2, R7). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkScenario, type Reading, readScenario } from './read';
import { base, claim, homeOf, maximal, placesOf } from './test-documents';
import { mutantOf } from './test-mutants';
import { writeScenario } from './write';
import { SECOND } from '@/domain/time';
import { Simulation } from '@/simulation/simulation';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
/** Milliseconds for a test that takes seconds on a machine that has other work, too. */
const PATIENCE = isDeep ? 1_800_000 : 120_000;

/** Words of zod's own, and of the language's parser. What stands in quotation marks is the file's: a field is called “expected”. */
const FOREIGN = /Invalid|expected|Unexpected|Too (big|small)|Unrecognized|\[object|undefined\b(?!.*no number)|received/;

/** Whether a reading says what it should, in words of our own. */
function isSpoken(reading: Reading): boolean {
  const all = reading.ok ? reading.repairs : reading.problems;
  claim(reading.ok || all.length > 0, 'refused without a word');
  for (const { path, message } of all) {
    claim(path !== '' && path.length < 400, `the path of "${message}" is ${path}`);
    claim(message.length > 8 && message.length < 300 && !FOREIGN.test(message.replaceAll(/“[^”]*”/g, '')), `at ${path}: ${message}`);
  }
  claim(Object.keys(Object.prototype).length === 0, 'the prototype of all objects has changed');
  return true;
}

/** Milliseconds of the processor that reading takes; the clock on the wall would count what else the machine does. */
function timed(text: string): { readonly reading: Reading; readonly ms: number } {
  const before = process.cpuUsage();
  const reading = readScenario(text);
  const { user, system } = process.cpuUsage(before);
  return { reading, ms: (user + system) / 1000 };
}

describe('mutants', () => {
  const numRuns = isDeep ? 50_000 : 2000;

  it(`${numRuns} of the story and of a file that uses everything`, { timeout: PATIENCE }, () => {
    const times: number[] = [];
    let good = 0;
    fc.assert(
      fc.property(mutantOf([base(), maximal()]), (text) => {
        const { reading, ms } = timed(text);
        times.push(ms);
        if (!isSpoken(reading) || !reading.ok) return;
        good++;
        const written = writeScenario(reading.scenario);
        const again = readScenario(written);
        claim(again.ok && writeScenario(again.scenario) === written, `not the same when read again: ${written}`);
        if (good % 4 > 0) return;
        const simulation = new Simulation(reading.scenario);
        simulation.advance(SECOND, 2000);
        claim(simulation.run.stopped?.limit !== 'invariant', `an invariant is broken: ${written}`);
      }),
      { numRuns, seed: 11 },
    );
    times.sort((a, b) => a - b);
    expect(good).toBeGreaterThan(numRuns / 20);
    expect(good).toBeLessThan(numRuns * 0.9);
    expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(200);
    expect(times.at(-1)).toBeLessThan(1000);
  });

  it('any value at all', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, (value) => isSpoken(checkScenario(value))),
      { numRuns: numRuns / 2, seed: 12 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => isSpoken(readScenario(text))),
      { numRuns: numRuns / 2, seed: 13 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => isSpoken(readScenario(text))),
      { numRuns: numRuns / 2, seed: 14 },
    );
    expect(isSpoken(checkScenario(undefined))).toBe(true);
  });

  it('of another type at any place: a problem names that place', () => {
    const known = placesOf(maximal()).filter(
      (steps) => steps.length > 0 && !/future\.settings\.|time-travel\./.test(`${steps.join('.')}.`),
    );
    expect(known.length).toBeGreaterThan(150);
    for (const steps of known) {
      const document = maximal();
      const home = homeOf(document, steps);
      const key = steps.at(-1) as string;
      home[key] = typeof home[key] === 'boolean' ? 'yes' : true;
      const reading = checkScenario(document);
      const paths = reading.ok ? [] : reading.problems.map(({ path }) => path);
      expect(paths).toContain(steps.join('.'));
    }
  });
});

describe('hostile files', () => {
  const head = '{"format":"faultline-scenario","version":1,"title":"","nodes":';
  const many = (count: number, entry: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => entry(i)).join(',');
  const files: Readonly<Record<string, string>> = {
    'two million letters': 'a'.repeat(2_000_000),
    'one text': `"${'a'.repeat(1_999_990)}"`,
    'one name': `{"${'a'.repeat(1_999_980)}":1}`,
    'a million zeros': `[${'0,'.repeat(990_000)}0]`,
    brackets: '['.repeat(1_000_000) + ']'.repeat(1_000_000),
    'objects in objects': '{"a":'.repeat(300_000),
    '10,000 levels': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    '10,000 levels in settings': `${head}{"a":{"kind":"later","settings":{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}}}}`,
    'a hundred thousand names': `{${many(100_000, (i) => `"k${i}":1`)}}`,
    'a hundred thousand nodes': `${head}{${many(100_000, (i) => `"k${i}":{}`)}}}`,
    '2,000 nodes of 40 unknown fields': `${head}{${many(2000, (i) => `"K${i}":{${many(40, (j) => `"k${j}":1`)}}`)}}}`,
    '2,000 wires of 20 wrong policies': `${head}{},"edges":{${many(
      2000,
      (i) => `"k${i}":{"policies":{${many(20, (j) => `"k${j}":1`)}}}`,
    )}}}`,
    '5,000 wrong faults': `${head}{},"faults":[${many(4999, () => '0')}]}`,
    '5,000 nodes': `${head}{${many(5000, (i) => `"k${i}":{"kind":"service"}`)}}}`,
    'all wires among 200 nodes': `${head}{${many(200, (i) => `"n${i}":{"kind":"service"}`)}},"edges":{${many(
      19_900,
      (i) => `"w${i}":{}`,
    )}}}`,
    lines: `${'\n'.repeat(1_999_999)}x`,
    backslashes: `"${'\\'.repeat(1_999_998)}"`,
    'one digit after another': '1'.repeat(1_999_999),
    'more than is read': ' '.repeat(2_000_001),
    'a picture': '\u0089PNG\r\n\u001a\n',
    nothing: '',
  };

  it.each(Object.entries(files))('%s: a sentence within 200 ms', (_, text) => {
    // The best of three: the first run of a path includes its translation to machine code.
    const runs = [timed(text), timed(text), timed(text)];
    const { reading } = runs[0] as (typeof runs)[number];
    expect(reading.ok).toBe(false);
    expect(isSpoken(reading)).toBe(true);
    expect(Math.min(...runs.map(({ ms }) => ms))).toBeLessThan(200);
  });

  it('names that reach into the prototype are refused wherever they stand', () => {
    const text = JSON.stringify(base(), null, 2);
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const spoilt = [
        text.replace('{', `{"${name}":{"polluted":1},`),
        text.replace('"nodes": {', `"nodes": {"${name}":{"kind":"service"},`),
        text.replace('"policies": {}', `"policies": {"${name}":{}}`),
        text.replace('"nodes": {', `"nodes": {"x":{"kind":"later","settings":{"a":[{"${name}":1}]}},`),
      ];
      for (const file of spoilt) {
        const problem = { path: expect.stringContaining(name), message: expect.stringContaining('reserved') };
        expect(readScenario(file)).toMatchObject({ ok: false, problems: [problem] });
      }
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('values that are no JSON at all, among them a loop of objects', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const wide: unknown[] = [];
    for (let i = 0; i < 40; i++) wide.push(wide);
    for (const value of [loop, wide, () => 1, Symbol('x'), 1n, new Date(0), new Map([[1, 2]]), new Array(4_000_000_000)]) {
      expect(isSpoken(checkScenario(value))).toBe(true);
    }
  });

  it('the largest scenario that can run is read', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`n${i}`, { kind: 'service', name: `Service ${i}` }]),
    );
    const edges = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `w${i}`,
        {
          source: `n${i}`,
          target: `n${(i + 1) % 1000}`,
          policies: { timeout: {}, retry: {}, bulkhead: {}, 'circuit-breaker': {}, fallback: {} },
        },
      ]),
    );
    const { reading } = timed(JSON.stringify({ ...base(), nodes, edges, faults: [] }));
    expect(reading.ok).toBe(true);
    if (!reading.ok) return;
    const text = writeScenario(reading.scenario);
    const again = readScenario(text);
    expect(again.ok && writeScenario(again.scenario)).toBe(text);
  });
});
