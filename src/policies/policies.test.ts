/** Policies on a wire, each with the figures it must reach, and the whole story of exercise 3. */
import { describe, expect, it } from 'vitest';
import { BulkheadLayer } from './bulkhead/model';
import { BreakerLayer } from './circuit-breaker/model';
import { FallbackLayer } from './fallback/model';
import { RetryLayer, type RetrySettings } from './retry/model';
import { TimeoutLayer } from './timeout/model';
import { reasonCode } from '@/domain/reasons';
import { SECOND } from '@/domain/time';
import { RunContext } from '@/engine/context';
import type { Layer } from '@/engine/layer';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import type { ArrivalSpec } from '@/kinds/client/settings';
import { ServiceModel } from '@/kinds/service/model';
import { PLAIN_OPERATIONS, type ServiceSettings } from '@/kinds/service/settings';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';

const NET = { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 5000 };
const SERVICE: ServiceSettings = {
  pods: 1,
  workers: 100,
  model: 'blocking',
  service: { kind: 'constant', meanMs: 20 },
  queueLimit: null,
  spread: 'round-robin',
  baseMemoryMb: 64,
  memoryPerRequestKb: 64,
  memoryLimitMb: null,
  startupMs: 1000,
  ...PLAIN_OPERATIONS,
};
type Layers = (context: RunContext) => readonly Layer[];

interface World {
  readonly run: Run;
  readonly client: ClientModel;
  readonly services: readonly ServiceModel[];
  readonly wires: readonly Wire[];
  readonly layers: readonly Layer[];
}

/** A client before services in a row; the last wire carries the layers. */
function world(
  arrivals: ArrivalSpec,
  rows: readonly Partial<ServiceSettings>[],
  layers: Layers,
  maxRequests: number | null = null,
): World {
  const context = new RunContext(1);
  const client = new ClientModel(context, 'client', { arrivals, patienceMs: null, maxRequests });
  const services = rows.map((row, i) => new ServiceModel(context, `service-${i}`, { ...SERVICE, ...row }));
  const nodes = [client, ...services];
  const made = layers(context);
  const wires = services.map((service, i) => new Wire(context, `wire-${i}`, nodes[i] as ClientModel, service, NET));
  wires.forEach((wire, i) => {
    wire.assemble(i === wires.length - 1 ? made : []);
    (nodes[i] as ClientModel).out.push(wire);
  });
  client.start();
  return { run: new Run(context, nodes, wires, SECOND), client, services, wires, layers: made };
}

const at = (perSecond: number): ArrivalSpec => ({ kind: 'constant', perSecond });
const timeout = (context: RunContext, afterMs: number, work: 'orphaned' | 'cancelled'): TimeoutLayer =>
  new TimeoutLayer(context, 'wire', { afterMs, work }, reasonCode('timeout'));

describe('timeout', () => {
  it.each([
    ['orphaned', 100],
    ['cancelled', 0],
  ] as const)('%s work: the callee finishes %d of 100', (work, finished) => {
    const { run, client, services } = world(
      at(10),
      [{ service: { kind: 'constant', meanMs: 500 } }],
      (context) => [timeout(context, 100, work)],
      100,
    );
    run.advance(60 * SECOND);
    expect(client.tally.reasons()).toEqual({ timeout: 100 });
    expect(client.tally.latency.max).toBe(100_000);
    expect(services[0]?.tally.completed).toBe(finished);
    expect([run.stopped, run.context.pool.live, services[0]?.holding()]).toEqual([null, 0, 0]);
  });

  it('an answer at exactly the deadline is late, one microsecond earlier is not', () => {
    for (const [afterMs, failed] of [
      [22, 10],
      [22.001, 0],
    ] as const) {
      const { run, client } = world(at(10), [{}], (context) => [timeout(context, afterMs, 'orphaned')], 10);
      run.advance(5 * SECOND);
      expect([client.tally.failed, run.context.pool.live]).toEqual([failed, 0]);
    }
  });
});

const RETRY: RetrySettings = { maxAttempts: 3, backoff: { baseMs: 50, factor: 2, capMs: 1000 }, jitter: 'full', budget: null };

