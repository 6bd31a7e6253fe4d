/** The rollout's statechart for drawing, read from the machine's own definition: what is drawn is what runs. */
import { canaryMachine } from './canary.machine';
import type { CanaryParams } from './params';

/** A state of the drawing. */
export interface DescribedCanaryState {
  /** The machine's name of the state, which is the rollout's mode. */
  readonly id: string;
  readonly label: string;
  /** Second line. */
  readonly hint: string;
  /** A sentence about the state. */
  readonly text: string;
}

/** An arrow of the drawing; one leads from a state to itself (the next step). */
export interface DescribedCanaryTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly text: string;
}

/** The drawing. */
export interface DescribedCanary {
  readonly initial: string;
  readonly states: readonly DescribedCanaryState[];
  readonly transitions: readonly DescribedCanaryTransition[];
}

type Node = (typeof canaryMachine)['root'];

function arrows(node: Node, params: CanaryParams): DescribedCanaryTransition[] {
  return [...node.transitions.values()].flat().flatMap(({ meta, target, description = '' }) => {
    const to = target?.[0];
    if (meta === undefined || to === undefined || meta.exists?.(params) === false) return [];
    return [{ from: node.key, to: to.key, label: meta.label(params), text: description }];
  });
}

/** States and arrows of a rollout under its parameters, in the machine's order. What they rule out is left out. */
export function describeCanary(params: CanaryParams): DescribedCanary {
  const all = Object.values(canaryMachine.root.states) as Node[];
  const nodes = all.filter(({ meta }) => meta?.exists?.(params) !== false);
  return {
    initial: canaryMachine.root.initial.target[0]?.key ?? '',
    states: nodes.map(({ key, meta, description = '' }) => ({
      id: key,
      label: meta?.label(params) ?? key,
      hint: meta?.hint?.(params) ?? '',
      text: description,
    })),
    transitions: nodes.flatMap((node) => arrows(node, params)),
  };
}
