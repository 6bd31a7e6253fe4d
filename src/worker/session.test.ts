/** The worker's session on a wall clock of the test's own: pauses, speeds and ways back change nothing of the result. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FromWorker } from './protocol';
import { Session } from './session';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/circuit-breaker/${name}`, 'utf8'));

function scenario(...patches: readonly unknown[]): Scenario {
  const reading = checkScenario(patches.reduce((file, patch) => applyPatch(file, patch), json('base.json')));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

/** A session with a wall clock that moves `stepMs` at each look. */
class Wall {
  nowMs = 0;
  readonly said: FromWorker[] = [];
  private next: (() => void) | null = null;
  readonly session: Session;

  constructor(
    first: Scenario,
    private readonly stepMs = 1,
  ) {
    const host = {
      now: () => (this.nowMs += this.stepMs),
      post: (message: FromWorker) => {
        this.said.push(message);
      },
      later: (action: () => void) => {
        this.next = action;
      },
    };
    this.session = new Session(host, 1, first, false);
  }

  /** Lets turns pass, taking every frame, until the session rests or the moment has come. */
  turns(untilUs = Infinity): void {
    for (let i = 0; i < 100_000 && this.next && this.atUs < untilUs; i++) {
      const action = this.next;
      this.next = null;
      this.nowMs += 5;
      action();
      this.session.hear({ type: 'taken' });
    }
  }

  get frame(): Extract<FromWorker, { readonly type: 'frame' }> {
    const frame = this.said.findLast((message) => message.type === 'frame');
    if (frame?.type !== 'frame') throw new Error('no frame');
    return frame;
  }

  get atUs(): number {
    return this.frame.frame.atUs;
  }

  /** Moments of the marks that the newest frame brought, in microseconds. */
  get momentsOfMarks(): Float64Array {
    return this.frame.frame.marks.filter((_, i) => i % 3 === 0);
  }

  /** Moments of the looks told so far, in seconds. */
  get looksS(): readonly number[] {
    return this.said.flatMap((message) => (message.type === 'looks' ? message.looks.map(({ atUs }) => atUs / SECOND) : []));
  }
}

function fingerprintAt(first: Scenario, atUs: number): string {
  const simulation = new Simulation(first);
  simulation.advance(atUs);
  return simulation.report().fingerprint;
}

