/**
 * Our health machine and our turns beside HAProxy. A server that answers by a script asks HAProxy what it thinks before each
 * answer, and our machine gets the very results that were given. Recorded words run always, live ones where HAProxy is installed.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Balance, checkAll, type Patient, picksOf, resultOf, type Seen } from './test-haproxy';
import { endAll, found } from './test-programs';
import { Call } from '@/engine/call';
import { RandomStream } from '@/engine/chance/random-stream';
import { RunContext } from '@/engine/context';
import { Endpoint } from '@/engine/endpoints';
import { HealthCheck } from '@/machines/health-check/health-check';
import type { HealthCheckParams } from '@/machines/health-check/params';
import { HEALTH_PRESETS } from '@/machines/health-check/presets';
import { RoundRobin } from '@/policies/balancing/algorithms/round-robin';
import { Weighing } from '@/policies/balancing/algorithms/weighing';
import { numbers } from '@/policies/rate-limit/test-script';

const PRESET = HEALTH_PRESETS.haproxy.params;

/** Our words after each of the results. */
function wordsAfter(answers: readonly Answer[], other: Partial<HealthCheckParams> = {}): readonly string[] {
  const check = new HealthCheck({ ...PRESET, ...other }, new RunContext(1).clock, () => undefined);
  return answers.map((answer) => {
    check.result(resultOf(answer));
    return check.words();
  });
}

/** What a row of results and words becomes when only the verdict is looked at: `3:DOWN` is a turn at the third check. */
function turns(words: readonly string[]): readonly string[] {
  const verdicts = words.map((word) => word.split(' ')[0] ?? '');
  return verdicts.flatMap((verdict, i) => (verdict === (verdicts[i - 1] ?? 'UP') ? [] : [`${i + 1}:${verdict}`]));
}

/** Orders of HAProxy 2.6.12 with weights. */
const RECORDED_TURNS = [
  ['roundrobin', [5, 1, 1], '1112113'],
  ['roundrobin', [3, 2, 1], '121312'],
  ['static-rr', [3, 2, 1], '112123'],
] as const;

/** Our picks; `RoundRobin` takes smooth weighted turns where weights differ. */
function ourPicks(weights: readonly number[], count: number): readonly number[] {
  const list = weights.map((weight, i) => {
    const endpoint = new Endpoint(i + 1, 0);
    endpoint.weight = weight;
    return endpoint;
  });
  const picker = new RoundRobin({ stream: new RandomStream(1, 'test', 'turns'), weighing: new Weighing({ nowUs: 0 }) });
  const call = new Call();
  return Array.from({ length: count }, () => picker.pick(list, call).address);
}

const sumOf = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

/** How often each server was picked in each turn of as many picks as the weights sum up to. */
function sharesPerTurn(picks: readonly number[], weights: readonly number[]): readonly (readonly number[])[] {
  const length = sumOf(weights);
  const rounds = Array.from({ length: Math.floor(picks.length / length) }, (_, i) => picks.slice(i * length, (i + 1) * length));
  return rounds.map((round) => weights.map((_, i) => round.filter((pick) => pick === i + 1).length));
}

describe('HAProxy 2.6.12 as recorded', () => {
  it('says the words of our preset after a first success', () => {
    const answers: readonly Answer[] = [200, 503, 503, 503, 200, 200, 503, 200, 503, 503, 503, 503, 200, 200, 302, 'hangs-up'];
    const said = 'UP|UP 2/3|UP 1/3|DOWN|DOWN 1/2|UP|UP 2/3|UP|UP 2/3|UP 1/3|DOWN|DOWN|DOWN 1/2|UP|UP|UP 2/3'.split('|');
    expect(wordsAfter(answers)).toEqual(said);
  });

  it('has an order of its own for weights, in which every turn gives each server its weight, as ours does', () => {
    for (const [, weights, recorded] of RECORDED_TURNS) {
      const picks = recorded.split('').map(Number);
      const own = ourPicks(weights, picks.length);
      expect(own).not.toEqual(picks);
      expect(sharesPerTurn(picks, weights)).toEqual([weights]);
      expect(sharesPerTurn(own, weights)).toEqual([weights]);
    }
  });
});

const CHECKS = 60;
const SIZES = [
  [3, 2],
  [1, 1],
  [2, 3],
  [5, 4],
  [1, 3],
  [4, 1],
] as const;
const GOOD: readonly Answer[] = [200, 204, 301, 302, 399];
const BAD: readonly Answer[] = [400, 404, 429, 500, 503, 'hangs-up'];

/** A drawn script in runs of good and bad, so that thresholds are met and missed; a few checks get no answer at all. */
function drawnScript(seed: number, first: Answer): readonly Answer[] {
  const draw = numbers(seed);
  const script: Answer[] = [first];
  while (script.length < CHECKS) {
    const from = draw(2) === 0 ? GOOD : BAD;
    for (let left = 1 + draw(6); left > 0; left--) script.push(from[draw(from.length)] ?? 200);
  }
  for (let silent = 0; silent < 3; silent++) script[5 + draw(CHECKS - 10)] = 'silent';
  return script.slice(0, CHECKS);
}

interface Sized extends Patient {
  readonly fallsAfter: number;
  readonly risesAfter: number;
}

const PATIENTS: readonly Sized[] = SIZES.flatMap(([fallsAfter, risesAfter], size) =>
  ([200, 503] as const).map((first) => ({
    name: `fall${fallsAfter}-rise${risesAfter}-first${first}`,
    options: `inter 20ms fall ${fallsAfter} rise ${risesAfter}`,
    script: drawnScript(size * 17 + first, first),
    fallsAfter,
    risesAfter,
  })),
);

