/** Figures by which the course decides: which part a metric names, and how its value is written and compared. */
import type { Scenario } from '@/scenario/schema';

/** Areas of the report in which a metric may lie. Those with parts name one next. */
const AREAS = ['totals', 'nodes', 'edges', 'transitions', 'cost', 'business', 'mesh', 'traces', 'simulatedMs', 'events'];

/** What is wrong with a metric in a scenario, a sentence; null when its area and part exist. */
export function metricProblem(scenario: Scenario, metric: string): string | null {
  const [area = '', part = ''] = metric.split('.');
  if (!AREAS.includes(area)) return `“${area}” is no part of the report: begin with one of ${AREAS.join(', ')}`;
  const isNode = Object.hasOwn(scenario.nodes, part);
  const isWire = Object.hasOwn(scenario.edges, part);
  switch (area) {
    case 'nodes':
    case 'mesh':
      return isNode ? null : `there is no node “${part}” in this run: name one of ${Object.keys(scenario.nodes).join(', ')}`;
    case 'edges':
    case 'business':
      return isWire ? null : `there is no wire “${part}” in this run: name one of ${Object.keys(scenario.edges).join(', ')}`;
    case 'transitions':
      return isNode || isWire ? null : `there is no node or wire “${part}” in this run: name one that exists`;
    case 'traces':
      return tracesProblem(scenario, metric);
    default:
      return null;
  }
}

/** `traces.links.A.B` names two nodes, `traces.roots.A` one. */
function tracesProblem({ nodes }: Scenario, metric: string): string | null {
  const [, what = '', ...parts] = metric.split('.');
  if (what === 'sampled' && parts.length === 0) return null;
  const wanted = { links: 2, roots: 1 }[what];
  if (wanted === undefined || parts.length !== wanted) {
    return 'say traces.links.FROM.TO, traces.roots.NODE or traces.sampled';
  }
  const missing = parts.find((part) => !Object.hasOwn(nodes, part));
  return missing === undefined ? null : `there is no node “${missing}” in this run: name one of ${Object.keys(nodes).join(', ')}`;
}

/** A whole number in groups of three; done here, because the machine's own way depends on its language. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** A number as people read it: groups of three, and about three digits that count. */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return '-';
  if (Number.isInteger(value) || size >= 1000) return `${value < 0 ? '-' : ''}${grouped(Math.round(size))}`;
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  const text = size.toFixed(digits).replace(/\.?0+$/, digits === 0 ? '$&' : '');
  if (text === '0') return value === 0 ? '0' : `${value < 0 ? '-' : ''}<0.001`;
  return `${value < 0 && text !== '0' ? '-' : ''}${text}`;
}

/** Shares of the report run from 0 to 1; they are written as percentages. */
function isShare(metric: string): boolean {
  return /(Share|utilization)$/.test(metric);
}

/** A value in the unit in which it is shown: a share becomes a percentage. */
export function shownValue(value: number, metric: string, unit: string): number {
  return isPercentage(metric, unit) ? value * 100 : value;
}

const isPercentage = (metric: string, unit: string): boolean => isShare(metric) && (unit === '%' || unit === '');

/** A figure with its unit, as in tables and sentences. */
export function figureText(value: number | null, metric: string, unit: string): string {
  if (value === null) return 'no such figure';
  const number = numberText(shownValue(value, metric, unit));
  const sign = isPercentage(metric, unit) ? '%' : unit;
  return sign === '' ? number : `${number} ${sign}`;
}

/** The unit in which an objective is told: its metric alone says it. */
export function unitOf(metric: string): string {
  if (isShare(metric)) return '%';
  if (/(Ms)(\.|$)/.test(metric)) return 'ms';
  return /memoryMb(\.|$)/.test(metric) ? 'MB' : '';
}

const RELATIONS = { '<=': 'at most', '<': 'less than', '>=': 'at least', '>': 'more than', '=': 'exactly' } as const;

/** `at most 500 ms`. */
export function limitText(is: keyof typeof RELATIONS, limit: number, metric: string): string {
  return `${RELATIONS[is]} ${figureText(limit, metric, unitOf(metric))}`;
}

/** How far a value is from its limit on the good side; negative when it misses. Null when there is no value. */
export function marginOf(value: number | null, is: keyof typeof RELATIONS, limit: number): number | null {
  if (value === null) return null;
  switch (is) {
    case '<=':
    case '<':
      return limit - value;
    case '>=':
    case '>':
      return value - limit;
    case '=':
      return -Math.abs(value - limit);
  }
}
