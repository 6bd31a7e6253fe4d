/** The alert's statechart for drawing, read from the machine's own definition: what is drawn is what runs. */
import { alertMachine, type AlertParams } from './alert.machine';

/** A state of the drawing. */
export interface DescribedAlertState {
  /** The machine's name of the state. */
  readonly id: string;
  readonly label: string;
  /** Second line. */
  readonly hint: string;
  /** A sentence about the state. */
  readonly text: string;
}

/** An arrow of the drawing. All of them are taken by an evaluation. */
export interface DescribedAlertTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly text: string;
}

/** The drawing. */
export interface DescribedAlert {
  readonly initial: string;
  readonly states: readonly DescribedAlertState[];
  readonly transitions: readonly DescribedAlertTransition[];
}

type Node = (typeof alertMachine)['root'];

function arrows(node: Node, params: AlertParams): DescribedAlertTransition[] {
  return [...node.transitions.values()].flat().flatMap(({ meta, target, description = '' }) => {
    const to = target?.[0];
    if (meta === undefined || to === undefined || meta.exists?.(params) === false) return [];
    return [{ from: node.key, to: to.key, label: meta.label(params), text: description }];
  });
}

/** States and arrows of an alert under a setting, in the machine's order. What the setting rules out is left out. */
export function describeAlert(params: AlertParams): DescribedAlert {
  const all = Object.values(alertMachine.root.states) as Node[];
  const nodes = all.filter(({ meta }) => meta?.exists?.(params) !== false);
  return {
    initial: alertMachine.root.initial.target[0]?.key ?? '',
    states: nodes.map(({ key, meta, description = '' }) => ({
      id: key,
      label: meta?.label(params) ?? key,
      hint: meta?.hint?.(params) ?? '',
      text: description,
    })),
    transitions: nodes.flatMap((node) => arrows(node, params)),
  };
}
