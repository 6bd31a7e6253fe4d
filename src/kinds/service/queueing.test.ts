/** Client and service against queueing theory (DOMAIN.md 6.4, tolerances 6.5) and against exact identities (6.2). */
import { describe, expect, it } from 'vitest';
import { ServiceModel } from './model';
import { PLAIN_OPERATIONS, type ServiceSettings } from './settings';
import type { DistributionSpec } from '@/engine/chance/distribution';
import { RunContext } from '@/engine/context';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { SECOND } from '@/domain/time';
import { ClientModel } from '@/kinds/client/model';

const PLAIN = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 5000 };
const SERVICE: ServiceSettings = {
  pods: 1,
  workers: 1,
  model: 'blocking',
  service: { kind: 'exponential', meanMs: 10 },
  queueLimit: null,
  spread: 'round-robin',
  baseMemoryMb: 64,
  memoryPerRequestKb: 64,
  memoryLimitMb: null,
  startupMs: 1000,
  ...PLAIN_OPERATIONS,
};

interface Queue {
  readonly run: Run;
  readonly client: ClientModel;
  readonly services: readonly ServiceModel[];
}

/** A client in front of services in a row, all calls without latency. */
function queue(
  perSecond: number,
  rows: readonly Partial<ServiceSettings>[],
  seed: number,
  maxRequests: number | null = null,
): Queue {
  const context = new RunContext(seed);
  const client = new ClientModel(context, 'client', { arrivals: { kind: 'poisson', perSecond }, patienceMs: null, maxRequests });
  const services = rows.map((row, i) => new ServiceModel(context, `service-${i}`, { ...SERVICE, ...row }));
  const nodes = [client, ...services];
  const wires = services.map((service, i) => new Wire(context, `wire-${i}`, nodes[i] as ClientModel, service, PLAIN));
  wires.forEach((wire, i) => {
    wire.assemble([]);
    (nodes[i] as ClientModel).out.push(wire);
  });
  client.start();
  return { run: new Run(context, nodes, wires, SECOND), client, services };
}

const waitMs = (service: ServiceModel | undefined): number => (service?.wait.mean ?? Number.NaN) / 1000;
const EXPONENTIAL: DistributionSpec = { kind: 'exponential', meanMs: 10 };
// Rows: name, arrivals per second, workers, service, waiting time in ms, four standard deviations at 100,000 customers.
const WAITS: readonly (readonly [string, number, number, DistributionSpec, number, number])[] = [
  ['M/M/1 at 0.5', 50, 1, EXPONENTIAL, 10, 0.068],
  ['M/M/1 at 0.8', 80, 1, EXPONENTIAL, 40, 0.14],
  ['M/D/1 at 0.8', 80, 1, { kind: 'constant', meanMs: 10 }, 20, 0.096],
  ['M/E2/1 at 0.8', 80, 1, { kind: 'erlang', meanMs: 10, stages: 2 }, 30, 0.11],
  ['M/H2/1 at 0.8', 80, 1, { kind: 'hyperexponential', fastMs: 5, slowMs: 55, slowShare: 0.1 }, 130, 0.27],
  ['M/bimodal/1 at 0.8', 80, 1, { kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0.02 }, 265, 0.34],
  ['M/M/10 at 0.8', 400, 10, { kind: 'exponential', meanMs: 20 }, 4.0918, 0.22],
];

describe('waiting times', () => {
  for (const seed of [1, 2, 3]) {
    it.each(WAITS)(`%s, seed ${seed}`, (_name, perSecond, workers, service, expected, tolerance) => {
      const { run, services } = queue(perSecond, [{ workers, service }], seed, 100_000);
      run.advance((110_000 / perSecond) * SECOND);
      expect(run.stopped).toBeNull();
      expect(Math.abs(waitMs(services[0]) / expected - 1)).toBeLessThan(tolerance);
    });
  }
});

