/**
 * The eight distributions of times against their formulae: mean, variance and the distance of Kolmogorov and Smirnov, both
 * through `drawUs` and through the prepared `Sampler` that services use.
 */
import { describe, expect, it } from 'vitest';
import { isDeep, SEEDS } from './test-scenarios';
import { distance, farthest } from './test-theory';
import { type DistributionSpec, drawUs, meanMs, Sampler } from '@/engine/chance/distribution';
import { RandomStream } from '@/engine/chance/random-stream';

const N = isDeep ? 2_000_000 : 100_000;

interface Law {
  readonly spec: DistributionSpec;
  /** k-th moment about 0 in milliseconds, k from 1 to 4. */
  readonly moment: (k: number) => number;
  /** Share of draws up to x milliseconds; null where it jumps. */
  readonly share: ((x: number) => number) | null;
}

const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
const exponentialShare =
  (mean: number) =>
  (x: number): number =>
    1 - Math.exp(-x / mean);

/** Normal distribution function by its series (Marsaglia 2004). */
function normalShare(x: number): number {
  if (Math.abs(x) > 6) return x > 0 ? 1 : 0;
  let sum = x;
  let term = x;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

const SIGMA2 = Math.log(1.25);
const MU = Math.log(20) - SIGMA2 / 2;
const LEFT = 1 - (5 / 500) ** 1.5;

const LAWS: readonly Law[] = [
  { spec: { kind: 'constant', meanMs: 20 }, moment: (k) => 20 ** k, share: null },
  { spec: { kind: 'exponential', meanMs: 20 }, moment: (k) => factorial(k) * 20 ** k, share: exponentialShare(20) },
  {
    spec: { kind: 'log-normal', meanMs: 20, cv: 0.5 },
    moment: (k) => Math.exp(k * MU + (k * k * SIGMA2) / 2),
    share: (x) => normalShare((Math.log(x) - MU) / Math.sqrt(SIGMA2)),
  },
  {
    spec: { kind: 'erlang', meanMs: 20, stages: 4 },
    moment: (k) => (factorial(k + 3) / 6) * 5 ** k,
    share: (x) => 1 - Math.exp(-x / 5) * [0, 1, 2, 3].reduce((sum, k) => sum + (x / 5) ** k / factorial(k), 0),
  },
  {
    spec: { kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0.02 },
    moment: (k) => 0.98 * 5 ** k + 0.02 * 255 ** k,
    share: null,
  },
  {
    spec: { kind: 'hyperexponential', fastMs: 5, slowMs: 55, slowShare: 0.1 },
    moment: (k) => factorial(k) * (0.9 * 5 ** k + 0.1 * 55 ** k),
    share: (x) => 0.9 * exponentialShare(5)(x) + 0.1 * exponentialShare(55)(x),
  },
  {
    spec: { kind: 'uniform', minMs: 5, maxMs: 15 },
    moment: (k) => (15 ** (k + 1) - 5 ** (k + 1)) / (10 * (k + 1)),
    share: (x) => (x - 5) / 10,
  },
  {
    spec: { kind: 'pareto', minMs: 5, maxMs: 500, shape: 1.5 },
    moment: (k) => (1.5 * 5 ** 1.5 * (500 ** (k - 1.5) - 5 ** (k - 1.5))) / ((k - 1.5) * LEFT),
    share: (x) => (1 - (5 / x) ** 1.5) / LEFT,
  },
];

/** Central moments of second and fourth order from those about 0. */
function central(moment: (k: number) => number): readonly [number, number] {
  const [a, b, c, d] = [moment(1), moment(2), moment(3), moment(4)];
  return [b - a * a, d - 4 * a * c + 6 * a * a * b - 3 * a ** 4];
}

const WAYS: readonly (readonly [string, (spec: DistributionSpec, stream: RandomStream) => () => number])[] = [
  ['drawUs', (spec, stream) => () => drawUs(spec, stream)],
  [
    'Sampler',
    (spec, stream) => {
      const sampler = new Sampler(spec, stream);
      return () => sampler.drawUs();
    },
  ],
];

describe.each(LAWS)('$spec.kind', ({ spec, moment, share }) => {
  it.each(WAYS)('has its mean, variance and shape, by %s', (_way, begin) => {
    for (const seed of SEEDS) {
      const next = begin(spec, new RandomStream(seed, 'oracle', spec.kind));
      const draws = Float64Array.from({ length: N }, () => next() / 1000);
      const mean = draws.reduce((sum, x) => sum + x, 0) / N;
      const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N;
      const [second, fourth] = central(moment);
      expect(Math.abs(meanMs(spec) / moment(1) - 1)).toBeLessThan(1e-12);
      // Four standard deviations, and half a microsecond of rounding.
      expect(Math.abs(mean - moment(1))).toBeLessThanOrEqual(4 * Math.sqrt(second / N) + 0.0005);
      expect(Math.abs(variance - second)).toBeLessThanOrEqual(4 * Math.sqrt(Math.max(0, fourth - second ** 2) / N) + 0.001);
      expect(share ? distance(draws, share) : 0).toBeLessThan(farthest(N));
    }
  });

  it('stretches by a factor: the same draws, longer', () => {
    const plain = new RandomStream(7, 'oracle', spec.kind);
    const long = new Sampler(spec, new RandomStream(7, 'oracle', spec.kind), 25);
    for (let i = 0; i < 1000; i++) expect(Math.abs(long.drawUs() - 25 * drawUs(spec, plain))).toBeLessThanOrEqual(13);
  });
});

describe('distributions of single values', () => {
  it('are exact', () => {
    const values = (spec: DistributionSpec): number[] => {
      const stream = new RandomStream(1, 'oracle', 'values');
      return [...new Set(Array.from({ length: 10_000 }, () => drawUs(spec, stream)))].sort((a, b) => a - b);
    };
    expect(values({ kind: 'constant', meanMs: 2.5 })).toEqual([2500]);
    expect(values({ kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0.02 })).toEqual([5000, 255_000]);
    expect(values({ kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0 })).toEqual([5000]);
    expect(values({ kind: 'uniform', minMs: 3, maxMs: 3 })).toEqual([3000]);
    expect(values({ kind: 'pareto', minMs: 3, maxMs: 3, shape: 2 })).toEqual([3000]);
    expect(values({ kind: 'log-normal', meanMs: 3, cv: 0 })).toEqual([3000]);
  });

  it('the slow share is a share', () => {
    for (const seed of SEEDS) {
      const stream = new RandomStream(seed, 'oracle', 'share');
      let slow = 0;
      for (let i = 0; i < N; i++) slow += +(drawUs({ kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0.02 }, stream) > 5000);
      expect(Math.abs(slow / N - 0.02)).toBeLessThan(4 * Math.sqrt((0.02 * 0.98) / N));
    }
  });
});
