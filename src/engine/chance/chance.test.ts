/** Chance: accuracy of ln and exp, independence of streams, means of all distributions, and pinned draws. */
import { describe, expect, it } from 'vitest';
import { type DistributionSpec, drawUs, meanMs, Sampler } from './distribution';
import { exp, ln, power, quickExp } from './ln';
import { RandomStream } from './random-stream';
import { EXPONENTIAL, NORMAL } from './ziggurat';

describe('ln, exp and power', () => {
  it('stay within 1e-15 (ln) and 2e-15 (exp) of the engine of the machine', () => {
    const stream = new RandomStream(1, 'ln', 'test');
    for (let i = 0; i < 20_000; i++) {
      const x = stream.uniform() * 10 ** stream.below(12) + 1e-9;
      expect(Math.abs(ln(x) - Math.log(x))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(Math.log(x))));
      const y = (stream.uniform() - 0.5) * 200;
      expect(Math.abs(exp(y) / Math.exp(y) - 1)).toBeLessThan(2e-15);
      expect(Math.abs(quickExp(y) / Math.exp(y) - 1)).toBeLessThan(4.5e-16);
      expect(Math.abs(quickExp(y * 6.9) / Math.exp(y * 6.9) - 1)).toBeLessThan(4.5e-16);
    }
    expect(ln(1)).toBe(0);
    expect(ln(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(ln(-1)).toBeNaN();
    expect(ln(5e-324)).toBeCloseTo(-744.4400719213812, 10);
    expect(exp(-800)).toBe(0);
    expect(exp(800)).toBe(Number.POSITIVE_INFINITY);
    expect([quickExp(0), quickExp(-800), quickExp(800), quickExp(Number.NaN)]).toEqual([1, 0, Number.POSITIVE_INFINITY, Number.NaN]);
    expect(power(2, 10)).toBeCloseTo(1024, 9);
  });
});

describe('random streams', () => {
  it('repeat for the same names and differ for others', () => {
    const draws = (seed: number, node: string, purpose: string): number[] => {
      const stream = new RandomStream(seed, node, purpose);
      return [stream.uint32(), stream.uint32()];
    };
    expect(draws(1, 'a', 'x')).toEqual(draws(1, 'a', 'x'));
    const others = [draws(2, 'a', 'x'), draws(1, 'b', 'x'), draws(1, 'a', 'y')];
    for (const other of others) expect(other).not.toEqual(draws(1, 'a', 'x'));
  });

  it('fill 64 cells evenly (chi-square below its 99.99 % point)', () => {
    const stream = new RandomStream(11, 'cells', 'test');
    const cells = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) {
      const cell = stream.below(64);
      cells[cell] = (cells[cell] as number) + 1;
    }
    const chi = cells.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chi).toBeLessThan(113);
  });
});

const SPECS: readonly (readonly [DistributionSpec, number])[] = [
  [{ kind: 'constant', meanMs: 20 }, 0],
  [{ kind: 'exponential', meanMs: 20 }, 1],
  [{ kind: 'log-normal', meanMs: 20, cv: 0.5 }, 0.25],
  [{ kind: 'erlang', meanMs: 20, stages: 4 }, 0.25],
  [{ kind: 'bimodal', fastMs: 5, slowMs: 255, slowShare: 0.02 }, 12.25],
  [{ kind: 'hyperexponential', fastMs: 5, slowMs: 55, slowShare: 0.1 }, 5.5],
  [{ kind: 'uniform', minMs: 5, maxMs: 15 }, 1 / 12],
];

