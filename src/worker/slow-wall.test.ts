/**
 * A sleeping tab or a slow machine changes the speed of a run, never its results (RELIABILITY R15): the worker's session on wall
 * clocks that stand, jump and run backwards, with turns that come late or in bursts, and a page that takes no frames.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FromWorker } from './protocol';
import { Session } from './session';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';
import { Simulation } from '@/simulation/simulation';

type Speed = 1 | 4 | 20 | 'max';

/** How the wall's clock moves. */
interface Wall {
  readonly speed: Speed;
  /** Milliseconds that pass at each look of the session, as on a slow machine. */
  readonly lookMs: number;
  /** Milliseconds until the next turn. */
  readonly gapMs: (turn: number) => number;
  /** Whether the page takes the frames of a turn: a hidden one may take none. */
  readonly takes: (turn: number) => boolean;
  /** What the page does between two turns. */
  readonly meddle?: (session: Session, turn: number) => void;
}

const steady: Wall = { speed: 20, lookMs: 0.01, gapMs: () => 16, takes: () => true };
/** Mixed numbers below one, the same each time. */
const mixed = (n: number): number => ((Math.imul(n + 1, 0x9e3779b1) ^ (n << 7)) >>> 0) / 2 ** 32;

const WALLS: Readonly<Record<string, Wall>> = {
  'a steady one': steady,
  'a fast run': { ...steady, speed: 'max' },
  'a hidden tab: one turn a second': { ...steady, gapMs: () => 1000 },
  'a tab that has slept for long: one turn a minute': { ...steady, gapMs: () => 60_000 },
  'turns in bursts, and a clock that stands between them': { ...steady, gapMs: (turn) => (turn % 9 === 0 ? 90 : 0) },
  'turns at any time': { ...steady, gapMs: (turn) => mixed(turn) * 300 },
  'a machine that was closed for eight hours': { ...steady, gapMs: (turn) => (turn === 20 ? 8 * 3_600_000 : 16) },
  'a clock that is set back by an hour': { ...steady, gapMs: (turn) => (turn % 25 === 7 ? -3_600_000 : 16) },
  'a clock that trembles': { ...steady, gapMs: (turn) => 20 - mixed(turn) * 30 },
  'a machine a hundred times as slow': { ...steady, speed: 'max', lookMs: 13 },
  'a page that takes one frame in fifty': { ...steady, takes: (turn) => turn % 50 === 0 },
  'pauses and other speeds between': {
    ...steady,
    meddle: (session, turn) => {
      if (turn % 7 === 3) session.hear({ type: 'pause' });
      if (turn % 7 === 3) session.hear({ type: 'play' });
      session.hear({ type: 'speed', speed: ([1, 20, 4, 'max'] as const)[Math.floor(mixed(turn) * 4)] ?? 1 });
    },
  },
};

interface Seen {
  readonly fingerprint: string;
  readonly atUs: number;
  readonly isPlaying: boolean;
  /** Everything that the page has learned of modes. */
  readonly transitions: readonly string[];
  /** Longest step between two turns, and the longest one back. Simulated microseconds. */
  readonly longestUs: number;
  readonly backUs: number;
}

/** Plays a run on a wall until it rests. */
function play(scenario: Scenario, wall: Wall, pauseOn: readonly string[] = []): Seen {
  let [nowMs, nextTurn] = [1_000_000, null as (() => void) | null];
  const said: FromWorker[] = [];
  const host = {
    now: () => (nowMs += wall.lookMs),
    post: (message: FromWorker) => void said.push(message),
    later: (action: () => void) => void (nextTurn = action),
  };
  const session = new Session(host, 1, scenario, false);
  session.hear({ type: 'speed', speed: wall.speed });
  session.hear({ type: 'pause-on', modes: pauseOn });
  session.hear({ type: 'play' });
  for (let turn = 0; turn < 50_000 && nextTurn; turn++) {
    const action = nextTurn as () => void;
    nextTurn = null;
    nowMs += wall.gapMs(turn);
    action();
    if (nextTurn) wall.meddle?.(session, turn);
    if (wall.takes(turn)) for (let i = 0; i < 3; i++) session.hear({ type: 'taken' });
  }
  const frames = said.flatMap((message) => (message.type === 'frame' ? [message] : []));
  const last = frames.at(-1);
  if (!last) throw new Error('no frame');
  const steps = frames.slice(1).map(({ frame }, i) => frame.atUs - (frames[i]?.frame.atUs ?? 0));
  return {
    fingerprint: last.frame.fingerprint,
    atUs: last.frame.atUs,
    isPlaying: last.isPlaying,
    transitions: frames.flatMap(({ frame }) => frame.transitions.map((transition) => JSON.stringify(transition))),
    longestUs: Math.max(...steps),
    backUs: Math.max(0, ...steps.map((us) => -us)),
  };
}

function scenarioOf(durationMs: number, ...patches: readonly string[]): Scenario {
  const json = (name: string): unknown => JSON.parse(readFileSync(`scenarios/circuit-breaker/${name}`, 'utf8'));
  const file = patches.reduce((before, patch) => applyPatch(before, json(patch)), json('base.json'));
  const reading = checkScenario(applyPatch(file, { durationMs }));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.scenario;
}

describe('the wall', () => {
  const scenario = scenarioOf(24_000, 'with-breaker.patch.json');
  const simulation = new Simulation(scenario);
  simulation.advance(24 * SECOND);
  const { fingerprint } = simulation.report();
  const reference = play(scenario, steady);
  const paused = play(scenario, steady, ['open']);

  it.each(Object.keys(WALLS))('%s: the same results', (name) => {
    const seen = play(scenario, WALLS[name] ?? steady);
    expect(seen).toMatchObject({ fingerprint, atUs: 24 * SECOND, isPlaying: false, backUs: 0 });
    // Lost time is never made up for at once; a frame may stand for two turns.
    const { speed, takes, meddle } = WALLS[name] ?? steady;
    const isEven = speed !== 'max' && takes === steady.takes && !meddle;
    expect(seen.longestUs).toBeLessThanOrEqual(isEven ? 2 * 100_000 * speed : Infinity);
    expect(seen.transitions).toEqual(reference.transitions);
    expect(reference.transitions.length).toBeGreaterThan(0);
  });

  it.each(Object.keys(WALLS))('%s: a pause at a mode comes at the same moment', (name) => {
    const { atUs, fingerprint: there, isPlaying } = play(scenario, WALLS[name] ?? steady, ['open']);
    expect({ atUs, there, isPlaying }).toEqual({ atUs: paused.atUs, there: paused.fingerprint, isPlaying: false });
    expect(atUs).toBeGreaterThan(20 * SECOND);
    expect(atUs).toBeLessThan(21 * SECOND);
  });
});
