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

  constructor(
    private readonly seed: number,
    private readonly drawn: Drawn,
  ) {
    this.stream = new RandomStream(seed, 'test', 'topology');
    this.mayLoop = this.below(3) === 0;
    const clients = 1 + this.below(2);
    const services = 1 + this.below(seed % 5 === 0 ? 10 : 4);
    for (let i = 0; i < clients; i++) this.nodes[`client-${i}`] = { kind: 'client', settings: this.clientSettings() };
    for (let i = 0; i < services; i++) this.nodes[`service-${i}`] = { kind: 'service', settings: this.serviceSettings() };
    for (const kind of ['client', 'service']) this.count(`kind ${kind}`);
    for (let i = 0; i < clients; i++) this.connect(`client-${i}`, `service-${this.below(services)}`);
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

  /** No faults, and no more arrivals. */
  calm(): void {
    this.faults = [];
    for (const node of Object.values(this.nodes)) {
      if (node.kind === 'client') node.settings = { ...node.settings, maxRequests: 0 };
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
    if (node) node.settings = node.kind === 'client' ? this.clientSettings() : this.serviceSettings();
  }

  private setEdge(id: string): void {
    const edge = this.edges[id];
    if (!edge) return;
    // A wire keeps whether time passes on it: an instant wire may belong to a loop.
    const settings = this.network(edge.settings['latencyMs'] === 0);
    edge.settings = settings;
  }

  private setPolicy(id: string): void {
    const edge = this.edges[id];
    if (!edge) return;
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
    const fitting = Object.keys(this.nodes).filter((name) => kinds.includes(this.nodes[name]?.kind ?? ''));
    const targets = on === 'wire' ? Object.keys(this.edges) : fitting;
    const values = { slow: this.pick([0, 30, 300]), errors: this.pick([0, 0.3, 1]), surge: this.pick([0, 0.5, 4]) } as Record<
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
