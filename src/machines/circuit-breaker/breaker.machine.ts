/**
 * The circuit breaker as a machine. It is told only when its mode may change; its state is the only authority on the mode.
 * Labels in `meta` are what the screen draws.
 */
import { setup } from 'xstate';

/** The three modes, and two that an operator sets by hand. */
export type BreakerMode = 'closed' | 'open' | 'halfOpen' | 'forcedOpen' | 'disabled';

const byHand = { forceOpen: { target: '.forcedOpen' }, disable: { target: '.disabled' }, reset: { target: '.closed' } } as const;

/** See the file's header. */
export const breakerMachine = setup({
  types: {
    context: {} as { openMs: number; isTimed: boolean },
    input: {} as { openMs: number; isTimed: boolean },
    events: {} as { type: 'trip' | 'probe' | 'recover' | 'relapse' | 'forceOpen' | 'disable' | 'reset' },
  },
  delays: { openTime: ({ context }) => context.openMs },
  guards: { isTimed: ({ context }) => context.isTimed },
}).createMachine({
  id: 'breaker',
  initial: 'closed',
  context: ({ input }) => input,
  on: byHand,
  states: {
    closed: { meta: { label: 'CLOSED', hint: 'calls pass' }, on: { trip: { target: 'open', meta: { label: 'too many slow or failed calls' } } } },
    open: {
      meta: { label: 'OPEN', hint: 'fails fast' },
      on: { probe: { target: 'halfOpen', meta: { label: 'open time is over' } } },
      after: { openTime: { guard: 'isTimed', target: 'halfOpen', meta: { label: 'open time is over' } } },
    },
    halfOpen: {
      meta: { label: 'HALF-OPEN', hint: 'tries a probe' },
      on: {
        recover: { target: 'closed', meta: { label: 'probe answers' } },
        relapse: { target: 'open', meta: { label: 'probe fails' } },
      },
    },
    forcedOpen: { meta: { label: 'FORCED OPEN', hint: 'by hand' } },
    disabled: { meta: { label: 'DISABLED', hint: 'calls pass uncounted' } },
  },
});
