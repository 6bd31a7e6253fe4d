/** One check under the rules of each system (DOMAIN.md 2.1, 2.4 to 2.6, 2.8). */
import { describe, expect, it } from 'vitest';
import { describeHealthCheck } from './describe';
import { HealthCheck } from './health-check';
import type { Verdict } from './health-check.machine';
import type { CheckResult, HealthCheckParams } from './params';
import { HEALTH_PRESETS } from './presets';
import { RunContext } from '@/engine/context';

const SILENCE: CheckResult = { kind: 'timeout' };
const REFUSED: CheckResult = { kind: 'refused' };
const answer = (status: number): CheckResult => ({ kind: 'answer', status });

function make(params: HealthCheckParams) {
  const changes: [Verdict, Verdict, string][] = [];
  const check = new HealthCheck(params, new RunContext(1).clock, (...change) => changes.push(change));
  const after = (...results: CheckResult[]): Verdict => {
    for (const result of results) check.result(result);
    return check.verdict;
  };
  return { check, changes, after };
}

const params = (name: keyof typeof HEALTH_PRESETS): HealthCheckParams => HEALTH_PRESETS[name].params;

describe('Kubernetes', () => {
  it('begins without traffic (readiness), alive (liveness), undecided (startup)', () => {
    const begins = (['readiness', 'liveness', 'startup'] as const).map((name) => make(params(`kubernetes-${name}`)).check.verdict);
    expect(begins).toEqual(['critical', 'passing', 'unknown']);
  });

  it('needs one success and three failures in a row, and names the figures', () => {
    const { after, changes } = make(params('kubernetes-readiness'));
    expect(after(answer(200))).toBe('passing');
    expect(after(answer(503), SILENCE)).toBe('passing');
    expect(after(answer(200), REFUSED, REFUSED)).toBe('passing');
    expect(after(REFUSED)).toBe('critical');
    expect(changes).toEqual([
      ['critical', 'passing', 'status 200'],
      ['passing', 'critical', 'connection refused, 3 times in a row'],
    ]);
  });

  it.each([
    [199, 'unknown'],
    [200, 'passing'],
    [399, 'passing'],
    [400, 'unknown'],
  ] as const)('status %d', (status, verdict) => {
    expect(make(params('kubernetes-startup')).after(answer(status))).toBe(verdict);
  });
});

describe('Consul', () => {
  it.each([
    [200, 'passing'],
    [299, 'passing'],
    [302, 'critical'],
    [429, 'warning'],
    [503, 'critical'],
  ] as const)('status %d at once means %s', (status, verdict) => {
    expect(make({ ...params('consul-http'), initial: 'unknown' }).after(answer(status))).toBe(verdict);
  });

  it('takes the first result at once, the later ones when the counter says so', () => {
    const { after } = make({ ...params('consul-http'), risesAfter: 3, fallsAfter: 2 });
    expect(after(answer(200))).toBe('passing');
    expect(after(answer(500))).toBe('passing');
    expect(after(answer(500))).toBe('critical');
    expect(after(answer(200), answer(200))).toBe('critical');
    expect(after(answer(200))).toBe('passing');
  });
});

describe('Envoy', () => {
  it('believes the first success alone, later ones by two', () => {
    const { after } = make(params('envoy'));
    expect(after(answer(200))).toBe('passing');
    expect(after(answer(503))).toBe('critical');
    expect(after(answer(200))).toBe('critical');
    expect(after(answer(200))).toBe('passing');
  });

  it('takes a wrong answer for final, silence and refusals only three in a row', () => {
    const { after } = make(params('envoy'));
    expect(after(answer(200), SILENCE, REFUSED)).toBe('passing');
    expect(after(SILENCE)).toBe('critical');
    expect(make(params('envoy')).after(answer(200), answer(204))).toBe('critical');
  });

  it('does not believe a success at once that is not the first result', () => {
    expect(make(params('envoy')).after(SILENCE, answer(200))).toBe('critical');
  });
});

describe('HAProxy', () => {
  it('says UP, UP 2/3, UP 1/3, DOWN, DOWN 1/2, UP', () => {
    const { check } = make(params('haproxy'));
    const said = [check.words()];
    for (const result of [answer(200), REFUSED, REFUSED, REFUSED, answer(200), answer(302)]) {
      check.result(result);
      said.push(check.words());
    }
    expect(said).toEqual(['UP', 'UP', 'UP 2/3', 'UP 1/3', 'DOWN', 'DOWN 1/2', 'UP']);
  });
});

describe('a check', () => {
  it('goes on counting under new parameters', () => {
    const { check, after } = make(params('kubernetes-liveness'));
    expect(after(SILENCE, SILENCE)).toBe('passing');
    check.configure({ ...params('kubernetes-liveness'), fallsAfter: 4 });
    expect([after(SILENCE), check.inARow]).toEqual(['passing', 3]);
    expect(after(SILENCE)).toBe('critical');
  });

  it('has the defaults of the real systems', () => {
    const figures = Object.entries(HEALTH_PRESETS).map(([id, { periodMs, timeoutMs, countsFrom, params: { fallsAfter, risesAfter } }]) => [
      id,
      periodMs,
      timeoutMs,
      countsFrom,
      fallsAfter,
      risesAfter,
    ]);
    expect(figures).toEqual([
      ['kubernetes-readiness', 10_000, 1000, 'start', 3, 1],
      ['kubernetes-liveness', 10_000, 1000, 'start', 3, 1],
      ['kubernetes-startup', 10_000, 1000, 'start', 3, 1],
      ['course-liveness', 5000, 1000, 'start', 3, 1],
      ['consul-http', 10_000, 10_000, 'finish', 1, 1],
      ['envoy', 5000, 1000, 'start', 3, 2],
      ['haproxy', 2000, 2000, 'finish', 3, 2],
    ]);
  });

  it('is drawn with the figures of its setting, without what cannot happen under it', () => {
    const drawn = describeHealthCheck(params('kubernetes-readiness'));
    expect([drawn.initial, ...drawn.states.map(({ id }) => id)]).toEqual(['critical', 'passing', 'critical']);
    expect(drawn.transitions).toEqual([
      { from: 'passing', to: 'critical', label: '3 failures in a row' },
      { from: 'critical', to: 'passing', label: 'a success' },
    ]);
    const consul = describeHealthCheck(params('consul-http'));
    expect(consul.states.map(({ label }) => label)).toEqual(['PASSING', 'WARNING', 'CRITICAL']);
    expect(consul.transitions).toHaveLength(6);
    expect(describeHealthCheck(params('kubernetes-startup')).states.map(({ id }) => id)).toEqual(['unknown', 'passing', 'critical']);
  });
});
