/** Load balancing on a wire, before hosts that answer as they are told. */
import { describe, expect, it } from 'vitest';
import { BalancingLayer } from './model';
import { OUTLIER_PRESETS } from './outlier-settings';
import { balancingPolicy } from './policy';
import type { BalancingSettings } from './settings';
import { OK, type ReasonCode, reasonCode } from '@/domain/reasons';
import { MS, SECOND } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import { RunContext } from '@/engine/context';
import { EndpointSet, type Instance } from '@/engine/endpoints';
import { NodeModel, type NodeState, Reach } from '@/engine/node-model';
import type { PolicyLayer } from '@/engine/policy-layer';
import { Run } from '@/engine/run';
import { type TransportSettings, Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import { RetryLayer } from '@/policies/retry/model';
import { TimeoutLayer } from '@/policies/timeout/model';

const CANCELLED = reasonCode('cancelled');
const PLAIN: BalancingSettings = {
  algorithm: 'round-robin',
  choiceCount: 2,
  hashBy: 'user',
  panicPercent: 50,
  per: 'request',
  requestsPerConnection: 100,
  connections: 1,
  slowStartMs: 0,
  outlierDetection: null,
};

/** Hosts at addresses 1 to n, each with a reason of its own to answer with. */
class Hosts extends NodeModel {
  readonly told: Instance[];
  readonly served: number[] = [];
  readonly seen: number[] = [];
  readonly reasons = new Map<number, ReasonCode>();
  readonly reached = new Map<number, Reach>();
  private held = 0;

  constructor(
    context: RunContext,
    count: number,
    private readonly workMs: number,
  ) {
    super(context, 'hosts', 'hosts');
    this.told = Array.from({ length: count }, (_, i) => ({ address: i + 1, isHealthy: true, weight: 1 }));
  }

  override get state(): NodeState {
    return 'running';
  }

  override holding(): number {
    return this.held;
  }

  override reach(address: number): Reach {
    return this.reached.get(address) ?? Reach.open;
  }

  override instances(): readonly Instance[] {
    return [...this.told];
  }

  /** New news about an instance. */
  tell(at: number, news: Partial<Instance> | null): void {
    if (news === null) this.told.splice(at, 1);
    else this.told[at] = { ...(this.told[at] as Instance), ...news };
    for (const listener of this.instanceListeners) listener();
  }

  receive(call: Call): void {
    this.tally.arrived++;
    this.held++;
    this.served[call.address] = (this.served[call.address] ?? 0) + 1;
    this.seen.push(call.address);
    call.stage = 0;
    call.pod = call.address;
    const atUs = this.agenda.nowUs + this.workMs * MS;
    if (this.workMs > 0) call.booking = this.agenda.book(atUs, Phase.completion, this, 0, call);
    else this.handle(0, call);
  }

  handle(_kind: number, call: Call): void {
    call.booking = -1;
    this.held--;
    call.stage = 1;
    call.reason = this.reasons.get(call.pod) ?? OK;
    this.tally.end(call.reason, this.agenda.nowUs - call.arrivedUs);
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }

  drop(call: Call): void {
    if (call.stage === 1) return;
    this.agenda.cancel(call.booking);
    call.booking = -1;
    call.stage = 1;
    this.held--;
    this.tally.end(CANCELLED, this.agenda.nowUs - call.arrivedUs);
    call.path.dropped(call);
  }

  answered(): void {
    throw new Error('hosts ask nobody');
  }

  configure(): void {
    throw new Error('hosts have no settings');
  }
}

interface Options {
  readonly hosts: number;
  readonly own?: Partial<BalancingSettings>;
  readonly perSecond?: number;
  readonly maxRequests?: number;
  readonly workMs?: number;
  readonly patienceMs?: number;
  readonly net?: TransportSettings;
  readonly endpoints?: EndpointSet;
  readonly above?: (context: RunContext) => PolicyLayer[];
  readonly below?: (context: RunContext) => PolicyLayer[];
}

const INSTANT = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 1000 };

