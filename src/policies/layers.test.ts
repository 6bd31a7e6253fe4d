/**
 * Policies that come, go and change while calls are under way: whatever happens, nothing is lost or counted twice, and when
 * arrivals stop everything is given back.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BulkheadLayer } from './bulkhead/model';
import { BreakerLayer } from './circuit-breaker/model';
import { FallbackLayer } from './fallback/model';
import { RetryLayer } from './retry/model';
import { TimeoutLayer } from './timeout/model';
import { reasonCode } from '@/domain/reasons';
import { MS, SECOND } from '@/domain/time';
import { Call } from '@/engine/call';
import { RunContext } from '@/engine/context';
import type { PolicyLayer } from '@/engine/policy-layer';
import { Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import type { ClientSettings } from '@/kinds/client/settings';
import { ServiceModel } from '@/kinds/service/model';
import { PLAIN_OPERATIONS, type ServiceSettings } from '@/kinds/service/settings';
import { BREAKER_PRESETS, type BreakerPresetId } from '@/machines/circuit-breaker/presets';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
const RUNS = isDeep ? 3000 : 150;
const POLICIES = ['fallback', 'retry', 'breaker', 'timeout', 'bulkhead'] as const;
const PRESETS = Object.keys(BREAKER_PRESETS) as BreakerPresetId[];

const SEEDS = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const PAUSES = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 3, maxLength: 25 });

type Rng = (below: number) => number;

const timeoutOf = (context: RunContext, part: string, afterMs: number, work: 'orphaned' | 'cancelled'): TimeoutLayer =>
  new TimeoutLayer(context, part, { afterMs, work }, reasonCode('timeout'));

/** A policy of one of the five sorts with settings drawn at random, in the order in which wires carry them. */
function draw(context: RunContext, part: string, sort: number, rng: Rng): PolicyLayer {
  switch (POLICIES[sort]) {
    case 'fallback':
      return new FallbackLayer(context, part, { answerMs: rng(3) * 5 });
    case 'retry':
      return new RetryLayer(context, part, {
        maxAttempts: 1 + rng(4),
        backoff: { baseMs: rng(30), factor: 1 + rng(3), capMs: 200 },
        jitter: (['none', 'full', 'equal', 'decorrelated'] as const)[rng(4)] ?? 'none',
        budget: rng(2) === 0 ? null : { share: 0.2, minimum: rng(3) },
      });
    case 'breaker': {
      const { params } = BREAKER_PRESETS[PRESETS[rng(PRESETS.length)] ?? 'course'];
      return new BreakerLayer(context, part, {
        ...params,
        minimumCalls: Math.min(params.minimumCalls, 5),
        openMs: [50 + rng(200)],
      });
    }
    case 'timeout':
      return timeoutOf(context, part, 10 + rng(80), rng(2) === 0 ? 'orphaned' : 'cancelled');
    default:
      return new BulkheadLayer(context, part, { maxConcurrent: 1 + rng(20) });
  }
}

const NET = [
  { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 30 },
  { latencyMs: 2, jitterMs: 0, connectTimeoutMs: 30 },
  { latencyMs: 3, jitterMs: 3, connectTimeoutMs: 0 },
] as const;
const EFFECTS = [
  { kind: 'slow', value: 120 },
  { kind: 'errors', value: 0.6 },
  { kind: 'hang', value: 0 },
  { kind: 'crash', value: 0 },
  { kind: 'partition', value: 0 },
] as const;
const serviceSettings = (rng: Rng): ServiceSettings => ({
  pods: 1 + rng(3),
  workers: 1 + rng(6),
  model: rng(2) === 0 ? 'blocking' : 'async',
  service: { kind: 'exponential', meanMs: 1 + rng(15) },
  queueLimit: rng(3) === 0 ? rng(10) : null,
  spread: (['round-robin', 'random', 'least-busy'] as const)[rng(3)] ?? 'random',
  baseMemoryMb: 1 + rng(3),
  memoryPerRequestKb: 100.1,
  memoryLimitMb: rng(4) === 0 ? 6 : null,
  startupMs: rng(300),
  ...PLAIN_OPERATIONS,
});
const clientSettings = (rng: Rng): ClientSettings => ({
  arrivals:
    rng(4) === 0
      ? { kind: 'closed', users: 1 + rng(40), think: { kind: 'exponential', meanMs: 20 } }
      : { kind: 'poisson', perSecond: 50 + rng(900) },
  patienceMs: rng(2) === 0 ? null : 5 + rng(100),
  maxRequests: 600,
});

