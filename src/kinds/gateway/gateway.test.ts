/** The gateway in a run: routes, limits, business logic, replicas. */
import { describe, expect, it } from 'vitest';
import { gatewayKind } from './kind';
import { GATEWAY_PRESETS } from './presets';
import type { RouteSpec } from './routes';
import { PER_USER, settingsOf, to, world } from './test-world';
import { reasonCode } from '@/domain/reasons';
import { MS, SECOND } from '@/domain/time';
import type { LimitSpec } from '@/policies/rate-limit/limit-set';

const ROUTE: RouteSpec = { id: 'a', match: 'prefix', path: '/a', beatsPatterns: false, to: [], sticky: false };

describe('routes in a run', () => {
  it('lead to their services, and a path without one ends as no-route', () => {
    const routes = [
      { id: 'a', path: '/a', to: [to('to-a')] },
      { id: 'b', match: 'exact', path: '/b', to: [to('to-b')] },
      { id: 'broken', match: 'exact', path: '/c', to: [to('nowhere')] },
    ];
    const { run, send, a, b, gateway } = world({ routes });
    const sent = ['/a', '/a/1', '/ab', '/b', '/b/1', '/c'].map((path) => send({ path }));
    run.advance(SECOND);
    const none = reasonCode('no-route');
    expect(sent.map(({ reason }) => reason)).toEqual([0, 0, none, 0, none, none]);
    expect([a.tally.completed, b.tally.completed, gateway.tally.reasons()]).toEqual([2, 1, { 'no-route': 3 }]);
    expect(run.stopped).toBeNull();
  });

  it('without any, everything goes to the first wire; a change of routes takes effect at once', () => {
    const { run, gateway, a, b, client } = world({}, { perSecond: 100 });
    run.advance(SECOND - 5 * MS);
    gateway.configure(settingsOf({ routes: [{ id: 'all', path: '/', to: [to('to-b')] }] }));
    run.advance(2 * SECOND - 5 * MS);
    expect([a.tally.arrived, b.tally.arrived, client.tally.failed]).toEqual([99, 100, 0]);
  });

  it('sticky: 10 % of the users, each always on one side', () => {
    const routes = [{ id: 'checkout', path: '/', to: [to('to-a', 90), to('to-b', 10)], sticky: true }];
    const { run, send, b } = world({ routes, workers: 10_000 });
    const seen: number[] = [];
    for (let user = 1; user <= 1000; user++) {
      const before = b.tally.arrived;
      for (let i = 0; i < 3; i++) send({ user });
      run.advance(run.nowUs + 20 * MS);
      seen.push(b.tally.arrived - before);
    }
    expect(new Set(seen)).toEqual(new Set([0, 3]));
    const share = seen.filter((n) => n === 3).length / 1000;
    // Four standard deviations at 1,000 users.
    expect(Math.abs(share - 0.1)).toBeLessThan(0.038);
  });
});

describe('limits', () => {
  const limits = (store: object, spec: Partial<LimitSpec> = {}) => ({ specs: [{ ...PER_USER, ...spec }], store });

  it('refuse exactly what is above them', () => {
    // 5 pass in each aligned second; the first arrival is at 50 ms, so that 19 come in the first second.
    const { run, client, gateway } = world({ replicas: 1, limits: limits({ kind: 'local' }) }, { perSecond: 20 });
    run.advance(10 * SECOND - 1);
    expect([client.tally.arrived, client.tally.completed, gateway.tally.reasons()]).toEqual([199, 50, { 'rate-limited': 149 }]);
  });

  it('hand Retry-After to the caller', () => {
    const { run, send } = world({ replicas: 1, limits: limits({ kind: 'local' }) });
    run.advance(250 * MS);
    const sent = Array.from({ length: 6 }, () => send({ user: 1 }));
    run.advance(400 * MS);
    expect(sent.map(({ reason }) => reason)).toEqual([0, 0, 0, 0, 0, reasonCode('rate-limited')]);
    expect(sent.map(({ retryAfterMs }) => retryAfterMs)).toEqual([0, 0, 0, 0, 0, 750]);
  });

  it.each([
    ['local', { kind: 'local' }, 30],
    ['local-share', { kind: 'local-share' }, 10],
    ['shared', { kind: 'shared', rttMs: 1 }, 10],
  ] as const)('with counters %s, three replicas admit %j: %d', (_name, store, admitted) => {
    const { run, client } = world({ replicas: 3, limits: limits(store, { limit: 10 }) }, { perSecond: 1000, maxRequests: 90 });
    run.advance(900 * MS);
    expect([client.tally.completed, client.tally.failed]).toEqual([admitted, 90 - admitted]);
  });

  it('a silent store lets all pass after 20 ms, or none', () => {
    for (const onOutage of ['allow', 'refuse'] as const) {
      const { run, client, gateway } = world({ limits: limits({ kind: 'shared', onOutage }) }, { perSecond: 20 });
      gateway.afflict({ kind: 'limit-store-outage', value: 0 });
      run.advance(SECOND);
      expect(client.tally.latency.max).toBe(onOutage === 'allow' ? 30 * MS : 20 * MS);
      const reasons = client.tally.reasons();
      expect(reasons).toEqual(onOutage === 'allow' ? {} : { 'limiter-error': client.tally.failed });
      expect(client.tally.completed + client.tally.failed).toBe(19);
      gateway.relieve({ kind: 'limit-store-outage', value: 0 });
      run.advance(2 * SECOND - 1);
      expect(client.tally.reasons()['rate-limited']).toBeGreaterThan(10);
    }
  });
});

