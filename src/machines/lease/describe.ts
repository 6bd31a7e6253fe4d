/** The lease's statechart for drawing, read from the machine's own definition: what is drawn is what runs. */
import { leaseMachine } from './lease.machine';
import type { LeaseParams } from './params';

/** A state of the drawing. */
export interface DescribedLeaseState {
  /** The machine's name of the state, which is the lease's mode. */
  readonly id: string;
  readonly label: string;
  /** Second line. */
  readonly hint: string;
  /** A sentence about the state. */
  readonly text: string;
}

/** An arrow of the drawing. */
export interface DescribedLeaseTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly text: string;
  /** Time takes it: no message has to come. */
  readonly timed: boolean;
}

/** The drawing. */
export interface DescribedLease {
  readonly initial: string;
  readonly states: readonly DescribedLeaseState[];
  readonly transitions: readonly DescribedLeaseTransition[];
}

type Node = (typeof leaseMachine)['root'];

function arrows(node: Node, params: LeaseParams): DescribedLeaseTransition[] {
  return [...node.transitions.values()].flat().flatMap(({ meta, target, description = '' }) => {
    const to = target?.[0];
    if (meta === undefined || to === undefined || meta.exists?.(params) === false) return [];
    return [{ from: node.key, to: to.key, label: meta.label(params), text: description, timed: meta.isTimed ?? false }];
  });
}

/** States and arrows of a lease under a setting, in the machine's order. What the setting rules out is left out. */
export function describeLease(params: LeaseParams): DescribedLease {
  const all = Object.values(leaseMachine.root.states) as Node[];
  const nodes = all.filter(({ meta }) => meta?.exists?.(params) !== false);
  return {
    initial: leaseMachine.root.initial.target[0]?.key ?? '',
    states: nodes.map(({ key, meta, description = '' }) => ({
      id: key,
      label: meta?.label(params) ?? key,
      hint: meta?.hint?.(params) ?? '',
      text: description,
    })),
    transitions: nodes.flatMap((node) => arrows(node, params)),
  };
}
