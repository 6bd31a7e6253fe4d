/** Goal: the tables say what is so, in an order that one chose, and the keys lead where one expects. */
import { expect, test } from 'vitest';
import { nextSpot } from './Grid';
import { faultRows, type Figures, fitsFilter, nextSort, partRows, type Sort, sortedIds, wireRows } from './rows';
import { faultsFor, isActing, partsFor, spanWords } from '../shared/fault-places';
import { policyChange } from '../shared/policy-change';
import { RunStore } from '../shared/run-store';
import { FAULTS } from '@/faults/registry';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import base from '../../../scenarios/circuit-breaker/base.json';

function scenarioFrom(value: unknown): Scenario {
  const reading = checkScenario(structuredClone(value));
  if (!reading.ok) throw new Error('the scenario of this test is wrong');
  return reading.scenario;
}

const SYSTEM = scenarioFrom(base);
/** A run that has not begun. */
const RUN: Figures = new RunStore(() => 0);

test('every part, wire and fault has its row, also before the run has begun', () => {
  expect(partRows(SYSTEM, RUN).map(({ id, copies, perS }) => [id, copies, perS])).toEqual([
    ['checkout', 1, null],
    ['inventory', 1, null],
    ['shoppers', null, null],
  ]);
  expect(partRows(SYSTEM, RUN).every(({ state }) => state.word === 'Not in the run')).toBe(true);
  expect(wireRows(SYSTEM, RUN).map(({ name, role, policies }) => [name, role, policies])).toEqual([
    ['Shoppers to Checkout', 'calls', ''],
    ['Checkout to Inventory', 'calls', ''],
  ]);
  const words = [0, 20_000_000].map((nowUs) => faultRows(SYSTEM, nowUs).map(({ state, where }) => `${where}: ${state.word}`));
  expect(words).toEqual([['Inventory: To come'], ['Inventory: Acts now']]);
});

test('a fault acts from its beginning up to, not including, its end', () => {
  const [fault] = SYSTEM.faults;
  if (!fault) throw new Error('the base has a fault');
  const short = { ...fault, durationMs: 5000 };
  expect([19_999_999, 20_000_000, 24_999_999, 25_000_000].map((us) => isActing(short, us))).toEqual([false, true, true, false]);
  expect(spanWords(short)).toBe('from 20 s to 25 s');
  expect(spanWords(fault)).toBe('from 20 s on');
});

test('faults and parts know each other alike, whichever one asks from', () => {
  const ids = [...Object.keys(SYSTEM.nodes), ...Object.keys(SYSTEM.edges)];
  const byPart = ids.flatMap((id) => faultsFor(SYSTEM, id).map((fault) => `${fault.id} ${id}`));
  const byFault = [...FAULTS.values()].flatMap((fault) => partsFor(SYSTEM, fault).map((id) => `${fault.id} ${id}`));
  expect(byPart.toSorted()).toEqual(byFault.toSorted());
  expect(byPart).toContain('slow inventory');
  expect(byPart).not.toContain('slow shoppers');
});

test('each policy goes on with settings that a file may hold, and off without a trace, or says why not', () => {
  const answers = [...POLICIES.keys()].map((policy) => {
    const on = policyChange(SYSTEM, 'stock', policy, true);
    if (!on.ok) return on.reason;
    const off = policyChange(on.scenario, 'stock', policy, false);
    return checkScenario(on.scenario).ok && off.ok && JSON.stringify(off.scenario) === JSON.stringify(SYSTEM);
  });
  expect(answers.filter((answer) => answer === true).length).toBeGreaterThan(4);
  expect(answers).not.toContain(false);
  for (const reason of answers.filter((answer) => typeof answer === 'string')) expect(reason).toMatch(/^\S.*[.!?]$/);
  expect(policyChange({ ...SYSTEM, locks: { mode: 'poke', parts: null } }, 'stock', 'timeout', true).ok).toBe(false);
});

const ROWS = [
  { id: 'a', name: 'Ten 10', size: 3 },
  { id: 'b', name: 'Ten 9', size: null },
  { id: 'c', name: 'one', size: 3 },
  { id: 'd', name: 'Two', size: -1 },
];
const ordered = (sort: Sort): string =>
  sortedIds(ROWS, sort, (row, column) => (column === 'name' ? row.name : row.size)).join('');

test('sorting goes up, down and back to the order of the file; equal rows keep that order', () => {
  const up = nextSort(null, 'size');
  const down = nextSort(up, 'size');
  expect([ordered(up), ordered(down), ordered(nextSort(down, 'size'))]).toEqual(['dacb', 'bacd', 'abcd']);
  expect(ordered(nextSort(up, 'name'))).toBe('cbad');
});

test('a filter wants every word, at the beginning of a word', () => {
  expect(fitsFilter('', ['Checkout'])).toBe(true);
  expect(fitsFilter('che serv', ['Checkout', 'Service'])).toBe(true);
  expect(fitsFilter('out', ['Checkout'])).toBe(false);
  expect(fitsFilter('che gate', ['Checkout', 'Service'])).toBe(false);
});

test('keys lead from cell to cell and stop at the edges; the headings are the row above the first', () => {
  const from = (key: string, row: string, column: number, isFar = false): string => {
    const spot = nextSpot(['x', 'y', 'z'], 4, { row, column }, key, isFar);
    return spot ? `${spot.row}${spot.column}` : 'none';
  };
  expect(from('ArrowDown', 'x', 2)).toBe('y2');
  expect(from('ArrowDown', 'z', 2)).toBe('z2');
  expect(from('ArrowUp', 'x', 1)).toBe('head1');
  expect(from('ArrowRight', 'y', 3)).toBe('y3');
  expect(from('ArrowLeft', 'y', 0)).toBe('y0');
  expect(from('Home', 'y', 2)).toBe('y0');
  expect(from('End', 'y', 2, true)).toBe('z3');
  expect(from('Home', 'z', 2, true)).toBe('x0');
  expect(from('PageUp', 'z', 1)).toBe('x1');
  expect(from('a', 'x', 0)).toBe('none');
});
