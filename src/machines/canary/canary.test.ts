/** Rollouts check by check, against Flagger's scheduler.go and Argo's analysis.go as DOMAIN.md 5.4 quotes them. */
import { describe, expect, it } from 'vitest';
import type { CanaryVerdict } from './analysis';
import { Canary } from './canary';
import { canaryMachine } from './canary.machine';
import { describeCanary } from './describe';
import { type CanaryParams, failuresToRollBack } from './params';
import { CANARY_PRESETS } from './presets';
import { SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';

const flagger: CanaryParams = CANARY_PRESETS.flagger.params;
const argo: CanaryParams = CANARY_PRESETS.argo.params;
const INTERVAL_S = 60;

const VERDICTS: Readonly<Record<string, CanaryVerdict>> = { '+': 'passed', '-': 'failed', '?': 'undecided', '.': 'no-data' };
const ENDS = { promoting: 'promoting', paused: 'paused', succeeded: 'succeeded', rolledBack: 'rolled back' } as const;

/** A rollout and the sentences that it says. Checks are due every 60 s after the start. */
function play(params: CanaryParams, checks: string) {
  const context = new RunContext(1);
  const said: string[] = [];
  const canary = new Canary(params, context.clock, (from, to, why) => said.push(`${from} > ${to}: ${why}`));
  canary.start();
  const course = [cell(canary)];
  Array.from(checks, (sign, i) => {
    context.agenda.nowUs = (i + 1) * INTERVAL_S * SECOND;
    canary.check({ verdict: VERDICTS[sign] ?? 'no-data', finding: `check ${i + 1}` });
    course.push(cell(canary));
  });
  return { course: course.join(' '), said, canary, context };
}

/** The share in a step; the mode with its share otherwise. */
function cell({ mode, percent }: Canary): string {
  return mode === 'progressing' ? String(percent) : `${ENDS[mode as keyof typeof ENDS]}:${percent}`;
}

describe('Flagger, tick by tick', () => {
  it.each([
    // threshold, checks, course
    [1, '+++x', '5 25 100 promoting:100 succeeded:100'],
    // The rollback comes one tick after the check that brought it about, even if the version does well by then.
    [1, '-+', '5 5 rolled back:0'],
    [1, '+-+', '5 25 25 rolled back:0'],
    [2, '---', '5 5 5 rolled back:0'],
    [5, '------', '5 5 5 5 5 5 rolled back:0'],
    // Failed checks add up, and halt the step.
    [2, '-+-+', '5 5 25 25 rolled back:0'],
    [3, '-+-++x', '5 5 25 25 100 promoting:100 succeeded:100'],
    // No traffic is a failed check; too little is none, but nothing goes on.
    [1, '.+', '5 5 rolled back:0'],
    [1, '???+++x', '5 5 5 5 25 100 promoting:100 succeeded:100'],
    // Flagger reads a threshold of 0 as 1.
    [0, '-+', '5 5 rolled back:0'],
  ])('threshold %d, checks %s: %s', (threshold, checks, course) => {
    expect(play({ ...flagger, threshold, deadlineMs: null }, checks).course).toBe(course);
  });

  it.each([
    [10, 50],
    [20, 100],
    [5, 100],
    [50, 50],
  ])('promotes after interval × (max weight / step weight): steps of %d up to %d', (step, max) => {
    const stepWeights = Array.from({ length: max / step }, (_, i) => (i + 1) * step);
    const { canary, context } = play({ ...flagger, stepWeights }, '+'.repeat(max / step));
    expect([canary.mode, canary.percent]).toEqual(['promoting', max]);
    expect(context.agenda.nowUs).toBe(INTERVAL_S * (max / step) * SECOND);
    canary.check({ verdict: 'failed', finding: '' });
    expect([canary.mode, canary.percent]).toEqual(['succeeded', 100]);
  });

  it.each([1, 2, 5, 10])('rolls back at the (threshold + 1)-th tick from the first bad one, threshold %d', (threshold) => {
    const { canary, context } = play({ ...flagger, threshold, deadlineMs: null }, '-'.repeat(threshold));
    expect(canary.mode).toBe('progressing');
    context.agenda.nowUs += INTERVAL_S * SECOND;
    canary.check({ verdict: 'passed', finding: '' });
    expect(canary.mode).toBe('rolledBack');
    // The documentation says interval × threshold; the first bad tick is one interval after the start.
    expect(context.agenda.nowUs / SECOND).toBe(INTERVAL_S * (threshold + 1));
  });

  it('gives up when no step began for longer than the deadline', () => {
    const params = { ...flagger, deadlineMs: 180_000 };
    expect(play(params, '????').course).toBe('5 5 5 5 rolled back:0');
    expect(play(params, '??+????').course).toBe('5 5 5 25 25 25 25 rolled back:0');
    expect(play(params, '????').said.at(-1)).toBe('progressing > rolledBack: no new step for 240 s');
  });
});

describe('Argo Rollouts, measurement by measurement', () => {
  it.each([
    // failureLimit, inconclusiveLimit, checks, course
    [0, 0, '+++', '5 25 100 succeeded:100'],
    [0, 0, '-', '5 rolled back:0'],
    [0, 0, '+-', '5 25 rolled back:0'],
    // "Three such measurements", says the documentation; it takes four.
    [3, 0, '---', '5 25 100 succeeded:100'],
    [1, 0, '-+-', '5 25 100 rolled back:0'],
    [0, 0, '+.+', '5 25 paused:25 paused:25'],
    [0, 0, '?', '5 paused:5'],
    [0, 1, '.+.', '5 25 100 paused:100'],
    [0, 9, '...', '5 25 100 succeeded:100'],
  ])('limits %d and %d, checks %s: %s', (threshold, inconclusiveLimit, checks, course) => {
    expect(play({ ...argo, threshold, inconclusiveLimit }, checks).course).toBe(course);
  });

  it('needs four failures to fail with a failureLimit of 3', () => {
    const long = { ...argo, threshold: 3, stepWeights: [1, 2, 3, 4, 5, 6, 7, 8] };
    expect(play(long, '---').course).toBe('1 2 3 4');
    expect(play(long, '----').course).toBe('1 2 3 4 rolled back:0');
    expect(play(long, '-+-+--').course).toBe('1 2 3 4 5 6 rolled back:0');
  });
});

describe('a rollout', () => {
  it('says why, with figures', () => {
    expect(play(flagger, '+++x').said).toEqual([
      'initialising > progressing: step 1 of 3: 5 %',
      'progressing > progressing: step 2 of 3: 25 %; check 1',
      'progressing > progressing: step 3 of 3: 100 %; check 2',
      'progressing > promoting: the last step is done; check 3',
      'promoting > succeeded: everybody gets the new version',
    ]);
    expect(play(flagger, '+-+').said.at(-1)).toBe('progressing > rolledBack: 1 failed check, the last one: check 2');
    expect(play(argo, '.').said.at(-1)).toBe('progressing > paused: 1 without a result, 0 allowed; check 1');
  });

  it('begins with nothing, and stays where it ended', () => {
    const canary = new Canary(flagger, new RunContext(1).clock);
    expect([canary.mode, canary.percent, canary.isOver]).toEqual(['initialising', 0, false]);
    for (const end of ['-+', '+++x'] as const) {
      const { canary: over } = play(flagger, end);
      const before = [over.mode, over.percent];
      over.start();
      for (const verdict of ['passed', 'failed', 'no-data'] as const) over.check({ verdict, finding: '' });
      expect([over.mode, over.percent, over.isOver]).toEqual([...before, true]);
    }
  });

  it('takes new parameters within its step', () => {
    const { canary } = play({ ...flagger, threshold: 3 }, '+-');
    canary.configure({ ...flagger, stepWeights: [10], threshold: 1 });
    expect([canary.step, canary.percent]).toEqual([0, 10]);
    canary.check({ verdict: 'passed', finding: '' });
    expect(canary.mode).toBe('rolledBack');
  });

  it.each([
    [{ stepWeights: [] }, 'stepWeights must hold a weight'],
    [{ stepWeights: [5, 5] }, 'stepWeights must rise'],
    [{ stepWeights: [0, 5] }, 'stepWeights must rise'],
    [{ stepWeights: [101] }, 'stepWeights must rise'],
    [{ intervalMs: 0 }, 'intervalMs'],
    [{ threshold: 0.5 }, 'threshold'],
    [{ inconclusiveLimit: -1 }, 'inconclusiveLimit'],
    [{ deadlineMs: 0 }, 'deadlineMs'],
  ])('refuses %j', (wrong, message) => {
    expect(() => new Canary({ ...flagger, ...wrong }, new RunContext(1).clock)).toThrow(message);
  });

  it('is drawn under its parameters, without what cannot happen under them', () => {
    const drawn = describeCanary({ ...flagger, threshold: 2 });
    expect([drawn.initial, ...drawn.states.map(({ label }) => label)]).toEqual([
      'initialising',
      'INITIALISING',
      'PROGRESSING',
      'PROMOTING',
      'SUCCEEDED',
      'ROLLED BACK',
    ]);
    expect(drawn.transitions.map(({ from, to, label }) => [from, to, label])).toEqual([
      ['initialising', 'progressing', 'first step: 5 %'],
      ['progressing', 'rolledBack', '2 failed checks, one interval later'],
      ['progressing', 'rolledBack', 'no step for 600 s'],
      ['progressing', 'promoting', 'last check good'],
      ['progressing', 'progressing', 'good check'],
      ['promoting', 'succeeded', 'after 60 s'],
    ]);
    const other = describeCanary(argo);
    expect(other.states.map(({ id }) => id)).toEqual(Object.keys(canaryMachine.root.states).filter((id) => id !== 'promoting'));
    expect(other.transitions.map(({ to }) => to)).toEqual(['progressing', 'rolledBack', 'paused', 'succeeded', 'progressing']);
  });

  it('knows the products', () => {
    expect(Object.values(CANARY_PRESETS).map(({ params }) => failuresToRollBack(params))).toEqual([1, 1]);
    expect(failuresToRollBack({ ...argo, threshold: 3 })).toBe(4);
    expect(flagger).toMatchObject({ intervalMs: 60_000, threshold: 1, deadlineMs: 600_000 });
  });
});
