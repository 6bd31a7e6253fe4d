/**
 * A rollout in steps, told of every check. Flagger's order of things: the failed checks so far are counted first, so a
 * rollback comes one interval after the check that brought it about; only then does it look at the new check. Argo counts
 * the new check at once.
 */
import { assign, setup } from 'xstate';
import { spanText } from '../circuit-breaker/wording';
import type { CanaryVerdict } from './analysis';
import { type CanaryParams, failuresToRollBack } from './params';
import { type TimeUs, usFromMs } from '@/domain/time';

/**
 * Not begun; in a step; stopped until a person decides (Argo); the stable version is being replaced (Flagger); over, either
 * way.
 */
export type CanaryMode = 'initialising' | 'progressing' | 'paused' | 'promoting' | 'succeeded' | 'rolledBack';

/** What the machine can be told. `params` are the rollout's parameters as they are now. */
export type CanaryEvent =
  | { readonly type: 'start'; readonly atUs: TimeUs; readonly params: CanaryParams }
  | { readonly type: 'check'; readonly atUs: TimeUs; readonly params: CanaryParams; readonly verdict: CanaryVerdict };

/** What the machine remembers. */
export interface CanaryContext {
  /** Steps behind it, from 0. */
  readonly step: number;
  /** Failed checks since the start. */
  readonly failed: number;
  /** Checks without a result since the start; counted by Argo alone. */
  readonly inconclusive: number;
  /** When the present step began. */
  readonly sinceUs: TimeUs;
}

/** Words for drawing, depending on the parameters. */
export interface CanaryMeta {
  readonly label: (params: CanaryParams) => string;
  /** Second line of a state. */
  readonly hint?: (params: CanaryParams) => string;
  /** Whether the state or arrow can occur under the parameters; absent = yes. */
  readonly exists?: (params: CanaryParams) => boolean;
}

type Check = Extract<CanaryEvent, { type: 'check' }>;

const isArgo = ({ style }: CanaryParams): boolean => style === 'argo';
const isFlagger = ({ style }: CanaryParams): boolean => style === 'flagger';

/** Failed checks with this one. */
function failedWith(failed: number, { verdict, params }: Check): number {
  return failed + +(verdict === 'failed' || (verdict === 'no-data' && isFlagger(params)));
}

/** Checks without a result with this one. */
function inconclusiveWith(inconclusive: number, { verdict, params }: Check): number {
  return inconclusive + +(isArgo(params) && (verdict === 'no-data' || verdict === 'undecided'));
}

/** Flagger needs a good check. Argo's steps last their time, whatever a check says that stays within the limits. */
function endsStep({ event }: { readonly event: CanaryEvent }): boolean {
  return event.type === 'check' && (isArgo(event.params) || event.verdict === 'passed');
}

function failureLabel(params: CanaryParams): string {
  const failures = failuresToRollBack(params);
  const checks = `${failures} failed ${failures === 1 ? 'check' : 'checks'}`;
  return isFlagger(params) ? `${checks}, one interval later` : checks;
}