describe('a session', () => {
  const base = scenario();

  it.each([
    [1, 1],
    [4, 3],
    [20, 1],
    ['max', 2],
  ] as const)('at speed %s comes to the same end', (speed, stepMs) => {
    const short = { ...base, durationMs: 20_000 };
    const wall = new Wall(short, stepMs);
    wall.session.hear({ type: 'speed', speed });
    wall.session.hear({ type: 'play' });
    wall.turns();
    expect(wall.frame.frame).toMatchObject({ isAtEnd: true, fingerprint: fingerprintAt(short, 20 * SECOND) });
    expect(wall.frame.isPlaying).toBe(false);
  });

  it('keeps the pace of the wall', () => {
    const wall = new Wall(base);
    wall.session.hear({ type: 'play' });
    const startMs = wall.nowMs;
    wall.turns(2 * SECOND);
    expect(Math.abs(wall.nowMs - startMs - 2000)).toBeLessThan(100);
  });

  it('goes back and forth to the same run, changes included', () => {
    const wall = new Wall(base);
    wall.session.hear({ type: 'seek', toUs: 30 * SECOND });
    wall.turns();
    wall.session.hear({ type: 'update', run: 1, scenario: scenario(json('with-breaker.patch.json')) });
    wall.session.hear({ type: 'seek', toUs: 50 * SECOND });
    wall.turns();
    const there = wall.frame.frame.fingerprint;
    wall.session.hear({ type: 'seek', toUs: 40 * SECOND });
    wall.turns();
    expect(wall.atUs).toBe(40 * SECOND);
    wall.session.hear({ type: 'seek', toUs: 50 * SECOND });
    wall.turns();
    expect(wall.frame.frame.fingerprint).toBe(there);
    expect(there).not.toBe(fingerprintAt(base, 50 * SECOND));
  });

  it('runs with what is set on the screen after going back behind a change', () => {
    const wall = new Wall(base);
    wall.session.hear({ type: 'seek', toUs: 30 * SECOND });
    wall.turns();
    wall.session.hear({ type: 'update', run: 1, scenario: scenario(json('with-breaker.patch.json')) });
    wall.session.hear({ type: 'seek', toUs: 10 * SECOND });
    wall.turns();
    expect(wall.frame.frame.fingerprint).toBe(fingerprintAt(base, 10 * SECOND));
    wall.session.hear({ type: 'speed', speed: 'max' });
    wall.session.hear({ type: 'play' });
    wall.turns();
    const changes = wall.said.flatMap((message) => (message.type === 'frame' ? message.frame.transitions : []));
    expect(changes.filter(({ to }) => to === 'open').length).toBeGreaterThan(0);
    expect(changes.map(({ to }) => to)).not.toContain('crashLoopBackOff');
  });

  it('pauses by itself when the breaker opens', () => {
    const wall = new Wall(scenario(json('with-breaker.patch.json')));
    wall.session.hear({ type: 'pause-on', modes: ['open'] });
    wall.session.hear({ type: 'speed', speed: 'max' });
    wall.session.hear({ type: 'play' });
    wall.turns();
    expect(wall.frame.isPlaying).toBe(false);
    expect(wall.atUs).toBeGreaterThan(20 * SECOND);
    expect(wall.atUs).toBeLessThan(21 * SECOND);
    expect(wall.frame.frame.machines[0]?.picture).toMatchObject({ mode: 'open' });
  });

  it('tells each moment to look back at once, however fast and however often the run passes it', () => {
    const wall = new Wall(base, 3);
    wall.session.hear({ type: 'speed', speed: 'max' });
    wall.session.hear({ type: 'play' });
    wall.turns(5 * SECOND);
    wall.session.hear({ type: 'pause' });
    wall.session.hear({ type: 'seek', toUs: 2 * SECOND });
    wall.turns();
    wall.session.hear({ type: 'seek', toUs: 10 * SECOND });
    wall.turns();
    expect(wall.looksS).toEqual(Array.from({ length: 1 + 10 * 5 }, (_, i) => i / 5));
    expect(wall.said.flatMap((message) => (message.type === 'begun' ? [message.isReturn] : []))).toEqual([false, true]);
  });

  it('tells them anew behind a change', () => {
    const wall = new Wall(base);
    wall.session.hear({ type: 'seek', toUs: 5 * SECOND });
    wall.turns();
    const before = wall.looksS.length;
    wall.session.hear({ type: 'seek', toUs: 4.05 * SECOND });
    wall.turns();
    wall.session.hear({ type: 'update', run: 1, scenario: scenario(json('with-breaker.patch.json')) });
    wall.session.hear({ type: 'step', by: 400_000 });
    wall.turns();
    expect(wall.said.filter(({ type }) => type === 'branched')).toEqual([{ type: 'branched', run: 1, atUs: 4.05 * SECOND }]);
    expect(wall.looksS.slice(before)).toEqual([4.2, 4.4]);
    expect(wall.said.findIndex(({ type }) => type === 'branched')).toBeLessThan(wall.said.findLastIndex(({ type }) => type === 'looks'));
  });

  it.each([1, 4, 0.25])('brings the same marks to a moment at speed %s, however fast the machine goes there and wherever from', (speed) => {
    const pictures = [[0.01], [7], [90], [1, 31 * SECOND], [3, 60 * SECOND]].map(([stepMs = 1, fromUs]) => {
      const wall = new Wall(base, stepMs);
      wall.session.hear({ type: 'speed', speed });
      if (fromUs !== undefined) wall.session.hear({ type: 'seek', toUs: fromUs });
      wall.turns();
      const before = wall.said.length;
      wall.session.hear({ type: 'seek', toUs: 45 * SECOND });
      wall.turns();
      const frames = wall.said.slice(before).flatMap((message) => (message.type === 'frame' ? [message] : []));
      expect(frames.filter(({ isSeeking }) => isSeeking).flatMap(({ frame }) => [...frame.marks])).toEqual([]);
      const { frame: { frame: { marks, wires } }, momentsOfMarks: moments } = wall;
      expect(Math.min(...moments)).toBeGreaterThan((45 - 0.95 * speed) * SECOND);
      expect(Math.max(...moments)).toBeGreaterThan((45 - 0.1 * speed) * SECOND);
      return JSON.stringify([[...marks], [...wires]]);
    });
    expect(new Set(pictures).size).toBe(1);
  });

  it('keeps what is under way when it moves on by a step', () => {
    const wall = new Wall(base);
    wall.session.hear({ type: 'seek', toUs: 30 * SECOND });
    wall.turns();
    const steps = [1, 2, 3].map(() => {
      wall.session.hear({ type: 'step', by: 200_000 });
      wall.turns();
      return wall.momentsOfMarks;
    });
    for (const [i, moments] of steps.entries()) {
      expect(moments.length).toBeGreaterThan(5);
      expect(Math.min(...moments)).toBeGreaterThan(30 * SECOND + i * 200_000);
      expect(Math.max(...moments)).toBeLessThanOrEqual(30 * SECOND + (i + 1) * 200_000);
    }
  });
});
