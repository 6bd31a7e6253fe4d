/**
 * The canary controller in whole runs: when it looks, what it sees, what it does, and that it does not know more than its
 * figures.
 */
import { describe, expect, it } from 'vitest';
import { canaryKind } from './kind';
import { type CanaryPicture, CanaryModel } from './model';
import { SECOND } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import { checkScenario } from '@/scenario/read';
import { Simulation } from '@/simulation/simulation';

type Json = Record<string, unknown>;

interface Options {
  readonly canary?: Json;
  readonly split?: Json;
  readonly stable?: Json;
  readonly newVersion?: Json;
  readonly faults?: readonly Json[];
  readonly perSecond?: number;
  readonly seed?: number;
  readonly nodes?: Json;
}

const part = (kind: string, settings: Json): Json => ({ kind, name: '', position: { x: 0, y: 0 }, settings });
const bad = (value = 0.03): Json => ({ kind: 'errors', target: 'new', atMs: 0, durationMs: null, value });

function file(options: Options = {}): unknown {
  const service = { workers: 100, service: { kind: 'constant', meanMs: 5 } };
  const split = { to: 'canary', percent: 0, ...options.split };
  return {
    format: 'faultline-scenario', version: 1, title: 'Canary', seed: options.seed ?? 1, durationMs: 120_000,
    nodes: {
      users: part('client', { arrivals: { kind: 'poisson', perSecond: options.perSecond ?? 400 } }),
      old: part('service', service),
      new: part('service', { ...service, ...options.newVersion }),
      shop: part('service', service),
      rollout: part('canary', { split: 'stable', intervalMs: 10_000, startsAtMs: 10_000, ...options.canary }),
      ...options.nodes,
    },
    edges: {
      visits: { source: 'users', target: 'shop' },
      stable: { source: 'shop', target: 'old', policies: { 'traffic-split': split, ...options.stable } },
      canary: { source: 'shop', target: 'new' },
    },
    faults: options.faults ?? [],
  };
}

