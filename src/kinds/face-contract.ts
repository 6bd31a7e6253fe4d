/**
 * What the face of a node is drawn from. Plain data of the engine side: the page's view of a node fits into it, and a kind's
 * face knows no more than this.
 */
import type { NodeState, PodState } from '@/engine/node-model';

/** One pod of a node as a face shows it. */
export interface FacePod {
  readonly state: PodState;
  readonly busy: number;
  readonly waiting: number;
  readonly restarts: number;
  /** Microseconds until the next restart, -1 when none is due. */
  readonly restartsInUs: number;
  /** 0 when the kind gives none. */
  readonly address: number;
}

/** Figures of a node at this moment. Rates are per simulated second, over about the last second. */
export interface FaceFigures {
  readonly state: NodeState;
  readonly waiting: number;
  readonly busy: number;
  /** Workers that could be busy, 0 when the kind has none. */
  readonly slots: number;
  readonly memoryMb: number;
  /** 0 when unlimited. */
  readonly memoryLimitMb: number;
  readonly arrivedPerS: number;
  readonly completedPerS: number;
  readonly failedPerS: number;
  readonly pods: readonly FacePod[];
}

/** Properties of a face. */
export interface FaceProps {
  /** Settings of the file; they have passed the kind's schema. */
  readonly settings: unknown;
  /** Null while the node takes no part in a run. */
  readonly figures: FaceFigures | null;
  /** On the wall, and where the view is far away: fewer things, larger. */
  readonly isBrief: boolean;
  /** What the model tells its own face (`NodeModel.picture`); left out or null when it tells nothing. */
  readonly picture?: unknown;
}
