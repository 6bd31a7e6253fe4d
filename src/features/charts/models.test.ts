/** Charts built from a sample log: what is fresh, rescued and failed; which part is shown; where memory ends; what is marked. */
import { describe, expect, it } from 'vitest';
import { busiest, latencyChart, memoryLimit, waitingChart } from './level-charts';
import { faultSpans, goalMarks, marksNear, marksOf } from './marks';
import { endOf, isWorthDrawing, type Source } from './model';
import { answersOf, answersChart, errorsChart, stackAxis } from './rate-charts';
import { SampleLog } from '../shared/sample-log';
import { EMPTY_SCENARIO, withCalls, withNames } from '../shared/test-scenario';
import {
  type RunLayout,
  sampleNodeAt,
  type SampleNodeColumn,
  sampleWidth,
  sampleWireAt,
  type SampleWireColumn,
} from '@/simulation/layout';

const layout: RunLayout = {
  nodes: ['inventory', 'shop', 'users'],
  wires: ['orders', 'stock'],
  sources: ['users'],
  sampleEveryUs: 1_000_000,
  endUs: 60_000_000,
};
const scenario = withCalls(withNames(EMPTY_SCENARIO, { users: 'Users', shop: 'Shop', inventory: 'Stock' }), {
  orders: ['users', 'shop'],
  stock: ['shop', 'inventory'],
});

interface Sample {
  readonly nodes?: Readonly<Record<string, Partial<Record<SampleNodeColumn, number>>>>;
  readonly wires?: Readonly<Record<string, Partial<Record<SampleWireColumn, number>>>>;
}

function logOf(samples: readonly Sample[]): SampleLog {
  const log = new SampleLog(layout);
  samples.forEach(({ nodes = {}, wires = {} }, i) => {
    const row = new Float64Array(sampleWidth(layout));
    row[0] = (i + 1) * layout.sampleEveryUs;
    for (const [id, figures] of Object.entries(nodes)) {
      for (const [name, value] of Object.entries(figures))
        row[sampleNodeAt(layout, layout.nodes.indexOf(id), name as SampleNodeColumn)] = value;
    }
    for (const [id, figures] of Object.entries(wires)) {
      const wire = layout.wires.indexOf(id);
      for (const [name, value] of Object.entries(figures)) row[sampleWireAt(layout, wire, name as SampleWireColumn)] = value;
    }
    log.append(row);
  });
  return log;
}

const sourceOf = (log: SampleLog, more: Partial<Source> = {}): Source => ({
  log,
  length: log.length,
  twin: null,
  scenario,
  part: null,
  memoryLimitMb: () => 0,
  slots: () => 0,
  picks: [],
  ...more,
});

describe('answers', () => {
  it('are fresh unless a fallback gave them, and never less than none', () => {
    const log = logOf([
      { nodes: { users: { completed: 10, failed: 2 } }, wires: { stock: { rescued: 4 } } },
      // Rescued in this interval, answered in the next.
      { nodes: { users: { completed: 3 } }, wires: { stock: { rescued: 5 } } },
    ]);
    expect(answersOf(sourceOf(log))).toEqual([
      [6, 0],
      [4, 3],
      [2, 0],
    ]);
  });

  it('stand with their rates in the order of the title row', () => {
    const log = logOf([{ nodes: { users: { completed: 366, failed: 5 } }, wires: { stock: { rescued: 300 } } }]);
    const model = answersChart(sourceOf(log));
    expect(model.figures(model.now)).toEqual({ texts: ['66', '300', '5'], unit: '/s' });
  });
});

describe('errors', () => {
  it('show the reasons that occurred, in words, beside what was answered', () => {
    const log = logOf([{ nodes: { users: { completed: 9, failed: 12, 'by:unavailable': 9, 'by:out-of-memory': 3 } } }]);
    const model = errorsChart(sourceOf(log));
    expect(model.series.map(({ label }) => label)).toEqual(['answered', 'unavailable', 'out of memory']);
    expect(model.figures(model.now).texts).toEqual(['9', '9', '3']);
    expect(model.emptyText).toBeNull();
  });

  it('say so when there are none', () => {
    expect(errorsChart(sourceOf(logOf([{ nodes: { users: { completed: 9 } } }]))).emptyText).toBe('nothing has failed');
  });

  it('cut off and name a peak that would flatten everything else', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ tUs: i, values: [i === 30 ? 11_000 : 366] }));
    const { axis, cut, greatest } = stackAxis(rows);
    expect(axis.high).toBe(600);
    expect(cut).toEqual({ tUs: 30, label: '11 k /s' });
    expect(greatest).toBe(11_000);
    expect(stackAxis(rows.slice(0, 30)).cut).toBeNull();
  });
});

it('ends the axis of time with the document until the run has told its own end', () => {
  expect(endOf({ endUs: 0 }, EMPTY_SCENARIO)).toBe(10_000_000);
  expect(endOf({ endUs: 60_000_000 }, EMPTY_SCENARIO)).toBe(60_000_000);
});