describe('distributions', () => {
  it.each(SPECS)('%j has its mean and squared coefficient of variation', (spec, cv2) => {
    const stream = new RandomStream(5, 'service', spec.kind);
    const n = 100_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const ms = drawUs(spec, stream) / 1000;
      sum += ms;
      squares += ms * ms;
    }
    const mean = sum / n;
    expect(Math.abs(mean / meanMs(spec) - 1)).toBeLessThanOrEqual(4 * Math.sqrt(Math.max(cv2, 1e-8) / n));
    expect(Math.abs(squares / n / (mean * mean) - 1 - cv2)).toBeLessThan(0.05 * Math.max(1, cv2));
  });

  it('keeps a bounded Pareto inside its bounds and at its mean', () => {
    const spec = { kind: 'pareto', minMs: 5, maxMs: 500, shape: 1.5 } as const;
    const stream = new RandomStream(5, 'service', 'pareto');
    let sum = 0;
    for (let i = 0; i < 100_000; i++) {
      const us = drawUs(spec, stream);
      expect(us >= 5000 && us <= 500_000).toBe(true);
      sum += us;
    }
    expect(Math.abs(sum / 1e8 / meanMs(spec) - 1)).toBeLessThan(0.03);
  });
});

/** Normal distribution function by its series (Marsaglia 2004), good to 1e-14 for |x| below 6. */
function normalShare(x: number): number {
  let sum = x;
  let term = x;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) sum += term *= (x * x) / k;
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

describe('ziggurats', () => {
  const N = 400_000;
  const falling = (x: number): number => 1 - Math.exp(-x);
  const sampler = (stream: RandomStream): (() => number) => {
    const seconds = new Sampler({ kind: 'exponential', meanMs: 1000 }, stream, 1e6);
    return () => seconds.drawUs() / 1e12;
  };
  // Moments about 0: first to fourth, and the variance of each power over one draw, from the moments up to the eighth.
  it.each([
    ['exponential', (stream: RandomStream) => () => stream.exponential(), falling, [1, 2, 6, 24], [1, 20, 684, 39_744]],
    ['exponential, prepared', sampler, falling, [1, 2, 6, 24], [1, 20, 684, 39_744]],
    ['normal', (stream: RandomStream) => () => stream.normal(), normalShare, [0, 1, 0, 3], [1, 2, 15, 96]],
  ] as const)('%s: four moments, Kolmogorov-Smirnov distance and tail', (name, begin, share, moments, variances) => {
    const next = begin(new RandomStream(9, 'ziggurat', name));
    const draws = Float64Array.from({ length: N }, () => next()).sort();
    moments.forEach((moment, i) => {
      const mean = draws.reduce((sum, x) => sum + x ** (i + 1), 0) / N;
      expect(Math.abs(mean - moment)).toBeLessThan(4 * Math.sqrt((variances[i] as number) / N));
    });
    const distance = draws.reduce(
      (most, x, i) => Math.max(most, Math.abs(share(x) - i / N), Math.abs(share(x) - (i + 1) / N)),
      0,
    );
    // The distance exceeds 2.225 / sqrt(n) once in 10,000 seeds.
    expect(distance).toBeLessThan(2.225 / Math.sqrt(N));
    // The lowest layer's tail is drawn, too: beyond 7.697 (exponential), 3.654 (normal, both sides).
    const edge = name === 'normal' ? 3.6541528853610088 : 7.69711747013104972;
    const beyond = draws.reduce((n, x) => n + +(Math.abs(x) > edge), 0);
    const expected = N * (name === 'normal' ? 2 * (1 - normalShare(edge)) : Math.exp(-edge));
    expect(Math.abs(beyond - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it('lay out 256 layers of one area whose curve ends at its top', () => {
    for (const [table, curve, top] of [
      [EXPONENTIAL, (x: number) => exp(-x), 1],
      [NORMAL, (x: number) => exp((-x * x) / 2), 1],
    ] as const) {
      const { edges } = table;
      for (let layer = 1; layer < 255; layer++) {
        const area = (edges[layer] as number) * (curve(edges[layer + 1] as number) - curve(edges[layer] as number));
        expect(Math.abs(area / ((edges[0] as number) * curve(table.tail)) - 1)).toBeLessThan(1e-10);
      }
      expect(edges[256]).toBe(0);
      const last = (edges[255] as number) * (top - curve(edges[255] as number));
      expect(Math.abs(last / ((edges[0] as number) * curve(table.tail)) - 1)).toBeLessThan(1e-5);
    }
  });
});