describe('retry', () => {
  it('makes 1.75 tries at 50 % errors and succeeds in 87.5 %', () => {
    const { run, client, services, layers } = world(
      at(1000),
      [{}],
      (context) => [new RetryLayer(context, 'wire', RETRY)],
      20_000,
    );
    services[0]?.afflict({ kind: 'errors', value: 0.5 });
    run.advance(60 * SECOND);
    expect(Math.abs((layers[0] as RetryLayer).retried / 20_000 - 0.75)).toBeLessThan(0.025);
    expect(Math.abs(client.tally.completed / 20_000 - 0.875)).toBeLessThan(0.01);
    expect(run.context.pool.live).toBe(0);
  });

  it('stays below 1.2 times the load with a budget of 20 % when everything fails', () => {
    const settings = { ...RETRY, budget: { share: 0.2, minimum: 3 } };
    const { run, services, layers } = world(at(1000), [{}], (context) => [new RetryLayer(context, 'wire', settings)], 20_000);
    services[0]?.afflict({ kind: 'errors', value: 1 });
    run.advance(60 * SECOND);
    const { retried, overBudget } = layers[0] as RetryLayer;
    expect(retried).toBeGreaterThan(1000);
    expect(retried / 20_000).toBeLessThan(0.2 * 2);
    expect(overBudget).toBeGreaterThan(10_000);
  });

  it('gives everything back when a deadline above cuts it short', () => {
    for (const work of ['orphaned', 'cancelled'] as const) {
      const { run, client, services } = world(
        at(100),
        [{}],
        (context) => [timeout(context, 60, work), new RetryLayer(context, 'wire', RETRY)],
        1000,
      );
      services[0]?.afflict({ kind: 'errors', value: 1 });
      run.advance(60 * SECOND);
      expect([client.tally.failed, run.context.pool.live, services[0]?.holding()]).toEqual([1000, 0, 0]);
    }
  });
});

describe('bulkhead', () => {
  it('loses what Erlang B says: 10 permits, 8 erlangs', () => {
    const service = { kind: 'exponential', meanMs: 20 } as const;
    const arrivals = { kind: 'poisson', perSecond: 8 / 0.022 } as const;
    const { run, layers } = world(
      arrivals,
      [{ service }],
      (context) => [new BulkheadLayer(context, 'wire', { maxConcurrent: 10 })],
      100_000,
    );
    run.advance(400 * SECOND);
    const { refused, inUse } = layers[0] as BulkheadLayer;
    // Each call holds its permit for the service time and both ways: 20 + 2 ms.
    expect(Math.abs(refused / 100_000 / 0.121661 - 1)).toBeLessThan(0.064);
    expect(inUse).toBe(0);
  });
});

describe('the story of exercise 3', () => {
  const ROWS = [{ service: { kind: 'constant', meanMs: 2 }, memoryLimitMb: 770, workers: 100 }, { workers: 200 }] as const;
  const story = (layers: Layers): World => {
    const made = world({ kind: 'poisson', perSecond: 366.7 }, ROWS, layers);
    made.run.advance(20 * SECOND);
    expect(made.services[0]?.waiting.value).toBeLessThan(5);
    made.services[1]?.afflict({ kind: 'slow', value: 500 });
    made.run.advance(80 * SECOND);
    return made;
  };

  it('queues about 10,000 requests within 60 s and then runs out of memory', () => {
    const { run, services } = story(() => []);
    expect(services[0]?.waiting.value).toBeGreaterThan(9500);
    expect(services[0]?.waiting.value).toBeLessThan(10_500);
    run.advance(120 * SECOND);
    expect(run.context.transitions[0]).toMatchObject({ where: 'service-0', to: 'crashLoopBackOff' });
  });

  it('with breaker and fallback the queue stays flat and nothing crashes', () => {
    const { run, client, services } = story((context) => [
      new FallbackLayer(context, 'wire', { answerMs: 1 }),
      new BreakerLayer(context, 'wire', BREAKER_PRESETS.course.params),
    ]);
    run.advance(120 * SECOND);
    expect(services[0]?.waiting.max).toBeLessThan(500);
    expect(run.context.transitions.map(({ to }) => to)).toContain('open');
    expect(run.context.transitions.map(({ to }) => to)).not.toContain('crashLoopBackOff');
    expect(client.tally.failed).toBe(0);
    expect(run.stopped).toBeNull();
  });
});
