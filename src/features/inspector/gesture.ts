/**
 * One gesture, one step of the history: several changes of the same thing that follow each other quickly (an arrow key that
 * is held down) act at once, each of them, and are undone together.
 */
import type { Scenario } from '@/scenario/schema';

/** What a gesture works on. */
export interface GestureHost {
  nowMs(): number;
  scenario(): Scenario;
  change(label: string, next: (scenario: Scenario) => Scenario): void;
  undo(): void;
}

/** A pause longer than this ends the gesture. Milliseconds. */
export const GESTURE_GAP_MS = 700;

/** Remembers the last change; one for a whole inspector. */
export class Gesture {
  private last: { readonly key: string; readonly atMs: number; readonly result: Scenario } | null = null;

  constructor(private readonly host: GestureHost) {}

  /** Changes the document; `key` names what is changed. */
  apply(key: string, label: string, next: (scenario: Scenario) => Scenario): void {
    const { host, last } = this;
    const before = host.scenario();
    // Whatever else has changed the document in between began a new step.
    if (last?.key === key && last.result === before && host.nowMs() - last.atMs <= GESTURE_GAP_MS) host.undo();
    host.change(label, next);
    const result = host.scenario();
    this.last = result === before ? null : { key, atMs: host.nowMs(), result };
  }

  /** The next change is a step of its own. */
  end(): void {
    this.last = null;
  }
}
