/**
 * The health check's statechart for drawing, read from the machine's own definition: what is drawn is what runs. The figures
 * beside the arrows are those of the setting.
 */
import { healthCheckMachine } from './health-check.machine';
import type { HealthCheckParams } from './params';

/** A state of the drawing. */
export interface DescribedHealthState {
  /** The machine's name of the state, which is the verdict. */
  readonly id: string;
  readonly label: string;
  /** Second line. */
  readonly hint: string;
  /** A sentence about the state; may be empty. */
  readonly text: string;
}

/** An arrow of the drawing. */
export interface DescribedHealthTransition {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The drawing. No arrow is taken by a clock: every one needs a result. */
export interface DescribedHealthCheck {
  readonly initial: string;
  readonly states: readonly DescribedHealthState[];
  readonly transitions: readonly DescribedHealthTransition[];
}

interface Words {
  readonly label?: string;
  readonly hint?: string;
}

const wordsOf = (meta: unknown): Words => (typeof meta === 'object' && meta !== null ? meta : {});
const inARow = (count: number, one: string, many: string): string => (count === 1 ? one : `${count} ${many} in a row`);

/** What leads to a verdict, with the setting's figures; empty for an event that this does not know. */
function labelOf(event: string, params: HealthCheckParams): string {
  const { fallsAfter, risesAfter, badAnswerDecides } = params;
  if (event === 'pass') return inARow(risesAfter, 'a success', 'successes');
  if (event === 'warn') return inARow(risesAfter, 'status 429', 'times status 429');
  if (event !== 'fail') return '';
  if (badAnswerDecides && fallsAfter > 1) return `a wrong answer, or ${fallsAfter} times silence or refusal in a row`;
  return inARow(fallsAfter, 'a failure', 'failures');
}

/** States and arrows of a check under a setting, in the machine's order. What cannot be reached under it is left out. */
export function describeHealthCheck(params: HealthCheckParams): DescribedHealthCheck {
  const isReached = (verdict: string): boolean =>
    verdict === 'unknown' ? params.initial === 'unknown' : verdict !== 'warning' || params.warnsOn429;
  const nodes = Object.values(healthCheckMachine.root.states).filter(({ key }) => isReached(key));
  return {
    initial: params.initial,
    states: nodes.map(({ key, meta, description = '' }) => {
      const { label = key, hint = '' } = wordsOf(meta);
      return { id: key, label, hint, text: description };
    }),
    transitions: nodes.flatMap(({ key, transitions }) =>
      [...transitions.values()].flat().flatMap(({ target, eventType }) => {
        const to = target?.[0]?.key;
        const label = labelOf(eventType, params);
        return to === undefined || label === '' || !isReached(to) ? [] : [{ from: key, to, label }];
      }),
    ),
  };
}
