/**
 * Life of a pod's container. After a crash the kubelet waits 10 s, then 20, 40 ... up to 300 s before it starts the container
 * again; ten minutes without a crash bring the wait back to 10 s (Kubernetes docs, concepts/workloads/pods/pod-lifecycle).
 */
import { assign, setup } from 'xstate';

/** Where a pod is in its life. */
export type PodPhase = 'running' | 'crashLoopBackOff' | 'starting';

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;
const RESET_AFTER_MS = 600_000;

/** The machine; its meta labels are what the screen draws. */
export const podLifecycleMachine = setup({
  types: {
    context: {} as { startupMs: number; waitMs: number; restarts: number; runningSinceMs: number; nowMs: () => number },
    input: {} as { startupMs: number; nowMs: () => number },
    events: {} as { type: 'crash' } | { type: 'setStartup'; ms: number },
  },
  delays: { backOff: ({ context }) => context.waitMs, startup: ({ context }) => context.startupMs },
  actions: {
    lengthenWait: assign({
      waitMs: ({ context }) => {
        const ranFor = context.nowMs() - context.runningSinceMs;
        if (context.waitMs === 0 || ranFor >= RESET_AFTER_MS) return FIRST_WAIT_MS;
        return Math.min(LONGEST_WAIT_MS, context.waitMs * 2);
      },
    }),
    countRestart: assign({ restarts: ({ context }) => context.restarts + 1, runningSinceMs: ({ context }) => context.nowMs() }),
  },
}).createMachine({
  id: 'pod',
  initial: 'running',
  context: ({ input }) => ({
    startupMs: input.startupMs,
    waitMs: 0,
    restarts: 0,
    runningSinceMs: input.nowMs(),
    nowMs: input.nowMs,
  }),
  on: { setStartup: { actions: assign({ startupMs: ({ event }) => event.ms }) } },
  states: {
    running: {
      meta: { label: 'RUNNING', hint: 'takes requests' },
      on: { crash: { target: 'crashLoopBackOff', meta: { label: 'crash' } } },
    },
    crashLoopBackOff: {
      meta: { label: 'CRASH LOOP', hint: 'waits before the restart' },
      entry: 'lengthenWait',
      after: { backOff: { target: 'starting', meta: { label: 'after the wait' } } },
    },
    starting: {
      meta: { label: 'STARTING', hint: 'not ready yet' },
      on: { crash: { target: 'crashLoopBackOff', meta: { label: 'crash' } } },
      after: { startup: { target: 'running', actions: 'countRestart', meta: { label: 'ready' } } },
    },
  },
});
