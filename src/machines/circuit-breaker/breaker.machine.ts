/**
 * The circuit breaker as an XState machine: the only authority on the mode. Counting happens outside (windows.ts); the
 * machine is told when a threshold was crossed, when somebody asks for a probe and how the probing ended, and it keeps the
 * two clocks of a breaker itself: the wait in OPEN and the limit of HALF-OPEN. Labels stand in `meta`, so that a drawing
 * of the statechart says what the running machine does.
 */
import { assign, setup } from 'xstate';
import { usFromMs, MS, NEVER, type TimeUs } from '@/domain/time';
import { openWaitMs, type BreakerParams } from './params';
import { limitLabel, openingLabel, probesLabel, probesFailLabel, probesPassLabel, waitLabel } from './wording';

/** What the machine reads from its surroundings: the present moment and the present setting. */
export interface BreakerRules {
  nowUs(): TimeUs;
  params(): BreakerParams;
}

/** What the machine remembers besides its state. */
export interface BreakerContext {
  readonly rules: BreakerRules;
  /** Since when the present state holds. */
  readonly sinceUs: TimeUs;
  /** Failed probings since CLOSED: the place in the list of waits. */
  readonly reopenings: number;
}

/** What the machine can be told. */
export type BreakerEvent =
  | { readonly type: 'threshold.crossed' }
  | { readonly type: 'probe.asked' }
  | { readonly type: 'probes.passed' }
  | { readonly type: 'probe.failed' }
  | { readonly type: 'rules.changed' }
  | { readonly type: 'force.open' }
  | { readonly type: 'force.closed' }
  | { readonly type: 'force.end' };

/** Words for drawing, depending on the setting. */
export interface BreakerMeta {
  /** Written into a state or beside an arrow. */
  readonly label: (params: BreakerParams) => string;
  /** Second line of a state. */
  readonly hint?: (params: BreakerParams) => string;
  /** Whether the arrow can be taken at all under the setting; absent = yes. */
  readonly exists?: (params: BreakerParams) => boolean;
  /** Reached by hand only. */
  readonly manual?: boolean;
}

/** The moment at which the wait of an OPEN period that began at `sinceUs` is over. */
export function waitEndUs(params: BreakerParams, sinceUs: TimeUs, reopenings: number): TimeUs {
  return sinceUs + usFromMs(openWaitMs(params, reopenings));
}

/** Whether a caller may now make an OPEN breaker HALF-OPEN; `>` and `>=` differ in the very last microsecond. */
export function mayProbe(params: BreakerParams, sinceUs: TimeUs, reopenings: number, nowUs: TimeUs): boolean {
  if (params.halfOpenBy !== 'request') return false;
  const endUs = waitEndUs(params, sinceUs, reopenings);
  return params.waitComparison === '>' ? nowUs > endUs : nowUs >= endUs;
}

/** Milliseconds from now to the timed end of OPEN; infinite where no timer ends it. */
export function openDelayMs(rules: BreakerRules, sinceUs: TimeUs, reopenings: number): number {
  const params = rules.params();
  if (params.halfOpenBy !== 'timer') return NEVER;
  return Math.max(0, waitEndUs(params, sinceUs, reopenings) - rules.nowUs()) / MS;
}

/** Milliseconds from now to the limit of HALF-OPEN; infinite where there is none. */
export function halfOpenDelayMs(rules: BreakerRules, sinceUs: TimeUs): number {
  const limitMs = rules.params().halfOpenMaxMs;
  return limitMs === null ? NEVER : Math.max(0, sinceUs + usFromMs(limitMs) - rules.nowUs()) / MS;
}

