/** Cuts a text into tokens, each with its place. */
import { readDuration } from './durations';
import { refuse } from './syntax';

/** A piece of the text. `text` of a string is what it says, without quotes. */
export interface Token {
  readonly kind: 'number' | 'duration' | 'word' | 'string' | 'sign' | 'end';
  readonly text: string;
  /** Of a number; of a duration in milliseconds. */
  readonly value: number;
  readonly at: number;
}

const SPACE = /[ \t\r\n]+/y;
const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const DURATION = /(?:\d+[a-zA-Z]+)+\d*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const HEXADECIMAL = /0[xX][0-9a-fA-F]+/y;
const LETTER = /[a-zA-Z_]/;
const SIGN = /[=!]~|[=!><]=|[-+*/%^=<>(){}[\],:@]/y;
const QUOTES = ['"', "'"];
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The string that begins at `at` and the place behind it. */
function readString(text: string, at: number): readonly [string, number] {
  const quote = text[at];
  let said = '';
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i] as string;
    if (char === quote) return [said, i + 1];
    if (char !== '\\') {
      said += char;
      continue;
    }
    const escape = text[++i] ?? '';
    const meant = ESCAPES[escape];
    if (meant === undefined) refuse(i - 1, `"\\${escape}" means nothing in a string: write a backslash twice`);
    said += meant;
  }
  return refuse(at, 'this string does not end: a quote is missing');
}

/** A number; digits with a letter behind them are a span. */
function numberToken(text: string, at: number): readonly [Token, number] | null {
  const digits = match(HEXADECIMAL, text, at) ?? match(NUMBER, text, at);
  if (digits === null) return null;
  const end = at + digits.length;
  if (!LETTER.test(text[end] ?? '')) return [{ kind: 'number', text: digits, value: Number(digits), at }, end];
  const duration = match(DURATION, text, at) ?? digits;
  const value = readDuration(duration);
  if (typeof value === 'string') refuse(at, value);
  return [{ kind: 'duration', text: duration, value, at }, at + duration.length];
}

function tokenAt(text: string, at: number): readonly [Token, number] {
  const char = text[at] as string;
  if (QUOTES.includes(char)) {
    const [said, end] = readString(text, at);
    return [{ kind: 'string', text: said, value: 0, at }, end];
  }
  const number = numberToken(text, at);
  if (number) return number;
  const word = match(WORD, text, at);
  // A colon belongs to names of recorded series; `[5m:1m]` is refused by whoever reads the brackets.
  if (word !== null && !word.startsWith(':')) return [{ kind: 'word', text: word, value: 0, at }, at + word.length];
  const sign = match(SIGN, text, at);
  if (sign !== null) return [{ kind: 'sign', text: sign, value: 0, at }, at + sign.length];
  return refuse(at, `"${char}" means nothing here`);
}

/** All tokens of a text, closed by `end`. Throws a Refusal. */
export function tokens(text: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    at += match(SPACE, text, at)?.length ?? 0;
    if (at >= text.length) break;
    if (text[at] === '#') refuse(at, 'comments are not read here: leave them out');
    const [token, end] = tokenAt(text, at);
    found.push(token);
    at = end;
  }
  found.push({ kind: 'end', text: '', value: 0, at: text.length });
  return found;
}
