/** Charts of the machines that the product has, read from their XState definitions. */
import { type Chart, makeChart } from './chart';
import { describeBreaker } from '@/machines/circuit-breaker/describe';
import type { BreakerParams } from '@/machines/circuit-breaker/params';
import type { PodState } from '@/engine/node-model';
import { podLifecycleMachine, type PodPhase } from '@/machines/pod-lifecycle/pod-lifecycle.machine';

/** The breaker under a setting, without what is done by hand. Ids are the modes as snapshots write them. */
export function breakerChart(params: BreakerParams): Chart {
  const { initial, states, transitions } = describeBreaker(params);
  const modeOf = (id: string): string => states.find((state) => state.id === id)?.mode ?? id;
  return makeChart(
    modeOf(initial),
    states.filter(({ manual }) => !manual).map(({ mode, label, hint, text }) => ({ id: mode, label, hint, text })),
    transitions
      .filter(({ manual }) => !manual)
      .map(({ from, to, label, timed }) => ({
        from: modeOf(from),
        to: modeOf(to),
        label,
        isTimed: timed,
      })),
  );
}

interface Words {
  readonly label?: string;
  readonly hint?: string;
}

const wordsOf = (meta: unknown): Words => (typeof meta === 'object' && meta !== null ? meta : {});

/** A pod's life. */
export function podChart(): Chart {
  const nodes = Object.values(podLifecycleMachine.root.states);
  return makeChart(
    podLifecycleMachine.root.initial.target[0]?.key ?? '',
    nodes.map((node) => {
      const { label = node.key, hint = '' } = wordsOf(node.meta);
      return { id: node.key, label, hint, text: node.description ?? '' };
    }),
    nodes.flatMap((node) =>
      [...node.transitions.values()].flat().flatMap(({ target, meta, eventType }) => {
        const to = target?.[0]?.key;
        if (to === undefined) return [];
        return [{ from: node.key, to, label: wordsOf(meta).label ?? '', isTimed: eventType.startsWith('xstate.after.') }];
      }),
    ),
  );
}

/** The machine's state for a pod as frames show it. */
export const POD_PHASES: Readonly<Record<PodState, PodPhase>> = {
  running: 'running',
  crashed: 'crashLoopBackOff',
  starting: 'starting',
  unready: 'running',
  stopping: 'stopping',
};
