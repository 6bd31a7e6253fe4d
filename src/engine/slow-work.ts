/**
 * How long own work takes while faults slow it down. A fault stretches the distribution to the mean that it names; where several
 * strike a request, the slowest counts. One that strikes a share of the requests, or whose time varies, is drawn for each request
 * from a stream of its own, so that the work's own draws stay what they would have been.
 */
import { type DistributionSpec, meanMs, Sampler } from './chance/distribution';
import type { RandomStream } from './chance/random-stream';
import { removeEffect, shareOf } from './effects';
import type { Effect } from './node-model';
import { MS, nearest, type TimeUs } from '@/domain/time';

/** See the file's header. */
export class SlowWork {
  private readonly effects: Effect[] = [];
  /** Those that have to be drawn for each request. */
  private drawn: readonly Effect[] = [];
  /** Mean of the slowest of the others in milliseconds, 0 when there is none. */
  private wholeMs = 0;
  private sampler: Sampler;
  private plain: Sampler;
  private mean: number;

  /** `work` draws the work, `lots` who is struck and how hard. */
  constructor(
    private spec: DistributionSpec,
    private readonly work: RandomStream,
    private readonly lots: RandomStream,
  ) {
    this.plain = new Sampler(spec, work);
    this.sampler = this.plain;
    this.mean = meanMs(spec);
  }

  /** Whether anything slows it now. */
  get isSlowed(): boolean {
    return this.effects.length > 0;
  }

  /** Another distribution from now on. */
  configure(spec: DistributionSpec): void {
    this.spec = spec;
    this.mean = meanMs(spec);
    this.plain = new Sampler(spec, this.work);
    this.read();
  }

  /** A fault `slow` begins; its value is the mean in milliseconds. */
  begin(effect: Effect): void {
    this.effects.push(effect);
    this.read();
  }

  /** It ends. */
  end(effect: Effect): void {
    removeEffect(this.effects, effect);
    this.read();
  }

  /** One draw in whole microseconds. */
  drawUs(): TimeUs {
    return this.drawn.length === 0 ? this.sampler.drawUs() : this.struckUs();
  }

  /** The mean that faults impose on the next request, in milliseconds; 0 when none does. For work that is not drawn. */
  nextMeanMs(): number {
    let slowestMs = this.wholeMs;
    for (const effect of this.drawn) {
      const share = shareOf(effect);
      const jitterMs = effect.jitterMs ?? 0;
      // Both lots are drawn whatever comes of them: a changed share then moves nothing else.
      const isStruck = this.lots.chance(share);
      const ms = effect.value + (this.lots.uniform() * 2 - 1) * jitterMs;
      if (isStruck && ms > slowestMs) slowestMs = ms;
    }
    return slowestMs;
  }

  private struckUs(): TimeUs {
    const { mean } = this;
    const slowestMs = this.nextMeanMs();
    const usualUs = this.plain.drawUs();
    if (slowestMs === 0) return usualUs;
    return nearest(mean === 0 ? slowestMs * MS : (usualUs * slowestMs) / mean);
  }

  private read(): void {
    const isDrawn = (effect: Effect): boolean => shareOf(effect) < 1 || (effect.jitterMs ?? 0) > 0;
    const { spec, work, mean } = this;
    this.drawn = this.effects.filter(isDrawn);
    this.wholeMs = Math.max(0, ...this.effects.filter((effect) => !isDrawn(effect)).map(({ value }) => value));
    if (this.wholeMs === 0) this.sampler = this.plain;
    else if (mean === 0) this.sampler = new Sampler({ kind: 'constant', meanMs: this.wholeMs }, work);
    else this.sampler = new Sampler(spec, work, this.wholeMs / mean);
  }
}
