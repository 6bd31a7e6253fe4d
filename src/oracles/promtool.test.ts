/**
 * The monitor's rules beside Prometheus itself: `promtool` (Debian's package `prometheus`, version 2) checks the exported files and
 * runs expressions and alerts on series that are drawn here. Runs in the deep suite, where promtool is installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SECOND } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import { RunContext } from '@/engine/context';
import { prometheusRules } from '@/kinds/monitor/export';
import { monitorKind } from '@/kinds/monitor/kind';
import { MONITOR_PRESETS, USUAL_MONITOR } from '@/kinds/monitor/presets';
import { evaluate } from '@/kinds/monitor/promql/evaluate';
import { parseExpression } from '@/kinds/monitor/promql/parser';
import { labelSet, LOOKBACK_MS, type Points, type Sample, type Series, type SeriesSource } from '@/kinds/monitor/promql/series';
import type { Labels } from '@/kinds/monitor/promql/syntax';
import { AlertRule } from '@/kinds/monitor/rule';
import type { AlertRuleSettings, MonitorSettings } from '@/kinds/monitor/settings';

const version = spawnSync('promtool', ['--version'], { encoding: 'utf8' });
const isHere = process.env['FAULTLINE_DEEP'] === '1' && version.status === 0 && /version 2\./.test(version.stdout + version.stderr);

const STEP_S = 15;
const STEPS = 48;

/** A series as both sides read it: a value, a gap (`null`), or the mark of its end. */
class Drawn implements Series {
  readonly labels: Labels;

  constructor(
    readonly metric: string,
    labels: Readonly<Record<string, string>>,
    readonly values: readonly (number | null | 'stale')[],
  ) {
    this.labels = labelSet(Object.entries(labels));
  }

  latest(atMs: number): number | null {
    for (let i = Math.floor(atMs / (STEP_S * 1000)); i >= 0 && i * STEP_S * 1000 >= atMs - LOOKBACK_MS; i--) {
      const value = this.values[i] ?? null;
      if (value === 'stale') return null;
      if (value !== null) return value;
    }
    return null;
  }

  points(fromMs: number, toMs: number): Points {
    const times: number[] = [];
    const values: number[] = [];
    this.values.forEach((value, i) => {
      const timeMs = i * STEP_S * 1000;
      if (typeof value !== 'number' || timeMs < fromMs || timeMs > toMs) return;
      times.push(timeMs);
      values.push(value);
    });
    return { times, values };
  }

  /** As promtool's test files write it. */
  text(): string {
    const words = this.values.map((value) => (value === null ? '_' : String(value)));
    return `      - series: '${this.metric}{${pairs(this.labels)}}'\n        values: '${words.join(' ')}'`;
  }
}

const pairs = (labels: Labels): string => [...labels].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');

/** Counters that restart, gauges that come and go, a histogram: drawn, with values that doubles hold exactly. */
function drawnSeries(seed: number): readonly Drawn[] {
  const stream = new RandomStream(seed, 'test', 'promtool');
  const holes = (values: number[]): (number | null | 'stale')[] =>
    values.map((value) => (stream.below(9) > 0 ? value : stream.below(3) === 0 ? 'stale' : null));
  const counter = (): number[] => {
    let level = stream.below(40);
    return Array.from({ length: STEPS }, () => {
      level = stream.below(14) === 0 ? stream.below(5) : level + stream.below(30) * stream.below(2);
      return level;
    });
  };
  const gauge = (): number[] => Array.from({ length: STEPS }, () => stream.below(41) - 8);
  const series: Drawn[] = [];
  for (const service of ['shop', 'stock']) {
    for (const code of ['200', '404', '500']) series.push(new Drawn('requests', { service, code }, holes(counter())));
    series.push(new Drawn('level', { service }, holes(gauge())));
    series.push(new Drawn('limit', { service }, service === 'shop' ? holes(gauge()) : gauge()));
    let below = Array.from({ length: STEPS }, () => 0);
    for (const le of ['0.1', '0.5', '2', '+Inf']) {
      const more = counter();
      below = below.map((value, i) => value + (more[i] as number));
      series.push(new Drawn('took_bucket', { service, le }, below));
    }
  }
  return series;
}

