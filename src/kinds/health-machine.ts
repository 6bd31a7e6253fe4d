/**
 * A health check as the screen draws it, for every kind that asks for somebody's health: the kubelet of a service, the poller of a
 * registry. Plain figures, read on demand; reading changes nothing.
 */
import type { NodeMachine } from '@/engine/node-model';
import type { HealthCheck } from '@/machines/health-check/health-check';
import type { CheckResult, HealthCheckParams } from '@/machines/health-check/params';

/** Machines of one node that are told at most; whoever has more than that looks at the list of pods. */
export const MOST_MACHINES = 50;

/** What a health check looks like from outside. */
export interface CheckedView {
  /** As its transitions name it. */
  readonly label: string;
  readonly check: HealthCheck;
  readonly params: HealthCheckParams;
  /** The latest result, null before the first. */
  readonly last: CheckResult | null;
  /** Moment of the next probe in microseconds, -1 when none is booked. */
  readonly nextUs: number;
  /** A probe is under way. */
  readonly isAsking: boolean;
}

/** A result in a few words. */
export function resultText(result: CheckResult | null): string {
  if (result === null) return 'none yet';
  if (result.kind === 'answer') return `status ${result.status}`;
  return result.kind === 'timeout' ? 'no answer in time' : 'refused';
}

/** How far the verdict is from turning: "1 of 3 failures in a row". */
function countText({ check, params }: CheckedView): string {
  const { verdict, inARow } = check;
  const { fallsAfter, risesAfter } = params;
  // `words` has a count exactly while results speak against the verdict.
  const isTurning = check.words().includes('/');
  if (verdict === 'critical') return isTurning ? `${inARow} of ${risesAfter} successes in a row` : `needs ${risesAfter}`;
  return isTurning ? `${inARow} of ${fallsAfter} failures in a row` : `falls after ${fallsAfter}`;
}

/** The check as a machine of its node. */
export function healthMachine(view: CheckedView): NodeMachine {
  const { label, check, params, last, nextUs, isAsking } = view;
  return {
    kind: 'health-check',
    label,
    mode: check.verdict,
    params,
    facts: [
      { label: 'count', text: countText(view) },
      { label: 'last result', text: resultText(last) },
      { label: 'probe', text: isAsking ? 'under way' : nextUs < 0 ? 'waits for its turn' : 'booked' },
    ],
    dueUs: nextUs,
  };
}