function world(options: Options) {
  const { perSecond = 100, maxRequests = null, workMs = 0, patienceMs = null, net = INSTANT, above, below } = options;
  const context = new RunContext(1);
  const client = new ClientModel(context, 'client', { arrivals: { kind: 'constant', perSecond }, patienceMs, maxRequests });
  const hosts = new Hosts(context, options.hosts, workMs);
  const wire = new Wire(context, 'wire', client, hosts, net);
  wire.endpoints = options.endpoints ?? null;
  const layer = new BalancingLayer(context, 'wire', { ...PLAIN, ...options.own }, wire);
  wire.assemble([...client.ownLayers('wire'), ...(above?.(context) ?? []), layer, ...(below?.(context) ?? [])]);
  client.out.push(wire);
  const run = new Run(context, [client, hosts], [wire], SECOND);
  client.start();
  /** Everything has been given back. */
  const expectRest = (): void => {
    expect([run.stopped, context.pool.live, layer.underWay, layer.fault()]).toEqual([null, 0, 0, null]);
    expect(layer.hosts.map(({ active }) => active)).toEqual(layer.hosts.map(() => 0));
  };
  return { context, client, hosts, wire, layer, run, expectRest };
}

const timeout = (work: 'orphaned' | 'cancelled', afterMs = 20) => (context: RunContext) => [
  new TimeoutLayer(context, 'wire', { afterMs, work }, reasonCode('timeout')),
];
const retry = (context: RunContext) => [
  new RetryLayer(context, 'wire', {
    maxAttempts: 3,
    backoff: { baseMs: 5, factor: 1, capMs: 5 },
    jitter: 'none',
    budget: null,
  }),
];

describe('picking', () => {
  it('goes round the instances of a platform that knows at once', () => {
    const { run, hosts, wire, expectRest } = world({ hosts: 3, maxRequests: 300 });
    run.advance(10 * SECOND);
    expect(hosts.served.slice(1)).toEqual([100, 100, 100]);
    expect(hosts.seen.slice(0, 4)).toEqual([1, 2, 3, 1]);
    expect(wire.endpoints?.list).toHaveLength(3);
    expectRest();
  });

  it('follows the list: unhealthy ones and those that left get nothing', () => {
    const { run, hosts, expectRest } = world({ hosts: 4, maxRequests: 400 });
    run.advance(2 * SECOND);
    hosts.tell(3, { isHealthy: false });
    run.advance(3 * SECOND);
    hosts.tell(0, null);
    run.advance(10 * SECOND);
    expect(hosts.served.slice(1)).toEqual([84, 133, 133, 50]);
    expectRest();
  });

  it('lets calls to a kind without addresses pass untouched', () => {
    const { run, hosts, wire, layer } = world({ hosts: 0, maxRequests: 10 });
    run.advance(SECOND);
    expect([hosts.served[0], wire.endpoints, layer.refused, wire.tally.completed]).toEqual([10, null, 0, 10]);
  });

  it('refuses when the list is empty although the target has instances', () => {
    const { run, wire, layer } = world({ hosts: 2, maxRequests: 10, endpoints: new EndpointSet() });
    run.advance(SECOND);
    expect([wire.tally.reasons(), layer.refused]).toEqual([{ 'no-endpoint': 10 }, 10]);
  });

  it('takes up a list that discovery brings later', () => {
    const { run, hosts, wire } = world({ hosts: 3, maxRequests: 200 });
    run.advance(SECOND);
    const set = new EndpointSet();
    set.update([{ address: 2, isHealthy: true, weight: 1 }], run.nowUs);
    wire.endpoints = set;
    run.advance(5 * SECOND);
    expect(hosts.served.slice(1)).toEqual([34, 133, 33]);
  });

  it.each([
    // Half of the hosts are healthy: not below 50 %.
    [50, 2, [0, 0, 50, 50]],
    [51, 2, [25, 25, 25, 25]],
    [50, 3, [25, 25, 25, 25]],
    [0, 3, [0, 0, 0, 100]],
  ])('panics below a share of %d: %d of 4 unhealthy', (panicPercent, ill, expected) => {
    const { run, hosts } = world({ hosts: 4, maxRequests: 100, own: { panicPercent } });
    for (let at = 0; at < ill; at++) hosts.tell(at, { isHealthy: false });
    run.advance(5 * SECOND);
    expect([1, 2, 3, 4].map((address) => hosts.served[address] ?? 0)).toEqual(expected);
  });

  it('never panics at 0 %: without a healthy instance calls are refused', () => {
    const { run, hosts, wire } = world({ hosts: 2, maxRequests: 10, own: { panicPercent: 0 } });
    for (const at of [0, 1]) hosts.tell(at, { isHealthy: false });
    run.advance(SECOND);
    expect(wire.tally.reasons()).toEqual({ 'no-endpoint': 10 });
  });
});

