/** Evaluates an expression at a moment, as Prometheus 2 does (promql/engine.go, functions.go). notes.md says what is left out. */
import { change } from './counters';
import { chosen, distinct, nameless } from './labels';
import { combine, type Side } from './operators';
import { quantiles } from './quantile';
import { labelsKey, labelSet, type Points, type Sample, type Series, type SeriesSource } from './series';
import {
  type AggregateExpr,
  type CallExpr,
  type Expr,
  type Labels,
  Refusal,
  type SelectorExpr,
  type SyntaxProblem,
} from './syntax';

/** What an evaluation gave: a number is one sample without labels, as for Prometheus' rules. */
export type Result =
  | { readonly ok: true; readonly samples: readonly Sample[] }
  | { readonly ok: false; readonly problem: SyntaxProblem };

/** Evaluates at `atMs`. A problem is one of the data: two series that match the same one. */
export function evaluate(expr: Expr, source: SeriesSource, atMs: number): Result {
  try {
    const value = new Evaluation(source, atMs).value(expr);
    return { ok: true, samples: typeof value === 'number' ? [{ name: '', labels: labelSet([]), value }] : value };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** The series that a selector means. */
export function matching(source: SeriesSource, { metric, matchers }: SelectorExpr): readonly Series[] {
  const found: Series[] = [];
  for (const series of source.series(metric)) {
    if (matchers.every(({ label, accepts }) => accepts(series.labels.get(label) ?? ''))) found.push(series);
  }
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
// A value that is none gives way to every other.
const larger = (a: number, b: number): number => (b > a || Number.isNaN(a) ? b : a);
const smaller = (a: number, b: number): number => (b < a || Number.isNaN(a) ? b : a);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Neighbours that `counts` says yes to. */
function steps(values: readonly number[], counts: (before: number, after: number) => boolean): number {
  return values.reduce((n, value, i) => n + +(i > 0 && counts(values[i - 1] as number, value)), 0);
}

/** What a function of a span makes of its samples; there is at least one. */
const OVER_TIME: Readonly<Partial<Record<CallExpr['name'], (values: readonly number[]) => number>>> = {
  avg_over_time: mean,
  max_over_time: (values) => values.reduce(larger),
  min_over_time: (values) => values.reduce(smaller),
  sum_over_time: sum,
  count_over_time: ({ length }) => length,
  changes: (values) => steps(values, (before, after) => before !== after && !(Number.isNaN(before) && Number.isNaN(after))),
  resets: (values) => steps(values, (before, after) => after < before),
};

const GATHER: Readonly<Record<AggregateExpr['op'], (values: readonly number[]) => number>> = {
  sum,
  avg: mean,
  min: (values) => values.reduce(smaller),
  max: (values) => values.reduce(larger),
  count: ({ length }) => length,
};

function clamp(value: number, bound: number, isLeast: boolean): number {
  if (Number.isNaN(value) || Number.isNaN(bound)) return Number.NaN;
  return isLeast ? Math.max(value, bound) : Math.min(value, bound);
}

/** Labels that a selector asks for by `=`, as `absent` gives them. A label that is asked for twice is left out. */
function askedLabels(expr: Expr): Labels {
  if (expr.kind !== 'selector') return labelSet([]);
  const equal = expr.matchers.filter(({ op }) => op === '=');
  const once = equal.filter(({ label }) => expr.matchers.filter((other) => other.label === label).length === 1);
  return labelSet(once.map(({ label, value }) => [label, value] as const));
}

class Evaluation {
  constructor(
    private readonly source: SeriesSource,
    private readonly atMs: number,
  ) {}

  value(expr: Expr): Side {
    switch (expr.kind) {
      case 'number':
        return expr.value;
      case 'selector':
        return this.instant(expr);
      case 'minus': {
        const body = this.value(expr.body);
        if (typeof body === 'number') return -body;
        return distinct(body.map((sample) => nameless(sample, -sample.value)), expr.at);
      }
      case 'binary':
        return this.combined(expr);
      case 'aggregate':
        return this.aggregate(expr);
      case 'call':
        return distinct(this.call(expr), expr.at);
    }
  }

  private combined(expr: Extract<Expr, { kind: 'binary' }>): Side {
    const result = combine(expr, this.value(expr.left), this.value(expr.right));
    return typeof result === 'number' ? result : distinct(result, expr.at);
  }

  private samples(expr: Expr | undefined): readonly Sample[] {
    return expr === undefined ? [] : (this.value(expr) as readonly Sample[]);
  }

  private number(expr: Expr | undefined): number {
    return expr === undefined ? Number.NaN : (this.value(expr) as number);
  }

  private instant(expr: SelectorExpr): readonly Sample[] {
    return matching(this.source, expr).flatMap((series) => {
      const value = series.latest(this.atMs);
      return value === null ? [] : { name: expr.metric, labels: series.labels, value };
    });
  }

  private aggregate({ op, grouping, body }: AggregateExpr): readonly Sample[] {
    const groups = new Map<string, { readonly labels: Labels; readonly values: number[] }>();
    for (const sample of this.samples(body)) {
      const labels = chosen(sample, grouping);
      const key = labelsKey(labels);
      const group = groups.get(key);
      if (group) group.values.push(sample.value);
      else groups.set(key, { labels, values: [sample.value] });
    }
    return [...groups.values()].map(({ labels, values }) => ({ name: '', labels, value: GATHER[op](values) }));
  }

  private call({ name, args }: CallExpr): readonly Sample[] {
    const [first, second] = args;
    switch (name) {
      case 'histogram_quantile':
        return quantiles(this.number(first), this.samples(second));
      case 'abs':
        return this.samples(first).map((sample) => nameless(sample, Math.abs(sample.value)));
      case 'clamp_min':
      case 'clamp_max': {
        const bound = this.number(second);
        return this.samples(first).map((sample) => nameless(sample, clamp(sample.value, bound, name === 'clamp_min')));
      }
      case 'absent':
        return this.samples(first).length > 0 ? [] : [{ name: '', labels: askedLabels(first as Expr), value: 1 }];
      default:
        return this.overTime(name, first as SelectorExpr);
    }
  }

  private overTime(name: CallExpr['name'], selector: SelectorExpr): readonly Sample[] {
    const rangeMs = selector.rangeMs ?? 0;
    return matching(this.source, selector).flatMap((series) => {
      const value = this.ofPoints(name, series.points(this.atMs - rangeMs, this.atMs), rangeMs);
      return value === null ? [] : { name: '', labels: series.labels, value };
    });
  }

  private ofPoints(name: CallExpr['name'], points: Points, rangeMs: number): number | null {
    if (name === 'rate' || name === 'increase' || name === 'delta') {
      return change(points, this.atMs, rangeMs, name !== 'delta', name === 'rate');
    }
    const gather = OVER_TIME[name];
    return gather === undefined || points.values.length === 0 ? null : gather(points.values);
  }
}