/** The machine. */
export const canaryMachine = setup({
  types: { context: {} as CanaryContext, events: {} as CanaryEvent, meta: {} as CanaryMeta },
  guards: {
    hadEnough: ({ context, event: { params } }) => isFlagger(params) && context.failed >= failuresToRollBack(params),
    isLate: ({ context, event: { params, atUs } }) =>
      params.deadlineMs !== null && atUs - context.sinceUs > usFromMs(params.deadlineMs),
    failsTooOften: ({ context, event }) =>
      event.type === 'check' &&
      isArgo(event.params) &&
      failedWith(context.failed, event) >= failuresToRollBack(event.params),
    tellsTooLittle: ({ context, event }) =>
      event.type === 'check' && inconclusiveWith(context.inconclusive, event) > event.params.inconclusiveLimit,
    endsLastStepOfFlagger: ({ context, event }) =>
      endsStep({ event }) && isFlagger(event.params) && context.step >= event.params.stepWeights.length - 1,
    endsLastStepOfArgo: ({ context, event }) =>
      endsStep({ event }) && isArgo(event.params) && context.step >= event.params.stepWeights.length - 1,
    endsStep,
  },
  actions: {
    begin: assign({ step: 0, sinceUs: ({ event }) => event.atUs }),
    count: assign({
      failed: ({ context, event }) => (event.type === 'check' ? failedWith(context.failed, event) : context.failed),
      inconclusive: ({ context, event }) =>
        event.type === 'check' ? inconclusiveWith(context.inconclusive, event) : context.inconclusive,
    }),
    advance: assign({ step: ({ context }) => context.step + 1, sinceUs: ({ event }) => event.atUs }),
  },
}).createMachine({
  id: 'canary',
  description: 'A new version gets more and more of the traffic, as long as it does well.',
  context: { step: 0, failed: 0, inconclusive: 0, sinceUs: 0 },
  initial: 'initialising',
  states: {
    initialising: {
      description: 'The new version is there and gets no traffic.',
      meta: { label: () => 'INITIALISING', hint: () => '0 %' },
      on: {
        start: {
          target: 'progressing',
          actions: 'begin',
          description: 'The first step begins without a check: there is nothing to look at yet.',
          meta: { label: ({ stepWeights }) => `first step: ${stepWeights[0] ?? 0} %` },
        },
      },
    },
    progressing: {
      description: 'The new version gets the share of its step, and a check is due at every interval.',
      meta: {
        label: () => 'PROGRESSING',
        hint: ({ stepWeights, intervalMs }) => `${stepWeights.join(', ')} % · a check every ${spanText(intervalMs)}`,
      },
      on: {
        check: [
          {
            guard: 'hadEnough',
            target: 'rolledBack',
            description: 'The failed checks are counted before the next one; a good one in between forgives none.',
            meta: { label: failureLabel, exists: isFlagger },
          },
          {
            guard: 'failsTooOften',
            target: 'rolledBack',
            actions: 'count',
            description: 'The check that passes the limit aborts the rollout at once.',
            meta: { label: failureLabel, exists: isArgo },
          },
          {
            guard: 'isLate',
            target: 'rolledBack',
            description: 'It has not got on for too long.',
            meta: {
              label: ({ deadlineMs }) => `no step for ${spanText(deadlineMs ?? 0)}`,
              exists: ({ deadlineMs }) => deadlineMs !== null,
            },
          },
          {
            guard: 'tellsTooLittle',
            target: 'paused',
            actions: 'count',
            description: 'Checks without a result: somebody has to look.',
            meta: { label: ({ inconclusiveLimit }) => `${inconclusiveLimit + 1} without a result`, exists: isArgo },
          },
          {
            guard: 'endsLastStepOfFlagger',
            target: 'promoting',
            description: 'The check of the last step was good.',
            meta: { label: () => 'last check good', exists: isFlagger },
          },
          {
            guard: 'endsLastStepOfArgo',
            target: 'succeeded',
            actions: 'count',
            description: 'The last step is over.',
            meta: { label: () => 'last step over', exists: isArgo },
          },
          {
            guard: 'endsStep',
            target: 'progressing',
            actions: ['count', 'advance'],
            description: 'The next step begins.',
            meta: { label: (params) => (isArgo(params) ? 'step over' : 'good check') },
          },
          { actions: 'count' },
        ],
      },
    },
    paused: {
      description: 'The share stays as it is until a person promotes or aborts.',
      meta: { label: () => 'PAUSED', hint: () => 'a person decides', exists: isArgo },
    },
    promoting: {
      description: 'The stable version is replaced by the new one; the traffic stays where it is meanwhile.',
      meta: { label: () => 'PROMOTING', hint: () => 'one interval', exists: isFlagger },
      on: {
        check: {
          target: 'succeeded',
          description: 'Everybody gets the new version.',
          meta: { label: ({ intervalMs }) => `after ${spanText(intervalMs)}`, exists: isFlagger },
        },
      },
    },
    succeeded: {
      description: 'Everybody gets the new version.',
      meta: { label: () => 'SUCCEEDED', hint: () => '100 %' },
    },
    rolledBack: {
      description: 'Everybody gets the stable version again.',
      meta: { label: () => 'ROLLED BACK', hint: () => '0 %' },
    },
  },
});