/** One world: a client before two services in a row, each wire with policies of its own. */
class World {
  readonly context: RunContext;
  readonly client: ClientModel;
  readonly services: readonly ServiceModel[];
  readonly wires: readonly Wire[];
  readonly stacks: Map<number, PolicyLayer>[] = [new Map(), new Map()];
  readonly run: Run;
  private readonly active: (() => void)[] = [];

  constructor(
    seed: number,
    private readonly rng: Rng,
  ) {
    this.context = new RunContext(seed);
    this.client = new ClientModel(this.context, 'client', clientSettings(rng));
    this.services = [0, 1].map((i) => new ServiceModel(this.context, `service-${i}`, serviceSettings(rng)));
    const nodes = [this.client, ...this.services];
    this.wires = this.services.map((service, i) => {
      const source = nodes[i] as ClientModel;
      return new Wire(this.context, `wire-${i}`, source, service, NET[rng(3)] ?? NET[0]);
    });
    this.wires.forEach((wire, i) => {
      POLICIES.forEach((_, sort) => {
        if (rng(2) === 0) this.stacks[i]?.set(sort, draw(this.context, wire.id, sort, rng));
      });
      this.assemble(i);
      (nodes[i] as ClientModel).out.push(wire);
    });
    this.run = new Run(this.context, nodes, this.wires, 50 * MS);
    for (const node of nodes) node.start();
  }

  /** Something changes now. */
  change(): void {
    const { rng } = this;
    const at = rng(2);
    const wire = this.wires[at] as Wire;
    const stack = this.stacks[at] as Map<number, PolicyLayer>;
    const sort = rng(POLICIES.length);
    const layer = stack.get(sort);
    switch (rng(7)) {
      case 0:
      case 1:
        if (layer) layer.isOn = !layer.isOn;
        else {
          stack.set(sort, draw(this.context, wire.id, sort, rng));
          this.assemble(at);
        }
        break;
      case 2:
        this.services[at]?.configure(serviceSettings(rng));
        break;
      case 3:
        this.client.configure({ ...clientSettings(rng), maxRequests: 600 });
        break;
      case 4:
        wire.transport.configure(NET[rng(3)] ?? NET[0]);
        break;
      case 5:
        this.afflict(at);
        break;
      default:
        this.active.shift()?.();
    }
  }

  /** Arrivals stop, faults end, and time passes until nothing is left to do. */
  end(): void {
    for (const relieve of this.active.splice(0)) relieve();
    this.client.configure({ arrivals: { kind: 'constant', perSecond: 0 }, patienceMs: null, maxRequests: 0 });
    this.run.advance(this.run.nowUs + 40 * SECOND);
  }

  private afflict(at: number): void {
    const effect = EFFECTS[this.rng(EFFECTS.length)] ?? EFFECTS[0];
    const victim = effect.kind === 'partition' ? this.wires[at]?.transport : this.services[at];
    victim?.afflict(effect);
    this.active.push(() => victim?.relieve(effect));
  }

  private assemble(at: number): void {
    const wire = this.wires[at] as Wire;
    const stack = this.stacks[at] as Map<number, PolicyLayer>;
    const layers = [...stack.entries()].sort(([a], [b]) => a - b).map(([, layer]) => layer);
    wire.assemble([...wire.source.ownLayers(wire.id), ...layers]);
  }
}

/** Every call that the pool lends again is as a new one: no policy has left anything in it. */
function expectClean({ pool }: RunContext): void {
  const path = { deliver: () => undefined, dropped: () => undefined, withdraw: () => undefined };
  const traces = ({ holder, abandonedBy, parent, child, ...call }: Call): unknown => [
    holder,
    abandonedBy,
    parent,
    child,
    call.isWithdrawn,
    call.isWithdrawalUnderway,
    call.isSpent,
    call.booking,
    call.stage,
    call.step,
    call.timeoutTicket,
    call.patienceTicket,
    call.permit,
    call.hasBulkheadPermit,
    call.isRetryable,
    call.retries,
    call.reason,
  ];
  const clean = traces(new Call());
  for (let left = pool.peak; left > 0; left--) expect(traces(pool.take(path))).toEqual(clean);
}

