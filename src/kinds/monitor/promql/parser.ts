/**
 * Reads an expression of PromQL's common part and checks its types, so that whatever is accepted can be evaluated. Order of
 * the operators as in Prometheus (promql/parser): or, and unless, comparisons, + -, * / %, minus of one side.
 */
import { type Token, tokens } from './lexer';
import { compilePattern } from './pattern';
import {
  AGGREGATES,
  type AggregateOp,
  type BinaryOp,
  type Expr,
  type FunctionName,
  FUNCTIONS,
  type LabelChoice,
  type Matcher,
  Refusal,
  refuse,
  type SyntaxProblem,
  typeOf,
  type ValueType,
} from './syntax';

/** An expression, or why there is none. */
export type Reading = { readonly ok: true; readonly expr: Expr } | { readonly ok: false; readonly problem: SyntaxProblem };

/** Most characters of an expression: nesting is bounded by it, too. */
export const MAX_EXPRESSION = 1000;

const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and', 'unless'],
  ['==', '!=', '>', '<', '>=', '<='],
  ['+', '-'],
  ['*', '/', '%'],
];
const COMPARISONS = LEVELS[2] as readonly string[];
const SET_OPS = ['and', 'or', 'unless'];
const KEYWORDS = [...SET_OPS, 'by', 'without', 'on', 'ignoring', 'bool', 'offset', 'group_left', 'group_right'];
const ALL_LABELS: LabelChoice = { isWithout: true, labels: [] };
const ONE_GROUP: LabelChoice = { isWithout: false, labels: [] };
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  number: 'a number',
  series: 'series',
  range: 'a span such as [5m] behind a metric',
};

const isFunction = (name: string): name is FunctionName => Object.hasOwn(FUNCTIONS, name);
const isAggregate = (name: string): name is AggregateOp => (AGGREGATES as readonly string[]).includes(name);

