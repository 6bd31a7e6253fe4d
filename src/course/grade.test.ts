/** Grading: the starter misses, the reference and any other good design pass, and nobody passes by bending the lab. */
import { describe, expect, it } from 'vitest';
import { gradeLab, gradeNow, starterOf } from './grade';
import { figuresOf, finish, measure } from './measure';
import { readExercise } from './read';
import { againstLimit, marginText } from './result';
import { optionScenario, referenceScenario } from './scenarios';
import { TEST_EXERCISE } from './test-exercise';
import { runScenario } from '@/cli/run';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

const reading = readExercise(TEST_EXERCISE);
if (!reading.ok) throw new Error('the test exercise is wrong');
const { exercise } = reading;
const lab = exercise.labs[0] ?? fail();
const starter = starterOf(lab);
const reference = referenceScenario(lab);
if (!reference.ok) throw new Error('the reference is wrong');

function withShop(scenario: Scenario, settings: Record<string, unknown>): Scenario {
  const { shop } = scenario.nodes;
  if (!shop) throw new Error('no shop');
  return { ...scenario, nodes: { ...scenario.nodes, shop: { ...shop, settings: { ...shop.settings, ...settings } } } };
}

describe('grading', () => {
  it('tells by how much the starter misses, for every seed', () => {
    const result = gradeNow(lab, starter);
    expect(result).toMatchObject({ passed: false, seeds: [1, 2], remarks: [] });
    const queue = result?.objectives[0] ?? fail();
    expect(queue).toMatchObject({ id: 'queue', met: 0, of: 2, limit: 30 });
    // 40 a second come and 20 are served: after ten seconds about 200 wait.
    expect(queue.worst).toBeGreaterThan(150);
    expect(queue.worst).toBeLessThan(250);
    expect(againstLimit(queue)).toBe(`${queue.worst}, wanted at most 30`);
    expect(marginText(queue)).toBe(`missed by ${(queue.worst ?? 0) - 30}: too much`);
    // At 20 a second too many the thirtieth has to wait after about one and a half seconds.
    expect(queue.missedSinceMs).toBeGreaterThan(500);
    expect(queue.missedSinceMs).toBeLessThan(4000);
  });

  it('passes the reference, and another good design', () => {
    expect(gradeNow(lab, reference.scenario)).toMatchObject({
      passed: true,
      objectives: [{ met: 2, of: 2, missedSinceMs: null }],
    });
    expect(gradeNow(lab, withShop(starter, { service: { kind: 'constant', meanMs: 5 } }))).toMatchObject({ passed: true });
  });

  it('does not pass on luck: one seed that misses is enough', () => {
    const tight = {
      ...lab,
      starter: {
        ...(lab.starter as object),
        objectives: [{ id: 'n', text: 'n', metric: 'nodes.shop.arrived', is: '>=', limit: 401 }],
      },
    };
    const seeds = [1, 2, 3, 4, 5, 6];
    const result = gradeNow(tight, starterOf(tight), seeds);
    const arrivals = seeds.map((seed) => runScenario(starter, { seed }).report().nodes['shop']?.arrived ?? 0);
    expect(Math.min(...arrivals)).toBeLessThan(401);
    expect(Math.max(...arrivals)).toBeGreaterThanOrEqual(401);
    expect(result).toMatchObject({
      passed: false,
      objectives: [{ worst: Math.min(...arrivals), met: arrivals.filter((n) => n >= 401).length }],
    });
  });

  it('takes objectives, faults and duration from the starter', () => {
    const faults = [{ kind: 'slow', target: 'shop', atMs: 0, value: 1 }];
    const bent = checkScenario({ ...starter, objectives: [], durationMs: 500, faults });
    if (!bent.ok) throw new Error('the bent design is wrong');
    expect(gradeNow(lab, bent.scenario)).toEqual(gradeNow(lab, starter));
  });

  it.each<[string, Scenario, string]>([
    ['less traffic', withTraffic(starter, 1), 'The traffic of Shoppers has been changed'],
    [
      'no traffic',
      { ...starter, nodes: { shop: starter.nodes['shop'] ?? fail() }, edges: {} },
      'The traffic of Shoppers is gone',
    ],
    ['more traffic', withExtra(starter), 'Extra sends traffic that the lab does not have'],
  ])('says so when there is %s', (_, design, sentence) => {
    const result = gradeNow(lab, design);
    expect(result?.passed).toBe(false);
    expect(result?.seeds).toEqual([]);
    expect(result?.remarks[0]).toContain(sentence);
  });

  it('says so when a part that a fault strikes is gone', () => {
    const faults = [{ kind: 'crash', target: 'shop', atMs: 1000, durationMs: 1000, value: 0 }];
    const struck = { ...lab, starter: { ...(lab.starter as object), faults } };
    const { shop, ...nodes } = starter.nodes;
    const renamed = {
      ...starter,
      nodes: { ...nodes, kiosk: shop ?? fail() },
      edges: { orders: { ...(starter.edges['orders'] ?? fail()), target: 'kiosk' } },
    };
    expect(gradeNow(struck, renamed)?.remarks[0]).toContain('A fault of the lab strikes “Shop”');
  });

  it('runs in slices, tells how far it is, and stops when it is told to', () => {
    const ratios = [...gradeLab(lab, starter)].map(({ ratio }) => ratio);
    expect(ratios.length).toBeGreaterThan(50);
    expect(ratios).toEqual(ratios.toSorted((a, b) => a - b));
    expect(ratios.at(-1)).toBeLessThanOrEqual(1);
    let asked = 0;
    expect(gradeNow(lab, starter, [1, 2], undefined, () => ++asked === 5)).toBeNull();
    expect(asked).toBe(5);
  });
});

describe('measuring', () => {
  it('gives the very run of the command line', () => {
    const { report } = finish(measure(starter, 3));
    expect(report).toEqual(runScenario(starter, { seed: 3 }).report());
  });

  it('reads the figures of an option', () => {
    const [question] = exercise.questions;
    const option = question?.options[1];
    const right = question && option && optionScenario(exercise, question, option);
    if (!right?.ok) throw new Error('no run');
    const figures = finish(
      figuresOf(right.scenario, [
        'nodes.shop.queue.max',
        'totals.failedBy.timeout',
        'nodes.shop.gone',
        'transitions.shop.any.count',
      ]),
    );
    const report = runScenario(right.scenario, {}).report();
    expect(figures).toEqual({
      values: [report.nodes['shop']?.queue.max, 0, null, 0],
      objectivesMet: 1,
      objectives: 1,
      fingerprint: report.fingerprint,
      stopped: null,
    });
  });
});

function withTraffic(scenario: Scenario, perSecond: number): Scenario {
  const { shoppers } = scenario.nodes;
  const settings = { ...shoppers?.settings, arrivals: { kind: 'poisson', perSecond } };
  return { ...scenario, nodes: { ...scenario.nodes, shoppers: { ...(shoppers ?? fail()), settings } } };
}

function withExtra(scenario: Scenario): Scenario {
  const extra = { ...(scenario.nodes['shoppers'] ?? fail()), name: 'Extra' };
  const wire = { ...(scenario.edges['orders'] ?? fail()), source: 'extra' };
  return { ...scenario, nodes: { ...scenario.nodes, extra }, edges: { ...scenario.edges, more: wire } };
}

function fail(): never {
  throw new Error('the starter lacks a part');
}
