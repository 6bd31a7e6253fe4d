/** The machines of a node as the page follows them: wanted from the run while somebody shows them, and which of them is shown. */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type RunControls, usePlayground, useTransitions } from '../shared/playground';
import type { Transition } from '@/engine/context';
import type { WatchedMachine } from '@/simulation/frame';

/** How many components show the machines of each node, by the run's controls. */
const wanted = new WeakMap<RunControls, Map<string, number>>();

function want(controls: RunControls, node: string, by: 1 | -1): void {
  const counts = wanted.get(controls) ?? new Map<string, number>();
  wanted.set(controls, counts);
  const count = (counts.get(node) ?? 0) + by;
  if (count > 0) counts.set(node, count);
  else counts.delete(node);
  if ((by === 1 && count === 1) || count === 0) controls.watch([...counts.keys()]);
}

/** The machines inside a node, about ten times a second; the run tells them as long as the component is on the page. */
export function useNodeMachines(node: string): readonly WatchedMachine[] {
  const { run, controls } = usePlayground();
  useEffect(() => {
    want(controls, node, 1);
    return () => want(controls, node, -1);
  }, [controls, node]);
  const subscribe = useCallback((listener: () => void) => run.subscribe('parts', listener), [run]);
  return useSyncExternalStore(subscribe, () => run.machines(node));
}

/** True when a transition is one of this machine: both carry the same name; an alert's has its labels behind it. */
export function isOf({ machine }: Transition, label: string): boolean {
  return machine === label || label.startsWith(`${machine} {`);
}

/** Changes of mode of one machine of a node, oldest first. */
export function useChangesOf(node: string, label: string): readonly Transition[] {
  const transitions = useTransitions();
  return useMemo(
    () => transitions.filter((one) => one.where === node && isOf(one, label)),
    [transitions, node, label],
  );
}

/** The choice that goes to whichever machine has changed last. */
export const FOLLOW = '';

/** One choice of a list of machines. */
export interface MachineChoice {
  readonly chosen: string;
  readonly choose: (label: string) => void;
  readonly shown: WatchedMachine | null;
}

/** Which machine is shown: the chosen one while it is there, else the one that has changed last, else the first. */
export function useMachineChoice(node: string, machines: readonly WatchedMachine[]): MachineChoice {
  const transitions = useTransitions();
  const [chosen, choose] = useState(FOLLOW);
  const shown = useMemo(() => {
    const own = machines.find(({ label }) => label === chosen);
    if (own) return own;
    for (let at = transitions.length - 1; at >= 0; at--) {
      const change = transitions[at];
      if (change?.where !== node) continue;
      const found = machines.find(({ label }) => isOf(change, label));
      if (found) return found;
    }
    return machines[0] ?? null;
  }, [machines, transitions, chosen, node]);
  return { chosen: machines.some(({ label }) => label === chosen) ? chosen : FOLLOW, choose, shown };
}
