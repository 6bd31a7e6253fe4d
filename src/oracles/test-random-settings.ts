/** Settings of random parts for the invariants: everything that a kind, a policy or a wire may be told, drawn from one stream. */
import type { Json } from './test-scenarios';
import { RandomStream } from '@/engine/chance/random-stream';
import type { FaultContract } from '@/engine/contracts';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';

/** What a fault's contract says of how hard it may strike. */
type Strength = Pick<FaultContract, 'id' | 'value' | 'share' | 'hasJitter'>;

/** What was drawn, as `sort name`, with how often. */
export type Drawn = Map<string, number>;

/** See the file's header. */
export abstract class RandomSettings {
  private readonly stream: RandomStream;
  /**
   * Whether services may ask each other in a loop. A request that needs what its own ancestor holds (a worker that blocks, a
   * probe that others wait for) waits for ever, as it would in life: with loops nothing is held while waiting.
   */
  protected readonly mayLoop: boolean;
  protected readonly hasRegistry: boolean;

  constructor(
    seed: number,
    private readonly drawn: Drawn,
  ) {
    this.stream = new RandomStream(seed, 'test', 'topology');
    this.mayLoop = this.below(3) === 0;
    this.hasRegistry = this.below(2) === 0;
  }

  protected below(n: number): number {
    return this.stream.below(n);
  }

