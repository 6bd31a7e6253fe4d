/** The published JSON Schema: what the code makes, valid for what is shipped, and of one mind with reading. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkParts } from './checks';
import { scenarioJsonSchema, SCHEMA_FILE } from './json-schema';
import { readScenario, readValue } from './read';
import { type Scenario, scenarioSchema } from './schema';
import { base, claim, homeOf, type Json, maximal, placesOf, validDocument } from './test-documents';
import { mutantOf } from './test-mutants';
import { applyPatch } from './write';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
/** Milliseconds for a test that takes seconds on a machine that has other work, too. */
const PATIENCE = isDeep ? 1_800_000 : 120_000;

const schema = scenarioJsonSchema();
const isValid = new Ajv2020({ allErrors: false, strict: true, strictTypes: false }).compile(schema);

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('the published file', () => {
  it('is what the code makes (renew it: node src/tooling/cli.mjs schema --write)', () => {
    expect(json(SCHEMA_FILE)).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it('knows the settings of every kind and policy, with the words of the inspector', () => {
    const text = JSON.stringify(schema);
    for (const word of ['kind-service', 'kind-client', 'policy-retry', 'Workers per pod', 'queueLimit', 'Unit: ms.'])
      expect(text).toContain(word);
  });

  const folders = readdirSync('scenarios');
  const files = folders
    .flatMap((folder) => readdirSync(`scenarios/${folder}`).map((name) => `scenarios/${folder}/${name}`))
    .filter((file) => !file.endsWith('/exercise.json'));

  it.each(files)('finds nothing wrong with %s', (file) => {
    const folder = file.slice(0, file.lastIndexOf('/'));
    const own = file.replace(/(\.[\w-]+)?\.patch\.json$/, '.json');
    const base = files.includes(own) ? own : `${folder}/base.json`;
    const value = file.endsWith('.patch.json') ? applyPatch(json(base), json(file)) : json(file);
    isValid(value);
    expect(isValid.errors ?? []).toEqual([]);
  });
});

/** True when the shape is right; wires to nowhere and the like are for reading alone. */
function hasShape(text: string): boolean {
  const value = readValue(text);
  if (!value.ok) return false;
  const parsed = scenarioSchema.safeParse(value.value);
  return parsed.success && shapeProblems(parsed.data).length === 0;
}

/** Problems of settings, which both know; what only reading knows begins with these words. */
const MEANING = new RegExp(
  [
    'there is no',
    'cannot',
    'lies within itself',
    'must not be',
    'already',
    'closes a loop',
    'needs',
    'longer than',
    'larger than',
    'must not exceed',
  ].join('|'),
);

function shapeProblems(scenario: Scenario): string[] {
  return checkParts(scenario)
    .problems.map(({ message }) => message)
    .filter((message) => !MEANING.test(message));
}

describe('schema and reading are of one mind', () => {
  it('on good files', { timeout: PATIENCE }, () => {
    fc.assert(
      fc.property(validDocument, (document) => {
        const value: unknown = JSON.parse(JSON.stringify(document));
        isValid(value);
        expect(isValid.errors ?? []).toEqual([]);
      }),
      { numRuns: isDeep ? 5000 : 300, seed: 21 },
    );
  });

  it('on a wrong type, a missing and a further field at every place', { timeout: PATIENCE }, () => {
    let missing = 0;
    for (const steps of placesOf(maximal()).slice(1)) {
      const spoils: ((home: Json, key: string) => void)[] = [
        (home, key) => {
          home[key] = home[key] === null ? [] : typeof home[key] === 'boolean' ? 'yes' : true;
        },
        (home, key) => {
          if (Array.isArray(home)) return;
          delete home[key];
          missing++;
        },
        (home, key) => {
          if (typeof home[key] === 'object' && home[key] !== null && !Array.isArray(home[key]))
            (home[key] as Json)['Not There'] = 1;
        },
        (home, key) => {
          if (typeof home[key] === 'number') home[key] = 1e12;
        },
        (home, key) => {
          if (typeof home[key] === 'number') home[key] = -1e12;
        },
      ];
      for (const [i, spoil] of spoils.entries()) {
        const document = maximal();
        spoil(homeOf(document, steps), steps.at(-1) as string);
        const text = JSON.stringify(document);
        claim(
          isValid(JSON.parse(text)) === hasShape(text),
          `${steps.join('.')} spoilt in way ${i}: the schema says ${isValid.errors === null}`,
        );
      }
    }
    expect(missing).toBeGreaterThan(100);
  });

  it('on random mutants: what reading accepts is valid', { timeout: PATIENCE }, () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutantOf([base(), maximal()]), (text) => {
        if (!readScenario(text).ok) return;
        accepted++;
        isValid(JSON.parse(text.replace(/^\uFEFF/, '')));
        expect(isValid.errors ?? []).toEqual([]);
      }),
      { numRuns: isDeep ? 20_000 : 1500, seed: 22 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
