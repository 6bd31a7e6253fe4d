/**
 * Regular expressions for `=~`: the common part of RE2, matched as a whole. An automaton of our own, because its time grows with
 * the length of the text and never faster: a file from elsewhere may hold any pattern.
 */

/** One step: a test of a character, or a fork (-1 ends). */
interface Step {
  readonly test: ((char: string) => boolean) | null;
  next: number;
  other: number;
}

const MATCH = -1;
const NONE = -2;

type Node =
  | { readonly kind: 'char'; readonly test: (char: string) => boolean }
  | { readonly kind: 'row'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeated'; readonly mark: '*' | '+' | '?'; readonly body: Node };

const isDigit = (char: string): boolean => char >= '0' && char <= '9';
const isWord = (char: string): boolean => isDigit(char) || /^[A-Za-z_]$/.test(char);
const isSpace = (char: string): boolean => /^[\t\n\f\r ]$/.test(char);
const CLASSES: Readonly<Record<string, (char: string) => boolean>> = {
  d: isDigit,
  w: isWord,
  s: isSpace,
  D: (char) => !isDigit(char),
  W: (char) => !isWord(char),
  S: (char) => !isSpace(char),
};

/** Thrown and caught in this file. */
class BadPattern extends Error {}

class Reader {
  private at = 0;
  private readonly chars: readonly string[];

  constructor(pattern: string) {
    this.chars = Array.from(pattern);
  }

  read(): Node {
    const node = this.either();
    if (this.at < this.chars.length) throw new BadPattern('a ")" has no "(" before it');
    return node;
  }

  private get char(): string | undefined {
    return this.chars[this.at];
  }

  private either(): Node {
    const parts = [this.row()];
    while (this.char === '|') {
      this.at++;
      parts.push(this.row());
    }
    return parts.length === 1 ? (parts[0] as Node) : { kind: 'either', parts };
  }

  private row(): Node {
    const parts: Node[] = [];
    while (this.char !== undefined && this.char !== '|' && this.char !== ')') parts.push(this.repeated());
    return { kind: 'row', parts };
  }

  private repeated(): Node {
    const body = this.atom();
    const mark = this.char;
    if (mark === '{') throw new BadPattern('"{n,m}" is not offered: write the part out');
    if (mark !== '*' && mark !== '+' && mark !== '?') return body;
    this.at++;
    if (this.char !== undefined && '*+?{'.includes(this.char)) throw new BadPattern('one mark of repetition is enough');
    return { kind: 'repeated', mark, body };
  }

  private atom(): Node {
    const char = this.chars[this.at++] as string;
    if (char === '(') return this.group();
    if (char === '[') return { kind: 'char', test: this.set() };
    if (char === '.') return { kind: 'char', test: (c) => c !== '\n' };
    if (char === '\\') return { kind: 'char', test: this.escape() };
    if (char === '^' || char === '$') throw new BadPattern(`leave "${char}" out: a pattern always means the whole value`);
    if ('*+?{'.includes(char)) throw new BadPattern(`"${char}" has nothing before it to repeat`);
    return { kind: 'char', test: (c) => c === char };
  }

  private group(): Node {
    if (this.char === '?') {
      if (this.chars[this.at + 1] !== ':') throw new BadPattern('of the groups with "?" only "(?:" is offered');
      this.at += 2;
    }
    const body = this.either();
    if (this.char !== ')') throw new BadPattern('a ")" is missing');
    this.at++;
    return body;
  }

  private escape(): (char: string) => boolean {
    const char = this.chars[this.at++];
    if (char === undefined) throw new BadPattern('it ends with a single backslash');
    const known = CLASSES[char];
    if (known) return known;
    if (isWord(char)) throw new BadPattern(`"\\${char}" is not offered`);
    return (c) => c === char;
  }

  private set(): (char: string) => boolean {
    const isOther = this.char === '^';
    if (isOther) this.at++;
    const tests: ((char: string) => boolean)[] = [];
    while (this.char !== ']' || tests.length === 0) {
      const low = this.chars[this.at++];
      if (low === undefined) throw new BadPattern('a "]" is missing');
      if (low === '\\') tests.push(this.escape());
      else if (this.char === '-' && this.chars[this.at + 1] !== ']' && this.chars[this.at + 1] !== undefined) {
        const high = this.chars[this.at + 1] as string;
        this.at += 2;
        if (high < low) throw new BadPattern(`"${low}-${high}" runs backwards`);
        tests.push((c) => c >= low && c <= high);
      } else tests.push((c) => c === low);
    }
    this.at++;
    return (char) => tests.some((test) => test(char)) !== isOther;
  }
}

/** Adds the steps of a node that goes on at `next`; returns where it begins. */
function build(steps: Step[], node: Node, next: number): number {
  if (node.kind === 'char') return steps.push({ test: node.test, next, other: NONE }) - 1;
  if (node.kind === 'row') return node.parts.reduceRight((after, part) => build(steps, part, after), next);
  if (node.kind === 'either') {
    return node.parts
      .map((part) => build(steps, part, next))
      .reduceRight((other, start) => steps.push({ test: null, next: start, other }) - 1);
  }
  if (node.mark === '?') return steps.push({ test: null, next: build(steps, node.body, next), other: next }) - 1;
  const fork = steps.push({ test: null, next: NONE, other: next }) - 1;
  const body = build(steps, node.body, fork);
  (steps[fork] as Step).next = body;
  return node.mark === '*' ? fork : body;
}

/** All steps that are reached from `start` without reading a character. */
function reach(steps: readonly Step[], start: number, found: Set<number>): void {
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === NONE || found.has(at)) continue;
    found.add(at);
    const step = steps[at];
    if (step && step.test === null) open.push(step.next, step.other);
  }
}

/** A test of whole values, or a sentence about what is wrong with the pattern. */
export function compilePattern(pattern: string): ((value: string) => boolean) | string {
  const steps: Step[] = [];
  let start: number;
  try {
    start = build(steps, new Reader(pattern).read(), MATCH);
  } catch (error) {
    if (error instanceof BadPattern) return error.message;
    throw error;
  }
  return (value) => {
    let now = new Set<number>();
    reach(steps, start, now);
    for (const char of value) {
      const next = new Set<number>();
      for (const at of now) {
        const step = steps[at];
        if (step?.test?.(char)) reach(steps, step.next, next);
      }
      now = next;
    }
    return now.has(MATCH);
  };
}
