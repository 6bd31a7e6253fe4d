/**
 * Life of a pod. After a crash the kubelet waits 10 s, then 20, 40 ... up to 300 s before it starts the container
 * again; ten minutes without a crash bring the wait back to 10 s. A pod that is deleted runs its preStop wait, is then told to
 * stop, and is killed when its grace time is over (Kubernetes docs, concepts/workloads/pods/pod-lifecycle).
 */
import { assign, setup } from 'xstate';

/** Where a pod is in its life. */
export type PodPhase = 'running' | 'crashLoopBackOff' | 'starting' | 'draining' | 'stopping' | 'gone';

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;
const RESET_AFTER_MS = 600_000;

/** The machine; its meta labels are what the screen draws. */
export const podLifecycleMachine = setup({
  types: {
    context: {} as {
      startupMs: number;
      waitMs: number;
      restarts: number;
      runningSinceMs: number;
      preStopMs: number;
      graceMs: number;
      nowMs: () => number;
    },
    input: {} as { startupMs: number; nowMs: () => number },
    events: {} as
      | { type: 'crash' }
      | { type: 'setStartup'; ms: number }
      | { type: 'boot' }
      | { type: 'terminate'; preStopMs: number; graceMs: number }
      | { type: 'empty' }
      | { type: 'vanish' },
  },
  delays: {
    backOff: ({ context }) => context.waitMs,
    startup: ({ context }) => context.startupMs,
    preStop: ({ context }) => context.preStopMs,
    // The preStop wait is part of the grace time.
    grace: ({ context }) => Math.max(0, context.graceMs - context.preStopMs),
  },
  actions: {
    lengthenWait: assign({
      waitMs: ({ context }) => {
        const ranFor = context.nowMs() - context.runningSinceMs;
        if (context.waitMs === 0 || ranFor >= RESET_AFTER_MS) return FIRST_WAIT_MS;
        return Math.min(LONGEST_WAIT_MS, context.waitMs * 2);
      },
    }),
    countRestart: assign({
      // The first start of a new pod is no restart.
      restarts: ({ context }) => context.restarts + (context.waitMs > 0 ? 1 : 0),
      runningSinceMs: ({ context }) => context.nowMs(),
    }),
  },
}).createMachine({
  id: 'pod',
  initial: 'running',
  context: ({ input }) => ({
    startupMs: input.startupMs,
    waitMs: 0,
    preStopMs: 0,
    graceMs: 0,
    restarts: 0,
    runningSinceMs: input.nowMs(),
    nowMs: input.nowMs,
  }),
  on: {
    setStartup: { actions: assign({ startupMs: ({ event }) => event.ms }) },
    vanish: { target: '.gone', meta: { label: 'its node is lost' } },
  },
  states: {
    running: {
      meta: { label: 'RUNNING', hint: 'takes requests' },
      on: {
        crash: { target: 'crashLoopBackOff', meta: { label: 'crash' } },
        // A pod that was not there from the beginning has to start first.
        boot: { target: 'starting', meta: { label: 'new pod' } },
        terminate: {
          target: 'draining',
          actions: assign({ preStopMs: ({ event }) => event.preStopMs, graceMs: ({ event }) => event.graceMs }),
          meta: { label: 'delete' },
        },
      },
    },
    crashLoopBackOff: {
      meta: { label: 'CRASH LOOP', hint: 'waits before the restart' },
      entry: 'lengthenWait',
      on: { terminate: { target: 'gone', meta: { label: 'delete' } } },
      after: { backOff: { target: 'starting', meta: { label: 'after the wait' } } },
    },
    starting: {
      meta: { label: 'STARTING', hint: 'not ready yet' },
      on: {
        crash: { target: 'crashLoopBackOff', meta: { label: 'crash' } },
        terminate: { target: 'gone', meta: { label: 'delete' } },
      },
      after: { startup: { target: 'running', actions: 'countRestart', meta: { label: 'started' } } },
    },
    draining: {
      meta: { label: 'DRAINING', hint: 'preStop: still takes requests' },
      on: { crash: { target: 'gone', meta: { label: 'crash' } } },
      after: { preStop: { target: 'stopping', meta: { label: 'preStop over' } } },
    },
    stopping: {
      meta: { label: 'STOPPING', hint: 'finishes, takes no more' },
      on: {
        empty: { target: 'gone', meta: { label: 'all done' } },
        crash: { target: 'gone', meta: { label: 'crash' } },
      },
      after: { grace: { target: 'gone', meta: { label: 'grace over: killed' } } },
    },
    gone: { meta: { label: 'GONE', hint: 'the address is nobody\'s' } },
  },
});