describe('loss', () => {
  it.each([
    [150, 19, 0.3334, 0.04],
    [80, 9, 0.023493, 0.19],
  ] as const)('M/M/1/K with %d/s and %d places', (perSecond, queueLimit, share, tolerance) => {
    const { run, services } = queue(perSecond, [{ queueLimit }], 1, 100_000);
    run.advance((110_000 / perSecond) * SECOND);
    const { failed, arrived } = (services[0] as ServiceModel).tally;
    expect(Math.abs(failed / arrived / share - 1)).toBeLessThan(tolerance);
  });

  it('Erlang B does not depend on the distribution: 10 workers, 8 erlangs', () => {
    for (const service of [EXPONENTIAL, { kind: 'constant', meanMs: 10 }] as const) {
      const { run, services } = queue(800, [{ workers: 10, queueLimit: 0, service }], 1, 100_000);
      run.advance(130 * SECOND);
      const { failed, arrived } = (services[0] as ServiceModel).tally;
      expect(Math.abs(failed / arrived / 0.121661 - 1)).toBeLessThan(0.064);
    }
  });
});

describe('paths', () => {
  it('a tandem of three takes 32.5 ms (Jackson), and Little holds exactly on a run that ends empty', () => {
    const rows = [2, 5, 1000 / 150].map((meanMs) => ({
      model: 'async' as const,
      service: { kind: 'exponential' as const, meanMs },
    }));
    const { run, client, services } = queue(100, rows, 1, 100_000);
    run.advance(1_200 * SECOND);
    expect(client.tally.completed).toBe(100_000);
    expect(Math.abs(client.tally.latency.mean / 32_500 - 1)).toBeLessThan(0.05);
    for (const service of services) expect(service.waiting.integral(run.nowUs)).toBe(service.wait.sum);
  });

  it('is the same run in one stride, in many and event by event', () => {
    const whole = queue(90, [{}], 7);
    whole.run.advance(60 * SECOND);
    const strides = queue(90, [{}], 7);
    for (let at = 1; at <= 60_000; at += 7) strides.run.advance(at * 1000);
    strides.run.advance(60 * SECOND);
    const steps = queue(90, [{}], 7);
    while (steps.run.step(60 * SECOND)) expect(steps.run.stopped).toBeNull();
    const digits = [whole, strides, steps].map(({ run }) => run.fingerprint.hex());
    expect(new Set(digits).size).toBe(1);
  });

  it('loses everything a pod holds when memory runs out, and starts it again after 10 s and 20 s', () => {
    const pods = [{ memoryPerRequestKb: 1000, memoryLimitMb: 100, startupMs: 500 }];
    const { run, client, services } = queue(1000, pods, 1);
    run.advance(40 * SECOND);
    const crashes = run.context.transitions.filter(({ to }) => to === 'crashLoopBackOff').map(({ atUs }) => atUs);
    const back = run.context.transitions.filter(({ to }) => to === 'running').map(({ atUs }) => atUs);
    expect(back.map((atUs, i) => atUs - (crashes[i] ?? 0))).toEqual([10_500_000, 20_500_000]);
    expect(client.tally.reasons()['out-of-memory']).toBeGreaterThan(100);
    expect(services[0]?.tally.inFlight).toBe(services[0]?.holding());
    expect(run.stopped).toBeNull();
  });

  it('stops cleanly at a limit and names the part', () => {
    const context = new RunContext(1);
    const client = new ClientModel(context, 'client', {
      arrivals: { kind: 'constant', perSecond: 100_000 },
      patienceMs: null,
      maxRequests: null,
    });
    const service = new ServiceModel(context, 'slow', { ...SERVICE, service: { kind: 'constant', meanMs: 1000 } });
    const wire = new Wire(context, 'wire', client, service, PLAIN);
    wire.assemble([]);
    client.out.push(wire);
    client.start();
    const run = new Run(context, [client, service], [wire], SECOND, null, { events: 1e9, inFlight: 5000, perInstant: 1e6 });
    expect(run.advance(10 * SECOND)).toBe(false);
    expect(run.stopped).toMatchObject({ limit: 'in flight' });
    expect(client.tally.inFlight).toBe(5001);
  });
});
