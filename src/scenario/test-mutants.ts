/** Spoilt scenario files: what a careless editor, a bad disk or a hostile hand makes of a good one. */
import fc from 'fast-check';
import { copyOf, homeOf, type Json, placesOf } from './test-documents';

/** Literals that JSON does not have, or has in excess; put into the text in place of `"@…@"`. */
const LITERALS: readonly string[] = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-1e999',
  'undefined',
  '01',
  "'x'",
  '0x10',
  '9007199254740993',
  '-0',
];

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e9,
  1e30,
  1e308,
  '',
  'x',
  '__proto__',
  'constructor',
  'a'.repeat(65_536),
  '\ud800',
  '\u202eabc',
  '\u0000',
  [],
  {},
  [[]],
  [1, 2, 3],
  { kind: 'constant' },
  { kind: 'poisson', perSecond: 1e9 },
  Array.from({ length: 1000 }, (_, i) => i),
  ...LITERALS.map((literal) => `@${literal}@`),
];
const names: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'foo',
  '',
  ' ',
  '1',
  'Kind',
  'settings',
  'x'.repeat(200),
  'a.b',
  'ünder',
];

/** Changes a document in place. */
type Spoil = (document: Json) => void;

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

function spoil(kind: number, place: number, other: number): Spoil {
  return (document) => {
    const steps = pick(placesOf(document).slice(1), place);
    if (steps.length === 0) return;
    const home = homeOf(document, steps);
    const key = steps.at(-1) as string;
    const set = (name: string, value: unknown): void => {
      Object.defineProperty(home, name, { value, enumerable: true, writable: true, configurable: true });
    };
    switch (kind % 8) {
      case 0:
        // A hole in a list is written as null.
        delete home[key];
        break;
      case 1:
        set(pick(names, other), home[key]);
        break;
      case 2: {
        const value = home[key];
        delete home[key];
        set(pick(names, other), value);
        break;
      }
      case 3: {
        const from = pick(placesOf(document).slice(1), other);
        set(key, copyOf(homeOf(document, from)[from.at(-1) as string]));
        break;
      }
      case 4:
      case 5:
        set(key, copyOf(pick(values, other)));
        break;
      default:
        if (typeof home[key] === 'number') home[key] = (home[key] as number) * pick([0.5, 2, 3, 0.999], other);
        else if (typeof home[key] === 'string') home[key] = `${home[key]}s`;
    }
  };
}

/** Changes a text. */
function damage(text: string, kind: number, at: number, code: number): string {
  const place = at % text.length;
  switch (kind % 20) {
    case 0:
      return text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1);
    case 1:
      return text.slice(0, place);
    case 2:
      return text.slice(0, place) + text.slice((at * 7) % text.length);
    case 3: {
      // A line twice, and with it a name.
      const lines = text.split('\n');
      const line = place % lines.length;
      return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
    }
    default:
      return text;
  }
}

const number = fc.nat(1_000_000);

/** The text of a mutant of one of the documents: one to three spoilt places, now and then damaged as a text on top. */
export function mutantOf(documents: readonly Json[]): fc.Arbitrary<string> {
  return fc
    .record({
      document: fc.constantFrom(...documents),
      spoils: fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 3 }),
      damage: fc.tuple(number, number, fc.nat(0xffff)),
    })
    .map(({ document, spoils, damage: [kind, at, code] }) => {
      const copy = copyOf(document);
      for (const [how, place, other] of spoils) spoil(how, place, other)(copy);
      const text = JSON.stringify(copy, null, 2).replaceAll(/"@([^"@]+)@"/g, '$1');
      return damage(text, kind, at, code);
    });
}
