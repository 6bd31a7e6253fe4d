/** Words and figures of the sheet: the Markdown that the texts use, numbers with their units, margins. */
import { describe, expect, it } from 'vitest';
import { blocksOf, spansOf } from './markdown';
import { figureText, limitText, marginOf, metricProblem } from './metrics';
import { readExercise } from './read';
import { baseScenario } from './scenarios';
import { TEST_EXERCISE } from './test-exercise';

describe('Markdown', () => {
  it('knows bold, italic and code, and leaves everything else as it stands', () => {
    expect(spansOf('a **b** *c* `d*e*` 2 * 3 * 4 <b>x</b>')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'bold', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'italic', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'd*e*' },
      { kind: 'text', text: ' 2 * 3 * 4 <b>x</b>' },
    ]);
  });

  it('makes paragraphs and lists; blank lines between items part nothing', () => {
    const text = (spans: readonly { text: string }[]): string => spans.map((span) => span.text).join('');
    const blocks = blocksOf('# Head\none\ntwo\n\n1. a\n   more\n\n2. b\n- c\n\nend');
    expect(blocks.map((block) => (block.kind === 'list' ? block.items.map(text) : text(block.spans)))).toEqual([
      'Head',
      'one two',
      ['a more', 'b'],
      ['c'],
      'end',
    ]);
  });
});

describe('figures', () => {
  it.each([
    [12345.6, 'nodes.a.queue.max', '', '12,346'],
    [1_000_000, 'totals.arrived', 'requests', '1,000,000 requests'],
    [0.1234, 'totals.failedShare', '%', '12.3 %'],
    [0.1234, 'totals.failedShare', '', '12.3 %'],
    [0.0004, 'totals.failedShare', '%', '0.04 %'],
    [0, 'totals.failedShare', '%', '0 %'],
    [21.04, 'totals.latencyMs.p99', 'ms', '21 ms'],
    [21.06, 'totals.latencyMs.p99', 'ms', '21.1 ms'],
    [100, 'x', '', '100'],
    [120.4, 'x', '', '120'],
    [-3.5, 'x', '', '-3.5'],
    [0.00001, 'x', '', '<0.001'],
  ])('%d of %s in %s is %s', (value, metric, unit, text) => {
    expect(figureText(value, metric, unit)).toBe(text);
  });

  it('say what is missing, what is wanted and by how much', () => {
    expect(figureText(null, 'x', '')).toBe('no such figure');
    expect(limitText('<=', 0.01, 'totals.failedShare')).toBe('at most 1 %');
    expect(limitText('>', 500, 'nodes.a.latencyMs.p95')).toBe('more than 500 ms');
    expect([marginOf(5, '<=', 8), marginOf(5, '>=', 8), marginOf(5, '=', 8), marginOf(null, '<', 1)]).toEqual([3, -3, -3, null]);
  });

  it('name parts that exist', () => {
    const reading = readExercise(TEST_EXERCISE);
    const base = reading.ok ? baseScenario(reading.exercise) : reading;
    if (!base.ok) throw new Error('the test exercise is wrong');
    for (const metric of ['totals.failed', 'nodes.shop.queue.max', 'edges.orders.sent', 'transitions.shop.any.count', 'cost.x']) {
      expect(metricProblem(base.scenario, metric)).toBeNull();
    }
    for (const metric of [
      'nodes.orders.sent',
      'edges.shop.x',
      'total.failed',
      'business.shop',
      'transitions.gone.open.count',
      'nodes.constructor.x',
    ]) {
      expect(metricProblem(base.scenario, metric)).toEqual(expect.any(String));
    }
  });
});