describe('business logic', () => {
  it('slows every route, and its release restarts the door of all', () => {
    const routes = [
      { id: 'a', path: '/a', to: [to('to-a')] },
      { id: 'b', path: '/b', to: [to('to-b')] },
    ];
    const spans = (part: object): number[] => {
      const { run, send } = world({ routes, replicas: 1, workers: 1, ...part });
      return ['/a', '/b'].map((path) => {
        const sent = [send({ path }), send({ path })];
        const startUs = run.nowUs;
        while (sent.some(({ reason }) => reason < 0)) run.step(10 * SECOND);
        const span = run.nowUs - startUs;
        run.advance(run.nowUs + SECOND);
        return span;
      });
    };
    expect(spans({})).toEqual([10 * MS, 10 * MS]);
    expect(spans({ logging: { costMs: 0.2 } })).toEqual([10.4 * MS, 10.4 * MS]);
    expect(spans({ businessLogic: { costMs: { kind: 'constant', meanMs: 50 } } })).toEqual([110 * MS, 110 * MS]);
  });

  it('a restart takes each replica in turn: one replica is away, two keep serving', () => {
    const reasons = [1, 2].map((replicas) => {
      const { run, client, gateway } = world({ replicas }, { perSecond: 100 });
      run.advance(SECOND + 5 * MS);
      gateway.afflict({ kind: 'restart', value: 500 });
      run.advance(4 * SECOND);
      expect(run.stopped).toBeNull();
      expect(gateway.pods().map(({ restarts, state }) => [restarts, state])).toEqual(Array(replicas).fill([1, 'running']));
      return client.tally.reasons();
    });
    expect(reasons[0]).toEqual({ terminated: 1, unavailable: 50 });
    expect(reasons[1]?.['unavailable']).toBeUndefined();
    expect(reasons[1]?.['terminated']).toBeLessThanOrEqual(2);
  });
});

describe('replicas', () => {
  it('one of two crashed costs what it held; all crashed is an outage of everything', () => {
    const { run, client, gateway, context } = world({ replicas: 2 }, { perSecond: 1000 });
    run.advance(SECOND);
    gateway.afflict({ kind: 'crash', value: 1 });
    run.advance(2 * SECOND);
    expect(client.tally.reasons()).toEqual({ crashed: 5 });
    expect(gateway.state).toBe('degraded');
    gateway.relieve({ kind: 'crash', value: 1 });
    gateway.afflict({ kind: 'crash', value: 0 });
    run.advance(3 * SECOND);
    gateway.configure(settingsOf({ replicas: 3 }));
    expect([gateway.state, gateway.pods().map(({ state }) => state)]).toEqual(['crashed', ['crashed', 'crashed', 'crashed']]);
    expect(client.tally.reasons()).toEqual({ crashed: 15, unavailable: 1000 });
    gateway.relieve({ kind: 'crash', value: 0 });
    const before = client.tally.failed;
    run.advance(4 * SECOND);
    expect([client.tally.failed - before, run.stopped]).toEqual([0, null]);
    expect(gateway.pods().map(({ state }) => state)).toEqual(['running', 'running', 'running']);
    expect(context.transitions.filter(({ to: mode }) => mode === 'down')).toHaveLength(3);
  });

  it('refuse above the queue limit', () => {
    const part = { replicas: 1, workers: 1, queueLimit: 2, logging: { costMs: 100 } };
    const { run, send, gateway } = world(part);
    const sent = Array.from({ length: 4 }, () => send());
    run.advance(SECOND);
    expect(sent.map(({ reason }) => reason)).toEqual([0, 0, 0, reasonCode('queue-full')]);
    expect(gateway.wait.max).toBe(200 * MS);
  });

  it('a TLS handshake is shared by the requests of a connection, and a slow fault is the least that the edge takes', () => {
    const { run, send, gateway } = world({ replicas: 1, tls: { handshakeMs: 10, requestsPerConnection: 4 } });
    const span = (): number => {
      const startUs = run.nowUs;
      const sent = send();
      while (sent.reason < 0) run.step(60 * SECOND);
      return run.nowUs - startUs;
    };
    expect(span()).toBe(12.5 * MS);
    gateway.afflict({ kind: 'slow', value: 40 });
    expect([span(), gateway.state]).toEqual([50 * MS, 'degraded']);
    gateway.relieve({ kind: 'slow', value: 40 });
    expect(span()).toBe(12.5 * MS);
  });
});

describe('settings', () => {
  it('of presets are taken by the schema', () => {
    for (const { settings } of Object.values(GATEWAY_PRESETS)) expect(settingsOf(settings)).toMatchObject(settings);
  });

  it('with bad routes are refused with a sentence', () => {
    const result = gatewayKind.schema.safeParse({ routes: [{ ...ROUTE, match: 'regex', path: '(', to: [to('x')] }] });
    expect(result.error?.issues.map(({ message }) => message)).toEqual(['The pattern of route "a" is no regular expression.']);
  });

  it('fill every group that can be switched on with values that the schema takes', () => {
    for (const field of gatewayKind.fields) {
      if (field.control !== 'group') continue;
      const part = { [field.path]: field.initial };
      expect(settingsOf(part)).toMatchObject(part);
    }
  });
});