/** Reads a text. Never throws. */
export function parseExpression(text: string): Reading {
  if (text.length > MAX_EXPRESSION) {
    return { ok: false, problem: { at: MAX_EXPRESSION, says: `an expression has at most ${MAX_EXPRESSION} characters` } };
  }
  try {
    return { ok: true, expr: new Parser(tokens(text)).whole() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Parser {
  private place = 0;

  constructor(private readonly list: readonly Token[]) {}

  whole(): Expr {
    if (this.list.length === 1) refuse(0, 'there is no expression: write one such as up == 0');
    const expr = this.binary(0);
    if (this.now.kind !== 'end') refuse(this.now.at, this.leftover());
    if (typeOf(expr) === 'range') refuse(expr.at, 'a span has to go into a function, such as rate(...)');
    return expr;
  }

  private get now(): Token {
    return this.list[this.place] as Token;
  }

  private leftover(): string {
    const { kind, text } = this.now;
    if (text === '^') return 'powers (^) are not offered here: multiply instead';
    if (text === '=') return 'a comparison is written "=="';
    if (text === '@') return '"@" is not offered here';
    if (kind === 'word' && text.toLowerCase() === 'offset') return '"offset" is not offered here';
    if (text === ')') return 'this ")" has no "(" before it';
    if (text === '[') return 'a span goes directly behind a metric';
    if (text === '{') return 'labels go directly behind a metric';
    return `"${text}" was not expected here: an operator is missing before it, or it is too much`;
  }

  private isSign(text: string): boolean {
    return this.now.kind === 'sign' && this.now.text === text;
  }

  private isWord(word: string): boolean {
    return this.now.kind === 'word' && this.now.text.toLowerCase() === word;
  }

  private take(sign: string, why: string): void {
    if (!this.isSign(sign)) refuse(this.now.at, this.now.text === '^' ? this.leftover() : `a "${sign}" is missing ${why}`);
    this.place++;
  }

  /** Operators of the same level go from left to right. */
  private binary(level: number): Expr {
    const ops = LEVELS[level];
    if (ops === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const { kind, text, at } = this.now;
      const op = kind === 'word' ? text.toLowerCase() : text;
      if ((kind !== 'sign' && kind !== 'word') || !ops.includes(op)) return left;
      this.place++;
      left = this.joined(left, op as BinaryOp, level, at);
    }
  }

  private joined(left: Expr, op: BinaryOp, level: number, at: number): Expr {
    const isBool = this.isWord('bool');
    if (isBool) {
      if (!COMPARISONS.includes(op)) refuse(this.now.at, '"bool" goes with a comparison only');
      this.place++;
    }
    const matchingAt = this.now.at;
    const matching = this.matching();
    const right = this.binary(level + 1);
    const types = [typeOf(left), typeOf(right)];
    const wrong = types.indexOf('range');
    if (wrong >= 0) refuse((wrong === 0 ? left : right).at, `a span cannot be used with "${op}": put it into a function`);
    const isPlain = types.includes('number');
    if (isPlain && SET_OPS.includes(op)) refuse(at, `"${op}" needs series on both sides, not a number`);
    if (isPlain && matching !== null) refuse(matchingAt, 'matching by labels needs series on both sides');
    const isConstant = types.every((type) => type === 'number');
    if (isConstant && COMPARISONS.includes(op) && !isBool) refuse(at, 'a comparison of two numbers needs "bool"');
    return { kind: 'binary', op, isBool, matching: matching ?? ALL_LABELS, left, right, at };
  }

  private matching(): LabelChoice | null {
    if (!this.isWord('on') && !this.isWord('ignoring')) return null;
    const isWithout = this.isWord('ignoring');
    this.place++;
    const labels = this.labelList();
    if (this.isWord('group_left') || this.isWord('group_right')) {
      refuse(this.now.at, `"${this.now.text}" is not offered here: sum one side so that one series meets one`);
    }
    return { isWithout, labels };
  }

  private labelList(): readonly string[] {
    this.take('(', 'before the list of labels');
    const labels: string[] = [];
    while (!this.isSign(')')) {
      labels.push(this.labelName());
      if (this.isSign(',')) this.place++;
      else if (!this.isSign(')')) refuse(this.now.at, 'a "," or ")" is missing in the list of labels');
    }
    this.place++;
    return labels;
  }

  private labelName(): string {
    const { kind, text, at } = this.now;
    if (kind !== 'word' || !LABEL.test(text)) refuse(at, 'the name of a label is missing here');
    this.place++;
    return text;
  }

  private unary(): Expr {
    const { text, at } = this.now;
    if (!this.isSign('-') && !this.isSign('+')) return this.atom();
    this.place++;
    const body = this.unary();
    if (typeOf(body) === 'range') refuse(at, `"${text}" cannot stand before a span`);
    if (text === '+') return body;
    return body.kind === 'number' ? { kind: 'number', value: -body.value, at } : { kind: 'minus', body, at };
  }

  private atom(): Expr {
    const { kind, text, value, at } = this.now;
    if (kind === 'number') {
      this.place++;
      return { kind: 'number', value, at };
    }
    if (this.isSign('(')) {
      this.place++;
      const body = this.binary(0);
      this.take(')', 'to close the "("');
      if (this.isSign('[')) refuse(this.now.at, 'a span goes directly behind a metric');
      return body;
    }
    if (kind === 'word') return this.named();
    if (kind === 'duration') refuse(at, `${text} is a span: it goes into [ ] behind a metric`);
    if (kind === 'string') refuse(at, 'a string goes into { } behind a metric');
    if (this.isSign('{')) refuse(at, 'begin with the name of a metric');
    return refuse(at, kind === 'end' ? 'the expression breaks off here' : `"${text}" was not expected here`);
  }

  private named(): Expr {
    const { text, at } = this.now;
    const word = text.toLowerCase();
    if (KEYWORDS.includes(word)) refuse(at, `"${text}" was not expected here`);
    this.place++;
    const isCall = this.isSign('(');
    if (isAggregate(word) && (isCall || this.isWord('by') || this.isWord('without'))) return this.aggregate(word, at);
    if (isCall && isFunction(text)) return this.call(text, at);
    if (isCall) refuse(at, `there is no function ${text} here: ${Object.keys(FUNCTIONS).join(', ')} exist`);
    if (word === 'inf') return { kind: 'number', value: Number.POSITIVE_INFINITY, at };
    if (word === 'nan') return { kind: 'number', value: Number.NaN, at };
    return this.selector(text, at);
  }

  private grouping(): LabelChoice | null {
    if (!this.isWord('by') && !this.isWord('without')) return null;
    const isWithout = this.isWord('without');
    this.place++;
    return { isWithout, labels: this.labelList() };
  }

  private aggregate(op: AggregateOp, at: number): Expr {
    const before = this.grouping();
    this.take('(', `behind ${op}`);
    const body = this.binary(0);
    if (this.isSign(',')) refuse(this.now.at, `${op} takes one argument`);
    this.take(')', `to close ${op}(`);
    if (typeOf(body) !== 'series') refuse(body.at, `${op} takes series, this is ${TYPE_WORDS[typeOf(body)]}`);
    return { kind: 'aggregate', op, grouping: before ?? this.grouping() ?? ONE_GROUP, body, at };
  }

  private call(name: FunctionName, at: number): Expr {
    const wanted: readonly ValueType[] = FUNCTIONS[name];
    this.take('(', `behind ${name}`);
    const args: Expr[] = [];
    while (!this.isSign(')')) {
      args.push(this.binary(0));
      if (!this.isSign(',')) break;
      this.place++;
    }
    this.take(')', `to close ${name}(`);
    if (args.length !== wanted.length) {
      refuse(at, `${name} takes ${wanted.length} argument${wanted.length === 1 ? '' : 's'}, not ${args.length}`);
    }
    args.forEach((arg, i) => {
      const is = typeOf(arg);
      const want = wanted[i] as ValueType;
      if (is !== want) refuse(arg.at, `${name} wants ${TYPE_WORDS[want]} here, this is ${TYPE_WORDS[is]}`);
    });
    return { kind: 'call', name, args, at };
  }

  private selector(metric: string, at: number): Expr {
    const matchers = this.isSign('{') ? this.matchers() : [];
    if (!this.isSign('[')) return { kind: 'selector', metric, matchers, rangeMs: null, at };
    this.place++;
    const { kind, value, at: spanAt } = this.now;
    if (kind !== 'duration') refuse(spanAt, 'a span such as 5m is missing between [ and ]');
    if (value <= 0) refuse(spanAt, 'a span is longer than nothing');
    this.place++;
    if (this.isSign(':')) refuse(this.now.at, 'a span of an expression, [5m:1m], is not offered here');
    this.take(']', 'behind the span');
    return { kind: 'selector', metric, matchers, rangeMs: value, at };
  }

  private matchers(): readonly Matcher[] {
    this.place++;
    const found: Matcher[] = [];
    while (!this.isSign('}')) {
      found.push(this.matcher());
      if (this.isSign(',')) this.place++;
      else if (!this.isSign('}')) refuse(this.now.at, 'a "," or "}" is missing between the labels');
    }
    this.place++;
    return found;
  }

  private matcher(): Matcher {
    const { at } = this.now;
    const label = this.labelName();
    const { kind: opKind, text: op, at: opAt } = this.now;
    if (opKind !== 'sign' || (op !== '=' && op !== '!=' && op !== '=~' && op !== '!~')) {
      refuse(opAt, `behind the label ${label} one of = != =~ !~ is missing`);
    }
    this.place++;
    const { kind, text: value, at: valueAt } = this.now;
    if (kind !== 'string') refuse(valueAt, 'a label is compared with a string in quotes');
    this.place++;
    if (op === '=') return { label, op, value, accepts: (is) => is === value, at };
    if (op === '!=') return { label, op, value, accepts: (is) => is !== value, at };
    const test = compilePattern(value);
    if (typeof test === 'string') refuse(valueAt, `this pattern cannot be read: ${test}`);
    return { label, op, value, accepts: op === '=~' ? test : (is) => !test(is), at };
  }
}
