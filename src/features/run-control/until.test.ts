/** "Run until", steps and former runs, driven by the worker's own session: what the page sees is what it would see there. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { FormerRuns, isSameRun } from './former-run';
import { ANY, conditionText, firstMet, foundText } from './run-until';
import { StepTrail, stepRequest, type StepEnd } from './step';
import { readFigures, untilStore, usualPart } from './until-store';
import { UntilWatch } from './use-run-until';
import { noticeOf } from './words';
import { withNode, withPolicy } from '../shared/document-store';
import { RunStore } from '../shared/run-store';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import type { FromWorker, Speed } from '@/worker/protocol';
import { Session } from '@/worker/session';

function base(): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
  if (!reading.ok) throw new Error('the base is wrong');
  return reading.scenario;
}

/** A page and its worker in one thread, on a clock of the test. */
class Rig {
  readonly run = new RunStore(() => this.ms);
  readonly session: Session;
  private ms = 0;
  private readonly queue: (() => void)[] = [];

  constructor(readonly scenario: Scenario) {
    const post = (message: FromWorker): void => {
      this.queue.push(() => {
        if (message.type === 'begun') this.run.begun(message.layout);
        else if (message.type === 'relaid') this.run.relaid(message.layout);
        else if (message.type === 'frame') {
          this.session.hear({ type: 'taken' });
          this.run.take(message.frame, message.isPlaying, message.isSeeking);
        }
      });
    };
    const now = (): number => (this.ms += 1);
    this.session = new Session({ now, post, later: (action) => void this.queue.push(action) }, 1, scenario, false);
    this.settle();
  }

  readonly controls = {
    pause: (): void => this.session.hear({ type: 'pause' }),
    seek: (toUs: number): void => this.session.hear({ type: 'seek', toUs }),
    step: (by: number | 'event'): void => this.session.hear({ type: 'step', by }),
  };

  play(speed: Speed): void {
    this.session.hear({ type: 'speed', speed });
    this.session.hear({ type: 'play' });
  }

  /** Goes on until there is nothing to do, or until a condition holds. */
  settle(isDone: () => boolean = () => false): void {
    for (let turns = 0; turns < 200_000; turns++) {
      if (isDone()) return;
      const next = this.queue.shift();
      if (!next) return;
      next();
    }
    throw new Error('the run does not come to rest');
  }

  watch(): UntilWatch {
    const watch = new UntilWatch(this.run, this.controls);
    this.run.subscribe('samples', () => watch.look());
    this.run.subscribe('status', () => watch.follow());
    return watch;
  }
}

beforeEach(() => untilStore.trigger.clear());

describe('run until', () => {
  it.each([1, 'max'] as const)('stops at the first sample whose queue is over the limit, at speed %s', (speed) => {
    const rig = new Rig({ ...base(), durationMs: 30_000 });
    rig.watch();
    untilStore.trigger.arm({ condition: { kind: 'queue', part: 'checkout', over: 100 } });
    rig.play(speed);
    rig.settle();
    const { samples, status } = rig.run;
    expect([status.isPlaying, status.isAtEnd]).toEqual([false, false]);
    const last = samples.length - 1;
    expect(status.atUs).toBe(samples.atUs(last));
    expect(samples.node(last, 'checkout', 'waiting')).toBeGreaterThan(100);
    expect(samples.node(last - 1, 'checkout', 'waiting')).toBeLessThanOrEqual(100);
    expect(untilStore.getSnapshot().context.found?.figure).toBe(samples.node(last, 'checkout', 'waiting'));
  });

  it('stops at the same moment whatever the speed, and not again where it is still true', () => {
    const moments = (['max', 20] as const).map((speed) => {
      const rig = new Rig({ ...base(), durationMs: 30_000 });
      rig.watch();
      untilStore.trigger.arm({ condition: { kind: 'p99', part: ANY, overMs: 400 } });
      rig.play(speed);
      rig.settle();
      const atUs = rig.run.status.atUs;
      rig.play('max');
      rig.settle();
      return [atUs, rig.run.status.isAtEnd, rig.run.status.fingerprint];
    });
    expect(moments[0]).toEqual(moments[1]);
    expect(moments[0]?.[1]).toBe(true);
  });

  it('goes to a moment exactly', () => {
    const rig = new Rig({ ...base(), durationMs: 30_000 });
    rig.watch();
    untilStore.trigger.arm({ condition: { kind: 'moment', atMs: 12_345 } });
    rig.play(4);
    rig.settle();
    expect(rig.run.status).toMatchObject({ atUs: 12_345_000, isPlaying: false });
    const notice = noticeOf(rig.scenario, rig.run.status, [], [], untilStore.getSnapshot().context.found);
    expect(notice?.title).toBe('Paused: at 0:12.3.');
  });

  it('waits for the first error, and finds none where nothing fails', () => {
    const rig = new Rig({ ...base(), durationMs: 15_000 });
    rig.watch();
    untilStore.trigger.arm({ condition: { kind: 'error', part: ANY } });
    rig.play('max');
    rig.settle();
    expect([rig.run.status.isAtEnd, untilStore.getSnapshot().context.found]).toEqual([true, null]);
    expect(firstMet({ kind: 'error', part: ANY }, rig.run.samples, 0)).toBeNull();
  });

  it('says what it waits for, remembers figures, and survives damaged ones', () => {
    const name = (id: string): string => id;
    expect(conditionText({ kind: 'p99', part: ANY, overMs: 1500 }, name)).toBe('p99 of any client over 1,500 ms');
    expect(foundText({ kind: 'queue', part: 'a', over: 3 }, 4, name)).toBe('4 requests wait.');
    expect([readFigures('{"p99Ms":7,"queue":"x"}'), readFigures('{')]).toEqual([
      { p99Ms: 7, queue: 100, momentMs: 30_000 },
      { p99Ms: 500, queue: 100, momentMs: 30_000 },
    ]);
    const parts = [usualPart('queue', null, ['a', 'b']), usualPart('p99', 'b', ['a', 'b']), usualPart('error', 'z', ['a'])];
    expect(parts).toEqual(['a', 'b', ANY]);
  });
});

