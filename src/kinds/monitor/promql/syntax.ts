/** What an expression is made of once it has been read. Places are characters of the text, from 0. */

/** Names and values of a series, in order of the names, without the name of the metric. */
export type Labels = ReadonlyMap<string, string>;

/** `service="shop"` between braces. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  readonly accepts: (value: string) => boolean;
  readonly at: number;
}

/** Operators between two expressions. */
export type BinaryOp = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '>' | '<' | '>=' | '<=' | 'and' | 'or' | 'unless';

/** Aggregations over series. */
export type AggregateOp = 'sum' | 'avg' | 'min' | 'max' | 'count';

/** Which labels two sides are matched by, or a group is made of. */
export interface LabelChoice {
  /** True: all but the listed ones. */
  readonly isWithout: boolean;
  readonly labels: readonly string[];
}

interface Place {
  /** First character. */
  readonly at: number;
}

/** The series of a metric: their latest samples, or with `rangeMs` those of a span. */
export interface SelectorExpr extends Place {
  readonly kind: 'selector';
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** Milliseconds, null for an instant. */
  readonly rangeMs: number | null;
}

/** A function's call. */
export interface CallExpr extends Place {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly args: readonly Expr[];
}

/** An aggregation; without a grouping all series are one group. */
export interface AggregateExpr extends Place {
  readonly kind: 'aggregate';
  readonly op: AggregateOp;
  readonly grouping: LabelChoice;
  readonly body: Expr;
}

/** Two sides and an operator. `matching` is "all labels but none" when the text says nothing. */
export interface BinaryExpr extends Place {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  /** `bool`: 0 or 1 instead of a filter. */
  readonly isBool: boolean;
  readonly matching: LabelChoice;
  readonly left: Expr;
  readonly right: Expr;
}

/** An expression. */
export type Expr =
  | (Place & { readonly kind: 'number'; readonly value: number })
  | SelectorExpr
  | CallExpr
  | AggregateExpr
  | (Place & { readonly kind: 'minus'; readonly body: Expr })
  | BinaryExpr;

/** What an expression gives: a number, a number per series, or samples of a span per series. */
export type ValueType = 'number' | 'series' | 'range';

/** What each function takes. */
export const FUNCTIONS = {
  rate: ['range'],
  increase: ['range'],
  delta: ['range'],
  avg_over_time: ['range'],
  max_over_time: ['range'],
  min_over_time: ['range'],
  sum_over_time: ['range'],
  count_over_time: ['range'],
  changes: ['range'],
  resets: ['range'],
  histogram_quantile: ['number', 'series'],
  abs: ['series'],
  clamp_min: ['series', 'number'],
  clamp_max: ['series', 'number'],
  absent: ['series'],
} as const satisfies Readonly<Record<string, readonly ValueType[]>>;

/** The name of a function. */
export type FunctionName = keyof typeof FUNCTIONS;

/** Aggregations by name. */
export const AGGREGATES: readonly AggregateOp[] = ['sum', 'avg', 'min', 'max', 'count'];

/** The type of an expression that has been read. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'number';
    case 'selector':
      return expr.rangeMs === null ? 'series' : 'range';
    case 'minus':
      return typeOf(expr.body);
    case 'binary':
      return typeOf(expr.left) === 'number' && typeOf(expr.right) === 'number' ? 'number' : 'series';
    default:
      return 'series';
  }
}

/** Everything below an expression and itself, from left to right. */
export function walk(expr: Expr, visit: (expr: Expr) => void): void {
  visit(expr);
  if (expr.kind === 'call') for (const arg of expr.args) walk(arg, visit);
  else if (expr.kind === 'aggregate' || expr.kind === 'minus') walk(expr.body, visit);
  else if (expr.kind === 'binary') {
    walk(expr.left, visit);
    walk(expr.right, visit);
  }
}

/** Where a text cannot be read, and what to do. */
export interface SyntaxProblem {
  /** Character of the text, from 0. */
  readonly at: number;
  readonly says: string;
}

/** Thrown and caught within this folder. */
export class Refusal extends Error {
  constructor(readonly problem: SyntaxProblem) {
    super(problem.says);
  }
}

/** Ends the reading. */
export function refuse(at: number, says: string): never {
  throw new Refusal({ at, says });
}
