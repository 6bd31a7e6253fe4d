/**
 * What has changed in a student's progress, entry by entry: so that two tabs, or a tab and a note it left, are put together
 * without either covering what the other has done. Of the same entry the later writer's stands. Pure.
 */
import { type ExerciseProgress, NO_PROGRESS, type Progress, progressOf } from './progress';

/** From one state to another. Plain JSON. */
export interface Changes {
  /** Exercises that began anew: whatever is known of them is forgotten first. */
  readonly anew: readonly string[];
  /** Entries that are new or others than before. */
  readonly entries: Progress;
}

const SORTS = ['answers', 'bets', 'labs'] as const;

function others<T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(after).filter(([id, entry]) => !Object.hasOwn(before, id) || before[id] !== entry));
}

const hasLost = (before: ExerciseProgress, after: ExerciseProgress): boolean =>
  SORTS.some((sort) => Object.keys(before[sort]).some((id) => !Object.hasOwn(after[sort], id)));

/** The changes between two states of the same page: an entry that is the same object has not changed. */
export function changesBetween(before: Progress, after: Progress): Changes {
  const anew = Object.keys(before.exercises).filter((id) => hasLost(progressOf(before, id), progressOf(after, id)));
  const exercises = Object.keys(after.exercises).flatMap((id): [string, ExerciseProgress][] => {
    const now = progressOf(after, id);
    if (anew.includes(id)) return [[id, now]];
    const known = progressOf(before, id);
    const answers = others(known.answers, now.answers);
    const bets = others(known.bets, now.bets);
    const labs = others(known.labs, now.labs);
    return [answers, bets, labs].some((sort) => Object.keys(sort).length > 0) ? [[id, { answers, bets, labs }]] : [];
  });
  return { anew, entries: { ...NO_PROGRESS, exercises: Object.fromEntries(exercises) } };
}

/** True when there is nothing to write. */
export const isNothing = ({ anew, entries }: Changes): boolean => anew.length === 0 && Object.keys(entries.exercises).length === 0;

/** A state with changes that were made elsewhere, or earlier. */
export function withChanges(progress: Progress, { anew, entries }: Changes): Progress {
  const known: Progress = {
    ...progress,
    exercises: Object.fromEntries(Object.entries(progress.exercises).filter(([id]) => !anew.includes(id))),
  };
  const changed = Object.entries(entries.exercises).map(([id, { answers, bets, labs }]): [string, ExerciseProgress] => {
    const before = progressOf(known, id);
    return [
      id,
      { answers: { ...before.answers, ...answers }, bets: { ...before.bets, ...bets }, labs: { ...before.labs, ...labs } },
    ];
  });
  return { ...known, exercises: { ...known.exercises, ...Object.fromEntries(changed) } };
}
