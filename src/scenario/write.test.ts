/** Writing: one text per scenario, nothing lost on the way, and merge patches as RFC 7396 has them. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkScenario, readScenario } from './read';
import type { Scenario } from './schema';
import { base, type Json, maximal, validDocument } from './test-documents';
import { applyPatch, writeJson, writeScenario } from './write';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
/** Milliseconds for a test that takes seconds on a machine that has other work, too. */
const PATIENCE = isDeep ? 1_800_000 : 120_000;

function scenarioOf(text: string): Scenario {
  const reading = readScenario(text);
  if (!reading.ok) throw new Error(`${JSON.stringify(reading.problems)} in ${text.slice(0, 2000)}`);
  return reading.scenario;
}

const shipped = readdirSync('scenarios', { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.json') && !name.endsWith('exercise.json'),
);

describe('canonical writing', () => {
  it.each(shipped)('opening and saving changes nothing in %s', (name) => {
    const text = readFileSync(`scenarios/${name}`, 'utf8');
    expect(name.endsWith('.patch.json') ? writeJson(JSON.parse(text)) : writeScenario(scenarioOf(text))).toBe(text);
  });

  it('is the same for every order of the names, and complete', () => {
    const backwards = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, backwards(inner)]),
          );
    expect(writeScenario(scenarioOf(JSON.stringify(backwards(base()))))).toBe(
      readFileSync('scenarios/circuit-breaker/base.json', 'utf8'),
    );
    const bare = scenarioOf('{"format":"faultline-scenario","version":1,"title":"","nodes":{"a":{"kind":"service"}}}');
    expect(writeScenario(scenarioOf(writeScenario(bare)))).toBe(writeScenario(bare));
    expect(bare.nodes['a']?.settings['workers']).toBe(10);
  });

  it(`keeps ${isDeep ? '10,000' : 500} generated files to the last byte`, { timeout: PATIENCE }, () => {
    let strangers = 0;
    let wires = 0;
    fc.assert(
      fc.property(validDocument, (document) => {
        const scenario = scenarioOf(JSON.stringify(document));
        const text = writeScenario(scenario);
        const again = scenarioOf(text);
        expect(writeScenario(again)).toBe(text);
        expect(again).toEqual(scenario);
        for (const [id, node] of Object.entries(document['nodes'] as Record<string, Json>)) {
          if (!String(node['kind']).startsWith('later-')) continue;
          strangers++;
          expect(writeJson(scenario.nodes[id]?.settings)).toBe(writeJson(node['settings']));
        }
        wires += Object.keys(scenario.edges).length;
      }),
      { numRuns: isDeep ? 10_000 : 500, seed: 7 },
    );
    expect(strangers).toBeGreaterThan(200);
    expect(wires).toBeGreaterThan(200);
  });

  it('leaves parts of a later version untouched, and says so', () => {
    const document = maximal();
    const reading = readScenario(JSON.stringify(document));
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const written = JSON.parse(writeScenario(reading.scenario)) as typeof document;
    expect(written).toEqual({ ...document, edges: expect.any(Object), nodes: expect.any(Object) });
    const later = { kind: 'quantum-cache', parent: 'checkout', name: '', position: { x: 0, y: 0 } };
    expect(written['nodes']).toMatchObject({ future: { ...later, settings: { qubits: 5, deep: [{ a: [null, 'x'] }] } } });
    expect(written['edges']).toMatchObject({ more: { policies: { 'time-travel': { backMs: 5 } } } });
    const strange = ['edges.more.policies.time-travel', 'edges.watch.target', 'nodes.future.kind'];
    expect(reading.repairs.map(({ path }) => path).sort()).toEqual(strange);
  });

  it('writes half a character pair so that it can be read again', () => {
    const text = writeScenario(scenarioOf(JSON.stringify({ ...base(), title: 'a\ud800b' })));
    expect(text).toContain('a\\ud800b');
    expect(scenarioOf(text).title).toBe('a\ud800b');
  });
});

describe('merge patches', () => {
  // RFC 7396, appendix A: original, patch, result.
  const vectors: readonly (readonly [string, string, string])[] = [
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', 'null', 'null'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ];

  it.each(vectors)('%s with %s is %s', (original, patch, result) => {
    expect(applyPatch(JSON.parse(original), JSON.parse(patch))).toEqual(JSON.parse(result));
  });

  it('change neither argument and do not reach into the prototype', () => {
    const target = Object.freeze({ a: Object.freeze({ b: 1 }) });
    expect(
      applyPatch(target, JSON.parse('{"a":{"__proto__":{"polluted":1}},"constructor":{"prototype":{"polluted":1}}}')),
    ).toBeDefined();
    expect(target).toEqual({ a: { b: 1 } });
    expect(({} as Json)['polluted']).toBeUndefined();
    expect(checkScenario(applyPatch(base(), JSON.parse('{"nodes":{"__proto__":{"kind":"service"}}}'))).ok).toBe(false);
  });
});