describe('latency', () => {
  it("is the callers', in one unit, and has gaps where nothing ended", () => {
    const log = logOf([
      { nodes: { users: { completed: 5, p50Us: 23_000, p95Us: 31_000, p99Us: 44_000 } } },
      { nodes: { users: { completed: 0, p50Us: 0, p95Us: 0, p99Us: 0 } } },
    ]);
    const model = latencyChart(sourceOf(log));
    expect(model.rows.map(({ values }) => values)).toEqual([
      [23, 31, 44],
      [null, null, null],
    ]);
    expect(model.figures(model.rows[0] ?? null)).toEqual({ texts: ['23', '31', '44'], unit: 'ms' });
    expect(model.figures(model.now).texts).toEqual(['–', '–', '–']);
    expect(model.isUsualPart).toBe(true);
  });

  it('of another part is shown when it is chosen', () => {
    const log = logOf([{ nodes: { shop: { completed: 1, p50Us: 1_500_000, p95Us: 2_000_000, p99Us: 2_000_000 } } }]);
    const model = latencyChart(sourceOf(log, { part: 'shop' }));
    expect([model.part, model.isUsualPart, model.figures(model.now).texts[0]]).toEqual(['shop', false, '1.50']);
  });
});

describe('waiting', () => {
  const log = logOf([
    { nodes: { shop: { waiting: 3 }, inventory: { waiting: 1 } } },
    { nodes: { shop: { waiting: 700 }, inventory: { waiting: 0 } } },
  ]);

  it('puts the longest queue in front, or the chosen one', () => {
    expect(busiest(sourceOf(log))).toBe('shop');
    expect(waitingChart(sourceOf(log)).series.map(({ label }) => label)).toEqual(['Shop', 'Stock']);
    expect(waitingChart(sourceOf(log, { part: 'inventory' })).series.map(({ label }) => label)).toEqual(['Stock', 'Shop']);
  });

  it('draws the twin beside it, at the same moment in the figures', () => {
    const twin = logOf([40, 7001, 9000].map((waiting) => ({ nodes: { shop: { waiting } } })));
    const model = waitingChart(sourceOf(log, { twin: { log: twin, label: 'without breaker' } }));
    expect(model.figures(model.now).texts).toEqual(['700', '7,001', '0']);
    expect(model.rows.at(-1)?.values).toEqual([null, 9000, null]);
  });

  it('finds from the record how many may wait until memory is full', () => {
    const held = [
      [0, 10],
      [500, 100],
      [2000, 100],
    ].map(([waiting = 0, busy = 0]) => ({ nodes: { shop: { waiting, busy, memoryMb: 64 + (waiting + busy) * 0.064 } } }));
    // (770 - 64) / 0.064 = 11031 requests inside, 100 of them with the workers.
    expect(memoryLimit(sourceOf(logOf(held), { memoryLimitMb: () => 770 }), 'shop')).toBe(10_931);
    expect(memoryLimit(sourceOf(logOf(held)), 'shop')).toBeNull();
    expect(memoryLimit(sourceOf(logOf(held.slice(0, 1)), { memoryLimitMb: () => 770 }), 'shop')).toBeNull();
  });
});

describe('what is worth a drawing', () => {
  it('is a line that has grown by more than a pixel, or another picture', () => {
    const long = logOf(Array.from({ length: 30 }, () => ({ nodes: { shop: { waiting: 3 } } })));
    const at = (length: number, part: string | null = null) => waitingChart(sourceOf(long, { length, part }));
    expect(isWorthDrawing(at(20), at(21), 1_000_000)).toBe(false);
    expect(isWorthDrawing(at(20), at(22), 1_000_000)).toBe(true);
    expect(isWorthDrawing(at(20), at(20, 'inventory'), 1_000_000)).toBe(true);
  });
});

describe('marks', () => {
  it('shade the spans of faults once, however many overlap', () => {
    const slow = { kind: 'slow', target: 'shop', value: 1, share: 1, jitterMs: 0, hidden: false };
    const fault = (atMs: number, durationMs: number | null) => ({ ...slow, atMs, durationMs });
    expect(faultSpans([fault(30_000, 12_000), fault(36_000, 12_000), fault(0, 6000), fault(90_000, 1)], 60_000_000)).toEqual([
      { from: 0, to: 0.1 },
      { from: 0.5, to: 0.8 },
    ]);
    expect(faultSpans([fault(54_000, null)], 60_000_000)).toEqual([{ from: 0.9, to: 1 }]);
  });

  it('are lines where a breaker opened or a pod died', () => {
    const change = (atUs: number, where: string, to: string) => ({ atUs, where, machine: '', from: '', to, why: '' });
    const changes = [
      change(6_000_000, 'stock', 'open'),
      change(9_000_000, 'stock', 'half-open'),
      change(30_000_000, 'shop', 'crashLoopBackOff'),
    ];
    const marks = marksOf(scenario, changes, 60_000_000);
    expect(marks).toEqual([
      { at: 0.1, kind: 'open', text: 'Shop to Stock: breaker opened at 0:06.0' },
      { at: 0.5, kind: 'death', text: 'Shop: pod died at 0:30.0' },
    ]);
    expect(marksNear(marks, 0.11, 0.02)).toEqual([marks[0]]);
  });

  it('are lines where an objective was decided', () => {
    const objective = { id: 'queue', text: '', metric: 'nodes.shop.queue.max', is: '<=', limit: 5, during: null } as const;
    const goals = [
      { objective, value: 9, state: 'missed', sinceUs: 30_000_000 },
      { objective: { ...objective, text: 'Enough answers' }, value: 9, state: 'met', sinceUs: 6_000_000 },
      { objective, value: 1, state: 'so-far', sinceUs: null },
    ] as const;
    expect(goalMarks(goals, 60_000_000)).toEqual([
      { at: 0.5, kind: 'missed', text: 'Objective missed at 0:30.0: queue' },
      { at: 0.1, kind: 'met', text: 'Objective met at 0:06.0: Enough answers' },
    ]);
  });
});
