/** What a control plane does and what happens while it does not: signatures, pushes, new pods. */
import { describe, expect, it } from 'vitest';
import { control, finish, fileOf, pair, planeOf, proxy, service, SHORT, sidecarOf, users, call } from '../sidecar/test-mesh';
import { ControlPlaneModel } from './model';
import { CONTROL_PLANE_PRESETS } from './presets';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Simulation } from '@/simulation/simulation';

const fault = (kind: string, atMs: number, durationMs: number | null, target = 'plane') => ({ kind, target, atMs, durationMs, value: 0 });
const expiries = (simulation: Simulation): number =>
  simulation.parts.context.transitions.filter(({ to, machine }) => to === 'expired' && machine.startsWith('certificate')).length;

describe('the authority', () => {
  it('renews every certificate at half of its life, and no call notices', () => {
    const simulation = finish(pair({ nodes: { order: service({ pods: 5 }), pay: service({ pods: 5 }) }, durationMs: 300_000 }));
    // 10 pods, once in 10 s, for 300 s.
    const { signatures, refused } = planeOf(simulation).controlFigures;
    expect(Math.abs(signatures - 300)).toBeLessThanOrEqual(10);
    expect([refused, expiries(simulation), simulation.report().totals.failed]).toEqual([0, 0, 0]);
  });

  it('has a burst to bear from pods that started together, and none from pods of all ages', () => {
    const peak = (firstCertificates: string): number => {
      const authority = { ...SHORT, ttlMs: 60_000, jitterRatio: 0, firstCertificates };
      const nodes = { order: service({ pods: 40 }), pay: service({ pods: 40 }), plane: control({ authority }) };
      return planeOf(finish(pair({ nodes, durationMs: 100_000 }))).controlFigures.peakPerSecond;
    };
    expect(peak('together')).toBe(80);
    expect(peak('spread')).toBeLessThan(12);
  });

  it('refuses what finds no room in its line; those come again', () => {
    const line = { signingMs: 500, signsAtOnce: 1, maxQueue: 5 };
    const authority = { ...SHORT, ttlMs: 60_000, jitterRatio: 0, firstCertificates: 'together', ...line };
    const nodes = { order: service({ pods: 20 }), plane: control({ authority }) };
    const simulation = finish(pair({ nodes, durationMs: 60_000 }));
    const { signatures, refused } = planeOf(simulation).controlFigures;
    expect([signatures, expiries(simulation)]).toEqual([21, 0]);
    expect(refused).toBeGreaterThan(14);
    expect(simulation.report().nodes['plane']?.queue.max).toBe(5);
  });

  it('may be away for less than half a life', () => {
    const away = (durationMs: number): readonly [expired: number, failed: number] => {
      const nodes = { 'order-proxy': proxy('order', { maxConnectionMs: 100 }) };
      const simulation = finish(pair({ nodes, durationMs: 90_000, faults: [fault('ca-outage', 30_000, durationMs)] }));
      return [expiries(simulation), simulation.report().edges['out']?.failedBy['handshake-failed'] ?? 0];
    };
    expect(away(7000)).toEqual([0, 0]);
    const [expired, failed] = away(25_000);
    expect(expired).toBe(2);
    expect(failed).toBeGreaterThan(500);
  });

  it('once gone for good leaves no pod with a certificate, and standing connections alone go on', () => {
    const nodes = { 'order-proxy': proxy('order', { maxConnectionMs: 3_600_000 }) };
    const simulation = finish(pair({ nodes, durationMs: 90_000, faults: [fault('ca-outage', 10_000, null)] }));
    expect(sidecarOf(simulation, 'pay-proxy').sidecarFigures.certificates).toMatchObject({ valid: 0, expired: 1 });
    expect(simulation.report().totals.failed).toBe(0);
  });
});

describe('configuration', () => {
  it('that is wrong breaks every call a while after the push, and heals a while after the next', () => {
    const plane = control({ push: { delayMs: 2000, jitterMs: 0 } });
    const { edges, transitions } = finish(pair({ nodes: { plane }, faults: [fault('wrong-config', 10_000, 20_000)] })).report();
    // 100/s for 20 s, both ends shifted by the same 2 s.
    expect(edges['out']?.failedBy).toEqual({ 'bad-config': 2000 });
    const turns = transitions.filter(({ machine, where }) => machine === 'configuration' && where === 'order-proxy');
    expect(turns.map(({ atMs, to }) => [atMs, to])).toEqual([
      [12_001, 'wrong'],
      [32_001, 'right'],
    ]);
  });

  it('waits for the control plane to come back', () => {
    const plane = control({ push: { delayMs: 1000, jitterMs: 0 } });
    const outage = fault('control-plane-outage', 5000, 30_000);
    const { edges } = finish(pair({ nodes: { plane }, faults: [outage, fault('wrong-config', 10_000, null)] })).report();
    // Told at 35 s and one second, for the last 24 s.
    expect(edges['out']?.failedBy['bad-config']).toBeGreaterThan(2390);
    expect(edges['out']?.failedBy['bad-config']).toBeLessThan(2401);
  });

  it('is sent again when the network did not carry it', () => {
    const simulation = finish(pair({ faults: [fault('partition', 5000, 20_000, 'to-order'), fault('wrong-config', 10_000, null)] }));
    const { pushes, failedPushes } = planeOf(simulation).controlFigures;
    expect(pushes).toBe(2);
    expect(failedPushes).toBeGreaterThanOrEqual(2);
    expect(simulation.report().edges['out']?.failedBy['bad-config']).toBeGreaterThan(2500);
  });

  it('of a sidecar reaches it by a push, not at once', () => {
    const plane = control({ push: { delayMs: 3000, jitterMs: 0 } });
    const simulation = pair({ nodes: { plane, stranger: users(10) }, edges: { raid: call('stranger', 'pay') } });
    simulation.advance(10 * SECOND);
    const { current } = simulation;
    const pay = current.nodes['pay-proxy'];
    if (!pay) throw new Error('no sidecar');
    const strict = { ...pay, settings: { ...pay.settings, mtls: 'strict' } };
    simulation.update({ ...current, nodes: { ...current.nodes, 'pay-proxy': strict } });
    simulation.advance(12.9 * SECOND);
    expect(simulation.report().edges['raid']?.failed).toBe(0);
    simulation.advance(20 * SECOND);
    expect(simulation.report().edges['raid']?.failedBy['plaintext-refused']).toBe(70);
  });
});

