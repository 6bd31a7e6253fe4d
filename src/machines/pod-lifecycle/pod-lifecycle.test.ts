/** The life of a pod against Kubernetes' rules (DOMAIN 2.4): 10, 20, 40, 80, 160, 300, 300 s, and 10 s again after ten minutes well. */
import { describe, expect, it } from 'vitest';
import { PodLifecycle } from './pod-lifecycle';
import type { PodPhase } from './pod-lifecycle.machine';
import { MS, SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';

interface Change {
  readonly atUs: number;
  readonly to: PodPhase;
}

/** One pod on simulated time of its own. */
class World {
  readonly context = new RunContext(1);
  readonly changes: Change[] = [];
  readonly pod: PodLifecycle;

  constructor(startupMs: number) {
    this.pod = new PodLifecycle(this.context.clock, startupMs, (_from, to) =>
      this.changes.push({ atUs: this.context.agenda.nowUs, to }),
    );
  }

  pass(us: number): void {
    const { agenda } = this.context;
    const untilUs = agenda.nowUs + us;
    for (let due = agenda.take(untilUs); due !== null; due = agenda.take(untilUs)) due.target.handle(due.kind, due.call);
    agenda.nowUs = untilUs;
  }

  /** Crashes now and waits until it runs again; answers how long that took, in seconds. */
  crash(): number {
    const atUs = this.context.agenda.nowUs;
    this.pod.crash();
    while (this.pod.phase !== 'running') this.pass(100 * MS);
    return ((this.changes.at(-1)?.atUs ?? Number.NaN) - atUs) / SECOND;
  }
}

describe('crash loop back-off', () => {
  it('doubles from 10 s to 300 s; the start-up comes on top', () => {
    const world = new World(1500);
    const waits = Array.from({ length: 8 }, () => world.crash() - 1.5);
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
    expect(world.pod.restarts).toBe(8);
    expect(world.changes.slice(0, 3).map(({ to }) => to)).toEqual(['crashLoopBackOff', 'starting', 'running']);
  });

  const RAN = [
    [600 * SECOND - 1, 40],
    [600 * SECOND, 10],
    [601 * SECOND, 10],
  ] as const;
  it.each(RAN)('after %d microseconds of running the next wait is %d s', (ranUs, wait) => {
    const world = new World(1000);
    expect([world.crash() - 1, world.crash() - 1]).toEqual([10, 20]);
    const backUs = world.changes.at(-1)?.atUs ?? 0;
    world.pass(backUs + ranUs - world.context.agenda.nowUs);
    expect(world.crash() - 1).toBe(wait);
  });

  it('the first crash waits 10 s, however long the pod had run', () => {
    for (const ranUs of [0, 5 * SECOND, 3600 * SECOND]) {
      const world = new World(0);
      world.pass(ranUs);
      expect(world.crash()).toBe(10);
    }
  });

  it('a crash while it starts counts like any other', () => {
    const world = new World(5000);
    world.pod.crash();
    world.pass(12 * SECOND);
    expect(world.pod.phase).toBe('starting');
    world.pod.crash();
    expect(world.pod.phase).toBe('crashLoopBackOff');
    world.pass(20 * SECOND - 1);
    expect(world.pod.phase).toBe('crashLoopBackOff');
    world.pass(1);
    expect(world.pod.phase).toBe('starting');
    world.pass(5 * SECOND);
    expect([world.pod.phase, world.pod.restarts]).toEqual(['running', 1]);
  });

  it('says when it will run again, and nothing while it runs', () => {
    const world = new World(2000);
    expect(world.pod.restartsAtUs).toBe(-1);
    world.pass(SECOND);
    world.pod.crash();
    expect(world.pod.restartsAtUs).toBe(13 * SECOND);
    world.pass(10 * SECOND);
    expect([world.pod.phase, world.pod.restartsAtUs]).toEqual(['starting', 13 * SECOND]);
    world.pass(2 * SECOND);
    expect([world.pod.phase, world.pod.restartsAtUs]).toEqual(['running', -1]);
  });

  it('a second crash of a pod that is down changes nothing', () => {
    const world = new World(1000);
    world.pod.crash();
    world.pass(5 * SECOND);
    world.pod.crash();
    world.pass(6 * SECOND);
    expect([world.pod.phase, world.pod.restarts]).toEqual(['running', 1]);
  });

  it('a changed start-up holds from the next start', () => {
    const world = new World(1000);
    world.pod.setStartup(4000);
    expect(world.crash()).toBe(14);
  });
});
