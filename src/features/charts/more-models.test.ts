/** The charts that a place can be given: utilisation, memory, what a user has picked, states as bands; and their files. */
import { describe, expect, it } from 'vitest';
import { bandsOf, stateAt } from './bands';
import { choiceChart } from './choice-chart';
import { chartCsv, tableCsv } from './csv';
import { goalLines, latencyFigures, shareLine } from './goals';
import type { Source } from './model';
import { memoryChart, utilisationChart } from './part-levels';
import { answersChart, errorsChart } from './rate-charts';
import { SampleLog } from '../shared/sample-log';
import { EMPTY_SCENARIO, withNames } from '../shared/test-scenario';
import {
  type RunLayout,
  sampleNodeAt,
  type SampleNodeColumn,
  sampleWidth,
  sampleWireAt,
} from '@/simulation/layout';

const layout: RunLayout = {
  nodes: ['users', 'shop', 'stock'],
  wires: ['orders'],
  sources: ['users'],
  sampleEveryUs: 1_000_000,
  endUs: 10_000_000,
};
const scenario = withNames(EMPTY_SCENARIO, { users: 'Users', shop: 'Shop', stock: '=Stock' });

function logOf(samples: readonly Readonly<Record<string, Partial<Record<SampleNodeColumn, number>>>>[], sent: number): SampleLog {
  const log = new SampleLog(layout);
  samples.forEach((nodes, i) => {
    const row = new Float64Array(sampleWidth(layout));
    row[0] = (i + 1) * layout.sampleEveryUs;
    row[sampleWireAt(layout, 0, 'sent')] = sent;
    for (const [id, figures] of Object.entries(nodes)) {
      for (const [name, value] of Object.entries(figures))
        row[sampleNodeAt(layout, layout.nodes.indexOf(id), name as SampleNodeColumn)] = value;
    }
    log.append(row);
  });
  return log;
}

const log = logOf(
  [
    { shop: { busy: 2, memoryMb: 64 }, stock: { busy: 9, memoryMb: 128 }, users: { arrived: 40 } },
    { shop: { busy: 4, memoryMb: 96 }, stock: { busy: 3, memoryMb: 128 }, users: { arrived: 60 } },
  ],
  30,
);
const sourceOf = (more: Partial<Source> = {}): Source => ({
  log,
  length: log.length,
  twin: null,
  scenario,
  part: null,
  memoryLimitMb: (id) => (id === 'stock' ? 200 : 0),
  slots: (id) => (id === 'users' ? 0 : 10),
  picks: [],
  ...more,
});

describe('utilisation and memory', () => {
  it('put the highest part in front and tell shares of its workers', () => {
    const model = utilisationChart(sourceOf());
    expect(model.part).toBe('stock');
    expect(model.rows.map(({ values }) => values)).toEqual([
      [90, 20],
      [30, 40],
    ]);
    expect(model.limits.map(({ value }) => value)).toEqual([100]);
    expect(model.figures(model.now).texts).toEqual(['30 %', '40 %']);
  });

  it('show the limit of memory when it is near', () => {
    expect(memoryChart(sourceOf()).limits.map(({ value }) => value)).toEqual([200]);
    expect(memoryChart(sourceOf({ part: 'shop' })).limits).toEqual([]);
  });

  it('say so when no part has workers', () => {
    expect(utilisationChart(sourceOf({ slots: () => 0 })).emptyText).toBe('no part has workers');
  });
});

describe('what a user picks', () => {
  const pick = (part: string, metric: string) => ({ part, metric });

  it('shares an axis while the units are alike', () => {
    const model = choiceChart(sourceOf({ picks: [pick('users', 'arrived'), pick('orders', 'sent')] }));
    expect(model.figures(model.now).texts).toEqual(['60 /s', '30 /s']);
    expect(model.rows.at(-1)?.values).toEqual([60, 30]);
  });

  it('draws shares of each highest where units differ, and keeps the figures', () => {
    const model = choiceChart(sourceOf({ picks: [pick('users', 'arrived'), pick('stock', 'busy')] }));
    const [first] = model.rows;
    expect(first?.values[1]).toBe(100);
    expect(model.rows.at(-1)?.values[1]).toBeCloseTo(100 / 3, 9);
    expect(model.figures(model.now).texts).toEqual(['60 /s', '3']);
    expect(model.axis.high).toBe(100);
  });

  it('leaves out parts that are not in the run', () => {
    expect(choiceChart(sourceOf({ picks: [pick('gone', 'busy')] })).emptyText).toBe('nothing picked yet');
  });
});

describe('files', () => {
  it('have figures as measured, units in the head, and no formulas', () => {
    const model = choiceChart(sourceOf({ picks: [{ part: 'stock', metric: 'busy' }, { part: 'users', metric: 'arrived' }] }));
    expect(chartCsv(model)).toBe("time (s),'=Stock: busy workers,Users: requests arriving (/s)\r\n1,9,40\r\n2,3,60\r\n");
    expect(tableCsv(['a'], [['x, "y"']])).toBe('a\r\n"x, ""y"""\r\n');
  });
});

