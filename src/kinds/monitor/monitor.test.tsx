/** The monitor in a run: what it reads and when, what it tells, and how settings change under it; its checks, export and face. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { countsUpTo, BOUNDS, fineBucket } from './buckets';
import { prometheusRules } from './export';
import { gravest, monitorFace } from './Face';
import { monitorKind } from './kind';
import { METRICS } from './metrics';
import { MonitorModel, type MonitorPicture } from './model';
import { MONITOR_PRESETS } from './presets';
import { labelsText } from './promql/series';
import { checkRules, expressionProblem } from './rule-check';
import type { AlertRuleSettings, MonitorSettings } from './settings';
import { SECOND } from '@/domain/time';
import { Histogram } from '@/engine/measure/histogram';
import { RandomStream } from '@/engine/chance/random-stream';
import { client, type Json, nodeOf, service, simulate, wire, wireOf } from '@/oracles/test-scenarios';
import type { Simulation } from '@/simulation/simulation';

const rule = (alert: string, expr: string, more: Partial<AlertRuleSettings> = {}): AlertRuleSettings => {
  return { alert, expr, forMs: 0, keepFiringForMs: 0, severity: 'page', summary: '', ...more };
};
const settings = (rules: readonly AlertRuleSettings[], more: Partial<MonitorSettings> = {}): MonitorSettings => {
  return { scrapeMs: 10_000, evaluateMs: 10_000, rules, ...more };
};

/** Users before a shop before a stock, with a breaker between the two, and a monitor. */
function world(rules: readonly AlertRuleSettings[], faults: readonly Json[] = [], more: Partial<MonitorSettings> = {}): Simulation {
  return simulate({
    nodes: {
      users: client({ kind: 'poisson', perSecond: 40 }),
      shop: service({ workers: 20, memoryLimitMb: 500, service: { kind: 'exponential', meanMs: 5 } }),
      stock: service({ workers: 20, pods: 2, service: { kind: 'exponential', meanMs: 10 } }),
      watch: { kind: 'monitor', settings: settings(rules, more) },
    },
    edges: {
      orders: wire('users', 'shop'),
      asks: wire('shop', 'stock', { 'circuit-breaker': {}, retry: { maxAttempts: 2 } }),
    },
    faults,
  });
}

function monitorOf(simulation: Simulation): MonitorModel {
  const node = nodeOf(simulation, 'watch');
  if (!(node instanceof MonitorModel)) throw new RangeError('no monitor');
  return node;
}

/** Seconds, and the modes that the alert came to. */
const modes = (simulation: Simulation, alert: string): readonly string[] =>
  simulation.parts.context.transitions
    .filter(({ machine }) => machine === `alert ${alert}`)
    .map(({ atUs, to }) => `${atUs / SECOND} ${to}`);

/** `labels value` of all series of a metric at a moment. */
const told = (simulation: Simulation, metric: string, atS: number): readonly string[] =>
  Array.from(monitorOf(simulation).store.series(metric), (series) => `${labelsText(series.labels)} ${series.latest(atS * 1000)}`);

const everything = [...METRICS.keys()].map((name, i) => rule(`All${i}`, name, { severity: 'info' }));

