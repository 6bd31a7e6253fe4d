/** The page's end of the worker. If the worker dies, a new one is made at the next `load`; the document is not its business. */
import type { FromWorker, Speed, ToWorker, RunAnswer, RunQuestion } from './protocol';
import { pageWatch, PATIENCE_MS, Watchdog, type Watched } from './watchdog';
import type { TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import type { Frame } from '@/simulation/frame';
import type { RunLayout } from '@/simulation/layout';
import type { PackedLook } from '@/simulation/look';
import type { ObjectiveReport } from '@/simulation/objectives';
import type { TraceBook, TraceView } from '@/simulation/trace-book';

/** Who listens to a run. */
export interface RunListener {
  /** A run stands at its beginning; all samples and transitions come anew. `isReturn` on the way back to a moment of the same run. */
  begun(layout: RunLayout, isReturn: boolean): void;
  /** Parts have come or gone; all samples come anew. */
  relaid(layout: RunLayout): void;
  frame(frame: Frame, isPlaying: boolean, isSeeking: boolean): void;
  /** Moments to look back at. */
  looks(looks: readonly PackedLook[]): void;
  /** From this moment on the run is another than the one that may have been looked at before. */
  branched(atUs: TimeUs): void;
  /** The engine broke: a sentence. */
  failed(message: string): void;
}

/** Where the page learns of single requests. Everything is null when there is no run, or when it has ended before the answer. */
export interface TraceSource {
  /** The examples as of now. */
  book(): Promise<TraceBook | null>;
  /** One request in full; null also when it is not kept. */
  trace(id: number): Promise<TraceView | null>;
  /** Every complete trace that is kept, as OTLP JSON; null also when there is none. */
  otlp(): Promise<string | null>;
}

/** Where the page learns how the objectives stand by the engine's own measure. */
export interface ObjectiveSource {
  /** As of now; null when there is no run, or when it has ended before the answer. */
  objectives(): Promise<readonly ObjectiveReport[] | null>;
}

/** Makes the product's worker. */
export function makeWorker(): Worker {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'faultline-engine' });
}

/** One run in one worker. */
export class SimulationClient implements TraceSource, ObjectiveSource {
  private worker: Worker | null = null;
  private run = 0;
  private asked = 0;
  private readonly watchdog: Watchdog;
  private readonly asking = new Map<number, (answer: RunAnswer | null) => void>();

  constructor(
    private readonly listener: RunListener,
    private readonly make: () => Worker = makeWorker,
    watch: Pick<Watched, 'isHidden' | 'every'> = pageWatch,
  ) {
    this.watchdog = new Watchdog({
      ...watch,
      ask: () => this.worker?.postMessage({ type: 'ping' } satisfies ToWorker),
      onSilence: () => this.broken(`the engine has not answered for ${PATIENCE_MS / 1000} seconds`),
    });
  }

  /** Begins a run at time 0, paused. */
  load(scenario: Scenario, isQuiet = false): void {
    this.dismiss();
    this.say({ type: 'load', run: ++this.run, scenario, isQuiet });
  }

  play(): void {
    this.say({ type: 'play' });
  }

  pause(): void {
    this.say({ type: 'pause' });
  }

  setSpeed(speed: Speed): void {
    this.say({ type: 'speed', speed });
  }

  /** Pauses by itself after a machine has come to one of these modes. */
  pauseOn(modes: readonly string[]): void {
    this.say({ type: 'pause-on', modes });
  }

  /** Wants to see the machines inside these nodes. */
  watch(nodes: readonly string[]): void {
    this.say({ type: 'watch', nodes });
  }

  step(by: TimeUs | 'event'): void {
    this.say({ type: 'step', by });
  }

  seek(toUs: TimeUs): void {
    this.say({ type: 'seek', toUs });
  }

  /** The scenario has changed; the run takes it in at its present moment, or begins anew when the parts are others. */
  update(scenario: Scenario): void {
    this.say({ type: 'update', run: this.run, scenario });
  }

  async book(): Promise<TraceBook | null> {
    const answer = await this.ask({ kind: 'book' });
    return answer?.kind === 'book' ? answer.book : null;
  }

  async trace(id: number): Promise<TraceView | null> {
    const answer = await this.ask({ kind: 'trace', trace: id });
    return answer?.kind === 'trace' ? answer.view : null;
  }

  async otlp(): Promise<string | null> {
    const answer = await this.ask({ kind: 'otlp' });
    return answer?.kind === 'otlp' ? answer.text : null;
  }

  async objectives(): Promise<readonly ObjectiveReport[] | null> {
    const answer = await this.ask({ kind: 'objectives' });
    return answer?.kind === 'objectives' ? answer.objectives : null;
  }

  /** Ends the worker. */
  dispose(): void {
    this.dismiss();
    this.watchdog.end();
    this.worker?.terminate();
    this.worker = null;
  }

  /** The worker is of no use any more. */
  private broken(message: string): void {
    this.dispose();
    this.listener.failed(message);
  }

  private ask(about: RunQuestion): Promise<RunAnswer | null> {
    if (!this.worker) return Promise.resolve(null);
    const ask = ++this.asked;
    return new Promise((resolve) => {
      this.asking.set(ask, resolve);
      this.say({ type: 'ask', ask, about });
    });
  }

  /** Whoever still waits for an answer gets none. */
  private dismiss(): void {
    for (const resolve of this.asking.values()) resolve(null);
    this.asking.clear();
  }

  private say(message: ToWorker): void {
    if (!this.worker) {
      // Nothing but a new run makes sense to a new worker.
      if (message.type !== 'load') return;
      this.worker = this.make();
      this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(event.data);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.broken(event.message || 'the engine could not be loaded');
      };
      this.worker.onmessageerror = () => this.broken('the engine sent something that cannot be read');
      this.watchdog.begin();
    }
    this.worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    this.watchdog.heard();
    // What comes from a worker is data like any other: something without a run is nobody's.
    if (typeof message !== 'object' || message === null || message.run !== this.run) return;
    switch (message.type) {
      case 'begun':
        this.listener.begun(message.layout, message.isReturn);
        break;
      case 'relaid':
        this.listener.relaid(message.layout);
        break;
      case 'frame':
        this.say({ type: 'taken' });
        this.listener.frame(message.frame, message.isPlaying, message.isSeeking);
        break;
      case 'looks':
        this.listener.looks(message.looks);
        break;
      case 'branched':
        this.listener.branched(message.atUs);
        break;
      case 'answer':
        this.asking.get(message.ask)?.(message.answer);
        this.asking.delete(message.ask);
        break;
      case 'pong':
        break;
      case 'failed':
        this.broken(message.message);
    }
  }
}
