/** Log, comparison, objectives and levers against runs: what they say is what the run's own report says. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { figuresOf, rowsOf, sentencesOf } from './comparison';
import { happening, passes } from './events';
import { goalsOf, isMissed, stateOf } from '../shared/goals/goals';
import { planOf } from './variants';
import { RunStore } from '../shared/run-store';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Transition } from '@/engine/context';
import type { Scenario, ScenarioObjective } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';
import type { Report } from '@/simulation/report';
import { Simulation } from '@/simulation/simulation';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/${name}`, 'utf8'));

function read(...files: readonly unknown[]): Scenario {
  const reading = checkScenario(files.reduce((file, patch) => applyPatch(file, patch)));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

const base = (): Scenario => read(json('circuit-breaker/base.json'));
const guarded = (): Scenario => read(json('circuit-breaker/base.json'), json('circuit-breaker/with-breaker.patch.json'));

function play(scenario: Scenario): { readonly run: RunStore; readonly report: Report } {
  const simulation = new Simulation(scenario);
  const run = new RunStore(() => 0);
  run.begun(simulation.layout);
  simulation.advance(scenario.durationMs * 1000);
  run.take(simulation.frame(), false, false);
  return { run, report: simulation.report() };
}

let bare: ReturnType<typeof play>;
let safe: ReturnType<typeof play>;
beforeAll(() => {
  bare = play(base());
  safe = play(guarded());
});

describe('two runs beside each other', () => {
  const of = ({ run }: ReturnType<typeof play>): ReturnType<typeof figuresOf> =>
    figuresOf(run.samples, run.transitions, run.samples.length);

  it('counts what the reports count', () => {
    for (const played of [bare, safe]) {
      const { totals, edges, transitions } = played.report;
      const figures = of(played);
      expect([figures.answered, figures.lost]).toEqual([totals.completed, totals.failed]);
      expect(figures.crashes).toBe(transitions.filter(({ to }) => to === 'crashLoopBackOff').length);
      const { rescued = 0, sent = 1 } = edges['stock'] ?? {};
      expect(figures.rescuedShare ?? 0).toBeCloseTo(rescued / sent, 10);
    }
  });

  it('tells them in words, and leaves out what neither has', () => {
    const [mine, other] = sentencesOf(of(safe), of(bare), { mine: 'with', other: 'without' });
    expect(mine).toMatch(/^With: 0 crashes, 8\d % served from fallback, nothing lost, longest queue \d+\.$/);
    expect(other).toMatch(/^Without: 1 crash, 0 % served from fallback, 1[45],\d{3} of 4\d,\d{3} lost, longest queue 1\d,\d{3}\.$/);
    const calm = { ...of(safe), crashes: 0, rescuedShare: null };
    expect(rowsOf(calm, calm).map(({ label }) => label)).toEqual(['Longest queue', 'Requests answered', 'Requests lost', 'Worst p99']);
  });
});

describe('variants', () => {
  const planned = (scenario: Scenario, choice: Parameters<typeof planOf>[1]): Scenario | null => {
    const planning = planOf(scenario, choice);
    return planning.ok && planning.plan ? planning.plan.scenario : null;
  };

  it('takes the guard off, puts it on, changes the seed, applies a patch', () => {
    expect(planned(guarded(), { kind: 'automatic' })?.edges).toEqual(base().edges);
    // A policy may leave to its reader what it says by default.
    expect(read(planned(base(), { kind: 'with-guard' })).edges).toEqual(guarded().edges);
    expect(planned(base(), { kind: 'seed', seed: 99 })?.seed).toBe(99);
    const patch = json('circuit-breaker/with-breaker.patch.json');
    expect(planned(base(), { kind: 'patch', name: 'p', patch })?.edges).toEqual(guarded().edges);
  });

  it('has nothing to compare, or says why not', () => {
    expect(planOf(base(), { kind: 'automatic' })).toEqual({ ok: true, plan: null });
    expect(planOf(base(), { kind: 'without-guard' })).toMatchObject({ ok: false });
    const wrong = planOf(base(), { kind: 'patch', name: 'p', patch: { nodes: { checkout: { settings: { workers: -1 } } } } });
    expect(wrong.ok ? '' : wrong.reason).toMatch(/^The patch p does not fit this scenario: nodes\.checkout/);
  });

  it('keeps both runs equally long', () => {
    const shorter = { ...base(), durationMs: 10_000 };
    expect(planned(shorter, { kind: 'file', scenario: base() })?.durationMs).toBe(10_000);
  });
});

describe('the log', () => {
  it('says who did what and why', () => {
    const scenario = guarded();
    const lines = safe.run.transitions.map((transition) => happening(scenario, transition));
    expect(lines[0]).toMatchObject({ title: 'Inventory: fault begins', text: 'Slow: 500 ms.', kind: 'fault', tone: 'warn' });
    expect(lines[1]).toMatchObject({ title: 'Breaker Checkout to Inventory opened', kind: 'breaker', tone: 'bad' });
    expect(lines[1]?.text).toMatch(/^10 of the last 20 calls took longer than 200 ms/);
    const probes = lines.filter(({ title }) => title === 'Breaker Checkout to Inventory lets probes through');
    expect(probes.length).toBeGreaterThan(3);
    const died = bare.run.transitions.map((transition) => happening(scenario, transition)).find(({ kind }) => kind === 'pod');
    expect(died).toMatchObject({ title: 'Checkout: pod 1 died', tone: 'bad' });
  });

  it.each([
    ['readiness probe of pod 2', 'failing', 'Checkout: readiness probe of pod 2 fails', 'health'],
    ['fraud 10.0.0.1', 'absent', 'Checkout: fraud 10.0.0.1 is no longer listed', 'registry'],
    ['canary', 'rolledBack', 'Canary Checkout was rolled back', 'rollout'],
    ['alert ErrorShare', 'firing', 'Alert ErrorShare fires', 'alert'],
    ['certificate pod 1', 'expired', 'Checkout: certificate pod 1 has expired', 'mesh'],
    ['something new', 'strange', 'Checkout: something new is strange', 'other'],
  ])('%s to %s', (machine, to, title, kind) => {
    expect(happening(base(), { atUs: 0, where: 'checkout', machine, from: 'x', to, why: '' })).toMatchObject({ title, kind, text: '' });
  });

  it('is narrowed to a part, to which the wires at it belong, and to a kind', () => {
    const scenario = base();
    const wire = happening(scenario, { atUs: 0, where: 'stock', machine: 'circuit breaker', from: 'closed', to: 'open', why: '' });
    expect(passes({ part: 'checkout', kind: null }, scenario, wire)).toBe(true);
    expect(passes({ part: 'shoppers', kind: null }, scenario, wire)).toBe(false);
    expect(passes({ part: null, kind: 'pod' }, scenario, wire)).toBe(false);
  });
});

describe('objectives while the run goes on', () => {
  const objective = (
    metric: string,
    is: ScenarioObjective['is'],
    limit: number,
    during: ScenarioObjective['during'] = null,
  ): ScenarioObjective =>
    ({ id: metric.replaceAll(/[^a-z]/gi, '').toLowerCase().slice(0, 40), text: metric, metric, is, limit, during });
  const objectives = [
    objective('totals.failed', '<=', 0),
    objective('totals.failedShare', '<', 0.5),
    objective('totals.failedBy.out-of-memory', '>', 5),
    objective('nodes.checkout.queue.max', '<=', 100_000),
    objective('nodes.inventory.completed', '>=', 10),
    objective('edges.stock.sent', '>=', 10),
    objective('transitions.checkout.crashLoopBackOff.count', '=', 1),
    objective('transitions.checkout.crashLoopBackOff.firstMs', '>', 1000),
    objective('nodes.shoppers.failed', '<=', 0, { fromMs: 30_000, toMs: 60_000 }),
  ];

  it('gives at the end what the report gives', () => {
    const scenario = { ...base(), objectives };
    const { run, report } = play(scenario);
    const goals = goalsOf(scenario, run.samples, run.transitions, true);
    const told = report.objectives.map(({ id, value, met }) => [id, value, met ? 'met' : 'missed']);
    // A level's greatest value between two samples is the report's own knowledge: there only the verdict is compared.
    const seen = goals.map(({ objective: { id, metric }, value, state }, i) => [id, metric.endsWith('.max') ? told[i]?.[1] : value, state]);
    expect(seen).toEqual(told);
  });

  it('knows which are not kept now, and gives what has to grow its time', () => {
    const scenario = { ...base(), objectives };
    const { run } = play(scenario);
    const missed = (log = run.samples, changes: readonly Transition[] = run.transitions, isOver = false): readonly string[] =>
      goalsOf(scenario, log, changes, isOver).filter(isMissed).map(({ objective: { metric } }) => metric);
    expect(missed(run.samples.until(15 * SECOND), [])).toEqual([]);
    expect(missed()).toEqual(['totals.failed']);
  });

  it('says nothing of what samples cannot tell', () => {
    const scenario = { ...base(), objectives: [objective('totals.latencyMs.p99', '<=', 100)] };
    expect(goalsOf(scenario, bare.run.samples, [], false)[0]).toMatchObject({ value: null, state: 'unknown' });
  });

  it('takes such a figure from the engine, which can still fall', () => {
    const asked = objective('totals.latencyMs.p99', '<=', 100);
    const scenario = { ...base(), objectives: [asked] };
    const told = (value: number, isOver: boolean): unknown =>
      goalsOf(scenario, bare.run.samples, [], isOver, new Map([[asked.id, value]]))[0];
    expect(told(80, false)).toMatchObject({ value: 80, state: 'so-far' });
    expect(told(300, false)).toMatchObject({ value: 300, state: 'not-yet' });
    expect(told(300, true)).toMatchObject({ value: 300, state: 'missed' });
  });

  it('tells the moment at which a count passed its limit', () => {
    const limits = [objective('nodes.checkout.queue.max', '<=', 500), objective('totals.completed', '>=', 1000)];
    const scenario = { ...base(), objectives: limits };
    const { run } = play(scenario);
    const [queue, answers] = goalsOf(scenario, run.samples, run.transitions, true);
    const moments = Array.from({ length: run.samples.length }, (_, i) => run.samples.atUs(i));
    const sampleOf = (us: number): number => moments.indexOf(us);
    const first = sampleOf(queue?.sinceUs ?? -1);
    expect(run.samples.node(first, 'checkout', 'waiting')).toBeGreaterThan(500);
    expect(run.samples.node(first - 1, 'checkout', 'waiting')).toBeLessThanOrEqual(500);
    const last = sampleOf(answers?.sinceUs ?? -1);
    const answered = (to: number): number =>
      Array.from({ length: to }, (_, i) => run.samples.node(i, 'shoppers', 'completed')).reduce((sum, count) => sum + count, 0);
    expect([answered(last) < 1000, answered(last + 1) >= 1000]).toEqual([true, true]);
  });

  it('tells the change, or the end of its time, that decided', () => {
    const opened = { where: 'stock', machine: 'breaker', from: 'closed', to: 'open', why: '' };
    const change = (s: number): Transition => ({ ...opened, atUs: s * SECOND });
    const changes = [change(10), change(20), change(50)];
    const during = { fromMs: 0, toMs: 30_000 };
    const since = (metric: string, is: '<=' | '<' | '>=', limit: number, span: typeof during | null = null): number | null => {
      const { run } = play({ ...base(), objectives: [] });
      const scenario = { ...base(), objectives: [{ ...objective(metric, is, limit), during: span }] };
      return (goalsOf(scenario, run.samples, changes, true)[0]?.sinceUs ?? Number.NaN) / SECOND;
    };
    expect(since('transitions.stock.open.firstMs', '<=', 15_000)).toBe(10);
    expect(since('transitions.stock.open.count', '<=', 1)).toBe(20);
    expect(since('transitions.stock.open.count', '<', 1)).toBe(10);
    expect(since('transitions.stock.open.count', '>=', 3)).toBe(50);
    expect(since('transitions.stock.open.count', '>=', 3, during)).toBe(30);
    expect(since('transitions.stock.open.count', '<=', 5)).toBeNaN();
    expect(since('totals.failedShare', '<=', 0.1, during)).toBe(30);
  });

  it.each([
    ['totals.failed', '<=', 0, 0, 'so-far'],
    ['totals.failed', '<=', 0, 1, 'missed'],
    ['totals.failedShare', '<=', 0.1, 0.2, 'not-yet'],
    ['totals.completed', '>=', 10, 9, 'not-yet'],
    ['totals.completed', '>=', 10, 10, 'met'],
    ['transitions.a.open.count', '=', 1, 2, 'missed'],
  ] as const)('%s %s %d at %d is %s', (metric, is, limit, value, state) => {
    expect(stateOf(objective(metric, is, limit), value, false)).toBe(state);
  });
});
