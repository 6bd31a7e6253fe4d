/** The story of exercise 3 from its file, and what must not matter: strides, frames, pauses, a part that nobody calls. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/circuit-breaker/${name}`, 'utf8'));

function scenario(...patches: readonly unknown[]): Scenario {
  const reading = checkScenario(patches.reduce((file, patch) => applyPatch(file, patch), json('base.json')));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

const withBreaker = json('with-breaker.patch.json');

describe('the story of exercise 3', () => {
  it.each([1, 2, 3, 4, 5])('seed %d: 10,000 wait after 60 s, then checkout dies; with the breaker neither', (seed) => {
    const base = new Simulation(scenario(), { seed });
    base.advance(80 * SECOND);
    const { checkout } = base.report().nodes;
    expect(Math.abs((checkout?.queue.max ?? 0) - 10_000)).toBeLessThan(500);
    expect(checkout?.failedBy).toEqual({});
    base.advance(120 * SECOND);
    expect(base.report().transitions.filter(({ where }) => where === 'checkout')[0]).toMatchObject({ to: 'crashLoopBackOff' });

    const guarded = new Simulation(scenario(withBreaker), { seed });
    guarded.advance(120 * SECOND);
    const report = guarded.report();
    expect(report.nodes['checkout']?.queue.max).toBeLessThan(500);
    expect(report.transitions.map(({ to }) => to)).not.toContain('crashLoopBackOff');
    expect(report.edges['stock']?.breaker?.rejected).toBeGreaterThan(10_000);
    expect(report.totals.failed).toBe(0);
  });
});

describe('a run is the same', () => {
  const whole = new Simulation(scenario(withBreaker));
  whole.advance(60 * SECOND);
  const expected = whole.report();

  it('in strides of any length, with frames between them', () => {
    const pieces = new Simulation(scenario(withBreaker), { isTraced: true });
    for (let at = 0; at < 60 * SECOND; at += 7919 * 13) {
      pieces.advance(at);
      pieces.frame();
      pieces.thinTrace(20);
    }
    pieces.advance(60 * SECOND);
    expect(pieces.report()).toEqual(expected);
  });

  it('event by event', () => {
    const steps = new Simulation(scenario(withBreaker));
    while (steps.nowUs < 2 * SECOND) steps.step();
    steps.advance(60 * SECOND);
    expect(steps.report()).toEqual(expected);
  });

  it('beside a part that nobody calls', () => {
    const idle = { nodes: { 'a-lonely-one': { kind: 'service', name: '', position: { x: 0, y: 0 }, settings: {} } } };
    const more = new Simulation(scenario(withBreaker, idle));
    more.advance(60 * SECOND);
    const { nodes, fingerprint } = more.report();
    expect(fingerprint).toBe(expected.fingerprint);
    expect(nodes['checkout']).toEqual(expected.nodes['checkout']);
  });
});

describe('changes during a run', () => {
  it('switch a breaker on and off, and slow a service by hand', () => {
    const running = new Simulation(scenario({ faults: [] }));
    running.advance(10 * SECOND);
    const slow = { kind: 'slow', target: 'inventory', atMs: 10_000, durationMs: null, value: 500 };
    running.update(scenario({ faults: [slow] }));
    running.advance(30 * SECOND);
    const waiting = running.report().nodes['checkout']?.queue.max ?? 0;
    expect(waiting).toBeGreaterThan(3000);
    running.update(scenario({ faults: [slow] }, withBreaker));
    running.advance(60 * SECOND);
    expect(running.frame().machines[0]?.policy).toBe('circuit-breaker');
    expect(running.report().edges['stock']?.breaker?.rejected).toBeGreaterThan(1000);
    running.update(scenario({ faults: [{ ...slow, durationMs: 50_000 }] }, withBreaker));
    running.advance(80 * SECOND);
    const { transitions, edges } = running.report();
    expect(transitions.at(-1)).toMatchObject({ where: 'stock', to: 'closed' });
    expect(edges['stock']?.breaker?.state).toBe('closed');
    expect(running.run.stopped).toBeNull();
  });
});