describe('bands', () => {
  const change = (atS: number, where: string, machine: string, from: string, to: string) => ({
    atUs: atS * 1_000_000, where, machine, from, to, why: '',
  });

  it('are spans of a breaker from the beginning to now', () => {
    const [band] = bandsOf(scenario, [change(2, 'orders', 'circuit breaker', 'closed', 'open')], 10_000_000, 5_000_000);
    expect(band?.spans.map(({ from, to, gravity, text }) => [from, to, gravity, text])).toEqual([
      [0, 0.2, 'well', 'closed'],
      [0.2, 0.5, 'bad', 'open'],
    ]);
    expect(band && stateAt(band, 0.3)?.text).toBe('open');
    expect(band && stateAt(band, 0.7)).toBeNull();
  });

  it('show the worst of several pods, and how many are as bad', () => {
    const changes = [
      change(1, 'shop', 'pod 1', 'running', 'crashLoopBackOff'),
      change(2, 'shop', 'pod 2', 'running', 'crashLoopBackOff'),
      change(3, 'shop', 'pod 1', 'crashLoopBackOff', 'starting'),
      change(4, 'shop', 'pod 2', 'crashLoopBackOff', 'starting'),
    ];
    const [band] = bandsOf(scenario, changes, 10_000_000, 6_000_000);
    expect(band?.spans.map(({ text }) => text)).toEqual(['running', 'down', '2 down', '1 down', '2 starting']);
  });

  it('let the probes of a pod end with its container', () => {
    const changes = [
      change(1, 'shop', 'liveness probe of pod 1', 'passing', 'failing'),
      change(2, 'shop', 'pod 1', 'running', 'crashLoopBackOff'),
    ];
    const probes = bandsOf(scenario, changes, 10_000_000, 6_000_000).find(({ label }) => label === 'Shop probes');
    expect(probes?.spans.map(({ gravity }) => gravity)).toEqual(['well', 'worse', 'well']);
  });
});

describe('the line of an objective', () => {
  const objective = { id: 'a', text: '', during: null, is: '<=', limit: 200 } as const;

  it('stands where the chart shows its figure, says what is wanted, and is as long as it counts', () => {
    const figures = latencyFigures(['nodes.shop', 'totals']);
    const text = (ms: number): string => `${ms} ms`;
    const during = { fromMs: 10_000, toMs: 20_000 };
    expect(goalLines({ objectives: [{ ...objective, metric: 'totals.latencyMs.p95', during }] }, figures, text)).toEqual([
      { value: 200, label: 'goal: p95 at most 200 ms', during: { fromUs: 10_000_000, toUs: 20_000_000 } },
    ]);
    expect(goalLines({ objectives: [{ ...objective, metric: 'nodes.other.latencyMs.p95' }] }, figures, text)).toEqual([]);
    expect(goalLines({ objectives: [{ ...objective, metric: 'constructor' }] }, figures, text)).toEqual([]);
    const queue = { ...objective, metric: 'nodes.shop.queue.max', is: '<' } as const;
    expect(goalLines({ objectives: [queue] }, { [queue.metric]: '' }, String)).toEqual([
      { value: 200, label: 'goal: below 200', during: null },
    ]);
  });

  it('about utilisation is a share of the workers', () => {
    const busy = { ...objective, metric: 'nodes.shop.utilization', limit: 0.7 };
    const limits = utilisationChart(sourceOf({ part: 'shop', scenario: { ...scenario, objectives: [busy] } })).limits;
    expect(limits.at(-1)).toEqual({ value: 70, label: 'goal: mean at most 70 %', during: null });
  });

  it('about failures is a share of the calls at each moment', () => {
    const failed = { ...objective, metric: 'totals.failedShare', limit: 0.01, during: { fromMs: 0, toMs: 200 } };
    const line = shareLine({ objectives: [failed] }, 'totals.failedShare', [100, 300, 500], { everyUs: 100_000, side: 'failed' });
    expect(line?.counts).toEqual([1, 3, Number.NaN]);
    expect(line?.series).toMatchObject({ title: 'goal: at most 1 % failed', isLine: true });
    const answered = shareLine({ objectives: [failed] }, 'totals.failedShare', [100], { everyUs: 100_000, side: 'answered' });
    expect([answered?.counts, answered?.series.title]).toEqual([[99], 'goal: 99 % answered']);
    expect(shareLine({ objectives: [{ ...failed, is: '>' }] }, 'totals.failedShare', [1], { everyUs: 1, side: 'failed' })).toBeNull();
  });

  it('stands beside the stack, and is no part of it', () => {
    const failed = { ...objective, metric: 'totals.failedShare', limit: 0.5 };
    const calls = logOf([{ users: { completed: 30, failed: 10 } }, { users: { completed: 10, failed: 30 } }], 40);
    const source = sourceOf({ log: calls, scenario: { ...scenario, objectives: [failed] } });
    const [plain, chart] = [answersChart({ ...source, scenario: { ...scenario, objectives: [] } }), answersChart(source)];
    expect(chart.axis).toEqual(plain.axis);
    expect(chart.series.map(({ id }) => id)).toEqual(['fresh', 'fallback', 'failed', 'goal']);
    expect(chart.rows.map(({ values }) => values)).toEqual([[30, 0, 10, 20], [30, 0, 10, 20], [10, 0, 30, 20]]);
    expect(errorsChart(source).series.at(-1)?.id).toBe('goal');
  });
});