describe('policies that come, go and change while calls are under way', () => {
  it(`lose nothing and give everything back, in ${RUNS} runs in which every policy acts`, () => {
    const acted = { refused: 0, retried: 0, expired: 0, rescued: 0, gaveUp: 0, drawn: new Set<number>(), opened: 0 };
    fc.assert(
      fc.property(SEEDS, PAUSES, (seed, pauses) => {
        const stream = new RunContext(seed).stream('test', 'changes');
        const world = new World(seed, (below) => stream.below(below));
        const { run, client, services, stacks } = world;
        for (const pauseMs of pauses) {
          run.advance(run.nowUs + pauseMs * MS);
          world.change();
          run.check();
        }
        world.end();
        expect(run.stopped).toBeNull();
        expect(run.context.pool.live).toBe(0);
        expectClean(run.context);
        for (const node of [client, ...services]) {
          expect([node.holding(), node.tally.inFlight, node.waiting.value, node.busy.value, node.memoryKb.held]).toEqual([
            0, 0, 0, 0, 0,
          ]);
        }
        for (const stack of stacks) {
          for (const [sort, layer] of stack) {
            acted.drawn.add(sort);
            expect(layer instanceof BulkheadLayer ? layer.inUse : layer instanceof RetryLayer ? layer.active : 0).toBe(0);
            for (const count of ['refused', 'retried', 'expired', 'rescued'] as const) acted[count] += layer[count];
          }
        }
        acted.gaveUp += client.tally.reasons()['gave-up'] ?? 0;
        acted.opened += run.context.transitions.filter(({ to }) => to === 'open').length;
      }),
      { numRuns: RUNS, seed: 20260729 },
    );
    expect(acted.drawn.size).toBe(POLICIES.length);
    const { refused, retried, expired, rescued, gaveUp, opened } = acted;
    for (const count of [refused, retried, expired, rescued, gaveUp, opened]) expect(count).toBeGreaterThan(RUNS);
  }, 600_000);
});

