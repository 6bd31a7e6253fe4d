/** The summary against the report of the same run. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Describe, loadText, percentText, type Summary, summaryOf, textOf } from './findings';
import { RunStore } from '../shared/run-store';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';
import type { Report } from '@/simulation/report';
import { Simulation } from '@/simulation/simulation';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/circuit-breaker/${name}`, 'utf8'));

function read(...files: readonly unknown[]): Scenario {
  const reading = checkScenario(files.reduce((file, patch) => applyPatch(file, patch)));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

const describeChange: Describe = (_scenario, { where, to, why }) => ({
  title: `${where} ${to}`,
  text: why,
  tone: to === 'crashLoopBackOff' || to === 'open' ? 'bad' : 'info',
});

function sumUp(scenario: Scenario): { readonly summary: Summary; readonly report: Report } {
  const simulation = new Simulation(scenario);
  const run = new RunStore(() => 0);
  run.begun(simulation.layout);
  simulation.advance(scenario.durationMs * 1000);
  run.take(simulation.frame(), false, false);
  const slots = (id: string): number => run.node(id)?.slots ?? 0;
  const summary = summaryOf({ scenario, log: run.samples, transitions: run.transitions, slots, describe: describeChange });
  if (!summary) throw new Error('no summary');
  return { summary, report: simulation.report() };
}

describe('the run in which Checkout dies', () => {
  let told: ReturnType<typeof sumUp>;
  beforeAll(() => {
    told = sumUp(read(json('base.json')));
  });

  it('counts as the report does', () => {
    const { summary, report } = told;
    expect([summary.answered, summary.lost]).toEqual([report.totals.completed, report.totals.failed]);
    expect(Object.fromEntries(summary.losses.map(({ reason, count }) => [reason, count]))).toEqual(report.totals.failedBy);
    expect(summary.busiest?.node).toBe('checkout');
    expect(Math.abs((summary.busiest?.utilization ?? 0) - (report.nodes['checkout']?.utilization ?? 0))).toBeLessThan(0.02);
    expect(summary.longest?.node).toBe('checkout');
    const mean = report.nodes['checkout']?.queue.mean ?? 1;
    expect(Math.abs((summary.longest?.meanQueue ?? 0) / mean - 1)).toBeLessThan(0.02);
  });

  it('tells the chain in the order of time: fault, death, first loss', () => {
    const titles = told.summary.chain.map(({ title }) => title);
    expect(titles).toEqual(['inventory fault', 'checkout crashLoopBackOff', 'The first requests are lost']);
    expect(told.summary.advice[0]).toMatch(/^Bound what waits in Checkout/);
  });

  it('is a text that can be copied', () => {
    const text = textOf(told.summary, 'Title', 7);
    expect(text.split('\n')[0]).toBe('Title (seed 7), up to 2:00.0');
    expect(text).toContain('What broke first\n- 0:20.0 inventory fault');
    expect(text).toContain('Look at next\n- Bound what waits');
  });
});

it('with a breaker nothing is lost, and the summary says so', () => {
  const { summary } = sumUp(read(json('base.json'), json('with-breaker.patch.json')));
  expect([summary.lost, summary.losses]).toEqual([0, []]);
  expect(summary.chain.map(({ title }) => title)).toEqual(['inventory fault', 'stock open']);
  expect(summary.advice.join(' ')).toContain('Nothing was lost although something broke');
});

it('a calm run has nothing to tell but what to try', () => {
  const { summary } = sumUp({ ...read(json('base.json')), faults: [], durationMs: 10_000 });
  expect([summary.chain, summary.losses, summary.longest]).toEqual([[], [], null]);
  expect(summary.advice).toEqual(['Nothing broke. Put a fault on the timeline, or raise the traffic, and run again.']);
});

it('writes shares and loads', () => {
  expect([percentText(0), percentText(0.001), percentText(0.386)]).toEqual(['0 %', '<1 %', '39 %']);
  const load = { node: 'a', name: 'A', utilization: null, meanQueue: 2.4, maxQueue: 1200 };
  expect(loadText(load)).toBe('A: 2 waiting on average, 1,200 at most');
});
