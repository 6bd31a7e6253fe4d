/**
 * One alert as Prometheus keeps it (rules/alerting.go): told at each evaluation whether the expression gave something for it.
 * Spans are measured between evaluations: an alert fires at the first evaluation at or after the begin of its trouble plus `for`.
 */
import { assign, setup } from 'xstate';
import { spanText } from '../circuit-breaker/wording';
import { type TimeUs, usFromMs } from '@/domain/time';

/** What a rule says about time. */
export interface AlertParams {
  /** The expression has to hold this long before the alert fires; milliseconds, 0 fires at once. */
  readonly forMs: number;
  /** A firing alert lasts this long after the expression stopped to hold; milliseconds, 0 ends it at once. */
  readonly keepFiringForMs: number;
}

/** States of the machine. `kept` still counts as firing. */
export type AlertState = 'inactive' | 'pending' | 'firing' | 'kept';

/** What people see: what Prometheus writes into `ALERTS{alertstate}`, and its absence. */
export type AlertMode = 'inactive' | 'pending' | 'firing';

/** What an evaluation found. `atUs` is its moment, `params` the rule as it is now. */
export interface AlertEvent {
  readonly type: 'true' | 'false';
  readonly atUs: TimeUs;
  readonly params: AlertParams;
}

/** What the machine remembers. */
export interface AlertContext {
  /** Since when the expression has held; the moment of the last change of state otherwise. */
  readonly sinceUs: TimeUs;
  /** When a firing alert's expression stopped to hold. */
  readonly keptSinceUs: TimeUs;
}

/** Words for drawing, depending on the setting. */
export interface AlertMeta {
  readonly label: (params: AlertParams) => string;
  /** Second line of a state. */
  readonly hint?: (params: AlertParams) => string;
  /** Whether the state or arrow can occur under the setting; absent = yes. */
  readonly exists?: (params: AlertParams) => boolean;
}

const waits = ({ forMs }: AlertParams): boolean => forMs > 0;
const keeps = ({ keepFiringForMs }: AlertParams): boolean => keepFiringForMs > 0;

/** The machine. */
export const alertMachine = setup({
  types: { context: {} as AlertContext, events: {} as AlertEvent, meta: {} as AlertMeta },
  guards: {
    firesAtOnce: ({ event }) => event.params.forMs <= 0,
    heldLongEnough: ({ context, event }) => event.atUs - context.sinceUs >= usFromMs(event.params.forMs),
    isKept: ({ event }) => event.params.keepFiringForMs > 0,
    keptLongEnough: ({ context, event }) => event.atUs - context.keptSinceUs >= usFromMs(event.params.keepFiringForMs),
  },
  actions: {
    begin: assign({ sinceUs: ({ event }) => event.atUs }),
    keep: assign({ keptSinceUs: ({ event }) => event.atUs }),
  },
}).createMachine({
  id: 'alert-rule',
  description: 'An alert fires when its expression has held long enough.',
  context: { sinceUs: 0, keptSinceUs: 0 },
  initial: 'inactive',
  states: {
    inactive: {
      description: 'The expression gives nothing.',
      meta: { label: () => 'INACTIVE', hint: () => 'nothing to tell' },
      on: {
        true: [
          {
            guard: 'firesAtOnce',
            target: 'firing',
            actions: 'begin',
            description: 'Without a span to wait for, the first evaluation that is true fires.',
            meta: { label: () => 'true', exists: (params) => !waits(params) },
          },
          {
            target: 'pending',
            actions: 'begin',
            description: 'An evaluation is true; the span begins.',
            meta: { label: () => 'true', exists: waits },
          },
        ],
      },
    },
    pending: {
      description: 'The expression holds, not yet long enough. Nobody is told.',
      meta: { label: () => 'PENDING', hint: ({ forMs }) => `for ${spanText(forMs)}`, exists: waits },
      on: {
        true: {
          guard: 'heldLongEnough',
          target: 'firing',
          description: 'It was true at every evaluation for the whole span.',
          meta: { label: ({ forMs }) => `true for ${spanText(forMs)}`, exists: waits },
        },
        false: {
          target: 'inactive',
          actions: 'begin',
          description: 'One evaluation that is not true ends the wait; the next one begins anew.',
          meta: { label: () => 'not true', exists: waits },
        },
      },
    },
    firing: {
      description: 'Somebody is told.',
      meta: { label: () => 'FIRING', hint: () => 'somebody is told' },
      on: {
        false: [
          {
            guard: 'isKept',
            target: 'kept',
            actions: 'keep',
            description: 'It is no longer true, but the rule keeps it.',
            meta: { label: () => 'not true', exists: keeps },
          },
          {
            target: 'inactive',
            actions: 'begin',
            description: 'It is no longer true: resolved.',
            meta: { label: () => 'not true', exists: (params) => !keeps(params) },
          },
        ],
      },
    },
    kept: {
      description: 'No longer true, still firing: so that an alert does not come and go.',
      meta: { label: () => 'FIRING', hint: ({ keepFiringForMs }) => `kept for ${spanText(keepFiringForMs)}`, exists: keeps },
      on: {
        true: {
          target: 'firing',
          description: 'True again: the span to keep it is forgotten.',
          meta: { label: () => 'true', exists: keeps },
        },
        false: {
          guard: 'keptLongEnough',
          target: 'inactive',
          actions: 'begin',
          description: 'It was never true in the whole span: resolved.',
          meta: { label: ({ keepFiringForMs }) => `not true for ${spanText(keepFiringForMs)}`, exists: keeps },
        },
      },
    },
  },
});
