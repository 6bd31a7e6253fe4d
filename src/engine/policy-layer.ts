/** What all policies of wires have in common: a place on a wire, settings that can change, and figures for the screen. */
import type { RunContext } from './context';
import { Layer } from './layer';
import type { LimitStatus } from './limit-status';
import type { Effect } from './node-model';
import type { Mark } from './trace';

/** A machine as frames carry it: which one, and a plain picture of it that can be posted. */
export interface MachinePicture {
  /** Names the drawing, such as `circuit-breaker`. */
  readonly kind: string;
  readonly picture: unknown;
}

/** A layer whose settings can change during a run. Counters run from the start of the run. */
export abstract class PolicyLayer extends Layer {
  /** Calls refused before they left. */
  refused = 0;
  /** Tries beyond the first. */
  retried = 0;
  /** Calls whose caller stopped waiting. */
  expired = 0;
  /** Failures that were answered from elsewhere. */
  rescued = 0;
  /** Number of the wire in traces, -1 when it has none. */
  wireNumber = -1;

  constructor(
    protected readonly context: RunContext,
    tag: number,
  ) {
    super(tag);
  }

  /** New settings, as the policy's contract resolves them, for calls sent from now on. */
  abstract configure(settings: unknown): void;

  /** The machine that decides, for policies that have one. */
  machine(): MachinePicture | null {
    return null;
  }

  /** How its rate limits stand, for policies that have some. */
  limitStatus(): readonly LimitStatus[] {
    return [];
  }

  /** A fault of its wire that concerns what this policy relies on. False when it does not know it. */
  afflict(_effect: Effect): boolean {
    return false;
  }

  /** The fault ends. */
  relieve(_effect: Effect): void {
    // A policy that knows no fault has nothing to undo.
  }

  /** Lets the trace know that something happened here. */
  protected mark(mark: Mark): void {
    if (this.wireNumber >= 0) this.context.trace?.mark(this.wireNumber, mark, this.context.agenda.nowUs);
  }
}
