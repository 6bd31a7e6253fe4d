/** Moments of a talk: an author's are taken as they are; others come from the timeline and from what the run has told. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { automaticMoments, type DescribeChange, indexAt } from './moments';
import { presenter, presentStory } from './presenter';
import type { Transition } from '@/engine/context';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

function base(): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
  if (!reading.ok) throw new Error('the base is wrong');
  return reading.scenario;
}

const told: DescribeChange = (_scenario, { where, to }) => {
  return { title: `${where} ${to}`, text: '', tone: to === 'starting' ? 'info' : 'bad' };
};
const change = (atMs: number, where: string, to: string, machine = 'pod 1'): Transition => {
  return { atUs: atMs * 1000, where, machine, from: 'x', to, why: '' };
};

it('before a run they are the title and the faults of the timeline', () => {
  const moments = automaticMoments(base(), [], told);
  expect(moments.map(({ title, look }) => [title, look])).toEqual([
    ['One slow service takes down another', null],
    ['Inventory: slow', 'inventory'],
  ]);
  expect(moments[1]?.text).toBe('From 20 s on.');
});

it('a run adds what it told, once for each part at a time, and no small steps', () => {
  const transitions = [
    change(20_000, 'inventory', 'fault', 'fault slow'),
    change(82_000, 'checkout', 'crashLoopBackOff'),
    change(82_100, 'checkout', 'crashLoopBackOff'),
    change(92_000, 'checkout', 'starting'),
  ];
  const moments = automaticMoments(base(), transitions, told);
  expect(moments.slice(1).map(({ atMs, title }) => [atMs, title])).toEqual([
    [20_050, 'inventory fault'],
    [82_050, 'checkout crashLoopBackOff'],
  ]);
});

it('begins where the run stands, and steps within its ends', () => {
  const moments = automaticMoments(base(), [], told);
  expect([indexAt(moments, 0), indexAt(moments, 25_000)]).toEqual([0, 1]);
  presentStory(moments, 1);
  presenter.trigger.move({ by: 1 });
  expect(presenter.getSnapshot().context.index).toBe(1);
  presenter.trigger.move({ by: -5 });
  expect(presenter.getSnapshot().context.index).toBe(0);
  presenter.trigger.end();
  expect(presenter.getSnapshot().context.moments).toEqual([]);
});
