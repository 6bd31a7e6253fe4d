/** What can be said about a rule before it runs: its expression, the metrics and labels that it names, its spans. */
import { CATALOGUE } from './catalogue';
import { durationText } from './promql/durations';
import { parseExpression } from './promql/parser';
import { type CallExpr, type Expr, type SelectorExpr, type SyntaxProblem, walk } from './promql/syntax';
import type { AlertRuleSettings, MonitorSettings } from './settings';
import { MAX_READINGS } from './store';

/** Functions that need two samples. */
const NEED_TWO: readonly CallExpr['name'][] = ['rate', 'increase', 'delta'];
/** What may stand between double braces of a summary. */
const TEMPLATE = /\{\{-?\s*\$(?:value|labels\.[a-zA-Z_][a-zA-Z0-9_]*)\s*-?\}\}/g;
const SUGGESTED = 3;

function sharedStart(a: string, b: string): number {
  let n = 0;
  while (n < a.length && n < b.length && a[n] === b[n]) n++;
  return n;
}

/** Metrics whose names begin most alike. */
function similar(metric: string): readonly string[] {
  const all = [...CATALOGUE.keys()];
  return all.sort((a, b) => sharedStart(b, metric) - sharedStart(a, metric)).slice(0, SUGGESTED);
}

function metricProblem({ metric, matchers, at }: SelectorExpr): SyntaxProblem | null {
  const known = CATALOGUE.get(metric);
  if (known === undefined) {
    return { at, says: `there is no metric "${metric}" here: ${similar(metric).join(', ')} exist` };
  }
  const wrong = matchers.find(({ label }) => !known.labels.includes(label));
  if (wrong === undefined) return null;
  return { at: wrong.at, says: `${metric} has no label "${wrong.label}": it has ${known.labels.join(', ')}` };
}

function spanProblem(call: CallExpr, scrapeMs: number): SyntaxProblem | null {
  const [arg] = call.args;
  if (arg?.kind !== 'selector' || arg.rangeMs === null) return null;
  const { rangeMs, at } = arg;
  if (NEED_TWO.includes(call.name) && rangeMs < scrapeMs) {
    const every = durationText(scrapeMs);
    const says = `${call.name} needs two readings, and one every ${every} leaves one in ${durationText(rangeMs)}`;
    return { at, says: `${says}: it would never give anything` };
  }
  if (rangeMs / scrapeMs + 2 <= MAX_READINGS) return null;
  return { at, says: `${durationText(rangeMs)} hold more than ${MAX_READINGS} readings: take a shorter span or read less often` };
}

/** The first thing wrong with an expression that can be read; `known` finds none. */
function exprProblem(expr: Expr, scrapeMs: number): SyntaxProblem | null {
  let found: SyntaxProblem | null = null;
  let selectors = 0;
  walk(expr, (part) => {
    if (part.kind === 'selector') {
      selectors++;
      found ??= metricProblem(part);
    } else if (part.kind === 'call') found ??= spanProblem(part, scrapeMs);
  });
  if (found === null && selectors === 0) return { at: 0, says: 'it names no metric, so it tells nothing about the run' };
  return found;
}

/** The first problem of an expression, with its place; null when it can be evaluated. */
export function expressionProblem(text: string, scrapeMs: number): SyntaxProblem | null {
  const reading = parseExpression(text);
  return reading.ok ? exprProblem(reading.expr, scrapeMs) : reading.problem;
}

function ruleProblems({ alert, expr, summary }: AlertRuleSettings, scrapeMs: number): readonly string[] {
  const problems: string[] = [];
  const problem = expressionProblem(expr, scrapeMs);
  if (problem) problems.push(`alert ${alert}: expression, character ${problem.at + 1}: ${problem.says}.`);
  if (summary.replaceAll(TEMPLATE, '').includes('{{')) {
    problems.push(`alert ${alert}: between {{ and }} of the summary only $value and $labels.NAME are offered.`);
  }
  return problems;
}

/** A sentence for each thing that is wrong. */
export function checkRules({ rules, scrapeMs }: MonitorSettings): readonly string[] {
  const names = new Set<string>();
  return rules.flatMap((rule) => {
    const problems = [...ruleProblems(rule, scrapeMs)];
    if (names.has(rule.alert)) problems.push(`two alerts are called ${rule.alert}: give each a name of its own.`);
    names.add(rule.alert);
    return problems;
  });
}