describe('patience of a client', () => {
  const slow: ServiceSettings = {
    pods: 1,
    workers: 100,
    model: 'blocking',
    service: { kind: 'constant', meanMs: 50 },
    queueLimit: null,
    spread: 'round-robin',
    baseMemoryMb: 64,
    memoryPerRequestKb: 64,
    memoryLimitMb: null,
    startupMs: 1000,
    ...PLAIN_OPERATIONS,
  };
  const arrivals = { kind: 'constant', perSecond: 100 } as const;
  const client = (patienceMs: number | null): ClientSettings => ({ arrivals, patienceMs, maxRequests: 1000 });

  function world(patienceMs: number | null, policies: (context: RunContext) => PolicyLayer[] = () => []) {
    const context = new RunContext(1);
    const users = new ClientModel(context, 'client', client(patienceMs));
    const service = new ServiceModel(context, 'service', slow);
    const wire = new Wire(context, 'wire', users, service, { latencyMs: 1, jitterMs: 0, connectTimeoutMs: 1000 });
    wire.assemble([...users.ownLayers('wire'), ...policies(context)]);
    users.out.push(wire);
    const run = new Run(context, [users, service], [wire], SECOND);
    users.start();
    return { context, users, service, run };
  }

  it('ends a request after its time as gave-up, and the work goes on', () => {
    const { users, service, run, context } = world(20);
    run.advance(60 * SECOND);
    expect(users.tally.reasons()).toEqual({ 'gave-up': 1000 });
    expect(users.tally.latency.max).toBe(20 * MS);
    expect([service.tally.completed, context.pool.live, run.stopped]).toEqual([1000, 0, null]);
  });

  it('can be set, changed and taken away during a run; requests under way keep what they began with', () => {
    const { users, run } = world(null);
    run.advance(2 * SECOND);
    expect(users.tally.failed).toBe(0);
    users.configure(client(20));
    run.advance(4 * SECOND);
    // Those sent from 2.01 s to 3.98 s; the next two have not waited for 20 ms yet.
    expect(users.tally.failed).toBe(198);
    users.configure(client(60));
    run.advance(6 * SECOND);
    expect(users.tally.failed).toBe(200);
    users.configure(client(null));
    run.advance(60 * SECOND);
    expect([users.tally.failed, users.tally.completed]).toEqual([200, 800]);
  });

  it('cuts short a deadline below it, and a shorter deadline hands its request back in time', () => {
    const short = world(20, (context) => [timeoutOf(context, 'wire', 40, 'orphaned')]);
    short.run.advance(60 * SECOND);
    expect(short.users.tally.reasons()).toEqual({ 'gave-up': 1000 });
    const long = world(40, (context) => [timeoutOf(context, 'wire', 20, 'cancelled')]);
    long.run.advance(60 * SECOND);
    expect(long.users.tally.reasons()).toEqual({ timeout: 1000 });
    expect([short.context.pool.live, long.context.pool.live, long.service.tally.completed]).toEqual([0, 0, 0]);
  });

  it('leaves a retry below it to the end of its own try, counted once', () => {
    const layers: RetryLayer[] = [];
    const { users, service, context, run } = world(70, (made) => {
      layers.push(
        new RetryLayer(made, 'wire', {
          maxAttempts: 5,
          backoff: { baseMs: 10, factor: 1, capMs: 10 },
          jitter: 'none',
          budget: { share: 0.5, minimum: 10 },
        }),
      );
      return layers;
    });
    service.afflict({ kind: 'errors', value: 1 });
    run.advance(60 * SECOND);
    // First try until 52 ms, second from 62 ms: the user leaves at 70 ms, and the try under way is the last.
    expect(users.tally.reasons()).toEqual({ 'gave-up': 1000 });
    expect([layers[0]?.retried, layers[0]?.active, service.tally.arrived, context.pool.live]).toEqual([1000, 0, 2000, 0]);
  });
});

describe('users who think', () => {
  it('are as many as wanted, also after a change to a stream and back', () => {
    const context = new RunContext(3);
    const settings = (users: number, perSecond = 0): ClientSettings => ({
      arrivals:
        users > 0 ? { kind: 'closed', users, think: { kind: 'exponential', meanMs: 10 } } : { kind: 'poisson', perSecond },
      patienceMs: null,
      maxRequests: null,
    });
    const users = new ClientModel(context, 'client', settings(20));
    const service = new ServiceModel(context, 'service', {
      pods: 1,
      workers: 1000,
      model: 'blocking',
      service: { kind: 'exponential', meanMs: 10 },
      queueLimit: null,
      spread: 'round-robin',
      baseMemoryMb: 64,
      memoryPerRequestKb: 64,
      memoryLimitMb: null,
      startupMs: 1000,
      ...PLAIN_OPERATIONS,
    });
    const wire = new Wire(context, 'wire', users, service, { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 1000 });
    wire.assemble(users.ownLayers('wire'));
    users.out.push(wire);
    const run = new Run(context, [users, service], [wire], SECOND);
    users.start();
    const rate = (): number => {
      const before = users.tally.arrived;
      run.advance(run.nowUs + 50 * SECOND);
      return (users.tally.arrived - before) / 50;
    };
    // A user asks every 20 ms on average; four standard deviations are below 5 %.
    expect(Math.abs(rate() / 1000 - 1)).toBeLessThan(0.05);
    for (let turn = 0; turn < 5; turn++) {
      users.configure(settings(0, 500));
      run.advance(run.nowUs + 3 * MS);
      users.configure(settings(20));
      run.advance(run.nowUs + 3 * MS);
    }
    expect(Math.abs(rate() / 1000 - 1)).toBeLessThan(0.05);
    users.configure(settings(5));
    run.advance(run.nowUs + SECOND);
    expect(Math.abs(rate() / 250 - 1)).toBeLessThan(0.05);
    expect(run.stopped).toBeNull();
  });
});
