/** Reading JSON: accepts what the language's parser accepts, and names line and column of what it does not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAndColumn, MAX_DEPTH, readJson } from './json-text';
import { claim } from './test-documents';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

function problemOf(text: string): string {
  const reading = readJson(text);
  return reading.ok ? 'read' : `${reading.problem.path}: ${reading.problem.message}`;
}

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const numRuns = isDeep ? 200_000 : 5000;
const fragment = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '"b":',
  '1',
  '-',
  '0',
  '1.5',
  '.5',
  'e5',
  '1e5',
  'true',
  'false',
  'null',
  'nul',
  'NaN',
  ' ',
  '\n',
  '\t',
  '\\',
  '\\n',
  '\\u12',
  '\\u0041',
  "'",
  '/',
  '\u00a0',
  '\u2028',
  '\ud800',
  '+',
  '01',
);

describe('agreement with the parser of the language', () => {
  it('on any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2), (text, indent) => {
        const value: unknown = JSON.parse(text);
        expect(readJson(JSON.stringify(value, null, indent))).toEqual({ ok: true, value });
      }),
      { numRuns: numRuns / 5, seed: 1 },
    );
  });

  it('on texts that look like JSON', () => {
    let good = 0;
    fc.assert(
      fc.property(fc.array(fragment, { size: 'max', maxLength: 9 }), (parts) => {
        const text = parts.join('');
        const reading = readJson(text);
        if (accepts(text)) good++;
        // Refused although it is JSON: only a name that stands twice, and a number that becomes infinite.
        const isOwn = !reading.ok && /twice|too large/.test(reading.problem.message);
        claim(isOwn || reading.ok === accepts(text), `${text} is ${JSON.stringify(reading)}`);
      }),
      { numRuns: numRuns * 4, seed: 2 },
    );
    expect(good).toBeGreaterThan(100);
  });
});

describe('what is wrong, and where', () => {
  const likeThis = 'write it like 20, 0.5 or 1e6, without a “+”, a unit or a zero in front';
  const cases: readonly (readonly [string, string])[] = [
    ['', 'file: the file is empty: choose a file with a scenario'],
    [' \n', 'file: the file is empty: choose a file with a scenario'],
    ['{"a": 1,}', 'line 1, column 9: the comma before this bracket is one too many: remove it'],
    ['[1,\n 2,\n]', 'line 3, column 1: the comma before this bracket is one too many: remove it'],
    ['{"a" 1}', 'line 1, column 6: after the name “a” a colon must stand, but there is “1”'],
    ["{'a': 1}", 'line 1, column 2: here a name in double quotes must stand, but there is a single quote'],
    ['{"a":\n  NaN}', 'a: NaN is no number of JSON: write a number, or null where that is allowed'],
    ['{"a": {"b": 1e999}}', 'a.b: “1e999” is too large for a number: write a smaller one'],
    ['{"a": 01}', `line 1, column 7: “01” is not how JSON writes a number: ${likeThis}`],
    ['{"a": 20ms}', `line 1, column 7: “20ms” is not how JSON writes a number: ${likeThis}`],
    ['{"a":\n\n{"b": 1,\n "b": 2}}', 'a.b: the name “b” appears twice (lines 3 and 4): keep one of them, or rename the other'],
    ['{"\\u0061": 1, "a": 2}', 'a: the name “a” appears twice (lines 1 and 1): keep one of them, or rename the other'],
    ['{"a": [1, 2', 'line 1, column 12: the file ends too early: the bracket opened in line 1 needs its “]”. Is the file whole?'],
    ['{"a": "x\ny"}', 'line 1, column 9: a text must end on its line: close it with a double quote, or write \\n for a new line'],
    ['{"a": "\\q"}', 'line 1, column 8: “\\q” means nothing in JSON: write \\\\ for a backslash, or \\u and four digits'],
    ['{"a": "xyz', 'line 1, column 7: this text has no end: close it with a double quote'],
    ['{"a": yes}', 'line 1, column 7: “yes” has no double quotes: put it in quotes, or write true, false, null or a number'],
    ['{"a": 1} x', 'line 1, column 10: the file goes on after its end with “x”: remove what follows'],
    ['{"a": /* c */ 1}', 'line 1, column 7: JSON has no comments: remove this one'],
    ['{"a": "b"\n "c": 1}', 'line 2, column 2: after a value “,” or “}” must stand, but there is “"”: add what is missing'],
    ['[1,, 2]', 'line 1, column 4: there is nothing before this comma: remove it, or write the value'],
    ["['a']", 'line 1, column 2: a text stands in double quotes, not in single ones'],
    ['\u0089PNG', 'line 1, column 1: here a value must stand, but there is “\u0089”'],
  ];

  it.each(cases)('%j', (text, expected) => {
    expect(problemOf(text)).toBe(expected);
  });

  it('counts lines and columns from 1', () => {
    expect(lineAndColumn('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
    expect(lineAndColumn('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  });

  it('allows a mark of the byte order, and no nesting without end', () => {
    expect(readJson('\uFEFF{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(readJson('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).ok).toBe(true);
    expect(problemOf('['.repeat(10_000))).toBe(
      'line 1, column 33: the file is nested more than 32 levels deep: remove the inner levels',
    );
    expect(problemOf('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))).toContain('nested more than 32 levels deep');
  });
});