const INTERVALS_MS = { steady: 400, turning: 150, down: 250 } as const;
const SLOW: Answer = { okAfterMs: 220 };
/** Also three sizes of interval: `inter` while all is well, `fastinter` between two verdicts, `downinter` while down. */
const CLOCKED: Patient = {
  name: 'clocked',
  options: `inter ${INTERVALS_MS.steady}ms fastinter ${INTERVALS_MS.turning}ms downinter ${INTERVALS_MS.down}ms fall 3 rise 2`,
  script: [200, 200, SLOW, SLOW, 503, 200, 503, 503, 503, 503, 503, 200, 503, 503, 200, 200, 200, SLOW, 200, 500, 500, 200],
};

/** Milliseconds from the answer to the next check, as our words after that answer let expect. */
function intervalMs(words: string): number {
  if (words === 'UP') return INTERVALS_MS.steady;
  return words === 'DOWN' ? INTERVALS_MS.down : INTERVALS_MS.turning;
}

describe.each(found('haproxy'))('checks beside HAProxy %s', () => {
  let all: ReadonlyMap<string, readonly Seen[]> = new Map();
  beforeAll(async () => {
    all = await checkAll([...PATIENTS, CLOCKED]);
  });
  afterAll(endAll);

  /** HAProxy's words after each result. */
  const theirs = (name: string): readonly string[] => (all.get(name) ?? []).slice(1).map(({ before }) => before);

  it.each(PATIENTS)('$name: the same words after every one of the results', ({ name, script, fallsAfter, risesAfter }) => {
    // HAProxy begins one failure from DOWN, so that its first result decides alone, as the first of Consul does.
    const firstResultDecides = script[0] === 200 ? PRESET.firstResultDecides : 'any';
    const own = wordsAfter(script, { fallsAfter, risesAfter, firstResultDecides });
    expect(theirs(name)).toEqual(own);
    expect(turns(theirs(name))).toEqual(turns(own));
    expect(turns(own).length).toBeGreaterThan(2);
  });

  it('begins one failure from DOWN, which the words say before any result', () => {
    const before = PATIENTS.map(({ name, fallsAfter }) => [all.get(name)?.[0]?.before, fallsAfter] as const);
    for (const [words, fallsAfter] of before) expect(words).toBe(fallsAfter === 1 ? 'UP' : `UP 1/${fallsAfter}`);
  });

  it('waits for inter, fastinter or downinter as our machine stands, and counts from the end of a check', () => {
    const seen = all.get(CLOCKED.name) ?? [];
    const words = wordsAfter(CLOCKED.script);
    expect(theirs(CLOCKED.name)).toEqual(words);
    const late = seen.slice(1).map(({ gapMs }, i) => {
      const { answer, tookMs } = seen[i] as Seen;
      const slowMs = typeof answer === 'object' ? answer.okAfterMs : 0;
      return gapMs - tookMs - slowMs - intervalMs(words[i] ?? '');
    });
    // HAProxy looks at its clock once a turn of its loop, which may be a few milliseconds old on a busy machine.
    expect(Math.min(...late)).toBeGreaterThan(-20);
    const middle = late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)];
    expect(middle).toBeLessThan(90);
    expect(new Set(words.map(intervalMs))).toEqual(new Set(Object.values(INTERVALS_MS)));
  });
});

const EVEN = [[1, 1], [1, 1, 1], [4, 4, 4], [1, 1, 1, 1, 1], [9, 9, 9, 9, 9, 9, 9]] as const;
const UNEVEN = [[5, 1, 1], [1, 1, 5], [3, 2, 1], [4, 3], [7, 2, 1], [10, 1], [5, 4, 3, 2, 1], [1, 5, 1], [13, 7, 5, 3]] as const;
const ALGORITHMS = ['roundrobin', 'static-rr'] as const;
const WAYS: readonly Balance[] = ALGORITHMS.flatMap((algorithm) =>
  [...EVEN, ...UNEVEN].map((weights) => ({ algorithm, weights })),
);
const TURNS = 3;

describe.each(found('haproxy'))('balancing beside HAProxy %s', () => {
  const picks = new Map<string, readonly number[]>();
  const named = ({ algorithm, weights }: Balance): string => `${algorithm} ${weights.join('/')}`;
  const theirs = (algorithm: Balance['algorithm'], weights: readonly number[]): readonly number[] =>
    picks.get(named({ algorithm, weights })) ?? [];

  beforeAll(async () => {
    const all = await picksOf(WAYS, ({ weights }) => TURNS * sumOf(weights));
    for (const [i, way] of WAYS.entries()) picks.set(named(way), all[i] ?? []);
  });
  afterAll(endAll);

  it.each(ALGORITHMS)('%s: with equal weights the same order as ours', (algorithm) => {
    for (const weights of EVEN) expect(theirs(algorithm, weights)).toEqual(ourPicks(weights, TURNS * sumOf(weights)));
  });

  it.each(ALGORITHMS)('%s: with weights an order of its own, but the same shares in every turn', (algorithm) => {
    for (const weights of UNEVEN) {
      const own = ourPicks(weights, TURNS * sumOf(weights));
      const each = Array.from({ length: TURNS }, () => [...weights]);
      expect(sharesPerTurn(theirs(algorithm, weights), weights)).toEqual(each);
      expect(sharesPerTurn(own, weights)).toEqual(each);
      expect(theirs(algorithm, weights)).not.toEqual(own);
    }
  });

  it.each(RECORDED_TURNS)('%s of %j is %s, as recorded', (algorithm, weights, recorded) => {
    expect(theirs(algorithm, weights).slice(0, recorded.length).join('')).toBe(recorded);
  });
});
