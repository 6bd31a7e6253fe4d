/**
 * The last stretch before a moment that the run is sent to. The page draws marks of the past too, those that are still on their way;
 * here they are kept at fixed moments of simulated time, so that the same moment is the same picture, however fast the machine went
 * there and whatever frames it told on the way.
 */
import { TRAVEL_S } from './protocol';
import { SECOND, type TimeUs } from '@/domain/time';
import type { Simulation } from '@/simulation/simulation';

/** Looks at the rates of wires along the stretch, as frequent as frames are. */
const LOOKS = 30;

/** See the file's header. One is for one goal. */
export class Approach {
  /** Where the rates of wires begin to be counted, and where marks begin to be kept; behind the present if there is no room for them. */
  private readonly countUs: TimeUs;
  private readonly fromUs: TimeUs;
  private readonly stops: readonly TimeUs[];
  private passed = 0;
  private kept: number[] = [];

  /** `speed` in simulated seconds per second of the wall; `perSecond` marks of each sort and wire are kept per simulated second. */
  constructor({ nowUs, layout }: Simulation, goalUs: TimeUs, speed: number, private readonly perSecond: number) {
    const spanUs = TRAVEL_S * speed * SECOND;
    const looks = Array.from({ length: LOOKS }, (_, i) => Math.floor(goalUs - (spanUs * (LOOKS - i)) / LOOKS));
    this.fromUs = looks[0] ?? goalUs;
    this.countUs = this.fromUs - Math.max(SECOND, layout.sampleEveryUs);
    this.stops = [...new Set([this.countUs, ...looks])].filter((atUs) => atUs > nowUs);
  }

  /** The next moment to stop at, in microseconds; infinite when there is none. */
  get nextUs(): TimeUs {
    return this.stops[this.passed] ?? Infinity;
  }

  /** Does what is due where the run stands, if it has to stop there. */
  pass(simulation: Simulation): void {
    const { nowUs } = simulation;
    if (nowUs !== this.nextUs) return;
    this.passed++;
    if (nowUs >= this.fromUs) simulation.thinTrace(this.perSecond);
    if (nowUs > this.fromUs) return;
    simulation.forgetTrace();
    this.kept = [];
  }

  /** Keeps what a frame on the way has taken out of the trace. */
  keep(marks: Float64Array): void {
    for (const number of marks) this.kept.push(number);
  }

  /** Wires have other numbers from here on. */
  clear(): void {
    this.kept = [];
  }

  /** All marks of the stretch. */
  end(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.kept);
  }
}
