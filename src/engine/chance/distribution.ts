/** Distributions of service and think times: what a file may name, and how one draw is made. */
import { ln, power, quickExp } from './ln';
import type { RandomStream } from './random-stream';
import { EXPONENTIAL } from './ziggurat';
import { MS, nearest } from '@/domain/time';

/** A distribution as files name it; all times in milliseconds. */
export type DistributionSpec =
  | { readonly kind: 'constant'; readonly meanMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'log-normal'; readonly meanMs: number; readonly cv: number }
  | { readonly kind: 'erlang'; readonly meanMs: number; readonly stages: number }
  | { readonly kind: 'bimodal'; readonly fastMs: number; readonly slowMs: number; readonly slowShare: number }
  | { readonly kind: 'hyperexponential'; readonly fastMs: number; readonly slowMs: number; readonly slowShare: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'pareto'; readonly minMs: number; readonly maxMs: number; readonly shape: number };

/** One draw in whole microseconds, stretched by `factor` (1 leaves it as it is). */
export function drawUs(spec: DistributionSpec, stream: RandomStream, factor = 1): number {
  return nearest(drawMs(spec, stream) * factor * MS);
}

/** A distribution made ready for many draws. Exponential times, by far the most common, come straight from a ziggurat. */
export class Sampler {
  private readonly isExponential: boolean;
  private readonly scaleUs: number;
  /** Of a constant, -1 for all others. */
  private readonly constantUs: number;
  /** Standard deviation of a log-normal's logarithm, -1 for all others. */
  private readonly sigma: number;
  private readonly halfVariance: number;

  constructor(
    private readonly spec: DistributionSpec,
    private readonly stream: RandomStream,
    private readonly factor = 1,
  ) {
    this.scaleUs = meanMs(spec) * MS * factor;
    this.isExponential = spec.kind === 'exponential';
    this.constantUs = spec.kind === 'constant' ? drawUs(spec, stream, factor) : -1;
    const variance = spec.kind === 'log-normal' ? ln(1 + spec.cv * spec.cv) : -1;
    this.sigma = variance < 0 ? -1 : Math.sqrt(variance);
    this.halfVariance = variance / 2;
  }

  /** One draw in whole microseconds. */
  drawUs(): number {
    const { stream, scaleUs } = this;
    if (!this.isExponential) return this.drawOther();
    const bits = stream.bits();
    const layer = bits & 255;
    const place = bits >>> 8;
    if (place < (EXPONENTIAL.inside[layer] as number)) {
      // The layer's width is stretched first: a table of stretched ones for each part would fill the caches.
      return nearest(place * ((EXPONENTIAL.scale[layer] as number) * scaleUs));
    }
    return nearest(stream.exponentialEdge(layer, place) * scaleUs);
  }

  private drawOther(): number {
    const { spec, stream, factor, constantUs, sigma } = this;
    if (constantUs >= 0) return constantUs;
    if (sigma < 0 || spec.kind !== 'log-normal') return drawUs(spec, stream, factor);
    return nearest(spec.meanMs * quickExp(sigma * stream.normal() - this.halfVariance) * factor * MS);
  }
}

function drawMs(spec: DistributionSpec, stream: RandomStream): number {
  switch (spec.kind) {
    case 'constant':
      return spec.meanMs;
    case 'exponential':
      return spec.meanMs * stream.exponential();
    case 'log-normal': {
      // The mean stays meanMs whatever the coefficient of variation: mu = ln(mean) - sigma^2 / 2.
      const variance = ln(1 + spec.cv * spec.cv);
      return spec.meanMs * quickExp(Math.sqrt(variance) * stream.normal() - variance / 2);
    }
    case 'erlang': {
      let sum = 0;
      for (let stage = 0; stage < spec.stages; stage++) sum += stream.exponential();
      return (spec.meanMs * sum) / spec.stages;
    }
    case 'bimodal':
      return stream.chance(spec.slowShare) ? spec.slowMs : spec.fastMs;
    case 'hyperexponential':
      return (stream.chance(spec.slowShare) ? spec.slowMs : spec.fastMs) * stream.exponential();
    case 'uniform':
      return spec.minMs + (spec.maxMs - spec.minMs) * stream.uniform();
    case 'pareto': {
      // Inverse of the bounded Pareto's distribution function.
      const share = power(spec.minMs / spec.maxMs, spec.shape);
      return spec.minMs * power(1 - stream.uniform() * (1 - share), -1 / spec.shape);
    }
  }
}

/** The mean in milliseconds. */
export function meanMs(spec: DistributionSpec): number {
  switch (spec.kind) {
    case 'bimodal':
    case 'hyperexponential':
      return spec.fastMs * (1 - spec.slowShare) + spec.slowMs * spec.slowShare;
    case 'uniform':
      return (spec.minMs + spec.maxMs) / 2;
    case 'pareto':
      return paretoMean(spec.minMs, spec.maxMs, spec.shape);
    default:
      return spec.meanMs;
  }
}

function paretoMean(low: number, high: number, shape: number): number {
  if (low === high) return low;
  const share = power(low / high, shape);
  if (shape === 1) return (low * ln(high / low)) / (1 - share);
  return ((shape * low) / (shape - 1)) * ((1 - (share * high) / low) / (1 - share));
}
