/**
 * One run in the worker: turns the wall's time into strides of simulated time. How long the strides are never matters for
 * the result; a slow machine or a sleeping tab only makes the run slower.
 */
import { Album } from './album';
import { Approach } from './approach';
import type { FromWorker, Speed, ToWorker } from './protocol';
import { answerOf, recordTraces } from './traces';
import type { TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import type { Frame } from '@/simulation/frame';
import { Simulation } from '@/simulation/simulation';

/** Longest span of the wall that one stride makes up for; after a pause of the machine the run goes on where it was. */
const LONGEST_GAP_MS = 100;
/** Computing per turn, so that messages are heard. */
const TURN_MS = 12;
/** Between two frames. */
const FRAME_MS = 30;
const QUIET_FRAME_MS = 250;
/** Frames that the page may still hold. */
const UNTAKEN = 2;
/** Events between two looks at the wall's clock. */
const CHUNK = 2_000;
/** Trace marks of each sort that a wire keeps for each second of the wall. */
const MARKS_PER_SECOND = 24;
const US_PER_MS = 1_000;
/** A session that pauses on a mode looks for it at the multiples of this, so that it pauses at the same moment on any machine. */
const WATCH_US = 5_000;

/** What the session needs of its surroundings. */
export interface SessionHost {
  /** Milliseconds of the wall. */
  now(): number;
  post(message: FromWorker): void;
  /** Calls back soon, after messages had their turn. */
  later(action: () => void): void;
}

/** A change of the scenario at a moment of the run. */
interface Edit {
  readonly atUs: TimeUs;
  readonly scenario: Scenario;
}

/** A clock that never goes back: when the wall's is set back, it goes on from where it was. */
function onward(now: () => number): () => number {
  let [last, shift] = [-Infinity, 0];
  return () => {
    const ms = now();
    shift += Math.max(0, last - ms - shift);
    return (last = ms + shift);
  };
}

/** See the file's header. */
export class Session {
  private simulation: Simulation;
  private first: Scenario;
  /** The scenario as the page has it; after going back it may be ahead of the run. */
  private latest: Scenario;
  private edits: Edit[] = [];
  private isPlaying = false;
  private goalUs: TimeUs | null = null;
  /** Collects what the page draws at the goal; null at full speed, which draws nothing. */
  private approach: Approach | null = null;
  private speed: Speed = 1;
  private modes: readonly string[] = [];
  private seen = 0;
  private watched: readonly string[] = [];
  private lastMs: number;
  private lastFrameMs = -Infinity;
  private untaken = 0;
  private owedUs = 0;
  private isBooked = false;
  private isEnded = false;
  /** A quiet run has nobody who looks back. */
  private album: Album | null;
  private readonly host: SessionHost;

  constructor(
    { now, post, later }: SessionHost,
    private run: number,
    scenario: Scenario,
    private readonly isQuiet: boolean,
  ) {
    const host = (this.host = { now: onward(now), post, later });
    this.first = scenario;
    this.latest = scenario;
    this.lastMs = host.now();
    this.album = isQuiet ? null : new Album();
    this.simulation = this.begin(scenario, false);
    this.tell();
  }

  /** Hears the page. `load` is the business of whoever keeps sessions. */
  hear(message: Exclude<ToWorker, { readonly type: 'load' | 'ping' }>): void {
    switch (message.type) {
      case 'play':
        this.catchUp();
        this.isPlaying = !this.simulation.isOver;
        this.lastMs = this.host.now();
        this.owedUs = 0;
        break;
      case 'pause':
        this.isPlaying = false;
        this.goalUs = null;
        break;
      case 'speed':
        this.speed = message.speed;
        break;
      case 'pause-on':
        this.modes = message.modes;
        this.seen = this.simulation.parts.context.transitions.length;
        break;
      case 'watch':
        this.watched = message.nodes;
        this.simulation.watched = message.nodes;
        break;
      case 'step':
        this.step(message.by);
        break;
      case 'seek':
        this.seek(message.toUs);
        break;
      case 'update':
        this.update(message.run, message.scenario);
        break;
      case 'ask':
        this.host.post({ type: 'answer', run: this.run, ask: message.ask, answer: answerOf(this.simulation, message.about) });
        return;
      case 'taken':
        this.untaken = Math.max(0, this.untaken - 1);
        return;
    }
    this.lastFrameMs = -Infinity;
    this.tell();
    this.book();
  }

  /** Says nothing more. */
  end(): void {
    this.isEnded = true;
  }

  private begin(scenario: Scenario, isReturn: boolean): Simulation {
    const simulation = new Simulation(scenario, { isTraced: !this.isQuiet });
    if (!this.isQuiet) recordTraces(simulation);
    simulation.watched = this.watched;
    this.seen = 0;
    this.host.post({ type: 'begun', run: this.run, layout: simulation.layout, isReturn });
    this.album?.take(simulation);
    return simulation;
  }

  private step(by: TimeUs | 'event'): void {
    this.isPlaying = false;
    this.goalUs = null;
    this.catchUp();
    if (by === 'event') this.simulation.step();
    else this.head(Math.min(this.simulation.nowUs + by, this.simulation.layout.endUs));
  }

  private seek(toUs: TimeUs): void {
    const goal = Math.max(0, Math.min(Math.round(toUs), this.simulation.layout.endUs));
    if (goal < this.simulation.nowUs) this.simulation = this.begin(this.first, true);
    this.head(goal);
    this.owedUs = 0;
  }

  private head(goalUs: TimeUs): void {
    const { simulation, speed } = this;
    this.goalUs = goalUs;
    this.approach = speed === 'max' ? null : new Approach(simulation, goalUs, speed, MARKS_PER_SECOND / speed);
  }

  private update(run: number, scenario: Scenario): void {
    this.latest = scenario;
    if (this.simulation.canUpdate(scenario)) {
      if (this.goalUs === null) this.catchUp();
      return;
    }
    this.run = run;
    this.first = scenario;
    this.edits = [];
    this.goalUs = null;
    this.approach = null;
    this.album &&= new Album();
    this.simulation = this.begin(scenario, false);
  }

  /**
   * Brings the page's scenario into the run at the present moment. After going back this begins another future: what is set
   * on the screen is what runs from here on.
   */
  private catchUp(): void {
    const { simulation, latest } = this;
    if (simulation.current === latest) return;
    this.edits = this.edits.filter(({ atUs }) => atUs <= simulation.nowUs);
    this.edits.push({ atUs: simulation.nowUs, scenario: latest });
    this.change(latest);
    this.album?.cut(simulation.nowUs);
    this.host.post({ type: 'branched', run: this.run, atUs: simulation.nowUs });
  }

  private change(scenario: Scenario): void {
    const { simulation, host, run } = this;
    const { layout } = simulation;
    this.tellLooks();
    simulation.update(scenario);
    if (simulation.layout === layout) return;
    this.approach?.clear();
    host.post({ type: 'relaid', run, layout: simulation.layout });
  }

  private book(): void {
    if (this.isBooked || this.isEnded || (!this.isPlaying && this.goalUs === null)) return;
    this.isBooked = true;
    this.host.later(() => {
      this.isBooked = false;
      if (this.isEnded) return;
      this.turn();
      this.book();
    });
  }

  private turn(): void {
    // Booked before a pause: the run must not move on after the frame that said it stands.
    if (!this.isPlaying && this.goalUs === null) return;
    const nowMs = this.host.now();
    const gapMs = Math.min(nowMs - this.lastMs, LONGEST_GAP_MS);
    this.lastMs = nowMs;
    if (this.goalUs !== null) this.towards(this.goalUs, nowMs + TURN_MS, true);
    else if (this.speed === 'max') this.towards(this.simulation.layout.endUs, nowMs + TURN_MS, false);
    else {
      this.owedUs += gapMs * this.speed * US_PER_MS;
      const beforeUs = this.simulation.nowUs;
      this.towards(Math.floor(beforeUs + this.owedUs), nowMs + TURN_MS, false);
      this.owedUs = Math.max(
        0,
        Math.min(this.owedUs - (this.simulation.nowUs - beforeUs), LONGEST_GAP_MS * this.speed * US_PER_MS),
      );
    }
    if (this.goalUs !== null && (this.simulation.nowUs >= this.goalUs || this.simulation.isOver)) this.arrive();
    if (this.simulation.isOver) this.isPlaying = false;
    this.tell();
  }

  private arrive(): void {
    this.goalUs = null;
    this.lastFrameMs = -Infinity;
    this.lastMs = this.host.now();
    if (this.isPlaying) this.catchUp();
  }

  /** Advances until the moment is reached or the turn is over; changes of a replayed run come at their moments. */
  private towards(targetUs: TimeUs, deadlineMs: number, isReplay: boolean): void {
    const { host, simulation } = this;
    do {
      const edit = isReplay ? this.nextEdit() : undefined;
      const watchUs = this.modes.length > 0 && !isReplay ? (Math.floor(simulation.nowUs / WATCH_US) + 1) * WATCH_US : targetUs;
      const lookUs = this.album?.nextUs(simulation) ?? targetUs;
      const markUs = (isReplay ? this.approach?.nextUs : undefined) ?? targetUs;
      const stopUs = Math.min(edit?.atUs ?? targetUs, targetUs, watchUs, lookUs, markUs);
      const isThere = simulation.advance(stopUs, CHUNK);
      if (isThere && simulation.nowUs === lookUs) this.album?.take(simulation);
      if (isThere && isReplay) this.approach?.pass(simulation);
      if (edit && simulation.nowUs >= edit.atUs && isThere) this.change(edit.scenario);
      if (!isReplay && isThere && stopUs % WATCH_US === 0 && this.mustPause()) {
        this.isPlaying = false;
        this.lastFrameMs = -Infinity;
        return;
      }
      if (simulation.isOver || (simulation.nowUs >= targetUs && isThere && !(isReplay && this.nextEdit()))) return;
    } while (host.now() < deadlineMs);
  }

  /** The first change that the run computed anew has not had yet. */
  private nextEdit(): Edit | undefined {
    const { simulation } = this;
    const at = this.edits.findLastIndex(({ scenario }) => scenario === simulation.current);
    const next = this.edits[at + 1];
    return next !== undefined && next.atUs <= (this.goalUs ?? 0) ? next : undefined;
  }

  private mustPause(): boolean {
    const { transitions } = this.simulation.parts.context;
    const isHit = this.modes.length > 0 && transitions.slice(this.seen).some(({ to }) => this.modes.includes(to));
    this.seen = transitions.length;
    return isHit;
  }

  private tell(): void {
    const nowMs = this.host.now();
    const isDue = nowMs - this.lastFrameMs >= (this.isQuiet ? QUIET_FRAME_MS : FRAME_MS) || this.simulation.isOver;
    if (!isDue || (this.untaken >= UNTAKEN && this.lastFrameMs !== -Infinity && !this.simulation.isOver)) return;
    this.lastFrameMs = nowMs;
    this.untaken++;
    this.tellLooks();
    const isSeeking = this.goalUs !== null;
    this.host.post({ type: 'frame', run: this.run, frame: this.frame(isSeeking), isPlaying: this.isPlaying, isSeeking });
  }

  /** The picture of the present moment. On the way to a goal marks are held back until the run is there. */
  private frame(isSeeking: boolean): Frame {
    const { simulation, speed, approach } = this;
    if (!isSeeking) this.approach = null;
    if (!approach) {
      simulation.thinTrace(MARKS_PER_SECOND / (speed === 'max' ? 100 : speed));
      return simulation.frame();
    }
    const frame = simulation.frame();
    approach.keep(frame.marks);
    return { ...frame, marks: isSeeking ? new Float64Array(0) : approach.end() };
  }

  private tellLooks(): void {
    const looks = this.album?.flush() ?? [];
    if (looks.length > 0) this.host.post({ type: 'looks', run: this.run, looks });
  }
}