describe('new pods', () => {
  const scaled = (injection: string, faults: readonly object[]): Simulation => {
    const nodes = {
      pay: service({ startupMs: 100 }),
      plane: control({ injection, defaultMode: 'strict' }),
      // The users have no sidecar.
      'order-proxy': proxy('order', { maxConnectionMs: 1000, mtls: 'permissive' }),
    };
    const edges = { out: call('order', 'pay', { policies: { balancing: {} } }) };
    const simulation = pair({ nodes, edges, faults: faults.map((each) => ({ ...each })), durationMs: 60_000 });
    simulation.advance(15 * SECOND);
    const { current } = simulation;
    const pay = current.nodes['pay'];
    if (!pay) throw new Error('no service');
    simulation.update({ ...current, nodes: { ...current.nodes, pay: { ...pay, settings: { ...pay.settings, pods: 2 } } } });
    return simulation;
  };

  it('ask for their certificate and are called as soon as they have it', () => {
    const simulation = finish(scaled('fail', []));
    expect(simulation.report().edges['out']?.failed).toBe(0);
    expect(sidecarOf(simulation, 'pay-proxy').certificates()).toMatchObject([
      { pod: 1, mode: 'valid' },
      { pod: 2, mode: 'valid' },
    ]);
    const steps = simulation.parts.context.transitions.filter(({ machine }) => machine === 'certificate pod 2').slice(0, 2);
    expect(steps.map(({ from, to }) => `${from} ${to}`)).toEqual(['none requested', 'requested valid']);
  });

  it('are not created while nobody can equip them, and come as soon as somebody can', () => {
    const simulation = finish(scaled('fail', [fault('control-plane-outage', 10_000, 10_000)]));
    expect(simulation.report().edges['out']?.failed).toBe(0);
    expect(sidecarOf(simulation, 'pay-proxy').proxies).toBe(2);
    const told = simulation.parts.context.transitions.filter(({ where }) => where === 'pay');
    expect(told.map(({ atUs, machine, to }) => `${atUs / SECOND} ${machine} ${to}`)).toEqual([
      '15 new pods refused', '20 new pods admitted', '20 pod 2 starting', '20.1 pod 2 running',
    ]);
  });

  it('come without a proxy as soon as the webhook is to be ignored, in the middle of the outage', () => {
    const simulation = scaled('fail', [fault('control-plane-outage', 10_000, 10_000)]);
    simulation.advance(17 * SECOND);
    const { current } = simulation;
    const plane = current.nodes['plane'];
    if (!plane) throw new Error('no control plane');
    const settings = { ...plane.settings, injection: 'ignore' };
    simulation.update({ ...current, nodes: { ...current.nodes, plane: { ...plane, settings } } });
    finish(simulation);
    const told = simulation.parts.context.transitions.filter(({ machine }) => /^(new pods|pod 2)$/.test(machine));
    expect(told.map(({ atUs, machine, to }) => `${atUs / SECOND} ${machine} ${to}`)).toEqual([
      '15 new pods refused', '17 new pods admitted', '17 pod 2 starting', '17.1 pod 2 running',
    ]);
    expect(sidecarOf(simulation, 'pay-proxy').proxies).toBe(1);
  });

  it('run without a proxy where the webhook is ignored: whoever calls them is served, strict or not', () => {
    const simulation = finish(scaled('ignore', [fault('control-plane-outage', 10_000, 10_000)]));
    expect(simulation.report().edges['out']?.failed).toBe(0);
    const { plaintext } = sidecarOf(simulation, 'order-proxy').sidecarFigures;
    // Calls of the users, and those to the bare pod.
    expect(plaintext).toBeGreaterThan(6000 + 2000);
    expect(sidecarOf(simulation, 'pay-proxy').proxies).toBe(1);
  });
});

describe('files', () => {
  const problems = (settings: object): readonly string[] => {
    const reading = checkScenario(fileOf({ nodes: { plane: { kind: 'control-plane', settings } } }));
    return reading.ok ? [] : reading.problems.map(({ message }) => message);
  };

  it('with a rotation beyond the life of a certificate are refused with the reason', () => {
    expect(problems({ authority: { ttlMs: 3_600_000, graceRatio: 0.95, jitterRatio: 0.1 } })[0]).toContain('when it has ended');
    expect(problems({ push: { delayMs: 1, jitterMs: 2 } })[0]).toContain('lower it');
    for (const { settings } of CONTROL_PLANE_PRESETS) expect(problems(settings)).toEqual([]);
  });

  it('make a control plane', () => {
    expect(planeOf(pair({}))).toBeInstanceOf(ControlPlaneModel);
  });
});
