/**
 * The pale line of the charts: a run to compare with. Either a variant of the scenario on the page (chosen in the story),
 * computed to its end in a worker of its own, or the run before a change, kept by the time bar. This ties the two together and
 * tells each how things stand.
 */
import { type FormerRun } from '@/features/run-control/former-run';
import { paleLine } from '@/features/run-control/pale-line';
import type { Twin } from '@/features/shared/playground';
import { SampleLog } from '@/features/shared/sample-log';
import { twinStore } from '@/features/story/twin-store';
import { planOf, type TwinPlan } from '@/features/story/variants';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';
import { SimulationClient } from '@/worker/client';

/** Calm after the last change of the document before the twin is computed anew. */
const CALM_MS = 600;

/** A variant that is being run. */
interface Running {
  readonly plan: TwinPlan;
  readonly samples: SampleLog;
  readonly transitions: readonly Transition[];
  readonly progress: number;
}

/** See the file's header. */
export class TwinRun {
  private client: SimulationClient | null = null;
  private timer: number | undefined;
  private scenario: Scenario | null = null;
  private running: Running | null = null;
  private problem: string | null = null;
  private value: Twin | null = null;
  private choice = twinStore.getSnapshot().context.choice;
  private documents = paleLine.getSnapshot().context.documents;
  private readonly listeners = new Set<() => void>();
  private readonly stops: readonly { unsubscribe(): void }[];

  constructor() {
    this.stops = [
      twinStore.subscribe(({ context: { choice } }) => {
        if (choice === this.choice) return;
        this.choice = choice;
        paleLine.trigger.showTwin();
        clearTimeout(this.timer);
        this.begin();
      }),
      paleLine.subscribe(({ context: { documents } }) => {
        const isOther = documents !== this.documents;
        this.documents = documents;
        if (isOther && this.choice.kind !== 'automatic') twinStore.trigger.choose({ choice: { kind: 'automatic' } });
        else this.publish();
      }),
    ];
  }

  readonly get = (): Twin | null => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The document has changed: computes the twin anew, after a moment of calm. */
  follow(scenario: Scenario): void {
    this.scenario = scenario;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.begin(), CALM_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop.unsubscribe();
    this.client?.dispose();
    this.client = null;
  }

  private begin(): void {
    this.client?.dispose();
    this.client = null;
    this.running = null;
    if (this.scenario === null) return;
    const planning = planOf(this.scenario, this.choice);
    this.problem = planning.ok ? null : planning.reason;
    if (planning.ok && planning.plan) this.run(planning.plan);
    else this.publish();
  }

  private run(plan: TwinPlan): void {
    let log: SampleLog | null = null;
    let transitions: readonly Transition[] = [];
    this.client = new SimulationClient({
      begun: (layout) => {
        log = new SampleLog(layout);
      },
      // Its scenario never changes: another one is another twin.
      relaid: () => undefined,
      branched: () => undefined,
      // Nobody looks back at it.
      looks: () => undefined,
      frame: (frame) => {
        if (!log) return;
        log.append(frame.samples);
        if (frame.transitions.length > 0) transitions = [...transitions, ...frame.transitions];
        const { endUs } = log.layout;
        const isOver = frame.isAtEnd || frame.stopped !== null;
        this.running = { plan, samples: log, transitions, progress: isOver ? 1 : frame.atUs / Math.max(1, endUs) };
        this.publish();
        if (!isOver) return;
        this.client?.dispose();
        this.client = null;
      },
      // The twin is an extra; the run itself says what is wrong.
      failed: (message) => {
        this.running = null;
        this.problem = `The other run broke: ${message}.`;
        this.publish();
      },
    });
    this.client.load(plan.scenario, true);
    this.client.setSpeed('max');
    this.client.play();
  }

  private publish(): void {
    const { kept, isTwinClosed } = paleLine.getSnapshot().context;
    if (kept) this.publishKept(kept);
    else this.publishTwin(isTwinClosed);
    for (const listener of this.listeners) listener();
  }

  private publishKept({ samples, transitions }: FormerRun): void {
    this.value = { label: 'before the change', samples, progress: 1 };
    const texts = { title: 'What the change does', mine: 'now', other: 'before' };
    twinStore.trigger.tell({ otherRun: { ...texts, samples, transitions, isAtEnd: true } });
  }

  private publishTwin(isClosed: boolean): void {
    const { running } = this;
    if (!running || isClosed) {
      this.value = null;
      twinStore.trigger.tell({ otherRun: null, problem: this.problem });
      return;
    }
    const { plan, samples, transitions, progress } = running;
    this.value = { label: plan.label, samples, progress };
    const { title, mine, other } = plan;
    twinStore.trigger.tell({ otherRun: { title, mine, other, samples, transitions, isAtEnd: progress === 1 } });
  }
}
