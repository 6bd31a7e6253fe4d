/** Operators between two sides: numbers with numbers, series with numbers, one series with one series. */
import { chosen, distinct, nameless } from './labels';
import { labelsKey, type Sample } from './series';
import { type BinaryExpr, type BinaryOp, Refusal } from './syntax';

/** What one side gave. */
export type Side = number | readonly Sample[];

const COMPARISONS: readonly BinaryOp[] = ['==', '!=', '>', '<', '>=', '<='];

/** Result of arithmetic, or for a comparison whether it holds. */
function apply(op: BinaryOp, a: number, b: number): number | boolean {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '<':
      return a < b;
    case '>=':
      return a >= b;
    case '<=':
      return a <= b;
    default:
      throw new RangeError(`${op} works on sets`);
  }
}

/** One series after an operation with a number: a filter keeps the series as it is, all else makes a nameless one. */
function kept(expr: BinaryExpr, sample: Sample, a: number, b: number): Sample | null {
  const result = apply(expr.op, a, b);
  if (typeof result === 'number') return nameless(sample, result);
  if (expr.isBool) return nameless(sample, +result);
  return result ? sample : null;
}

function keyOf(expr: BinaryExpr, sample: Sample): string {
  return labelsKey(chosen(sample, expr.matching));
}

function sets(expr: BinaryExpr, left: readonly Sample[], right: readonly Sample[]): readonly Sample[] {
  const [mine, other] = expr.op === 'or' ? [left, right] : [right, left];
  const keys = new Set(mine.map((sample) => keyOf(expr, sample)));
  if (expr.op === 'and') return other.filter((sample) => keys.has(keyOf(expr, sample)));
  const rest = other.filter((sample) => !keys.has(keyOf(expr, sample)));
  return expr.op === 'or' ? distinct([...left, ...rest], expr.at) : rest;
}

/** One series meets one, by the labels that the matching looks at. */
function oneToOne(expr: BinaryExpr, left: readonly Sample[], right: readonly Sample[]): readonly Sample[] {
  const { op, isBool, matching, at } = expr;
  const partners = new Map<string, Sample>();
  for (const sample of right) {
    const key = keyOf(expr, sample);
    if (partners.has(key)) throw new Refusal({ at, says: `two series on the right of "${op}" match the same one` });
    partners.set(key, sample);
  }
  const used = new Set<string>();
  const found: Sample[] = [];
  for (const sample of left) {
    const key = keyOf(expr, sample);
    const partner = partners.get(key);
    if (partner === undefined) continue;
    const result = apply(op, sample.value, partner.value);
    if (result === false && !isBool) continue;
    if (used.has(key)) throw new Refusal({ at, says: `two series on the left of "${op}" match the same one` });
    used.add(key);
    const isFilter = COMPARISONS.includes(op) && !isBool;
    const name = isFilter && matching.isWithout ? sample.name : '';
    found.push({ name, labels: chosen(sample, matching), value: isFilter ? sample.value : +result });
  }
  return found;
}

/** The result of an operator. */
export function combine(expr: BinaryExpr, left: Side, right: Side): Side {
  if (typeof left === 'number' && typeof right === 'number') return +apply(expr.op, left, right);
  if (typeof left === 'number') {
    return (right as readonly Sample[]).flatMap((sample) => kept(expr, sample, left, sample.value) ?? []);
  }
  if (typeof right === 'number') return left.flatMap((sample) => kept(expr, sample, sample.value, right) ?? []);
  if (expr.op === 'and' || expr.op === 'or' || expr.op === 'unless') return sets(expr, left, right);
  return oneToOne(expr, left, right);
}
