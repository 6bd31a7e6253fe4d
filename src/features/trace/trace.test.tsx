/** The panel's own sums: the axis, the tree's keys, the words, and the waterfall as markup; on traces of a real run. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { traceFileName } from './download';
import { percent, scaleOf, ticks } from './scale';
import { moveFor, pathThrough, visibleRows } from './tree';
import { lineText, rowSentences, rowTitle, spanText, traceSentence } from './words';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';
import { type TraceView, traceBook, traceView } from '@/simulation/trace-book';

const reading = checkScenario({
  format: 'faultline-scenario',
  version: 1,
  title: 'words',
  seed: 1,
  durationMs: 10_000,
  nodes: {
    users: { kind: 'client', name: 'Users', settings: { arrivals: { kind: 'constant', perSecond: 2 } } },
    shop: { kind: 'service', name: 'Shop', settings: { service: { kind: 'constant', meanMs: 10 } } },
    stock: { kind: 'service', name: 'Stock', settings: { service: { kind: 'constant', meanMs: 300 }, workers: 8 } },
  },
  edges: {
    a: { source: 'users', target: 'shop', settings: { latencyMs: 0 } },
    b: {
      source: 'shop',
      target: 'stock',
      settings: { latencyMs: 0 },
      policies: {
        timeout: { afterMs: 50, work: 'orphaned' },
        retry: { maxAttempts: 2, backoff: { baseMs: 20, factor: 1, capMs: 20 }, jitter: 'none', budget: null },
      },
    },
  },
});
if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
const { scenario } = reading;

function first(): TraceView {
  const simulation = new Simulation(scenario, { traceShare: 1 });
  simulation.advance(5_000_000);
  const { spans, urlPaths } = simulation.parts.context;
  const id = spans && traceBook(spans, urlPaths).failed[0]?.trace;
  const trace = id ? spans.trace(id) : undefined;
  if (!spans || !trace) throw new Error('no request failed');
  return traceView(trace, { nowUs: simulation.nowUs, urlPaths, queueing: spans.queueing }, 'tp');
}

const view = first();
const idOf = (node: string, attempt = 0): number =>
  view.rows.find(({ span }) => span.node === node && span.kind === 2 && span.attempt === attempt)?.span.id ?? -1;
const rowOf = (id: number): TraceView['rows'][number] => {
  const row = view.rows.find(({ span }) => span.id === id);
  if (row === undefined) throw new Error(`no span ${id}`);
  return row;
};

describe('the axis', () => {
  it.each([900, 10_000, 82_400, 175_000, 1_000_000, 7_654_321])('of %i us has few round marks that stay inside', (spanUs) => {
    const marks = ticks({ startUs: 0, spanUs });
    expect(marks[0]).toBe(0);
    expect(marks.length).toBeGreaterThan(2);
    expect(marks.length).toBeLessThanOrEqual(6);
    expect(marks.at(-1)).toBeLessThan(spanUs);
    expect(marks.slice(1).every((us, i) => /^[125]0*$/.test(String(us / (i + 1))))).toBe(true);
  });

  it('ends with the last work, also that for nobody', () => {
    const scale = scaleOf(view);
    expect(percent(scale, view.startUs)).toBe('0.000%');
    expect(percent(scale, view.lastUs)).toBe('100.000%');
    expect(parseFloat(percent(scale, view.endUs))).toBeLessThan(50);
  });
});

describe('the tree', () => {
  const none = new Set<number>();
  const root = view.rows[0]?.span.id ?? 0;

  it('opens and closes, and leads by arrow keys', () => {
    const server = idOf('shop');
    expect(moveFor('ArrowDown', view.rows, none, root)).toEqual({ kind: 'go', id: server });
    expect(moveFor('End', view.rows, none, root)).toEqual({ kind: 'go', id: idOf('stock', 1) });
    expect(moveFor('ArrowUp', view.rows, none, root)).toBeNull();
    expect(moveFor('ArrowLeft', view.rows, none, server)).toEqual({ kind: 'close', id: server });
    expect(moveFor('ArrowLeft', view.rows, none, idOf('stock'))).toEqual({ kind: 'go', id: rowOf(idOf('stock')).span.parent });
    const closed = new Set([server]);
    expect(visibleRows(view.rows, closed).map(({ span }) => span.id)).toEqual([root, server]);
    expect(moveFor('ArrowRight', view.rows, closed, server)).toEqual({ kind: 'open', id: server });
    expect(moveFor('x', view.rows, none, root)).toBeNull();
  });

  it('lights up the way to a span and what is below it', () => {
    const target = (wire: string): string | undefined => scenario.edges[wire]?.target;
    const whole = pathThrough(view.rows, root, target);
    expect([[...whole.nodes].sort(), [...whole.wires].sort()]).toEqual([['shop', 'stock', 'users'], ['a', 'b']]);
  });
});

describe('the words', () => {
  it('say how a request went, from the engine’s figures', () => {
    const { endUs, startUs, lastUs } = view;
    expect(endUs - startUs).toBe(130_000);
    expect(traceSentence(view)).toBe(
      'Failed after 130 ms: no answer within the timeout. One call was tried again. ' +
        `Work for it went on ${spanText(lastUs - endUs)} longer, for nobody.`,
    );
    expect(lineText(view)).toBe('no answer within the timeout, 1 retry');
  });

  it('say what each span did', () => {
    expect(rowSentences(rowOf(idOf('shop')))[0]).toBe('Worked 10 ms.');
    expect(rowSentences(rowOf(idOf('stock', 1)))).toEqual([
      'Worked 50 ms.',
      'This is try 2 of the call.',
      'It went on for 250 ms although nobody waited for the answer any more.',
    ]);
    expect(view.rows.map((row) => rowTitle(scenario, row))).toEqual(['Users calls Shop', 'Shop', 'calls Stock', 'Stock', 'Stock']);
  });

  it('give times three digits that count', () => {
    const texts = [0, 420, 8_500, 99_949, 175_432, 12_345_678].map(spanText);
    expect(texts).toEqual(['0 ms', '0.42 ms', '8.5 ms', '99.9 ms', '175 ms', '12.3 s']);
  });

  it('name the file after the scenario', () => {
    expect(traceFileName('Retries & proxies!')).toBe('retries-proxies-traces.json');
    expect(traceFileName('…')).toBe('scenario-traces.json');
  });
});

describe('the breakdown', () => {
  it('shows what adds up to the latency', async () => {
    const { Breakdown } = await import('./Breakdown');
    const markup = renderToStaticMarkup(<Breakdown view={view} />);
    expect(markup).toContain('Work');
    const shares = [...markup.matchAll(/flex-grow:([\d.]+)/g)].map(([, share]) => Number(share));
    expect(shares.length).toBeGreaterThan(0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });
});
