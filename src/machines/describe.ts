/**
 * The statechart of a machine for drawing, read from its own XState definition: what is drawn is what runs. Words stand in the `meta`
 * of states and transitions and may depend on the setting; what a setting rules out is left out.
 */

/** Words of a state or a transition under a setting. */
export interface MachineWords<Params> {
  readonly label: (params: Params) => string;
  /** Second line of a state. */
  readonly hint?: (params: Params) => string;
  readonly exists?: (params: Params) => boolean;
  /** Time takes the transition: no message has to come. */
  readonly isTimed?: boolean;
}

/** A state of the drawing. */
export interface DescribedState {
  /** The machine's name of the state, which is the mode. */
  readonly id: string;
  readonly label: string;
  /** Second line. */
  readonly hint: string;
  /** A sentence about the state. */
  readonly text: string;
}

/** An arrow of the drawing. */
export interface DescribedTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly text: string;
  /** Time takes it: no message has to come. */
  readonly timed: boolean;
}

/** The drawing. */
export interface DescribedMachine {
  readonly initial: string;
  readonly states: readonly DescribedState[];
  readonly transitions: readonly DescribedTransition[];
}

interface Arrow<Params> {
  readonly meta?: MachineWords<Params> | undefined;
  readonly target: readonly { readonly key: string }[] | undefined;
  readonly description?: string | undefined;
}

/** A state node of an XState machine, as far as a drawing needs it. */
export interface StateNodeLike<Params> {
  readonly key: string;
  readonly meta?: MachineWords<Params> | undefined;
  readonly description?: string | undefined;
  readonly transitions: ReadonlyMap<string, readonly Arrow<Params>[]>;
}

/** States and arrows under a setting, in the machine's order; `initial` is the state that it begins in. */
export function describeMachine<Params>(
  initial: string | undefined,
  all: readonly StateNodeLike<Params>[],
  params: Params,
): DescribedMachine {
  const nodes = all.filter(({ meta }) => meta?.exists?.(params) !== false);
  return {
    initial: initial ?? '',
    states: nodes.map(({ key, meta, description = '' }) => ({
      id: key,
      label: meta?.label(params) ?? key,
      hint: meta?.hint?.(params) ?? '',
      text: description,
    })),
    transitions: nodes.flatMap(({ key, transitions }) =>
      [...transitions.values()].flat().flatMap(({ meta, target, description = '' }) => {
        const to = target?.[0]?.key;
        if (meta === undefined || to === undefined || meta.exists?.(params) === false) return [];
        return [{ from: key, to, label: meta.label(params), text: description, timed: meta.isTimed ?? false }];
      }),
    ),
  };
}
