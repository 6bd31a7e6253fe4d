/**
 * The breaker's statechart for drawing, read from the machine's own definition: what is drawn is what runs.
 */
import { breakerMachine } from './breaker.machine';
import type { BreakerParams } from './params';

/** A state of the drawing. */
export interface DescribedState {
  /** The machine's name of the state: closed, open, halfOpen, forcedOpen, forcedClosed. */
  readonly id: string;
  /** The same as snapshots and transitions write it: half-open for halfOpen. */
  readonly mode: string;
  /** CLOSED, OPEN, HALF-OPEN, … */
  readonly label: string;
  /** Second line, e.g. "calls pass". */
  readonly hint: string;
  /** A sentence about the state. */
  readonly text: string;
  /** Entered by hand only; a small drawing may leave it out. */
  readonly manual: boolean;
}

/** An arrow of the drawing. */
export interface DescribedTransition {
  /** A state's id, or "*" for an arrow that leaves every state. */
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly text: string;
  readonly manual: boolean;
  /** A clock takes it: no call has to come. */
  readonly timed: boolean;
}

/** The drawing. */
export interface DescribedBreaker {
  /** Id of the state in which every breaker begins. */
  readonly initial: string;
  readonly states: readonly DescribedState[];
  readonly transitions: readonly DescribedTransition[];
}

type Node = (typeof breakerMachine)['root'];

function arrows(from: string, node: Node, params: BreakerParams): DescribedTransition[] {
  const found: DescribedTransition[] = [];
  for (const definitions of node.transitions.values()) {
    for (const arrow of definitions) {
      const meta = arrow.meta;
      const target = arrow.target?.[0];
      // Arrows without words (a change of rules) are no part of what the machine teaches.
      if (meta === undefined || target === undefined || meta.exists?.(params) === false) continue;
      const text = arrow.description ?? '';
      const timed = arrow.eventType.startsWith('xstate.after.');
      found.push({ from, to: target.key, label: meta.label(params), text, manual: meta.manual ?? false, timed });
    }
  }
  return found;
}

/** States and arrows of the breaker under a setting, in the machine's order. Arrows that the setting rules out are left out. */
export function describeBreaker(params: BreakerParams): DescribedBreaker {
  const nodes = Object.values(breakerMachine.root.states) as Node[];
  return {
    initial: breakerMachine.root.initial.target[0]?.key ?? '',
    states: nodes.map((node) => ({
      id: node.key,
      mode: node.key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      label: node.meta?.label(params) ?? node.key,
      hint: node.meta?.hint?.(params) ?? '',
      text: node.description ?? '',
      manual: node.meta?.manual ?? false,
    })),
    transitions: [...nodes.flatMap((node) => arrows(node.key, node, params)), ...arrows('*', breakerMachine.root, params)],
  };
}
