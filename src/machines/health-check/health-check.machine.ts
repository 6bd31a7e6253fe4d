/**
 * The verdict of a health check. Results are counted in plain code; the machine is told when a verdict turns, and its state is
 * the only authority on it.
 */
import { setup } from 'xstate';

/** What is thought of an instance; `unknown` before anything has been decided. */
export type Verdict = 'unknown' | 'passing' | 'warning' | 'critical';

const to = (target: Verdict, label: string) => ({ target, meta: { label } }) as const;

/** The machine; its meta labels are what the screen draws. */
export const healthCheckMachine = setup({
  types: {
    input: {} as { verdict: Verdict },
    context: {} as { verdict: Verdict },
    events: {} as { type: 'pass' } | { type: 'warn' } | { type: 'fail' },
  },
  guards: {
    beginsPassing: ({ context }) => context.verdict === 'passing',
    beginsCritical: ({ context }) => context.verdict === 'critical',
  },
}).createMachine({
  id: 'healthCheck',
  initial: 'unknown',
  context: ({ input }) => ({ verdict: input.verdict }),
  states: {
    unknown: {
      meta: { label: 'UNKNOWN', hint: 'nothing decided yet' },
      always: [
        { guard: 'beginsPassing', target: 'passing' },
        { guard: 'beginsCritical', target: 'critical' },
      ],
      on: {
        pass: to('passing', 'enough successes'),
        warn: to('warning', 'asks for less'),
        fail: to('critical', 'enough failures'),
      },
    },
    passing: {
      meta: { label: 'PASSING', hint: 'gets traffic' },
      on: { warn: to('warning', 'asks for less'), fail: to('critical', 'enough failures') },
    },
    warning: {
      meta: { label: 'WARNING', hint: 'asks for less' },
      on: { pass: to('passing', 'enough successes'), fail: to('critical', 'enough failures') },
    },
    critical: {
      meta: { label: 'CRITICAL', hint: 'gets no traffic' },
      on: { pass: to('passing', 'enough successes'), warn: to('warning', 'asks for less') },
    },
  },
});
