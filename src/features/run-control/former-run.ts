/**
 * The run before a change. Whoever goes back in time and changes something, or changes something and runs anew, begins another
 * future; the old one stays as a pale line. This class watches for that: it holds the record that was overtaken until what runs
 * now is another scenario than what ran then at the same moment.
 */
import type { SampleLog } from '../shared/sample-log';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** A run that is over and done with, for comparison. */
export interface FormerRun {
  readonly samples: SampleLog;
  readonly transitions: readonly Transition[];
  /** From where on the runs may differ, in microseconds. */
  readonly fromUs: TimeUs;
}

/** What is looked at: the run as it is now, and the scenario on the page. */
export interface Moment {
  readonly log: SampleLog;
  readonly atUs: TimeUs;
  readonly isPlaying: boolean;
  readonly isSeeking: boolean;
  readonly transitions: readonly Transition[];
  readonly scenario: Scenario;
}

/** What of a scenario decides its run; names, places and texts do not. */
function runOf({ nodes, edges, faults, seed, durationMs }: Scenario): string {
  const bare = Object.entries(nodes).map(([id, { kind, parent, settings }]) => [id, kind, parent, settings]);
  return JSON.stringify([bare, edges, faults, seed, durationMs]);
}

/** True when two scenarios give the same run. */
export function isSameRun(a: Scenario, b: Scenario): boolean {
  return a === b || runOf(a) === runOf(b);
}

/** One record with the scenarios that it ran with, each from a moment on. */
class Track {
  transitions: readonly Transition[] = [];
  private length = -1;
  private readonly scenarios: { readonly fromUs: TimeUs; readonly scenario: Scenario }[] = [];

  constructor(
    readonly log: SampleLog,
    public atUs: TimeUs,
  ) {}

  get endUs(): TimeUs {
    return this.log.length > 0 ? this.log.atUs(this.log.length - 1) : 0;
  }

  /** A record belongs to the scenario with which it grew; `isRepeat` while it is computed anew up to where it was before. */
  take({ atUs, transitions, scenario }: Moment, isRepeat: boolean): void {
    this.atUs = atUs;
    this.transitions = transitions;
    if (this.log.length === this.length) return;
    const fromUs = this.length <= 0 ? 0 : atUs;
    this.length = this.log.length;
    // What is computed anew runs with what it ran with before: that is known from the older record.
    if (!isRepeat && this.scenarios.at(-1)?.scenario !== scenario) this.scenarios.push({ fromUs, scenario });
  }

  /** Takes over what an older record of the same run knows up to a moment. */
  inherit(older: Track, untilUs: TimeUs): void {
    if (this.scenarios.length > 0) return;
    this.scenarios.push(...older.scenarios.filter(({ fromUs }) => fromUs <= untilUs));
  }

  scenarioAt(atUs: TimeUs): Scenario | null {
    return (this.scenarios.findLast(({ fromUs }) => fromUs <= atUs) ?? this.scenarios[0])?.scenario ?? null;
  }
}

/** See the file's header. */
export class FormerRuns {
  private now: Track | null = null;
  private ahead: Track | null = null;
  private backWith: Scenario | null = null;
  private compared: { readonly a: Scenario; readonly b: Scenario; readonly isSame: boolean } | null = null;

  /** Another document: nothing of before belongs to it. */
  forget(): void {
    this.now = null;
    this.ahead = null;
  }

  /** Takes in how things stand; returns a former run when another future has just begun. */
  observe(next: Moment): FormerRun | null {
    const { now } = this;
    if (now === null) this.now = new Track(next.log, next.atUs);
    else if (next.log !== now.log) {
      // While nothing of another record has come, one cannot tell whether the run went back or parts have come or gone.
      if (next.log.length === 0 && next.atUs > 0 && next.atUs === now.atUs) return null;
      this.turnOver(now, next);
    }
    this.now?.take(next, next.isSeeking && this.ahead !== null && next.atUs < this.ahead.endUs);
    return this.parted(next);
  }

  private turnOver(now: Track, next: Moment): void {
    const isBack = next.atUs < now.endUs;
    if (isBack && (this.ahead === null || now.endUs > this.ahead.endUs)) {
      this.ahead = now;
      this.backWith = next.scenario;
    }
    this.now = new Track(next.log, next.atUs);
    if (!isBack) this.now.inherit(now, next.atUs);
  }

  private parted(next: Moment): FormerRun | null {
    const { ahead, now } = this;
    if (ahead === null || next.isSeeking) return null;
    if (next.atUs >= ahead.endUs) {
      this.ahead = null;
      return null;
    }
    now?.inherit(ahead, next.atUs);
    // Who only looks back has changed nothing yet, even if the page is ahead of the moment that is looked at.
    if (!next.isPlaying && next.scenario === this.backWith) return null;
    const before = ahead.scenarioAt(next.atUs);
    if (before === null || this.isSame(before, next.scenario)) return null;
    this.ahead = null;
    const [a, b] = [ahead.log.layout, next.log.layout];
    if (a.sampleEveryUs !== b.sampleEveryUs || a.endUs !== b.endUs) return null;
    return { samples: ahead.log, transitions: ahead.transitions, fromUs: next.atUs };
  }

  /** Asked with every frame, so the answer is kept. */
  private isSame(a: Scenario, b: Scenario): boolean {
    if (this.compared?.a !== a || this.compared.b !== b) this.compared = { a, b, isSame: isSameRun(a, b) };
    return this.compared.isSame;
  }
}
