/** What a sweep on the page varies and reads: real scenarios, every field of the registries, the same figures as a run alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figuresOf, textOf } from './figures';
import { usualRange, valuesOf } from './range';
import { settingsOf, withValues } from './settings';
import { cellText, isOld, prepare, seedsFrom } from './work';
import { checkScenario, readScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';
import { sweepRun, unknownMetricsOf } from '@/simulation/sweep-run';
import { Simulation } from '@/simulation/simulation';

function scenarioOf(path: string, patch?: unknown): Scenario {
  const text = readFileSync(path, 'utf8');
  const reading = patch === undefined ? readScenario(text) : checkScenario(applyPatch(JSON.parse(text), patch));
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join());
  return reading.scenario;
}

const BASE = scenarioOf('scenarios/circuit-breaker/base.json', {
  edges: { stock: { policies: { 'circuit-breaker': { preset: 'course' } } } },
  durationMs: 25_000,
});
const settingCalled = (id: string) => settingsOf(BASE).find((setting) => setting.id === id)!;
const WORKERS = settingCalled('nodes.checkout.settings.workers');

describe('settings', () => {
  it('are found in nodes, networks, policies (with what a preset decides) and faults', () => {
    expect(WORKERS).toMatchObject({ partName: 'Checkout', value: BASE.nodes['checkout']!.settings['workers'] });
    expect(settingCalled('edges.stock.settings.latencyMs')).toMatchObject({ label: 'Network: Latency', value: 1 });
    expect(settingCalled('edges.stock.policies.circuit-breaker.minimumCalls').value).toBeGreaterThan(0);
    expect(settingCalled('faults.0.value')).toMatchObject({ value: 500, part: 'inventory' });
  });

  it('take the value that they have without a change of the run, in all shipped parts', () => {
    for (const name of ['balancing', 'rate-limits', 'outlier-detection', 'registry-consul', 'mesh-mtls', 'operator']) {
      const scenario = scenarioOf(`scenarios/parts/${name}.json`);
      const settings = settingsOf(scenario).filter(({ value }) => value !== null);
      expect(settings.length).toBeGreaterThan(10);
      expect(new Set(settings.map(({ id }) => id)).size).toBe(settings.length);
      const same = withValues(scenario, settings, settings.map(({ initial }) => initial));
      if (!same.ok) throw new Error(`${name}: ${same.sentence}`);
      const hashes = [scenario, same.scenario].map((one) => {
        const simulation = new Simulation(one);
        simulation.advance(2_000_000);
        return simulation.report().fingerprint;
      });
      expect(hashes[1]).toBe(hashes[0]);
    }
  });

  it('change nothing else, and are refused with the sentence of the file', () => {
    const varied = withValues(BASE, [WORKERS], [33]);
    if (!varied.ok) throw new Error(varied.sentence);
    expect(varied.scenario.nodes['checkout']!.settings).toEqual({ ...BASE.nodes['checkout']!.settings, workers: 33 });
    expect(varied.scenario.nodes['inventory']).toBe(BASE.nodes['inventory']);
    expect(varied.scenario.edges).toBe(BASE.edges);
    expect(withValues(BASE, [WORKERS], [-1])).toMatchObject({ ok: false });
  });
});

describe('ranges', () => {
  it('are even, round, and without doubles', () => {
    const choice = { setting: 'x', from: 10, to: 50, count: 5 };
    expect(valuesOf(choice, true)).toEqual([10, 20, 30, 40, 50]);
    expect(valuesOf({ ...choice, from: 1, to: 3, count: 12 }, true)).toEqual([1, 2, 3]);
    expect(valuesOf({ ...choice, from: 0.1, to: 0.4, count: 4 }, false)).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  it('begin within what each setting allows', () => {
    for (const setting of settingsOf(BASE)) {
      const { from, to } = usualRange(setting);
      expect(from).toBeGreaterThanOrEqual(setting.rule.min);
      expect(to).toBeLessThanOrEqual(setting.rule.max);
      expect(to).toBeGreaterThanOrEqual(from);
    }
  });
});

describe('figures', () => {
  it('all exist in the report', () => {
    const goals = [{ id: 'p99', text: '', metric: 'totals.latencyMs.p99', is: '<=' as const, limit: 1, during: null }];
    const scenario = { ...BASE, objectives: goals };
    const metrics = figuresOf(scenario).map(({ metric }) => metric);
    expect(metrics).toContain('objectives.p99.met');
    expect(unknownMetricsOf(scenario, metrics.filter((metric) => !metric.startsWith('transitions.')))).toEqual([]);
    expect(textOf(0.5, 'objectives.met', scenario)).toBe('50 %');
    expect(textOf(12, 'objectives.p99.value', scenario)).toBe('12 ms');
    expect(textOf(0.25, 'totals.failedShare', scenario)).toBe('25 %');
  });
});

describe('a sweep', () => {
  const prepared = prepare(BASE, [WORKERS], [{ setting: WORKERS.id, from: 20, to: 100, count: 3 }], 2);
  if (!prepared.ok) throw new Error(prepared.sentence);
  const { plan, jobs } = prepared;

  it('begins with the seed of the document', () => {
    expect(plan.seeds).toEqual([BASE.seed, BASE.seed + 1]);
    expect(seedsFrom(4_294_967_295, 2)).toEqual([4_294_967_295, 0]);
    expect(jobs).toHaveLength(6);
  });

  it('reads what a run of that document reports', () => {
    const job = jobs[3]!;
    const work = sweepRun(job);
    let step = work.next();
    while (!step.done) step = work.next();
    const alone = new Simulation({ ...job.scenario, seed: job.seed });
    alone.advance(Number.MAX_SAFE_INTEGER);
    const report = alone.report();
    expect(step.value.fingerprint).toBe(report.fingerprint);
    expect(step.value.values[plan.metrics.indexOf('totals.latencyMs.p99')]).toBe(report.totals.latencyMs.p99);
    const opened = report.transitions.filter(({ where }) => where === 'stock').length;
    expect(step.value.values[plan.metrics.indexOf('transitions.stock.any.count')]).toBe(opened);
  });

  it('names its cells, and knows when the document has moved on', () => {
    const outcome = { scenario: BASE, settings: [WORKERS], plan, runs: [] };
    expect(cellText(outcome, 1)).toBe(`${WORKERS.label} 60`);
    const opened = withValues({ ...BASE, seed: 99 }, [WORKERS], [100]);
    if (!opened.ok) throw new Error(opened.sentence);
    expect(isOld(outcome, opened.scenario)).toBe(false);
    expect(isOld(outcome, { ...BASE, durationMs: 26_000 })).toBe(true);
  });

  it('says which combination cannot be', () => {
    const wrong = prepare(BASE, [WORKERS], [{ setting: WORKERS.id, from: -20, to: 100, count: 3 }], 1);
    expect(wrong).toMatchObject({ ok: false, sentence: expect.stringContaining(`${WORKERS.label} = -20: `) });
  });
});