const EXPRESSIONS = [
  'requests',
  'requests{code="500"}',
  'requests{code!~"5..|4.*", service=~"s.+p"}',
  'requests{code=~"[45]\\\\d\\\\d"}',
  'rate(requests[1m])',
  'rate(requests[47s])',
  'increase(requests[2m30s])',
  'delta(level[1m])',
  'avg_over_time(level[90s])',
  'max_over_time(level[1m])',
  'min_over_time(level[1m])',
  'sum_over_time(level[1m])',
  'count_over_time(level[5m])',
  'changes(level[3m])',
  'resets(requests[5m])',
  'histogram_quantile(0.9, rate(took_bucket[1m]))',
  'histogram_quantile(0.5, sum by (le) (took_bucket))',
  'histogram_quantile(0.999, took_bucket)',
  'histogram_quantile(1.5, took_bucket)',
  'abs(level)',
  'clamp_min(level, 3)',
  'clamp_max(level, 3)',
  'absent(level{service="none", zone=~".*"})',
  'absent(level)',
  'sum(requests)',
  'sum by (code) (requests)',
  'sum(requests) without (code)',
  'avg by (service, nothing) (requests)',
  'min by () (level)',
  'max(level)',
  'count by (code) (requests > 20)',
  '1 + 2 * 3 - 4 / 8 % 3',
  '-level * 2',
  '- (level + 1)',
  '10 - level',
  'level > 5',
  '5 > level',
  'level >= bool 5',
  'level == level',
  'level != bool limit',
  'level > limit',
  'level + limit',
  'level / (limit * 0)',
  'level % 7',
  '1 > bool 2',
  'sum by (service) (requests{code="500"}) / ignoring(code) sum by (service) (requests)',
  'requests{code="500"} / ignoring(code) requests{code="200"}',
  'requests{code="500"} > ignoring(code) requests{code="200"}',
  'requests{code="500"} > bool on(service) requests{code="200"}',
  'level > on(service) limit',
  'level and limit > 3',
  'level unless limit > 3',
  'level > 10 or limit > 10',
  'level and on(service) requests{code="500"} > 30',
  'sum by (service) (rate(requests{code=~"5.."}[1m])) / sum by (service) (rate(requests[1m])) > 0.05',
];

const folder = isHere ? mkdtempSync(join(tmpdir(), 'promtool-')) : '';

function promtool(...args: readonly string[]): { readonly status: number | null; readonly says: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  return { status, says: stdout + stderr };
}

const parsed = (text: string) => {
  const reading = parseExpression(text);
  if (!reading.ok) throw new Error(`${text}: ${reading.problem.at}: ${reading.problem.says}`);
  return reading.expr;
};

const sourceOf = (series: readonly Drawn[]): SeriesSource => ({
  series: (metric) => series.filter((one) => one.metric === metric),
});

function sampleText({ name, labels, value }: Sample): string {
  return `          - labels: '${name}{${pairs(labels)}}'\n            value: ${yamlNumber(value)}`;
}

const yamlNumber = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? '.inf' : '-.inf');

/** One expectation; without samples, none is expected. */
function exprTest(expr: string, atS: number, samples: readonly Sample[]): string {
  const head = `      - expr: ${JSON.stringify(expr)}\n        eval_time: ${atS}s`;
  return samples.length === 0 ? head : `${head}\n        exp_samples:\n${samples.map(sampleText).join('\n')}`;
}

function testFile(series: readonly Drawn[], tests: readonly string[], rules: string | null): string {
  const inputs = series.map((one) => one.text()).join('\n');
  return [
    rules === null ? 'rule_files: []' : `rule_files: [${rules}]`,
    `evaluation_interval: ${STEP_S}s`,
    'tests:',
    `  - interval: ${STEP_S}s`,
    '    input_series:',
    inputs,
    '    promql_expr_test:',
    ...tests,
    '',
  ].join('\n');
}

/** `{service="shop"} 1.5E+00` of a line of promtool's, without the last digits: sums depend on the order of the series. */
function roundedSamples(block: string, word: 'exp' | 'got'): readonly string[] {
  const line = new RegExp(`${word}: ?(.*)`).exec(block)?.[1] ?? '';
  return [...line.matchAll(/(\w*\{[^}]*\}) (\S+?)(?=,|$)/g)]
    .map(([, labels = '', value = '']) => `${labels} ${Number(value.replace('Inf', 'Infinity')).toPrecision(11)}`)
    .sort();
}

