/**
 * JSON from text, with sentences of our own: engines word their errors differently and most name no line. The text is gone
 * through once, without recursion, before the language's own parser sees it. What that parser would accept in silence is
 * refused here: a name that appears twice, a number that becomes infinite, nesting without end.
 */
import { pathOf, type Problem, quoted } from './problem';

/** Deepest nesting that is read; a scenario needs eight levels. */
export const MAX_DEPTH = 32;
/** Most values in one file; the largest scenario that can run has about half of them. */
export const MAX_VALUES = 100_000;
/** Most entries of one object or list. */
export const MAX_ENTRIES = 5000;

/** The value of a text, or why there is none. */
export type JsonReading = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: Problem };

/** Parses a text. Never throws. */
export function readJson(text: string): JsonReading {
  // Some editors put a mark of the byte order before the text.
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '')
    return { ok: false, problem: { path: 'file', message: 'the file is empty: choose a file with a scenario' } };
  const problem = new Scanner(plain).scan();
  if (problem) return { ok: false, problem };
  try {
    return { ok: true, value: JSON.parse(plain) as unknown };
  } catch (error) {
    const message = `this is not JSON: ${error instanceof Error ? error.message : 'no reason given'}`;
    return { ok: false, problem: { path: 'file', message } };
  }
}

/** Line and column of a place in a text, both from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** An object or list that has begun. */
interface Open {
  /** Names so far with the place of each; null for a list. */
  readonly names: Map<string, number> | null;
  readonly from: number;
  step: string | number;
  entries: number;
}

/** Thrown and caught within this file. */
class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[-+]?[\p{L}\p{N}_$.]+/uy;
const LITERALS = new Set(['true', 'false', 'null']);
const NO_NUMBERS = new Set(['NaN', 'Infinity', '-Infinity', '+Infinity', '-NaN', 'undefined']);

class Scanner {
  private at = 0;
  private values = 0;
  private readonly open: Open[] = [];

  constructor(private readonly text: string) {}

  /** The first problem of the text, or null. */
  scan(): Problem | null {
    try {
      this.document();
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.problem;
      throw error;
    }
  }

  private document(): void {
    this.value();
    for (let top = this.open.at(-1); top; top = this.open.at(-1)) {
      this.space();
      const found = this.text[this.at];
      if (found === (top.names ? '}' : ']')) {
        this.at++;
        this.open.pop();
      } else if (found === ',') {
        this.at++;
        this.entry(top, true);
      } else {
        this.wrongAfterValue(top);
      }
    }
    this.space();
    if (this.at < this.text.length) this.refuse(`the file goes on after its end with ${this.found()}: remove what follows`);
  }

  /** What stands after the comma or the opening bracket: a name with its value, or a value. */
  private entry(top: Open, isAfterComma: boolean): void {
    this.space();
    if (this.text[this.at] === (top.names ? '}' : ']') && isAfterComma) {
      this.refuse('the comma before this bracket is one too many: remove it');
    }
    if (top.names) this.name(top, top.names);
    else top.step = (top.step as number) + 1;
    if (++top.entries > MAX_ENTRIES) this.refuse(`there are more than ${MAX_ENTRIES} entries within one bracket: remove some`);
    this.value();
  }

  private name(top: Open, names: Map<string, number>): void {
    const from = this.at;
    if (this.text[from] !== '"') this.refuse(`here a name in double quotes must stand, but there is ${this.found()}`);
    this.string();
    const raw = this.text.slice(from + 1, this.at - 1);
    const name = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
    top.step = name;
    const before = names.get(name);
    if (before !== undefined) {
      const [first, second] = [lineAndColumn(this.text, before).line, lineAndColumn(this.text, from).line];
      this.refuseValue(
        `the name ${quoted(name)} appears twice (lines ${first} and ${second}): keep one of them, or rename the other`,
      );
    }
    names.set(name, from);
    this.space();
    if (this.text[this.at] !== ':')
      this.refuse(`after the name ${quoted(name)} a colon must stand, but there is ${this.found()}`);
    this.at++;
  }

