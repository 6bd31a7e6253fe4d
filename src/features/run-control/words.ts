/** Texts of the time bar: moments, names, and what happened, in words. */
import { conditionText, foundText } from './run-until';
import type { Found } from './until-store';
import type { RunStatus } from '../shared/run-store';
import { clockText, nameOf } from '../shared/words';
import { SECOND, type TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** How long a run is: 2:00, or 0:00.5 for very short ones. */
export function lengthText(us: TimeUs): string {
  return us % SECOND === 0 ? clockText(us).replace(/\.0$/, '') : clockText(us);
}

/** A moment for a screen reader: "41.2 s of 120 s". */
export function spokenMoment(atUs: TimeUs, endUs: TimeUs): string {
  const seconds = (us: TimeUs): string => String(Math.round(us / 100_000) / 10);
  return `${seconds(atUs)} s of ${seconds(endUs)} s`;
}

/** Moments at the ruler, at most `most`. */
export function rulerTicks(endUs: TimeUs, most: number): readonly { readonly atUs: TimeUs; readonly label: string }[] {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 21_600, 86_400];
  const endS = endUs / SECOND;
  const step = steps.find((candidate) => endS / candidate <= Math.max(1, most - 1)) ?? endS;
  if (step <= 0 || endUs <= 0) return [];
  return Array.from({ length: Math.floor(endS / step + 1e-9) + 1 }, (_, i) => {
    const atUs = Math.round(i * step * SECOND);
    return { atUs, label: step < 1 ? clockText(atUs) : clockText(atUs).replace(/\.0$/, '') };
  });
}

const HAPPENED: Readonly<Record<string, string>> = {
  open: 'breaker opened',
  'half-open': 'breaker probes',
  closed: 'breaker closed',
  crashLoopBackOff: 'pod died',
  starting: 'pod starts again',
  running: 'pod is ready',
  'forced-open': 'breaker held open',
  'forced-closed': 'breaker switched off',
};

/** A change of mode in words, without its moment; null for what the lane shows otherwise (faults). */
export function happened(scenario: Scenario, { where, to, machine }: Transition): string | null {
  return machine.startsWith('fault ') ? null : `${nameOf(scenario, where)}: ${HAPPENED[to] ?? to}`;
}

/** A sentence above the charts: why the run does not go on. */
export interface Notice {
  readonly tone: 'bad' | 'warn' | 'info';
  readonly title: string;
  readonly text: string;
  /** Label of the button that begins anew, if that is what helps. */
  readonly action: string | null;
}

/** Longest time between a change of mode and the pause it caused, in simulated microseconds. */
const PAUSE_LAG_US = 100_000;

/**
 * What has to be said about a run that stands still; null while all is well. `pauseOn` are the modes on which it pauses, `found`
 * what was waited for.
 */
export function noticeOf(
  scenario: Scenario,
  status: Pick<RunStatus, 'failure' | 'stopped' | 'isPlaying' | 'isSeeking' | 'isAtEnd' | 'atUs' | 'isReady'>,
  transitions: readonly Transition[],
  pauseOn: readonly string[],
  found: Found | null = null,
): Notice | null {
  const { failure, stopped, isPlaying, isSeeking, isAtEnd, atUs, isReady } = status;
  if (failure !== null) {
    return {
      tone: 'bad',
      title: 'The engine broke.',
      text: `${sentence(failure)} Your scenario is safe.`,
      action: 'Start again',
    };
  }
  if (stopped) {
    const where = stopped.where === '' ? '' : ` at ${nameOf(scenario, stopped.where)}`;
    return { tone: 'warn', title: `Stopped${where}: ${stopped.limit}.`, text: sentence(stopped.advice), action: 'Run again' };
  }
  if (isPlaying || isSeeking || isAtEnd || !isReady) return null;
  if (found && found.atUs === atUs) {
    const name = (id: string): string => nameOf(scenario, id);
    const text = foundText(found.condition, found.figure, name);
    return { tone: 'info', title: `Paused: ${conditionText(found.condition, name)}.`, text, action: null };
  }
  const cause = transitions.findLast(({ to }) => pauseOn.includes(to));
  if (!cause || atUs - cause.atUs > PAUSE_LAG_US || cause.atUs > atUs) return null;
  const what = `${nameOf(scenario, cause.where)}: ${HAPPENED[cause.to] ?? cause.to}`;
  return { tone: 'info', title: `Paused. ${what}.`, text: sentence(cause.why), action: null };
}

/** With a capital letter in front and a full stop behind. */
function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}