describe('reading', () => {
  it('brings home what the parts have counted, by the names that operators know', () => {
    const simulation = world(everything, [{ kind: 'errors', target: 'stock', atMs: 20_000, durationMs: 30_000, value: 0.3 }]);
    simulation.advance(60 * SECOND);
    const shop = nodeOf(simulation, 'shop');
    const asks = wireOf(simulation, 'asks');
    const at = (metric: string): readonly string[] => told(simulation, metric, 60);
    const counts = new Map(
      Object.entries(shop.tally.reasons()).map(([reason, n]) => [`{reason="${reason}", service="shop"}`, n] as const),
    );
    expect(counts.size).toBeGreaterThan(0);
    // The reading of a moment comes before everything else of that moment: nothing else happens in this very microsecond.
    for (const [labels, n] of counts) expect(at('http_request_failures_total')).toContain(`${labels} ${n}`);
    expect(at('http_requests_total')).toContain(`{code="200", service="shop"} ${shop.tally.completed}`);
    expect(at('http_request_duration_seconds_count')).toContain(`{service="shop"} ${shop.tally.completed + shop.tally.failed}`);
    expect(at('http_request_duration_seconds_sum')).toContain(`{service="shop"} ${shop.tally.latency.sum / SECOND}`);
    expect(at('http_client_requests_total')).toContain(
      `{outcome="SUCCESS", source="shop", target="stock", wire="asks"} ${asks.tally.completed}`,
    );
    expect(at('http_client_attempts_total')).toContain(`{source="shop", target="stock", wire="asks"} ${asks.transport.attempts}`);
    const rejected = simulation.report().edges['asks']?.breaker?.rejected ?? 0;
    expect(rejected).toBeGreaterThan(0);
    expect(at('resilience4j_circuitbreaker_not_permitted_calls_total')).toEqual([`{name="asks"} ${rejected}`]);
    expect(at('kube_deployment_status_replicas')).toContain('{service="stock"} 2');
    expect(at('container_spec_memory_limit_bytes')).toEqual(['{service="shop"} 500000000']);
    expect(at('container_memory_working_set_bytes')).toContain(`{service="shop"} ${shop.memoryKb.value * 1000}`);
    expect(at('resilience4j_circuitbreaker_state').filter((text) => text.endsWith(' 1'))).toHaveLength(1);
    // Users' machines and the monitor itself are not read.
    expect(at('up')).toEqual(['{service="shop"} 1', '{service="stock"} 1']);
  });

  it('reads a breaker that the caller’s sidecar carries out like any other', () => {
    const simulation = simulate({
      nodes: {
        users: client({ kind: 'poisson', perSecond: 40 }),
        shop: service({ workers: 20 }),
        'shop-proxy': { kind: 'sidecar', parent: 'shop', settings: {} },
        stock: service({ workers: 20 }),
        watch: { kind: 'monitor', settings: settings(everything) },
      },
      edges: {
        orders: wire('users', 'shop'),
        asks: { ...wire('shop', 'stock', { 'circuit-breaker': {} }), enforcedBy: 'sidecar' },
      },
      faults: [{ kind: 'errors', target: 'stock', atMs: 20_000, durationMs: 30_000, value: 1 }],
    });
    simulation.advance(40 * SECOND);
    const rejected = simulation.report().edges['asks']?.breaker?.rejected ?? 0;
    expect(rejected).toBeGreaterThan(100);
    expect(told(simulation, 'resilience4j_circuitbreaker_not_permitted_calls_total', 40)).toEqual([`{name="asks"} ${rejected}`]);
    expect(told(simulation, 'resilience4j_circuitbreaker_state', 40).filter((text) => text.endsWith(' 1'))).toHaveLength(1);
  });

  it('changes nothing of what it reads', () => {
    const totals = (rules: readonly AlertRuleSettings[]): unknown => {
      const simulation = world(rules);
      simulation.advance(30 * SECOND);
      const { nodes, edges } = simulation.report();
      return [nodes['shop'], nodes['stock'], edges];
    };
    expect(totals(everything)).toEqual(totals([]));
  });

  it('finds a part that is down, and none of its own figures', () => {
    const simulation = world(everything, [{ kind: 'crash', target: 'stock', atMs: 15_000, durationMs: 40_000, value: 2 }]);
    simulation.advance(19 * SECOND);
    expect(told(simulation, 'executor_active_threads', 19)).toHaveLength(2);
    simulation.advance(21 * SECOND);
    expect(told(simulation, 'up', 21)).toEqual(['{service="shop"} 1', '{service="stock"} 0']);
    expect(told(simulation, 'executor_active_threads', 21)[1]).toBe('{service="stock"} null');
    expect(told(simulation, 'kube_deployment_status_replicas_ready', 21)).toContain('{service="stock"} 0');
  });

  it('fills Prometheus’ buckets from the fine histogram, off by less than 0.8 % of a bound', () => {
    const stream = new RandomStream(4, 'test', 'buckets');
    const histogram = new Histogram();
    const spans = Array.from({ length: 20_000 }, () => Math.round(stream.exponential() * 400_000));
    for (const us of spans) histogram.record(us);
    const counts = countsUpTo(histogram);
    BOUNDS.forEach((bound, i) => {
      const below = (factor: number): number => spans.filter((us) => us <= bound * factor * SECOND + 1).length;
      expect(counts[i]).toBeGreaterThanOrEqual(below(1));
      expect(counts[i]).toBeLessThanOrEqual(below(1.008));
    });
    // Zeros, which have no bucket, are below every bound.
    const idle = new Histogram();
    idle.record(0);
    expect(countsUpTo(idle)).toEqual(BOUNDS.map(() => 1));
    // One span at a time: the same place as the histogram's own.
    for (const us of [1, 2, 126, 127, 128, 4999, 5000, 9_999_999, 2 ** 40]) {
      const one = new Histogram();
      one.record(us);
      const { counts, base } = one.snapshot();
      expect(base + counts.findIndex((count) => count === 1)).toBe(fineBucket(us));
    }
  });
});

