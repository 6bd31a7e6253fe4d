/**
 * The models that speed is measured on, built from the product's own parts as a scenario would build them. They know
 * neither Node nor the page, so that the same bundle runs in a process and in a worker of the browser.
 */
import { reasonCode } from '@/domain/reasons';
import { SECOND, type TimeUs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { DistributionSpec } from '@/engine/chance/distribution';
import { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';
import type { PolicyLayer } from '@/engine/policy-layer';
import { Run } from '@/engine/run';
import { Trace } from '@/engine/trace';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import { ServiceModel } from '@/kinds/service/model';
import { PLAIN_OPERATIONS, type ServiceSettings } from '@/kinds/service/settings';
import { plainKeeper, xstateKeeper } from '@/machines/circuit-breaker/mode-keeper';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';
import { BreakerLayer } from '@/policies/circuit-breaker/model';
import { RetryLayer } from '@/policies/retry/model';
import { TimeoutLayer } from '@/policies/timeout/model';

/** Names of the models. `story` is the fuller engine: latencies, time-outs, retries, breakers, errors and outages. */
export type ModelName = 'mm1' | 'chain' | 'chainL' | 'story';

/** One measured run. */
export interface ModelTask {
  readonly model: ModelName;
  readonly requests: number;
  readonly hasMetrics?: boolean;
  readonly isTraced?: boolean;
  readonly hasTimeouts?: boolean;
  /** Who keeps the mode of the story's breakers. */
  readonly keeper?: 'xstate' | 'plain';
  /** An outage of 0.1 s twice in every second, so that the breakers of the story flap. */
  readonly isFlapping?: boolean;
  /** Runs before the one that is measured, in the same process: what the code does once it is compiled. */
  readonly warmUps?: number;
}

/** What a run did; two runs with equal results have equal texts of it. */
export interface ModelOutcome {
  readonly events: number;
  readonly fingerprint: string;
  readonly completed: number;
  readonly failed: number;
  readonly meanMs: number;
  readonly expired: number;
  readonly transitions: number;
  readonly stopped: string | null;
}

/** A model that is ready to run. */
export interface BuiltModel {
  readonly run: Run;
  readonly client: ClientModel;
  readonly policies: readonly PolicyLayer[];
}

const SEED = 1;
const NO_LATENCY = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 5000 };
const NET = { latencyMs: 0.5, jitterMs: 0, connectTimeoutMs: 5000 };
const exponential = (meanMs: number): DistributionSpec => ({ kind: 'exponential', meanMs });

const SERVICE: ServiceSettings = {
  pods: 1,
  workers: 1,
  model: 'async',
  service: exponential(1),
  queueLimit: null,
  spread: 'round-robin',
  baseMemoryMb: 64,
  memoryPerRequestKb: 64,
  memoryLimitMb: null,
  startupMs: 1000,
  ...PLAIN_OPERATIONS,
};

/** Sizes of the two chains: the same load factors, 1 and 20 requests per millisecond. */
const CHAINS = {
  chain: { perSecond: 1000, gateway: 8, workers: 4, timeoutMs: 100 },
  chainL: { perSecond: 20_000, gateway: 160, workers: 80, timeoutMs: 1000 },
} as const;

/** Puts parts in a row behind a client; `policies` stand on the wires in the same order. */
function assemble(
  context: RunContext,
  client: ClientModel,
  services: readonly ServiceModel[],
  policies: readonly (readonly PolicyLayer[])[],
  net = NO_LATENCY,
): BuiltModel {
  const nodes: NodeModel[] = [client, ...services];
  const wires = services.map((service, i) => {
    const source = nodes[i] as NodeModel;
    const wire = new Wire(context, `wire-${i}`, source, service, net, i);
    for (const policy of policies[i] ?? []) policy.wireNumber = i;
    wire.assemble([...source.ownLayers(wire.id), ...(policies[i] ?? [])]);
    source.out.push(wire);
    return wire;
  });
  const run = new Run(context, nodes, wires, SECOND);
  for (const node of nodes) node.start();
  return { run, client, policies: policies.flat() };
}

function clientOf(context: RunContext, perSecond: number, requests: number): ClientModel {
  return new ClientModel(context, 'client', {
    arrivals: { kind: 'poisson', perSecond },
    patienceMs: null,
    maxRequests: requests,
  });
}

function buildChain(context: RunContext, task: ModelTask, size: (typeof CHAINS)['chain' | 'chainL']): BuiltModel {
  const { model, requests, hasTimeouts = true } = task;
  const gateway = new ServiceModel(context, 'gateway', { ...SERVICE, workers: size.gateway, service: exponential(5.6) });
  const service = new ServiceModel(context, 'service', { ...SERVICE, pods: 3, workers: size.workers, service: exponential(9) });
  const timeout = new TimeoutLayer(
    context,
    `${model}-wire`,
    { afterMs: size.timeoutMs, work: 'orphaned' },
    reasonCode('timeout'),
  );
  return assemble(context, clientOf(context, size.perSecond, requests), [gateway, service], [hasTimeouts ? [timeout] : []]);
}

/** Begins and ends outages of a service at fixed moments. */
class Outages implements Target {
  readonly tag = 1;

  constructor(
    private readonly context: RunContext,
    private readonly victim: ServiceModel,
    private readonly everyUs: TimeUs,
  ) {
    this.book(everyUs, 0);
  }

  handle(kind: number): void {
    const effect = { kind: 'errors', value: 1 };
    if (kind === 0) this.victim.afflict(effect);
    else this.victim.relieve(effect);
    this.book(kind === 0 ? 100_000 : this.everyUs - 100_000, 1 - kind);
  }

  private book(inUs: TimeUs, kind: number): void {
    const { agenda } = this.context;
    agenda.book(agenda.nowUs + inUs, Phase.change, this, kind, null);
  }
}

function buildStory(context: RunContext, { requests, keeper = 'xstate', isFlapping = false }: ModelTask): BuiltModel {
  const makeKeeper = keeper === 'xstate' ? xstateKeeper : plainKeeper;
  const params = { ...BREAKER_PRESETS.course.params, openMs: [isFlapping ? 100 : 1000] };
  const gateway = new ServiceModel(context, 'gateway', { ...SERVICE, workers: 200, service: exponential(5.6) });
  const middle = new ServiceModel(context, 'middle', { ...SERVICE, workers: 200, service: exponential(2) });
  const service = new ServiceModel(context, 'service', { ...SERVICE, pods: 3, workers: 100, service: exponential(9) });
  service.afflict({ kind: 'errors', value: 0.01 });
  const retry = new RetryLayer(context, 'wire-0', {
    maxAttempts: 3,
    backoff: { baseMs: 20, factor: 2, capMs: 1000 },
    jitter: 'full',
    budget: { share: 0.2, minimum: 3 },
  });
  const timeouts = [0, 1, 2].map(
    (i) => new TimeoutLayer(context, `wire-${i}`, { afterMs: 1000, work: 'orphaned' }, reasonCode('timeout')),
  );
  const breakers = [0, 1, 2].map((i) => new BreakerLayer(context, `wire-${i}`, params, makeKeeper));
  const stacks = timeouts.map((timeout, i) => [breakers[i] as BreakerLayer, timeout]);
  const built = assemble(
    context,
    clientOf(context, 20_000, requests),
    [gateway, middle, service],
    stacks.map((stack, i) => (i === 0 ? [retry, ...stack] : stack)),
    NET,
  );
  new Outages(context, service, isFlapping ? SECOND / 2 : 5 * SECOND);
  return built;
}

/** Builds a model; building is not part of what is measured. */
export function buildModel(task: ModelTask): BuiltModel {
  const context = new RunContext(SEED, { hasMetrics: task.hasMetrics ?? true });
  if (task.isTraced) context.trace = new Trace(3);
  if (task.model === 'story') return buildStory(context, task);
  if (task.model !== 'mm1') return buildChain(context, task, CHAINS[task.model]);
  return assemble(context, clientOf(context, 800, task.requests), [new ServiceModel(context, 'server', SERVICE)], []);
}

/** Runs a model until its last request has been answered and nothing is under way. */
export function runModel({ run, client, policies }: BuiltModel, requests: number): ModelOutcome {
  const { context } = run;
  while (run.stopped === null && (client.tally.arrived < requests || context.pool.live > 0)) {
    run.advance(run.nowUs + 10 * SECOND);
    context.trace?.take();
  }
  return {
    events: run.events,
    fingerprint: run.fingerprint.hex(),
    completed: client.tally.completed,
    failed: client.tally.failed,
    meanMs: client.tally.latency.mean / 1000,
    expired: policies.reduce((sum, { expired }) => sum + expired, 0),
    transitions: context.transitions.length,
    stopped: run.stopped === null ? null : `${run.stopped.limit}, ${run.stopped.where}`,
  };
}

/** Builds and runs; `clock` reads milliseconds. */
export function measure(task: ModelTask, clock: () => number): ModelOutcome & { readonly ms: number } {
  for (let i = 0; i < (task.warmUps ?? 0); i++) runModel(buildModel(task), task.requests);
  const built = buildModel(task);
  const start = clock();
  const outcome = runModel(built, task.requests);
  return { ...outcome, ms: clock() - start };
}