describe('steps', () => {
  it('one request: exactly one more has ended, and one event less has ended none', () => {
    const rig = new Rig(base());
    const ended = (): number => (rig.run.node('shoppers')?.completed ?? 0) + (rig.run.node('shoppers')?.failed ?? 0);
    rig.controls.step(5_000_000);
    rig.settle();
    const before = ended();
    const ends: StepEnd[] = [];
    stepRequest(rig.run, rig.controls, 'shoppers', (end) => ends.push(end));
    let last = before;
    let jumps = 0;
    rig.run.subscribe('parts', () => {
      if (ended() !== last) jumps++;
      last = ended();
    });
    rig.settle();
    expect([ends, ended() - before, jumps, rig.run.status.isPlaying]).toEqual([['ended'], 1, 1, false]);
  });

  it('gives up at the end of the run, and when it is interrupted', () => {
    const rig = new Rig({ ...base(), durationMs: 1_000 });
    rig.controls.seek(1_000_000);
    rig.settle();
    const ends: StepEnd[] = [];
    stepRequest(rig.run, rig.controls, 'shoppers', (end) => ends.push(end));
    rig.settle();
    expect(ends).toEqual(['run-over']);
    stepRequest(rig.run, rig.controls, 'shoppers', (end) => ends.push(end))();
    expect(ends).toEqual(['run-over', 'interrupted']);
  });

  it('goes back to where the last step began', () => {
    const trail = new StepTrail();
    for (const atUs of [10, 20, 20, 30]) trail.push(atUs);
    expect([trail.pop(35), trail.pop(30), trail.pop(20), trail.pop(10)]).toEqual([30, 20, 10, null]);
  });
});

describe('the run before a change', () => {
  function observed(rig: Rig): { readonly runs: FormerRuns; scenario: Scenario; look(): ReturnType<FormerRuns['observe']> } {
    const state = {
      runs: new FormerRuns(),
      scenario: rig.scenario,
      look(): ReturnType<FormerRuns['observe']> {
        const { status, samples: log, transitions } = rig.run;
        const { atUs, isPlaying, isSeeking } = status;
        return state.runs.observe({ log, transitions, atUs, isPlaying, isSeeking, scenario: state.scenario });
      },
    };
    return state;
  }
  const guarded = (scenario: Scenario): Scenario => withPolicy(scenario, 'stock', 'timeout', { timeoutMs: 100 });

  it('is kept when one goes back and changes something', () => {
    const rig = new Rig({ ...base(), durationMs: 40_000 });
    const page = observed(rig);
    const found: unknown[] = [];
    const look = (): void => void found.push(page.look());
    rig.run.subscribe('samples', look);
    rig.run.subscribe('status', look);
    rig.controls.step(30_000_000);
    rig.settle();
    const old = rig.run.samples;
    rig.controls.seek(10_000_000);
    rig.settle();
    expect(found.every((one) => one === null)).toBe(true);
    expect(rig.run.samples).not.toBe(old);
    page.scenario = guarded(rig.scenario);
    expect(page.look()).toMatchObject({ samples: old, fromUs: 10_000_000 });
    expect(page.look()).toBeNull();
  });

  it('is not kept when only the looks change, or when nothing was ahead', () => {
    const rig = new Rig({ ...base(), durationMs: 40_000 });
    const page = observed(rig);
    const look = (): void => void page.look();
    rig.run.subscribe('samples', look);
    rig.run.subscribe('status', look);
    rig.controls.step(20_000_000);
    rig.settle();
    page.scenario = guarded(rig.scenario);
    expect(page.look()).toBeNull();
    rig.controls.seek(5_000_000);
    rig.settle();
    page.scenario = withNode(page.scenario, 'checkout', { name: 'Till', position: { x: 1, y: 2 } });
    expect(isSameRun(page.scenario, guarded(rig.scenario))).toBe(true);
  });

  it('is kept when parts stay and a part that came in between does not look like going back', () => {
    const rig = new Rig({ ...base(), durationMs: 40_000 });
    const page = observed(rig);
    const found: unknown[] = [];
    const look = (): void => void found.push(page.look());
    rig.run.subscribe('samples', look);
    rig.run.subscribe('status', look);
    rig.controls.step(20_000_000);
    rig.settle();
    const { nodes } = rig.scenario;
    const { inventory } = nodes;
    if (!inventory) throw new Error('the base has an inventory');
    const more: Scenario = { ...rig.scenario, nodes: { ...nodes, spare: { ...inventory, name: 'Spare' } } };
    page.scenario = more;
    rig.session.hear({ type: 'update', run: 1, scenario: more });
    rig.settle();
    rig.controls.step(1_000_000);
    rig.settle();
    expect(found.every((one) => one === null)).toBe(true);
  });
});
