/** The page's end of the worker. If the worker dies, a new one is made at the next `load`; the document is not its business. */
import type { FromWorker, Speed, ToWorker } from './protocol';
import type { TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import type { Frame } from '@/simulation/frame';
import type { RunLayout } from '@/simulation/layout';

/** Who listens to a run. */
export interface RunListener {
  /** A run stands at its beginning; all samples and transitions come anew. */
  begun(layout: RunLayout): void;
  /** Parts have come or gone; all samples come anew. */
  relaid(layout: RunLayout): void;
  frame(frame: Frame, isPlaying: boolean, isSeeking: boolean): void;
  /** The engine broke: a sentence. */
  failed(message: string): void;
}

/** Makes the product's worker. */
export function makeWorker(): Worker {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'faultline-engine' });
}

/** One run in one worker. */
export class SimulationClient {
  private worker: Worker | null = null;
  private run = 0;

  constructor(
    private readonly listener: RunListener,
    private readonly make: () => Worker = makeWorker,
  ) {}

  /** Begins a run at time 0, paused. */
  load(scenario: Scenario, isQuiet = false): void {
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

  /** Ends the worker. */
  dispose(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private say(message: ToWorker): void {
    if (!this.worker) {
      // Nothing but a new run makes sense to a new worker.
      if (message.type !== 'load') return;
      this.worker = this.make();
      this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(event.data);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.dispose();
        this.listener.failed(event.message || 'the engine could not be loaded');
      };
    }
    this.worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    if (message.run !== this.run) return;
    switch (message.type) {
      case 'begun':
        this.listener.begun(message.layout);
        break;
      case 'relaid':
        this.listener.relaid(message.layout);
        break;
      case 'frame':
        this.say({ type: 'taken' });
        this.listener.frame(message.frame, message.isPlaying, message.isSeeking);
        break;
      case 'failed':
        this.dispose();
        this.listener.failed(message.message);
    }
  }
}