  /** A value; of an object or list only its beginning. */
  private value(): void {
    this.space();
    if (++this.values > MAX_VALUES) this.refuse(`the file has more than ${MAX_VALUES} values: split it or remove parts`);
    switch (this.text[this.at]) {
      case '{':
        return this.begin(true);
      case '[':
        return this.begin(false);
      case '"':
        return this.string();
      default:
        return this.word();
    }
  }

  private begin(isObject: boolean): void {
    const top: Open = { names: isObject ? new Map() : null, from: this.at, step: isObject ? '' : -1, entries: 0 };
    this.open.push(top);
    if (this.open.length > MAX_DEPTH)
      this.refuse(`the file is nested more than ${MAX_DEPTH} levels deep: remove the inner levels`);
    this.at++;
    this.space();
    if (this.text[this.at] === (isObject ? '}' : ']')) {
      this.at++;
      this.open.pop();
    } else {
      this.entry(top, false);
    }
  }

  private string(): void {
    const { text } = this;
    const from = this.at;
    for (this.at++; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at);
      if (code === 34) {
        this.at++;
        return;
      }
      if (code === 92) this.escape();
      else if (code < 32) {
        this.refuse(
          code === 10 || code === 13
            ? 'a text must end on its line: close it with a double quote, or write \\n for a new line'
            : 'a text must not hold a control character: remove it',
        );
      }
    }
    this.at = from;
    this.refuse('this text has no end: close it with a double quote');
  }

  private escape(): void {
    const next = this.text[this.at + 1] ?? '';
    const length = next === 'u' && /^[0-9a-fA-F]{4}$/.test(this.text.slice(this.at + 2, this.at + 6)) ? 5 : 1;
    if (length === 1 && !'"\\/bfnrt'.includes(next || ' ')) {
      this.refuse(`${quoted(`\\${next}`)} means nothing in JSON: write \\\\ for a backslash, or \\u and four digits`);
    }
    this.at += length;
  }

  /** A number, true, false or null. */
  private word(): void {
    NUMBER.lastIndex = this.at;
    WORD.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0] ?? '';
    const word = WORD.exec(this.text)?.[0] ?? '';
    if (LITERALS.has(word)) this.at += word.length;
    else if (number !== '' && number.length >= word.length) {
      if (!Number.isFinite(Number(number))) this.refuseValue(`${quoted(number)} is too large for a number: write a smaller one`);
      this.at += number.length;
    } else this.wrongValue(word);
  }

  private wrongValue(word: string): never {
    if (NO_NUMBERS.has(word)) this.refuseValue(`${word} is no number of JSON: write a number, or null where that is allowed`);
    if (/^[-+.]?\d/.test(word)) {
      const how = 'write it like 20, 0.5 or 1e6, without a “+”, a unit or a zero in front';
      this.refuse(`${quoted(word)} is not how JSON writes a number: ${how}`);
    }
    if (word !== '')
      this.refuse(`${quoted(word)} has no double quotes: put it in quotes, or write true, false, null or a number`);
    switch (this.text[this.at]) {
      case "'":
        return this.refuse('a text stands in double quotes, not in single ones');
      case '/':
        return this.refuse('JSON has no comments: remove this one');
      case ',':
        return this.refuse('there is nothing before this comma: remove it, or write the value');
      default:
        return this.refuse(`here a value must stand, but there is ${this.found()}`);
    }
  }

  private wrongAfterValue(top: Open): never {
    const bracket = top.names ? '}' : ']';
    if (this.at >= this.text.length) {
      const { line } = lineAndColumn(this.text, top.from);
      this.refuse(`the file ends too early: the bracket opened in line ${line} needs its “${bracket}”. Is the file whole?`);
    }
    this.refuse(`after a value “,” or “${bracket}” must stand, but there is ${this.found()}: add what is missing`);
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  private found(): string {
    if (this.at >= this.text.length) return 'the end of the file';
    const character = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    if (character === "'") return 'a single quote';
    return character === '/' ? '“/” (JSON has no comments)' : quoted(character);
  }

  /** The text is no JSON at the present place. */
  private refuse(message: string): never {
    const { line, column } = lineAndColumn(this.text, this.at);
    throw new Refusal({ path: `line ${line}, column ${column}`, message });
  }

  /** The text is JSON, but its present value cannot be taken. */
  private refuseValue(message: string): never {
    throw new Refusal({ path: pathOf(this.open.map(({ step }) => step)), message });
  }
}