describe('telling', () => {
  const outage: Json = { kind: 'errors', target: 'stock', atMs: 32_000, durationMs: 50_000, value: 1 };

  it('is pending, fires after `for`, and is resolved, with the figures', () => {
    const expr = 'rate(http_request_failures_total{service="stock"}[30s]) > 0';
    const simulation = world([rule('Errors', expr, { forMs: 20_000 })], [{ ...outage, value: 0.2 }]);
    simulation.advance(200 * SECOND);
    // The counter of errors begins at 40 s, and a rate needs a second reading. The last rise lies between 80 s and 90 s.
    expect(modes(simulation, 'Errors')).toEqual(['50 pending', '70 firing', '120 inactive']);
    const { why } = simulation.parts.context.transitions.find(({ to, machine }) => to === 'pending' && machine === 'alert Errors')!;
    expect(why).toMatch(/^the expression gives [\d.]+ for \{reason="error", service="stock"\}; it has to hold for 20 s$/);
  });

  it('fires on the breaker that the errors open, once for all its series', () => {
    const open = 'max by (name) (resilience4j_circuitbreaker_state{state=~"open|half_open"}) == 1';
    const simulation = world([rule('Open', open, { forMs: 20_000, keepFiringForMs: 15_000 })], [outage]);
    simulation.advance(50 * SECOND);
    expect([monitorOf(simulation).state, modes(simulation, 'Open')]).toEqual(['busy', ['40 pending']]);
    simulation.advance(61 * SECOND);
    expect([monitorOf(simulation).state, modes(simulation, 'Open').at(-1)]).toEqual(['degraded', '60 firing']);
    simulation.advance(200 * SECOND);
    const closed = simulation.parts.context.transitions.findLast(({ where, to }) => where === 'asks' && to === 'closed')!;
    // Seen closed at the next evaluation, kept for 15 s: gone at the second one after that.
    const seenS = Math.ceil(closed.atUs / SECOND / 10) * 10;
    expect(modes(simulation, 'Open').at(-1)).toBe(`${seenS + 20} inactive`);
    expect(monitorOf(simulation).state).toBe('idle');
  });

  it('reads before it evaluates, first at once, and does nothing without rules', () => {
    const simulation = world([rule('Up', 'up == 1'), rule('Two', 'count_over_time(up{service="shop"}[1m]) == 2')]);
    simulation.advance(9 * SECOND);
    expect([modes(simulation, 'Up'), told(simulation, 'up', 9)]).toEqual([[], ['{service="shop"} 1', '{service="stock"} 1']]);
    simulation.advance(10 * SECOND);
    expect([modes(simulation, 'Up'), modes(simulation, 'Two')]).toEqual([['10 firing'], ['10 firing']]);
    const without = simulate({ nodes: { watch: { kind: 'monitor', settings: {} } } });
    without.advance(100 * SECOND);
    expect(without.report().events).toBe(0);
  });

  it('keeps an alert and its figures when other rules change, and ends one that is taken out', () => {
    const simulation = world([rule('Up', 'up == 1', { forMs: 30_000 }), rule('Gone', 'up == 1')]);
    simulation.advance(15 * SECOND);
    const monitor = monitorOf(simulation);
    monitor.configure(settings([rule('New', 'count_over_time(up{service="shop"}[5m]) > 2'), rule('Up', 'up == 1', { forMs: 20_000 })]));
    expect(modes(simulation, 'Gone')).toEqual(['10 firing', '15 inactive']);
    simulation.advance(60 * SECOND);
    expect(modes(simulation, 'Up')).toEqual(['10 pending', '30 firing']);
    // Readings at 0, 10, 20 s: those from before the change count.
    expect(modes(simulation, 'New')).toEqual(['20 firing']);
    monitor.configure(settings([], { scrapeMs: 500 }));
    expect([modes(simulation, 'Up').at(-1), monitor.store.size]).toEqual(['60 inactive', 0]);
    monitor.configure(settings([rule('Fast', 'changes(up[1s]) == 0')], { scrapeMs: 500, evaluateMs: 1000 }));
    simulation.advance(63 * SECOND);
    expect(modes(simulation, 'Fast')[0]).toMatch(/^6[012](\.\d+)? firing$/);
  });

  it('says what hinders an evaluation, and leaves the alerts as they are', () => {
    const simulation = world([rule('Clash', 'executor_queued_tasks + ignoring(service) executor_queued_tasks >= 0')]);
    simulation.advance(20 * SECOND);
    const [picture] = monitorOf(simulation).picture().rules;
    expect(picture).toMatchObject({ mode: 'inactive', problem: 'character 23: two series on the right of "+" match the same one' });
    const twins = world([rule('Twins', 'executor_queued_tasks >= 0 or executor_active_threads >= 0 or up == 1')]);
    twins.advance(20 * SECOND);
    // `or` looks at labels alone, so that the second and third metric add nothing.
    expect(monitorOf(twins).picture().rules[0]).toMatchObject({ mode: 'firing', problem: null });
  });
});