describe('per connection', () => {
  it('stays with an instance for so many requests, and uses parallel connections in turn', () => {
    const one = world({ hosts: 3, maxRequests: 12, own: { per: 'connection', requestsPerConnection: 4 } });
    one.run.advance(SECOND);
    expect(one.hosts.seen).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
    const two = world({ hosts: 3, maxRequests: 8, own: { per: 'connection', requestsPerConnection: 3, connections: 2 } });
    two.run.advance(SECOND);
    expect(two.hosts.seen).toEqual([1, 2, 1, 2, 1, 2, 3, 1]);
  });

  it('keeps to an instance that left the list until it cannot connect', () => {
    const { run, hosts, wire, expectRest } = world({ hosts: 2, maxRequests: 50, own: { per: 'connection' } });
    const complaints: number[] = [];
    run.advance(105 * MS);
    wire.endpoints?.complaints.push(({ address }) => complaints.push(address));
    hosts.tell(0, null);
    run.advance(205 * MS);
    hosts.reached.set(1, Reach.refused);
    run.advance(SECOND);
    expect(hosts.seen).toEqual([...Array<number>(20).fill(1), ...Array<number>(29).fill(2)]);
    expect([wire.tally.reasons(), complaints]).toEqual([{ 'connection-refused': 1 }, [1]]);
    expectRest();
  });
});

describe('calls under way are given back once', () => {
  const net = { latencyMs: 2, jitterMs: 0, connectTimeoutMs: 30 };
  const busy = { hosts: 3, maxRequests: 200, workMs: 40, net };

  it.each([
    ['answered', {}],
    ['after an orphaned timeout above', { above: timeout('orphaned') }],
    ['after a cancelled one above', { above: timeout('cancelled') }],
    ['after an orphaned timeout below', { below: timeout('orphaned') }],
    ['after a cancelled one below', { below: timeout('cancelled') }],
    ['after a retry of timeouts', { above: (c: RunContext) => [...retry(c), ...timeout('cancelled')(c)] }],
    ['after the client has left', { patienceMs: 10 }],
  ] as const)('%s', (_, more: Partial<Options>) => {
    const { run, hosts, layer, expectRest } = world({ ...busy, ...more });
    run.advance(500 * MS);
    expect(layer.underWay).toBeGreaterThan(0);
    expect(layer.hosts.reduce((sum, { active }) => sum + active, 0)).toBe(layer.underWay);
    hosts.tell(0, null);
    hosts.tell(1, { isHealthy: false });
    run.advance(60 * SECOND);
    expectRest();
  });

  it('when the endpoint has left the list meanwhile', () => {
    const { run, hosts, layer } = world({ ...busy, maxRequests: 2 });
    run.advance(30 * MS);
    const [first] = layer.hosts;
    expect(first?.active).toBe(1);
    hosts.tell(0, null);
    run.advance(SECOND);
    expect([first?.active, layer.underWay]).toEqual([0, 0]);
  });

  it('and tried elsewhere: a refused connection is complained about', () => {
    const { run, hosts, wire, layer, expectRest } = world({ hosts: 3, maxRequests: 90, above: retry, net });
    hosts.reached.set(2, Reach.refused);
    hosts.reached.set(3, Reach.gone);
    run.advance(5 * MS);
    const complaints = new Set<number>();
    wire.endpoints?.complaints.push(({ address }) => complaints.add(address));
    run.advance(20 * MS);
    wire.endpoints?.complaints.push(({ address }) => complaints.add(address));
    run.advance(60 * SECOND);
    expect([...complaints].toSorted((a, b) => a - b)).toEqual([2, 3]);
    expect(layer.refused).toBe(0);
    expectRest();
  });
});

