/**
 * The twin of a run: the same scenario and seed with the guard the other way round, computed to its end in a worker of its
 * own. The charts draw it as a pale line, so that one sees at every moment what the breaker changes.
 */
import type { Twin } from '@/features/shared/playground';
import { SampleLog } from '@/features/shared/sample-log';
import type { Scenario } from '@/scenario/schema';
import { SimulationClient } from '@/worker/client';

/** Policies that make up the guard; what a breaker without a fallback would change is another lesson. */
const GUARD = ['circuit-breaker', 'fallback'];
/** Calm after the last change of the document before the twin is computed anew. */
const CALM_MS = 600;

/** What the twin of a scenario is; null when no wire has ever had a guard and none is offered. */
interface TwinPlan {
  readonly label: string;
  readonly scenario: Scenario;
}

/** See the file's header. */
export class TwinRun {
  private client: SimulationClient | null = null;
  private timer: number | undefined;
  private value: Twin | null = null;
  private readonly listeners = new Set<() => void>();

  readonly get = (): Twin | null => this.value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The document has changed: computes the twin anew, after a moment of calm. */
  follow(scenario: Scenario): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.begin(twinOf(scenario)), CALM_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.client?.dispose();
    this.client = null;
  }

  private begin(plan: TwinPlan | null): void {
    this.client?.dispose();
    this.client = null;
    if (!plan) return this.publish(null);
    let log: SampleLog | null = null;
    this.client = new SimulationClient({
      begun: (layout) => {
        log = new SampleLog(layout);
      },
      // Its scenario never changes: another one is another twin.
      relaid: () => undefined,
      frame: (frame) => {
        if (!log) return;
        log.append(frame.samples);
        const { endUs } = log.layout;
        this.publish({ label: plan.label, samples: log, progress: endUs > 0 ? frame.atUs / endUs : 1 });
        if (frame.isAtEnd || frame.stopped) {
          this.client?.dispose();
          this.client = null;
        }
      },
      // The twin is an extra; the run itself says what is wrong.
      failed: () => this.publish(null),
    });
    this.client.load(plan.scenario, true);
    this.client.setSpeed('max');
    this.client.play();
  }

  private publish(value: Twin | null): void {
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

/** The same scenario with the guard taken off every wire that has one; null when there is none. */
function twinOf(scenario: Scenario): TwinPlan | null {
  const edges = Object.entries(scenario.edges);
  if (!edges.some(([, { policies }]) => 'circuit-breaker' in policies)) return null;
  const bare = edges.map(([id, edge]) => {
    const policies = Object.fromEntries(Object.entries(edge.policies).filter(([policy]) => !GUARD.includes(policy)));
    return [id, { ...edge, policies }] as const;
  });
  return { label: 'no breaker', scenario: { ...scenario, edges: Object.fromEntries(bare) } };
}