  protected pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  }

  protected count(what: string): void {
    this.drawn.set(what, (this.drawn.get(what) ?? 0) + 1);
  }

  protected otherSettings(kind: string): Json {
    switch (kind) {
      case 'database':
        return {
          connections: 1 + this.below(8),
          query: this.work(),
          queueLimit: this.pick([null, 0, 5]),
          waitMs: this.pick([null, 0, 50]),
        };
      case 'cache':
        return { keys: 50, capacity: 20, ttlMs: this.pick([null, 500]), staleOnError: this.below(2) === 0, coalesce: this.below(2) === 0 };
      case 'third-party':
        return { latency: this.work(), errorShare: this.pick([0, 0.2]), quota: this.pick([null, { limit: 20, windowMs: 1000 }]) };
      case 'identity-provider':
        return { rotateEveryMs: this.pick([null, 5000]), leadMs: 1000, graceMs: 1000, answerMs: { kind: 'constant', meanMs: 0 } };
      case 'operator':
        return {
          watches: 'service-0',
          sees: this.pick<Json>([{ kind: 'crashed' }, { kind: 'overloaded' }, { kind: 'error-rate', share: 0.1 }]),
          looksEveryMs: 20_000,
          reactsAfterMs: { kind: 'constant', meanMs: 1000 },
          action: this.pick<Json>([{ kind: 'restart' }, { kind: 'scale', pods: 2 }, { kind: 'remove-instance' }]),
        };
      case 'sidecar':
        return this.sidecarSettings();
      case 'control-plane':
        return {
          push: { delayMs: this.below(3) * 200, jitterMs: 0 },
          authority: {
            ttlMs: this.pick([2000, 5000, 60_000]),
            graceRatio: this.pick([0.5, 0.7]),
            jitterRatio: this.pick([0, 0.01]),
            signingMs: this.below(20),
            signsAtOnce: 1 + this.below(3),
            maxQueue: this.pick([null, 2]),
            firstCertificates: this.pick(['spread', 'together']),
          },
          injection: this.pick(['fail', 'ignore']),
          defaultMode: this.pick(['permissive', 'strict', 'disable']),
        };
      case 'monitor':
        return this.monitorSettings();
      default:
        return this.gatewaySettings();
    }
  }

  private sidecarSettings(): Json {
    return {
      proxyMs: this.pick<Json>([
        { kind: 'constant', meanMs: 0 },
        { kind: 'constant', meanMs: 2 },
        { kind: 'log-normal', meanMs: 1, cv: 1 },
      ]),
      cpuMsPerCall: this.pick([0, 0, 0.5]),
      concurrency: 1 + this.below(3),
      queueLimit: this.pick([null, 0, 3]),
      mtls: this.pick(['inherit', 'permissive', 'strict', 'disable']),
      authentication: this.pick(['mtls', 'mtls', 'shared-secret', 'server-tls', 'none']),
      allow: this.pick<Json[]>([[], [], [{ caller: 'service-0' }]]),
      handshakeMs: this.below(5),
      maxConnectionMs: this.pick([100, 5000]),
    };
  }

  protected canarySettings(split: string): Json {
    return {
      split,
      style: this.pick(['flagger', 'argo']),
      stepWeights: [{ percent: 5 }, { percent: 25 }, { percent: 100 }],
      intervalMs: this.pick([500, 2000]),
      threshold: this.below(3),
      startsAtMs: this.below(5000),
      actsAfterMs: this.below(2) * 300,
    };
  }

  private monitorSettings(): Json {
    return {
      scrapeMs: this.pick([500, 5000]),
      evaluateMs: this.pick([500, 5000]),
      rules: [
        { alert: 'Down', expr: 'up == 0', forMs: this.pick([0, 3000]), keepFiringForMs: this.pick([0, 3000]) },
        {
          alert: 'Slow',
          expr: 'histogram_quantile(0.9, sum by (service, le) (rate(http_request_duration_seconds_bucket[30s]))) > 0.1',
        },
        {
          alert: 'Open',
          expr: 'max by (name) (resilience4j_circuitbreaker_state{state="open"}) == 1',
          keepFiringForMs: 2000,
        },
      ],
    };
  }

  protected gatewaySettings(): Json {
    const { limits, charging } = this.rateLimit();
    const stores = [{ kind: 'local' }, { kind: 'local-share' }, { kind: 'shared', rttMs: this.below(3), timeoutMs: 5 }];
    return {
      replicas: 1 + this.below(3),
      workers: this.pick([1, 4]),
      queueLimit: this.pick([null, 0, 5]),
      tls: this.pick([null, { handshakeMs: 1, requestsPerConnection: 10 }]),
      jwt: this.pick([null, { mode: this.pick(['on-demand', 'async', 'pushed']), cacheMs: 20_000, required: this.below(2) === 0 }]),
      limits: this.pick<Json | null>([null, { specs: limits, charging, store: this.pick<Json>(stores) }]),
      logging: this.pick([null, { costMs: 0.1 }]),
    };
  }

  protected registrySettings(): Json {
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

  protected discovery(): Json {
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

  protected rateLimit(): Json {
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

  protected balancing(): Json {
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

  protected probe(): Json | null {
    if (this.below(4) > 0) return null;
    // Looped services hold nothing while they wait, and a probe that asks behind would.
    const check = this.pick(this.mayLoop ? ['process', 'worker'] : ['process', 'worker', 'dependencies']);
    return { check, periodMs: 20_000, timeoutMs: 10 + this.below(500), failureThreshold: 1 + this.below(3) };
  }

  protected network(isInstant: boolean): Json {
    if (isInstant) return { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 50 };
    const latencyMs = 1 + this.below(10);
    return { latencyMs, jitterMs: this.below(2) * this.below(latencyMs + 1), connectTimeoutMs: 1 + this.below(200) };
  }

  protected policy(id: string): Json {
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
      case 'traffic-split':
        return { percent: this.pick([0, 10, 50, 100]), sticky: this.pick(['none', 'user']) };
      default:
        this.count('unknown policy');
        return {};
    }
  }

  protected breaker(): Json {
    const preset = this.pick(Object.keys(BREAKER_PRESETS));
    this.count(`preset ${preset}`);
    const fate = this.mayLoop ? { excess: 'refuse' } : {};
    if (this.below(3) === 0) return { preset, ...fate };
    // Sooner and oftener than the library would, so that every mode is entered within seconds.
    return { preset, ...fate, openMs: [this.below(400)], ...(this.below(2) === 0 ? { minimumCalls: 1 + this.below(5) } : {}) };
  }

  protected work(): Json {
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

  protected serviceSettings(): Json {
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

  /** How hard a fault strikes, within what its contract allows: its value, and where it has them its share and its jitter. */
  protected strength({ id, value, share, hasJitter }: Strength): Json {
    const shares = this.pick([0, 0.3, 1]);
    const pods = this.pick([0, 1, 2]);
    const values: Record<string, number> = {
      slow: this.pick([0, 30, 300]),
      latency: this.pick([0, 20, 300]),
      'slow-close': this.pick([0, 50, 500]),
      surge: this.pick([0, 0.5, 4]),
      'noisy-neighbour': this.pick([1, 3, 20]),
      // A limit of 65 to 80 MB less 64 at rest: gone at once, or within some seconds.
      'out-of-memory': this.pick([0, 2, 50]),
      'clock-skew': this.pick([-600_000, 90_000]),
      crash: pods,
      hang: pods,
      errors: shares,
      loss: shares,
      reset: shares,
      'bad-deploy': shares,
    };
    const drawn = value === null ? 0 : (values[id] ?? value.usual);
    const part = share === undefined ? 1 : this.pick([1, 1, 0.5, 0.1]);
    const jitterMs = hasJitter === true ? this.pick([0, drawn / 2, drawn]) : 0;
    if (part < 1) this.count('share of a fault');
    if (jitterMs > 0) this.count('jitter of a fault');
    return { value: drawn, share: part, jitterMs };
  }

  protected arrivals(): Json {
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

  protected clientSettings(): Json {
    return {
      arrivals: this.arrivals(),
      patienceMs: this.pick([null, null, 1, 30, 300]),
      maxRequests: this.pick([100, 400, 1000]),
    };
  }
}