describe('outlier detection', () => {
  const envoy = OUTLIER_PRESETS.envoy;

  it('ejects after 0.5 s, and is back at the first sweep when 30, 60, 90 ... 300 s are over', () => {
    const { run, hosts, layer, context } = world({ hosts: 10, own: { outlierDetection: envoy } });
    run.advance(SECOND);
    hosts.reasons.set(10, reasonCode('error'));
    run.advance(2100 * SECOND);
    const notes = context.transitions;
    expect(notes[0]).toEqual({
      atUs: 1.5 * SECOND,
      where: 'wire',
      machine: 'outlier detection',
      from: 'in rotation',
      to: 'ejected',
      why: '10.0.0.10 is out for 30 s: 5 answers in a row had a status of 500 or above',
    });
    const backs = notes.filter(({ to }) => to === 'in rotation').map(({ atUs }) => atUs / SECOND);
    expect(backs).toEqual([40, 110, 210, 340, 500, 690, 910, 1160, 1440, 1750, 2060]);
    const outs = notes.filter(({ to }) => to === 'ejected').map(({ atUs }) => atUs / SECOND);
    backs.forEach((back, i) => {
      expect((outs[i + 1] as number) - back).toBeGreaterThan(0.3);
      expect((outs[i + 1] as number) - back).toBeLessThanOrEqual(0.5);
    });
    expect(layer.ejections).toEqual({ active: 1, enforced: 12, overflow: 0 });
  });

  it('ejects nobody among nine hosts', () => {
    const { run, hosts, layer } = world({ hosts: 9, own: { outlierDetection: envoy } });
    hosts.reasons.set(1, reasonCode('error'));
    run.advance(9 * SECOND);
    expect(layer.ejections).toEqual({ active: 0, enforced: 0, overflow: 20 });
  });

  it.each([
    ['cancelled', { above: timeout('cancelled') }, 1],
    ['orphaned', { above: timeout('orphaned') }, 1],
    ['below', { below: timeout('orphaned') }, 1],
    ['patience', { patienceMs: 20 }, 0],
  ] as const)('counts timeouts as 504, but not a client that leaves: %s', (_, more: Partial<Options>, enforced) => {
    const { run, layer } = world({ hosts: 10, workMs: 50, own: { outlierDetection: envoy }, ...more });
    run.advance(5 * SECOND);
    expect(layer.ejections.enforced).toBe(enforced);
  });

  it('books sweeps only while it is on, and lets everybody back when it ends', () => {
    const off = world({ hosts: 10, maxRequests: 1 });
    off.run.advance(SECOND);
    expect(off.context.agenda.pending).toBe(0);
    const on = world({ hosts: 10, maxRequests: 100, own: { outlierDetection: envoy } });
    on.hosts.reasons.set(1, reasonCode('crashed'));
    on.run.advance(5 * SECOND);
    expect([on.context.agenda.pending, on.layer.ejections.active]).toEqual([1, 1]);
    on.layer.configure(PLAIN);
    expect(on.layer.hosts.some(({ isEjected }) => isEjected)).toBe(false);
    const { events } = on.run;
    on.run.advance(60 * SECOND);
    expect(on.run.events).toBe(events);
  });
});

describe('the contract', () => {
  const parse = (value: unknown): unknown => balancingPolicy.schema.parse(value);

  it('has the defaults of a plain round robin, and takes outlier detection by preset', () => {
    expect(balancingPolicy.resolve(parse({}))).toEqual(PLAIN);
    const istio = balancingPolicy.resolve(parse({ outlierDetection: { preset: 'istio', consecutive5xx: 7 } }));
    const outlierDetection = { ...OUTLIER_PRESETS.envoy, enforcingSuccessRate: 0, consecutive5xx: 7 };
    expect(istio).toEqual({ ...PLAIN, outlierDetection });
    expect(balancingPolicy.summary(parse({ outlierDetection: {} }))).toBe('round robin, ejects outliers');
  });

  it('refuses nonsense', () => {
    const problems = (value: unknown): number => balancingPolicy.check(parse(value)).length;
    expect(problems({ slowStartMs: 1000 })).toBe(0);
    expect(problems({ slowStartMs: 1000, algorithm: 'maglev' })).toBe(1);
    expect(problems({ per: 'connection', algorithm: 'ring-hash' })).toBe(1);
    expect(problems({ outlierDetection: { maxEjectionPercent: 0 } })).toBe(1);
    expect(() => parse({ choiceCount: 0 })).toThrow();
  });
});