function scenario(options: Options = {}): Scenario {
  const reading = checkScenario(file(options));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

function problems(options: Options): string {
  const reading = checkScenario(file(options));
  return reading.ok ? '' : reading.problems.map(({ message }) => message).join(' ');
}

function world(options: Options = {}) {
  const simulation = new Simulation(scenario(options));
  const model = simulation.parts.nodes.get('rollout');
  if (!(model instanceof CanaryModel)) throw new Error('no controller');
  const share = (): number => simulation.parts.context.splits.get('stable')?.canaryPercent ?? Number.NaN;
  const own = () => simulation.parts.context.transitions.filter(({ where }) => where === 'rollout');
  const modes = (): string[] => own().map(({ atUs, to }) => `${atUs / SECOND} ${to}`);
  const whys = (): string[] => own().map(({ why }) => why);
  return { simulation, model, share, modes, whys };
}

describe('a canary controller', () => {
  it('promotes a good version step by step, a second after each decision', () => {
    const { simulation, model, share, modes, whys } = world();
    for (const [atS, percent] of [[9.9, 0], [10.9, 0], [11, 5], [20.9, 5], [21, 25], [31, 100], [120, 100]] as const) {
      simulation.advance(atS * SECOND);
      expect([atS, share()]).toEqual([atS, percent]);
    }
    expect(modes()).toEqual(['10 progressing', '20 progressing', '30 progressing', '40 promoting', '50 succeeded']);
    expect(model.state).toBe('running');
    const { edges, nodes } = simulation.report();
    expect([edges['stable']?.failed, nodes['rollout']?.state]).toEqual([0, 'running']);
    const why = whys();
    expect(why[0]).toBe('step 1 of 3: 5 %');
    expect(why[1]).toMatch(/^step 2 of 3: 25 %; 0 % of \d+ requests failed$/);
  });

  it.each([1, 2, 3, 4, 5])('rolls a bad version back with few requests hurt, seed %d', (seed) => {
    // 5 % of 400/s for 9 s are 180 requests: 3 % of them fail a check of 1 % with a probability of 97 %; 25 % do it for certain.
    const { simulation, model, share } = world({ seed, faults: [bad()], canary: { minRequests: 150 } });
    simulation.advance(120 * SECOND);
    expect([model.state, share()]).toEqual(['degraded', 0]);
    const { edges, transitions, totals } = simulation.report();
    const last = transitions.findLast(({ where }) => where === 'rollout');
    expect(last).toMatchObject({ where: 'rollout', machine: 'canary', from: 'progressing', to: 'rolledBack' });
    expect(last?.why).toMatch(/^1 failed check, the last one: \d\.\d+ % of \d+ requests failed \(more than 1 %\)$/);
    expect(edges['canary']?.sent).toBeLessThan(4000);
    expect(totals.failedShare).toBeLessThan(0.003);
  });

  it('acts upon a failed check when the next one is due as Flagger, at once as Argo', () => {
    const flagger = world({ faults: [bad(0.5)] });
    flagger.simulation.advance(120 * SECOND);
    expect(flagger.modes()).toEqual(['10 progressing', '30 rolledBack']);
    const argo = world({ faults: [bad(0.5)], canary: { style: 'argo', threshold: 0, deadlineMs: null } });
    argo.simulation.advance(120 * SECOND);
    expect(argo.modes()).toEqual(['10 progressing', '20 rolledBack']);
    const hurt = ({ simulation }: typeof argo): number => simulation.report().totals.failed;
    expect(hurt(argo)).toBeLessThan(hurt(flagger));
    expect(argo.share()).toBe(0);
  });

  it('takes no traffic for a failed check as Flagger, for nothing as Argo', () => {
    const flagger = world({ perSecond: 0 });
    flagger.simulation.advance(60 * SECOND);
    expect(flagger.modes()).toEqual(['10 progressing', '30 rolledBack']);
    expect(flagger.whys().at(-1)).toContain('no request came');
    const argo = world({ perSecond: 0, canary: { style: 'argo', threshold: 0 } });
    argo.simulation.advance(60 * SECOND);
    expect([argo.modes(), argo.model.state, argo.share()]).toEqual([['10 progressing', '20 paused'], 'hung', 5]);
  });

  it('looks at few requests again with those of the next check', () => {
    // 5 % of 40/s: about 18 requests in the first check, 20 in each further one.
    const { simulation, model, modes } = world({ perSecond: 40, canary: { minRequests: 50 } });
    const counts: number[] = [];
    for (const atS of [20, 30, 40]) {
      simulation.advance(atS * SECOND);
      counts.push(Number(/of (\d+) requests/.exec(model.picture().last?.finding ?? '')?.[1]));
    }
    expect(counts.every((count, i) => count > (counts[i - 1] ?? 0))).toBe(true);
    simulation.advance(60 * SECOND);
    expect(modes()[0]).toBe('10 progressing');
    expect(Number(modes()[1]?.split(' ')[0])).toBeGreaterThanOrEqual(40);
  });

  it('judges the p99 of the last interval alone', () => {
    const slow = { kind: 'slow', target: 'new', atMs: 25_000, durationMs: null, value: 300 };
    const { simulation, modes, whys } = world({ faults: [slow], canary: { p99MaxMs: 50 } });
    simulation.advance(120 * SECOND);
    expect(modes()).toEqual(['10 progressing', '20 progressing', '40 rolledBack']);
    expect(whys().at(-1)).toMatch(/p99 3\d\d(\.\d+)? ms \(more than 50 ms\)/);
    const blind = world({ faults: [slow] });
    blind.simulation.advance(120 * SECOND);
    expect(blind.modes().at(-1)).toBe('50 succeeded');
  });

  it.each(['orphaned', 'cancelled'])('sees that its callers stopped waiting: a version that hangs, work %s', (work) => {
    const hang = { kind: 'hang', target: 'new', atMs: 0, durationMs: null, value: 0 };
    const { simulation, modes, whys } = world({ faults: [hang], stable: { timeout: { afterMs: 100, work } } });
    simulation.advance(60 * SECOND);
    expect(modes()).toEqual(['10 progressing', '30 rolledBack']);
    expect(whys().at(-1)).toMatch(/100 % of \d+ requests failed/);
  });

  it('puts right what somebody else has turned', () => {
    const { simulation, share } = world({ canary: { actsAfterMs: 0 } });
    simulation.advance(12 * SECOND);
    simulation.parts.context.splits.get('stable')?.turn(70);
    simulation.advance(19 * SECOND);
    expect(share()).toBe(70);
    simulation.advance(20 * SECOND);
    expect(share()).toBe(25);
  });

  it('begins anew for another split or another begin, and keeps its step otherwise', () => {
    const { simulation, model, share } = world();
    simulation.advance(25 * SECOND);
    simulation.update(scenario({ canary: { threshold: 3, intervalMs: 5000 } }));
    expect(model.picture()).toMatchObject({ mode: 'progressing', step: 2, percent: 25, nextUs: 30 * SECOND });
    simulation.update(scenario({ canary: { intervalMs: 2000 } }));
    expect(model.picture().nextUs).toBe(27 * SECOND);
    simulation.update(scenario({ canary: { startsAtMs: 40_000 } }));
    expect(model.picture()).toMatchObject({ mode: 'initialising', step: 0, last: null, nextUs: 40 * SECOND });
    simulation.advance(42 * SECOND);
    expect([model.picture().mode, share()]).toEqual(['progressing', 5]);
    simulation.update(scenario({ canary: { split: '' } }));
    simulation.advance(100 * SECOND);
    expect([model.picture().mode, model.state]).toEqual(['initialising', 'idle']);
  });

  it('waits while the split is gone, and does nothing more when it is taken out', () => {
    const { simulation, modes } = world({ canary: { split: 'stable', deadlineMs: null } });
    const full = simulation.current;
    const { rollout: _, ...nodes } = full.nodes;
    simulation.advance(15 * SECOND);
    simulation.update({ ...full, nodes });
    simulation.advance(120 * SECOND);
    expect(modes()).toEqual(['10 progressing']);
    expect(simulation.run.stopped).toBeNull();
  });

  it('is the same twice, and gives everything back', () => {
    const prints = [1, 2].map(() => {
      const { simulation } = world({ faults: [bad()], stable: { timeout: { afterMs: 50, work: 'cancelled' }, retry: {} } });
      simulation.advance(120 * SECOND);
      expect(simulation.run.stopped).toBeNull();
      return simulation.report().fingerprint;
    });
    expect(prints[0]).toBe(prints[1]);
  });
});

describe('its settings', () => {
  it('have defaults, and say what they do', () => {
    const settings = canaryKind.schema.parse({});
    expect(settings).toMatchObject({ split: '', style: 'flagger', threshold: 1, intervalMs: 60_000, successRateMin: 99 });
    expect(canaryKind.summary(settings)).toBe('turns nothing yet');
    expect(canaryKind.summary(canaryKind.schema.parse({ split: 'stable' }))).toBe('5, 25, 100 % · a check every 60 s');
    for (const { settings: preset } of canaryKind.presets ?? []) expect(canaryKind.schema.safeParse(preset).success).toBe(true);
  });

  it('need a stable version, rising steps and time for a check', () => {
    expect(problems({})).toBe('');
    expect(problems({ canary: { split: '' } })).toBe('');
    expect(problems({ canary: { split: 'canary' } })).toContain('no stable version');
    expect(problems({ canary: { split: 'nowhere' } })).toContain('no stable version');
    expect(problems({ canary: { split: 'users/shop' } })).toContain('no stable version');
    expect(problems({ canary: { stepWeights: [{ percent: 5 }, { percent: 5 }] } })).toContain('step 2');
    expect(problems({ canary: { intervalMs: 60_000, deadlineMs: 30_000 } })).toContain('before the first check');
    expect(problems({ nodes: { another: part('canary', { split: 'stable' }) } })).toContain('"another" turns "stable" already');
  });

  it('may name a weighted route of a gateway', () => {
    const to = [{ wire: 'one', weight: 95 }, { wire: 'two', weight: 5 }];
    const around = (targets: readonly Json[]) => ({
      id: 'rollout',
      nodes: { edge: { kind: 'gateway', settings: { routes: [{ id: 'checkout', to: targets }] } } },
      edges: {},
    });
    const settings = canaryKind.schema.parse({ split: 'edge/checkout' });
    expect(canaryKind.check?.(settings, [], around(to))).toEqual([]);
    expect(canaryKind.check?.(settings, [], around(to.slice(1)))).toHaveLength(1);
    expect(canaryKind.check?.(canaryKind.schema.parse({ split: 'edge/other' }), [], around(to))).toHaveLength(1);
  });

  it('show what a face needs', () => {
    const { simulation, model } = world();
    const empty: CanaryPicture = model.picture();
    expect(empty).toEqual({
      mode: 'initialising', percent: 0, actualPercent: 0, step: 0, steps: 3, failedChecks: 0, last: null, nextUs: 10 * SECOND,
    });
    simulation.advance(20.5 * SECOND);
    expect(model.picture()).toMatchObject({
      mode: 'progressing',
      percent: 25,
      actualPercent: 5,
      step: 2,
      failedChecks: 0,
      last: { verdict: 'passed', atUs: 20 * SECOND },
    });
  });
});
