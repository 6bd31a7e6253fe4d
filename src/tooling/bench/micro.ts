/** Small measurements: one record of a histogram beside hdr-histogram-js, and the memory of a request under way. */
import { build } from 'hdr-histogram-js';
import { reasonCode } from '@/domain/reasons';
import { SECOND } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import { RunContext } from '@/engine/context';
import { Histogram } from '@/engine/measure/histogram';
import { DEFAULT_LIMITS, Run } from '@/engine/run';
import { Wire } from '@/engine/wire';
import { ClientModel } from '@/kinds/client/model';
import { ServiceModel } from '@/kinds/service/model';
import { PLAIN_OPERATIONS } from '@/kinds/service/settings';
import { TimeoutLayer } from '@/policies/timeout/model';

/** What to measure. */
export interface MicroTask {
  readonly micro: 'histogram' | 'memory';
}

/** Nanoseconds of one record of each histogram, or bytes of one request. */
export interface MicroOutcome {
  readonly oursNs?: number;
  readonly hdrNs?: number;
  readonly worstError?: number;
  readonly bytes?: number;
  readonly pending?: number;
}

const VALUES = 1 << 20;
const ROUNDS = 5;

/** The best of some rounds of `work` over all values, in nanoseconds for each. The loop is the caller's, so that no call is added. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return (least * 1e6) / VALUES;
}

function measureHistogram(): MicroOutcome {
  const stream = new RandomStream(1, 'histogram', 'values');
  // Log-normal latencies around 20 ms, in whole microseconds.
  const values = Float64Array.from({ length: VALUES }, () => Math.round(20_000 * Math.exp(stream.normal())));
  const ours = new Histogram();
  const hdr = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2 ** 40,
    numberOfSignificantValueDigits: 2,
    useWebAssembly: false,
  });
  const oursNs = best(() => {
    for (let i = 0; i < VALUES; i++) ours.record(values[i] as number);
  });
  const hdrNs = best(() => {
    for (let i = 0; i < VALUES; i++) hdr.recordValue(values[i] as number);
  });
  const sorted = values.toSorted();
  const errors = [0.5, 0.9, 0.95, 0.99, 0.999].map((p) =>
    Math.abs(ours.quantile(p) / (sorted[Math.ceil(p * VALUES) - 1] as number) - 1),
  );
  return { oursNs, hdrNs, worstError: Math.max(...errors) };
}

/** Requests that wait in a queue behind a deadline, held at once. */
function measureMemory(): MicroOutcome {
  const used = (): number => {
    (globalThis as { gc?: () => void }).gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const pending = 1_000_000;
  const context = new RunContext(1);
  const arrivals = { kind: 'poisson', perSecond: 1e6 } as const;
  const client = new ClientModel(context, 'client', { arrivals, patienceMs: null, maxRequests: pending });
  const service = new ServiceModel(context, 'service', {
    pods: 1,
    workers: 1,
    model: 'async',
    service: { kind: 'constant', meanMs: 3_600_000 },
    queueLimit: null,
    spread: 'round-robin',
    baseMemoryMb: 64,
    memoryPerRequestKb: 64,
    memoryLimitMb: null,
    startupMs: 1000,
    ...PLAIN_OPERATIONS,
  });
  const wire = new Wire(context, 'wire', client, service, { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 5000 });
  const timeout = new TimeoutLayer(context, 'wire', { afterMs: 3_600_000, work: 'orphaned' }, reasonCode('timeout'));
  wire.assemble([...client.ownLayers('wire'), timeout]);
  client.out.push(wire);
  const run = new Run(context, [client, service], [wire], SECOND, null, { ...DEFAULT_LIMITS, inFlight: 2_000_000 });
  client.start();
  const before = used();
  run.advance(3 * SECOND);
  return { bytes: (used() - before) / context.pool.live, pending: context.pool.live };
}

/** Runs one of the small measurements. */
export function measureMicro({ micro }: MicroTask): MicroOutcome {
  return micro === 'histogram' ? measureHistogram() : measureMemory();
}
