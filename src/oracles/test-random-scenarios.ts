/**
 * Random scenarios for the invariants: 2 to 12 nodes, wires wherever they may be (loops only where time passes on them), every
 * policy, preset, fault and setting, and changes during the run. Everything follows from one number.
 */
import type { Json } from './test-scenarios';
import { RandomStream } from '@/engine/chance/random-stream';
import { FAULTS } from '@/faults/registry';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

/** What was drawn, as `sort name`, with how often. */
export type Drawn = Map<string, number>;

interface NodeDraft {
  readonly kind: string;
  settings: Json;
}

interface EdgeDraft {
  readonly source: string;
  readonly target: string;
  readonly role?: 'discovery';
  settings: Json;
  policies: Record<string, Json>;
}

/** Whole simulated milliseconds: faults and changes lie in the first part, the rest is for running dry. */
export const BUSY_MS = 20_000;

/** See the file's header. */
export class RandomScenario {
  private readonly stream: RandomStream;
  private readonly nodes: Record<string, NodeDraft> = {};
  private readonly edges: Record<string, EdgeDraft> = {};
  private faults: Json[] = [];
  /**
   * Whether services may ask each other in a loop. A request that needs what its own ancestor holds (a worker that blocks, a
   * probe that others wait for) waits for ever, as it would in life: with loops nothing is held while waiting.
   */
  private readonly mayLoop: boolean;
  private readonly hasRegistry: boolean;

  constructor(
    private readonly seed: number,
    private readonly drawn: Drawn,
  ) {
    this.stream = new RandomStream(seed, 'test', 'topology');
    this.mayLoop = this.below(3) === 0;
    this.hasRegistry = this.below(2) === 0;
    const clients = 1 + this.below(2);
    const services = 1 + this.below(seed % 5 === 0 ? 10 : 4);
    for (let i = 0; i < clients; i++) this.nodes[`client-${i}`] = { kind: 'client', settings: this.clientSettings() };
    for (let i = 0; i < services; i++) this.nodes[`service-${i}`] = { kind: 'service', settings: this.serviceSettings() };
    for (const kind of ['client', 'service']) this.count(`kind ${kind}`);
    for (let i = 0; i < clients; i++) this.connect(`client-${i}`, `service-${this.below(services)}`);
    if (this.hasRegistry) this.addRegistry();
    const wires = this.below(services * 2);
    for (let i = 0; i < wires; i++) this.connectServices(this.below(services), this.below(services));
    for (let i = this.below(6); i > 0; i--) this.faults.push(this.fault());
  }

  /** The scenario as it is now. Throws when the file would be refused: then the generator is at fault. */
  scenario(): Scenario {
    const { seed, nodes, edges, faults } = this;
    const file = {
      format: 'faultline-scenario',
      version: 1,
      title: `random ${seed}`,
      seed,
      durationMs: 86_400_000,
      nodes,
      edges,
      faults,
    };
    const reading = checkScenario(JSON.parse(JSON.stringify(file)));
    if (!reading.ok) throw new Error(`${JSON.stringify(reading.problems)} in ${JSON.stringify(file)}`);
    return reading.scenario;
  }

  /** Changes one thing or several; parts stay. Faults that begin by hand begin at `nowMs`. */
  change(nowMs: number): void {
    for (let i = 1 + this.below(3); i > 0; i--) {
      const edge = this.pick(Object.keys(this.edges));
      const node = this.pick(Object.keys(this.nodes));
      switch (this.below(6)) {
        case 0:
          this.setNode(node);
          break;
        case 1:
          this.setEdge(edge);
          break;
        case 2:
          this.faults.push({ ...this.fault(), atMs: nowMs });
          break;
        case 3:
          this.faults = this.faults.filter(() => this.below(2) === 0);
          break;
        default:
          this.setPolicy(edge);
      }
      this.count('changes');
    }
  }

