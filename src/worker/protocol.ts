/** What page and worker say to each other. Everything is plain data; frames travel by transfer, not by copy. */
import type { TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import type { Frame } from '@/simulation/frame';
import type { RunLayout } from '@/simulation/layout';
import type { PackedLook } from '@/simulation/look';
import type { ObjectiveReport } from '@/simulation/objectives';
import type { TraceBook, TraceView } from '@/simulation/trace-book';

/** Simulated seconds per second of the wall; `max` is as fast as the machine can. */
export type Speed = number | 'max';

/** How long a mark is drawn on its way, in seconds of the wall. */
export const TRAVEL_S = 0.9;

/** From the page. `run` numbers the runs, so that late answers of an older run can be told apart. */
export type ToWorker =
  /** Begins a run at time 0. A quiet one keeps no trace and tells of itself a few times a second only. */
  | { readonly type: 'load'; readonly run: number; readonly scenario: Scenario; readonly isQuiet: boolean }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'speed'; readonly speed: Speed }
  /** Stops by itself after the next change of a machine to one of these modes; an empty list never stops. */
  | { readonly type: 'pause-on'; readonly modes: readonly string[] }
  /** Frames carry the machines inside these nodes from now on. */
  | { readonly type: 'watch'; readonly nodes: readonly string[] }
  /** Moves on by so much simulated time, or by one event, and pauses. */
  | { readonly type: 'step'; readonly by: TimeUs | 'event' }
  /** Goes to a moment, forwards or backwards; backwards the run is computed anew with all changes up to that moment. */
  | { readonly type: 'seek'; readonly toUs: TimeUs }
  /** The scenario has changed. With another seed or duration the run begins anew. */
  | { readonly type: 'update'; readonly run: number; readonly scenario: Scenario }
  /** Asks for something that frames do not carry; answered once, with the same number. A quiet run knows no single requests. */
  | { readonly type: 'ask'; readonly ask: number; readonly about: RunQuestion }
  /** Answered at once: is anybody there? */
  | { readonly type: 'ping' }
  /** The page has taken a frame; without this the worker stops sending after two. */
  | { readonly type: 'taken' };

/**
 * What the page may ask as of now: examples of single requests, one of them in full, all that are kept as OTLP; and how the
 * objectives stand.
 */
export type RunQuestion =
  | { readonly kind: 'book' }
  | { readonly kind: 'trace'; readonly trace: number }
  | { readonly kind: 'otlp' }
  | { readonly kind: 'objectives' };

/** `view` is null when it is not kept (any more). */
export type RunAnswer =
  | { readonly kind: 'book'; readonly book: TraceBook }
  | { readonly kind: 'trace'; readonly view: TraceView | null }
  /** Null when there is not one complete trace. */
  | { readonly kind: 'otlp'; readonly text: string | null }
  | { readonly kind: 'objectives'; readonly objectives: readonly ObjectiveReport[] };

/** From the worker. */
export type FromWorker =
  /**
   * A run stands at time 0, new or (`isReturn`) on its way back to a moment; samples and transitions come anew with the next frames,
   * looks only when the run is new.
   */
  | { readonly type: 'begun'; readonly run: number; readonly layout: RunLayout; readonly isReturn: boolean }
  /** Parts have come or gone during the run: rows have another shape from here on, and all samples come anew. */
  | { readonly type: 'relaid'; readonly run: number; readonly layout: RunLayout }
  | {
      readonly type: 'frame';
      readonly run: number;
      readonly frame: Frame;
      readonly isPlaying: boolean;
      readonly isSeeking: boolean;
    }
  /** Moments to look back at, in the order of time; all belong to the layout told last. */
  | { readonly type: 'looks'; readonly run: number; readonly looks: readonly PackedLook[] }
  /** A change has come into the run: looks behind this moment are those of another future. */
  | { readonly type: 'branched'; readonly run: number; readonly atUs: TimeUs }
  | { readonly type: 'answer'; readonly run: number; readonly ask: number; readonly answer: RunAnswer }
  | { readonly type: 'pong'; readonly run: number }
  /** The engine broke; the run is lost, the scenario is not. */
  | { readonly type: 'failed'; readonly run: number; readonly message: string };