/** The machine. An actor needs `input` (BreakerRules) and the engine's clock; an infinite delay must book nothing. */
export const breakerMachine = setup({
  types: {
    context: {} as BreakerContext,
    events: {} as BreakerEvent,
    input: {} as BreakerRules,
    meta: {} as BreakerMeta,
  },
  delays: {
    openWait: ({ context }) => openDelayMs(context.rules, context.sinceUs, context.reopenings),
    halfOpenLimit: ({ context }) => halfOpenDelayMs(context.rules, context.sinceUs),
  },
  guards: {
    waitIsOver: ({ context }) => mayProbe(context.rules.params(), context.sinceUs, context.reopenings, context.rules.nowUs()),
  },
  actions: {
    // Assigned on the transition, not on entry: a change of rules re-enters a state without starting its time anew.
    startTime: assign({ sinceUs: ({ context }) => context.rules.nowUs() }),
    firstOpening: assign({ reopenings: 0 }),
    anotherOpening: assign({ reopenings: ({ context }) => context.reopenings + 1 }),
  },
}).createMachine({
  id: 'breaker',
  description: 'Protects a caller from a dependency that fails or became slow.',
  context: ({ input }) => ({ rules: input, sinceUs: input.nowUs(), reopenings: 0 }),
  initial: 'closed',
  on: {
    'force.open': {
      target: '.forcedOpen',
      actions: 'startTime',
      description: 'Somebody holds the breaker open.',
      meta: { label: () => 'held open', manual: true },
    },
    'force.closed': {
      target: '.forcedClosed',
      actions: 'startTime',
      description: 'Somebody switches the breaker off.',
      meta: { label: () => 'switched off', manual: true },
    },
  },
  states: {
    closed: {
      description: 'Every call passes and its result is counted.',
      meta: { label: () => 'CLOSED', hint: () => 'calls pass' },
      on: {
        'threshold.crossed': {
          target: 'open',
          actions: ['startTime', 'firstOpening'],
          description: 'Too many results of the window are failed or slow.',
          meta: { label: openingLabel },
        },
      },
    },
    open: {
      description: 'Every call is refused at once; the dependency rests.',
      meta: { label: () => 'OPEN', hint: () => 'fail fast' },
      after: {
        openWait: {
          target: 'halfOpen',
          actions: 'startTime',
          description: 'A timer ends the wait.',
          meta: { label: waitLabel, exists: (params) => params.halfOpenBy === 'timer' },
        },
      },
      on: {
        'probe.asked': {
          guard: 'waitIsOver',
          target: 'halfOpen',
          actions: 'startTime',
          description: 'The first caller after the wait becomes a probe.',
          meta: { label: waitLabel, exists: (params) => params.halfOpenBy === 'request' },
        },
        'rules.changed': { target: 'open', reenter: true, description: 'The wait is measured by the new setting.' },
      },
    },
    halfOpen: {
      description: 'A few calls are let through to see whether the dependency answers again.',
      meta: { label: () => 'HALF-OPEN', hint: probesLabel },
      after: {
        halfOpenLimit: {
          target: 'open',
          actions: ['startTime', 'anotherOpening'],
          description: 'The probes took too long to decide.',
          meta: { label: limitLabel, exists: (params) => params.halfOpenMaxMs !== null },
        },
      },
      on: {
        'probes.passed': {
          target: 'closed',
          actions: 'startTime',
          description: 'The dependency answers again.',
          meta: { label: probesPassLabel },
        },
        'probe.failed': {
          target: 'open',
          actions: ['startTime', 'anotherOpening'],
          description: 'The dependency still fails or is still slow.',
          meta: { label: probesFailLabel },
        },
        'rules.changed': { target: 'halfOpen', reenter: true, description: 'The limit is measured by the new setting.' },
      },
    },
    forcedOpen: {
      description: 'Held open by hand: every call is refused, nothing is counted.',
      meta: { label: () => 'FORCED OPEN', hint: () => 'held by hand', manual: true },
      on: {
        'force.end': {
          target: 'closed',
          actions: ['startTime', 'firstOpening'],
          meta: { label: () => 'let go', manual: true },
        },
      },
    },
    forcedClosed: {
      description: 'Switched off by hand: every call passes, nothing is counted.',
      meta: { label: () => 'DISABLED', hint: () => 'switched off', manual: true },
      on: {
        'force.end': {
          target: 'closed',
          actions: ['startTime', 'firstOpening'],
          meta: { label: () => 'switched on', manual: true },
        },
      },
    },
  },
});