  /** No faults, no more arrivals, and no probes that would be under way at any moment. */
  calm(): void {
    this.faults = [];
    for (const node of Object.values(this.nodes)) {
      const { kind, settings } = node;
      if (kind === 'client') node.settings = { ...settings, maxRequests: 0 };
      else if (kind === 'service') node.settings = { ...settings, probes: {} };
      else if (kind === 'registry') node.settings = { ...settings, learns: 'self' };
    }
  }

  private below(n: number): number {
    return this.stream.below(n);
  }

  private pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  }

  private count(what: string): void {
    this.drawn.set(what, (this.drawn.get(what) ?? 0) + 1);
  }

  /** Everybody knows it; time stands still on its wires, so that nothing is on its way when a run ends. */
  private addRegistry(): void {
    this.count('kind registry');
    for (const source of Object.keys(this.nodes)) {
      const settings = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 50 };
      this.edges[`${source}-asks`] = { source, target: 'registry', role: 'discovery', settings, policies: {} };
    }
    this.nodes['registry'] = { kind: 'registry', settings: this.registrySettings() };
  }

  private registrySettings(): Json {
    return {
      learns: this.pick(['heartbeat', 'polling', 'platform', 'self']),
      lease: {
        heartbeatMs: 20_000,
        ttlMs: this.pick([5000, 45_000]),
        looksEveryMs: this.pick([0, 500, 60_000]),
        isDoubled: this.below(2) === 0,
        preservesItself: this.below(2) === 0,
      },
      poll: { periodMs: 20_000, timeoutMs: this.pick([10, 1000]), failureThreshold: 1 + this.below(3), successThreshold: 1 },
      propagationMs: this.pick([0, 300]),
      readCacheMs: this.pick([0, 5000]),
      answerMs: 0,
      answersWith: this.pick(['healthy', 'all']),
      forgetsAfterMs: this.pick([null, 5000]),
    };
  }

  private discovery(): Json {
    return {
      mode: this.hasRegistry ? this.pick(['cache', 'dns', 'watch', 'fixed']) : 'fixed',
      refreshMs: 20_000,
      ttlMs: this.pick([0, 3000]),
      delayMs: this.below(500),
      timeoutMs: 1 + this.below(50),
      onFailure: this.pick(['keep', 'fail']),
      asksAgain: this.below(2) === 0,
    };
  }

  private rateLimit(): Json {
    const algorithms = ['token-bucket', 'leaky-bucket', 'leaky-queue', 'fixed-window', 'first-hit-window', 'sliding-log'];
    const limit = (id: string, per: string): Json => {
      const algorithm = this.pick([...algorithms, 'sliding-counter']);
      return { id, per, algorithm, limit: 1 + this.below(60), windowMs: this.pick([100, 1000]), burst: null };
    };
    return {
      limits: [limit('everybody', 'global'), limit('each', this.pick(['user', 'ip']))].slice(this.below(2)),
      charging: this.pick(['atomic', 'all', 'until-first-reject']),
      store: this.pick<Json>([{ kind: 'local' }, { kind: 'shared', rttMs: this.below(5), onOutage: this.pick(['open', 'closed']) }]),
    };
  }

  private balancing(): Json {
    const algorithm = this.pick(['round-robin', 'random', 'least-request', 'ring-hash', 'maglev']);
    const often = { consecutive5xx: 2, intervalMs: 1000, baseEjectionMs: 500, maxEjectionPercent: this.pick([10, 50, 100]) };
    return {
      algorithm,
      panicPercent: this.pick([0, 50]),
      per: algorithm === 'ring-hash' || algorithm === 'maglev' ? 'request' : this.pick(['request', 'connection']),
      requestsPerConnection: 1 + this.below(20),
      connections: 1 + this.below(3),
      slowStartMs: algorithm === 'round-robin' || algorithm === 'least-request' ? this.pick([0, 2000]) : 0,
      outlierDetection: this.pick([null, often, { preset: 'istio' }]),
    };
  }

  private probe(): Json | null {
    if (this.below(4) > 0) return null;
    // Looped services hold nothing while they wait, and a probe that asks behind would.
    const check = this.pick(this.mayLoop ? ['process', 'worker'] : ['process', 'worker', 'dependencies']);
    return { check, periodMs: 20_000, timeoutMs: 10 + this.below(500), failureThreshold: 1 + this.below(3) };
  }

  private connect(source: string, target: string): void {
    this.edges[`${source}-to-${target}-${Object.keys(this.edges).length}`] = {
      source,
      target,
      settings: this.network(this.below(3) > 0),
      policies: this.policies(),
    };
  }

  /** Wires back to an earlier service close a loop, so that time passes on them. */
  private connectServices(from: number, to: number): void {
    if (from === to) return;
    const isBack = to < from;
    if (isBack && (!this.mayLoop || this.below(3) === 0)) return;
    if (isBack) this.count('loops');
    this.edges[`s${from}-to-s${to}-${Object.keys(this.edges).length}`] = {
      source: `service-${from}`,
      target: `service-${to}`,
      settings: this.network(!isBack && this.below(2) === 0),
      policies: this.policies(),
    };
  }

  private network(isInstant: boolean): Json {
    if (isInstant) return { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 50 };
    const latencyMs = 1 + this.below(10);
    return { latencyMs, jitterMs: this.below(2) * this.below(latencyMs + 1), connectTimeoutMs: 1 + this.below(200) };
  }

  private setNode(id: string): void {
    const node = this.nodes[id];
    if (!node) return;
    if (node.kind === 'registry') node.settings = this.registrySettings();
    else node.settings = node.kind === 'client' ? this.clientSettings() : this.serviceSettings();
  }

  private setEdge(id: string): void {
    const edge = this.edges[id];
    if (!edge || edge.role === 'discovery') return;
    // A wire keeps whether time passes on it: an instant wire may belong to a loop.
    const settings = this.network(edge.settings['latencyMs'] === 0);
    edge.settings = settings;
  }

  private setPolicy(id: string): void {
    const edge = this.edges[id];
    if (!edge || edge.role === 'discovery') return;
    const policy = this.pick([...POLICIES.keys()]);
    if (edge.policies[policy] !== undefined && this.below(2) === 0) delete edge.policies[policy];
    else edge.policies[policy] = this.policy(policy);
  }

  private policies(): Record<string, Json> {
    return Object.fromEntries(
      [...POLICIES.keys()].filter(() => this.below(this.mayLoop ? 8 : 3) === 0).map((id) => [id, this.policy(id)]),
    );
  }

  private policy(id: string): Json {
    this.count(`policy ${id}`);
    switch (id) {
      case 'fallback':
        return { answerMs: this.below(2) * this.below(10) };
      case 'retry': {
        const baseMs = this.below(2) * this.below(30);
        return {
          maxAttempts: 1 + this.below(3),
          backoff: { baseMs, factor: 1 + this.below(3), capMs: baseMs + this.below(100) },
          jitter: this.pick(['none', 'full', 'equal', 'decorrelated']),
          budget: this.pick([null, { share: 0.2, minimum: this.below(3) }]),
        };
      }
      case 'circuit-breaker':
        return this.breaker();
      case 'timeout':
        return { afterMs: 1 + this.below(150), work: this.pick(['orphaned', 'cancelled']) };
      case 'bulkhead':
        return { maxConcurrent: 1 + this.below(12) };
      case 'rate-limit':
        return this.rateLimit();
      case 'balancing':
        return this.balancing();
      case 'discovery':
        return this.discovery();
      default:
        this.count('unknown policy');
        return {};
    }
  }

  private breaker(): Json {
    const preset = this.pick(Object.keys(BREAKER_PRESETS));
    this.count(`preset ${preset}`);
    const fate = this.mayLoop ? { excess: 'refuse' } : {};
    if (this.below(3) === 0) return { preset, ...fate };
    // Sooner and oftener than the library would, so that every mode is entered within seconds.
    return { preset, ...fate, openMs: [this.below(400)], ...(this.below(2) === 0 ? { minimumCalls: 1 + this.below(5) } : {}) };
  }

  private work(): Json {
    const meanMs = this.below(20);
    return this.pick<Json>([
      { kind: 'constant', meanMs },
      { kind: 'exponential', meanMs },
      { kind: 'log-normal', meanMs, cv: this.below(3) },
      { kind: 'erlang', meanMs, stages: 1 + this.below(4) },
      { kind: 'bimodal', fastMs: meanMs, slowMs: 10 * meanMs, slowShare: 0.1 },
      { kind: 'hyperexponential', fastMs: meanMs, slowMs: 10 * meanMs, slowShare: 0.1 },
      { kind: 'uniform', minMs: 0, maxMs: 2 * meanMs },
      { kind: 'pareto', minMs: 1 + meanMs, maxMs: 50 * (1 + meanMs), shape: 1.5 },
    ]);
  }

  private serviceSettings(): Json {
    return {
      pods: this.pick([1, 1, 2, 3]),
      workers: this.pick([1, 2, 4, 20]),
      model: this.mayLoop ? 'async' : this.pick(['blocking', 'async']),
      service: this.work(),
      queueLimit: this.pick([null, null, 0, 5, 50]),
      spread: this.pick(['round-robin', 'random', 'least-busy']),
      baseMemoryMb: 64,
      memoryPerRequestKb: this.pick([0, 64, 500.5]),
      memoryLimitMb: this.mayLoop ? null : this.pick([null, 65, 70, 80]),
      startupMs: this.pick([0, 50, 2000]),
      preStopMs: this.pick([0, 0, 300]),
      graceMs: this.pick([0, 100, 30_000]),
      probes: { startup: this.probe(), readiness: this.probe(), liveness: this.probe() },
      healthCheck: this.pick(['process', 'worker']),
      warnsAboveQueue: this.pick([null, 3]),
    };
  }

  private arrivals(): Json {
    const perSecond = this.pick([0, 5, 40, 200]);
    const arrivals = this.pick<Json>([
      { kind: 'poisson', perSecond },
      { kind: 'constant', perSecond },
      { kind: 'ramp', fromPerSecond: 0, toPerSecond: 100, overSeconds: 10 },
      { kind: 'burst', perSecond: 20, burstPerSecond: 400, everySeconds: 3, lastsSeconds: 0.5 },
      { kind: 'closed', users: 1 + this.below(30), think: { kind: 'exponential', meanMs: 10 + this.below(500) } },
    ]);
    this.count(`arrivals ${String(arrivals['kind'])}`);
    return arrivals;
  }

  private clientSettings(): Json {
    return {
      arrivals: this.arrivals(),
      patienceMs: this.pick([null, null, 1, 30, 300]),
      maxRequests: this.pick([100, 400, 1000]),
    };
  }

  private fault(): Json {
    const { id, on, value, kinds } = this.pick([...FAULTS.values()]);
    this.count(`fault ${id}`);
    const pods = this.pick([0, 1, 2]);
    const fitting = Object.keys(this.nodes).filter((name) => kinds.includes(this.nodes[name]?.kind ?? ''));
    const targets = on === 'wire' ? Object.keys(this.edges) : fitting;
    const values = { slow: this.pick([0, 30, 300]), errors: this.pick([0, 0.3, 1]), surge: this.pick([0, 0.5, 4]), crash: pods, hang: pods } as Record<
      string,
      number
    >;
    return {
      kind: id,
      target: this.pick(targets),
      atMs: this.below(BUSY_MS),
      durationMs: this.pick([null, 0, 100, 1000, 7000]),
      value: value === null ? 0 : (values[id] ?? value.usual),
    };
  }
}