describe('checks', () => {
  it.each([
    ['rate(htp_requests_total[1m]) > 1', 5, 'there is no metric "htp_requests_total" here: http_'],
    ['up{servce="shop"} == 0', 3, 'up has no label "servce": it has service'],
    ['1 + 1', 0, 'it names no metric'],
    ['rate(http_requests_total[10s]) > 1', 5, 'rate needs two readings, and one every 15s leaves one in 10s'],
    ['max_over_time(up[1w]) > 1', 14, '7d hold more than 4096 readings'],
    ['up == ', 6, 'breaks off'],
  ])('%s: character %d', (expr, at, says) => {
    expect(expressionProblem(expr, 15_000)).toEqual({ at, says: expect.stringContaining(says) });
  });

  it('name the alert, the place, two of one name, and braces that Prometheus would not fill', () => {
    const rules = [rule('A', 'up =='), rule('B', 'up == 0', { summary: '{{ $labels.service }} {{ $value }}' }), rule('B', 'up == 1')];
    expect(checkRules(settings(rules))).toEqual([
      'alert A: expression, character 6: the expression breaks off here.',
      'two alerts are called B: give each a name of its own.',
    ]);
    const [problem] = checkRules(settings([rule('C', 'up == 0', { summary: '{{ humanize $value }}' })]));
    expect(problem).toContain('only $value and $labels.NAME');
  });

  it('pass for all presets, and the schema fills a rule', () => {
    for (const { settings: preset } of MONITOR_PRESETS) {
      const whole = monitorKind.schema.parse(preset) as MonitorSettings;
      expect([checkRules(whole), whole.rules.length > 0]).toEqual([[], true]);
    }
    const filled = monitorKind.schema.parse({ rules: [{ alert: 'A', expr: 'up' }] });
    expect(filled).toEqual(settings([rule('A', 'up')], { scrapeMs: 15_000, evaluateMs: 15_000 }));
    expect(monitorKind.schema.safeParse({ rules: [{ alert: 'two words', expr: 'up' }] }).success).toBe(false);
    expect(monitorKind.summary(filled)).toBe('1 rule · every 15 s');
  });
});

describe('the rule file', () => {
  it('is YAML that Prometheus reads (the deep suite asks promtool)', () => {
    const rules = [
      rule('Open', 'max(resilience4j_circuitbreaker_state{state="open"}) == 1', { forMs: 90_000, keepFiringForMs: 300_000 }),
      rule('Down', 'up == 0', { severity: 'info', summary: '"{{ $labels.service }}" is down' }),
    ];
    expect(prometheusRules(settings(rules))).toBe(
      [
        'groups:',
        '  - name: "faultline"',
        '    interval: 10s',
        '    rules:',
        '      - alert: Open',
        '        expr: "max(resilience4j_circuitbreaker_state{state=\\"open\\"}) == 1"',
        '        for: 1m30s',
        '        keep_firing_for: 5m',
        '        labels:',
        '          severity: page',
        '      - alert: Down',
        '        expr: "up == 0"',
        '        labels:',
        '          severity: info',
        '        annotations:',
        '          summary: "\\"{{ $labels.service }}\\" is down"',
        '',
      ].join('\n'),
    );
  });
});

describe('the face', () => {
  const { Face } = monitorFace;
  const quiet = { alerts: [], problem: null, mode: 'inactive' } as const;

  it('counts alerts and names the gravest: firing before pending, then by severity', () => {
    const rules = [
      { ...quiet, alert: 'Calm', severity: 'page' },
      { ...quiet, alert: 'Soon', severity: 'page', mode: 'pending' },
      { ...quiet, alert: 'Note', severity: 'info', mode: 'firing' },
      { ...quiet, alert: 'Help', severity: 'page', mode: 'firing' },
    ] as const;
    expect([gravest(rules)?.alert, gravest(rules.slice(0, 3))?.alert, gravest(rules.slice(0, 1))]).toEqual(['Help', 'Note', null]);
    const picture: MonitorPicture = { firing: 2, pending: 1, rules, series: 0, lostSeries: 0 };
    const props = { settings: settings([rule('A', 'up')]), figures: null, isBrief: false, picture };
    const html = renderToStaticMarkup(<Face {...props} />);
    expect(html).toMatch(/firing<\/dt><dd>2<.*pending<\/dt><dd>1<.*firing: Help/);
  });

  it('says how many rules there are while nothing runs', () => {
    const of = (rules: readonly AlertRuleSettings[]): string =>
      renderToStaticMarkup(<Face settings={settings(rules)} figures={null} isBrief={false} />);
    expect(of([])).toContain('no rules yet');
    expect(of([rule('A', 'up')])).toContain('>A<');
    expect(of([rule('A', 'up'), rule('B', 'up')])).toContain('>A and 1 more<');
  });
});
