/** Moments that a presenter steps through: an author's, or those that a scenario and its run give by themselves. Pure. */
import { shownFaults } from '../shared/locks';
import { nameOf } from '../shared/words';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** One moment: where to go, what to say, and the part to look at. */
export interface StoryMoment {
  readonly atMs: number;
  readonly title: string;
  readonly text: string;
  readonly look: string | null;
}

/** A change of mode in words, as the log has it. */
export type DescribeChange = (
  scenario: Scenario,
  transition: Transition,
) => { readonly title: string; readonly text: string; readonly tone: 'ok' | 'warn' | 'bad' | 'info' };

/** More moments than this are no talk. */
const MOST = 20;
/** Changes of the same part nearer than this are told by the first of them. */
const APART_MS = 1_000;
/** So much after a moment one sees what it did. */
const LOOK_AFTER_MS = 50;

const firstSentences = (notes: string): string => notes.split(/(?<=[.!?]) /).slice(0, 2).join(' ');

function secondsText(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** The beginning, every fault of the timeline that the run has not told yet, and what the run has told so far. */
export function automaticMoments(scenario: Scenario, transitions: readonly Transition[], describe: DescribeChange): readonly StoryMoment[] {
  const begin: StoryMoment = { atMs: 0, title: scenario.title, text: firstSentences(scenario.notes), look: null };
  const told: StoryMoment[] = [];
  for (const transition of transitions) {
    const { title, text, tone } = describe(scenario, transition);
    const atMs = transition.atUs / 1000;
    const isFault = transition.machine.startsWith('fault ');
    if (!isFault && tone === 'info') continue;
    const isNear = told.some((other) => other.look === transition.where && atMs - other.atMs < APART_MS);
    if (!isNear) told.push({ atMs: atMs + LOOK_AFTER_MS, title, text, look: transition.where });
  }
  const toldUntilMs = (transitions.at(-1)?.atUs ?? -1) / 1000;
  const planned = shownFaults(scenario)
    .map(({ fault }) => fault)
    .filter(({ atMs }) => atMs > toldUntilMs && atMs < scenario.durationMs)
    .map(({ atMs, target, kind, durationMs }): StoryMoment => ({
      atMs: atMs + LOOK_AFTER_MS,
      title: `${nameOf(scenario, target)}: ${kind.replaceAll('-', ' ')}`,
      text: durationMs === null ? `From ${secondsText(atMs)} on.` : `From ${secondsText(atMs)} to ${secondsText(atMs + durationMs)}.`,
      look: target,
    }));
  const rest = [...told, ...planned].toSorted((a, b) => a.atMs - b.atMs);
  return [begin, ...rest.slice(0, MOST - 1)];
}

/** The moment to begin with: the last one that is not after the present, so that a talk can be taken up in the middle. */
export function indexAt(moments: readonly StoryMoment[], nowMs: number): number {
  return Math.max(0, moments.findLastIndex(({ atMs }) => atMs <= nowMs));
}