/** Expectations that promtool refuses for more than the last digits. */
function disagreements(says: string): readonly string[] {
  const blocks = says.split(/(?=expr: ")/).filter((part) => part.startsWith('expr: "'));
  return blocks.filter((block) => {
    const expected = roundedSamples(block, 'exp');
    return expected.length === 0 || JSON.stringify(expected) !== JSON.stringify(roundedSamples(block, 'got'));
  });
}

const CASES: readonly AlertRuleSettings[] = [
  { expr: 'level > 10', forMs: 0, keepFiringForMs: 0 },
  { expr: 'level > 4', forMs: 30_000, keepFiringForMs: 0 },
  { expr: 'level > 0', forMs: 40_000, keepFiringForMs: 0 },
  { expr: 'level > 12', forMs: 0, keepFiringForMs: 45_000 },
  { expr: 'level > 2', forMs: 15_000, keepFiringForMs: 20_000 },
  { expr: 'max(level) > 8', forMs: 30_000, keepFiringForMs: 30_000 },
  { expr: 'rate(requests{code="500"}[1m]) > 0.3', forMs: 60_000, keepFiringForMs: 0 },
].map((rule, i) => ({ ...rule, alert: `Case${i}`, severity: 'page', summary: 'value {{ $value }} of {{ $labels.service }}' }));

/** `ALERTS` at every evaluation, as our rules have it. */
function alertSeries(rules: readonly AlertRuleSettings[], series: readonly Drawn[]): readonly (readonly Sample[])[] {
  const context = new RunContext(1);
  const made = rules.map((rule) => new AlertRule(rule, context.clock, () => undefined));
  return Array.from({ length: STEPS }, (_, step) => {
    context.agenda.nowUs = step * STEP_S * SECOND;
    return made.flatMap((rule) => {
      rule.evaluate(sourceOf(series));
      const { alert, severity, alerts } = rule.picture();
      return alerts.map(({ labels, mode }): Sample => {
        const own = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const);
        const all = labelSet([...own, ['alertname', alert], ['alertstate', mode], ['severity', severity]]);
        return { name: 'ALERTS', labels: all, value: 1 };
      });
    });
  });
}

describe('expressions beside promtool', () => {
  it('are all read and can be evaluated, so that the deep suite compares them', () => {
    const source = sourceOf(drawnSeries(1));
    const found = EXPRESSIONS.filter((text) => evaluate(parsed(text), source, 600_000).ok);
    expect(found).toEqual(EXPRESSIONS);
  });
});

// Without promtool there is nothing to register: no test is skipped.
describe.each(isHere ? ['promtool'] : [])('rules beside %s', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(MONITOR_PRESETS)('accepts the export of the preset "$title"', ({ settings }) => {
    const whole = monitorKind.schema.parse(settings) as MonitorSettings;
    writeFileSync(join(folder, 'preset.yml'), prometheusRules(whole));
    const { status, says } = promtool('check', 'rules', 'preset.yml');
    expect([status, says]).toEqual([0, expect.stringContaining('SUCCESS')]);
    expect(says).toContain(`${whole.rules.length} rules found`);
  });

  it.each([1, 2, 3, 4, 5, 6])('gives the values of promtool on drawn series, seed %d', (seed) => {
    const series = drawnSeries(seed);
    const stream = new RandomStream(seed, 'test', 'moments');
    const tests: string[] = [];
    let compared = 0;
    for (const text of EXPRESSIONS) {
      const expr = parsed(text);
      for (let n = 0; n < 6; n++) {
        const atS = stream.below(2) === 0 ? stream.below(STEPS) * STEP_S : stream.below(STEPS * STEP_S);
        const result = evaluate(expr, sourceOf(series), atS * 1000);
        // Two that are not a number are never equal to promtool.
        if (!result.ok || result.samples.some(({ value }) => Number.isNaN(value))) continue;
        compared += result.samples.length;
        tests.push(exprTest(text, atS, result.samples));
      }
    }
    expect(compared).toBeGreaterThan(300);
    writeFileSync(join(folder, 'test.yml'), testFile(series, tests, null));
    const { status, says } = promtool('test', 'rules', 'test.yml');
    expect(status === 0 ? [] : disagreements(says)).toEqual([]);
    expect(status === 0 ? 'SUCCESS' : says).toMatch(/SUCCESS|expr: "/);
  });

  it.each([1, 2, 3, 4, 5, 6])('has its alerts pending and firing at the same evaluations, seed %d', (seed) => {
    const series = drawnSeries(seed);
    writeFileSync(join(folder, 'rules.yml'), prometheusRules({ ...USUAL_MONITOR, rules: CASES }));
    const perStep = alertSeries(CASES, series);
    const modes = new Set(perStep.flat().map(({ labels }) => labels.get('alertstate')));
    expect(modes).toEqual(new Set(['firing', 'pending']));
    const tests = perStep.map((samples, step) => exprTest('ALERTS', step * STEP_S, samples));
    writeFileSync(join(folder, 'alerts.yml'), testFile(series, tests, 'rules.yml'));
    const { status, says } = promtool('test', 'rules', 'alerts.yml');
    expect([status, status === 0 ? '' : says]).toEqual([0, '']);
  });
});
