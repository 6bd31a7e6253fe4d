/**
 * The course on this page: exercises, progress, where the student stands, and quiet work in the background. It outlives the
 * tab it is shown in, for choosing a part on the canvas brings another tab forward; progress is kept on this computer.
 */
import { get, set } from 'idb-keyval';
import { NO_PROGRESS, type Progress, readProgress } from '@/course/progress';
import { isExerciseFile, readExercise } from '@/course/read';
import { inline } from '@/course/inline';
import type { Exercise } from '@/course/schema';
import type { Problem } from '@/scenario/problem';

/** Where progress is kept. `memory`: this browser lets the page keep nothing. */
export type Keeping = 'loading' | 'saved' | 'memory';

/** What the sheet shows. */
export interface SessionState {
  readonly keeping: Keeping;
  readonly progress: Progress;
  /** Exercises that were opened from files, kept with the progress. */
  readonly extra: readonly Exercise[];
  /** The exercise that is open, null for the list. */
  readonly exercise: string | null;
}

const PROGRESS = 'faultline/course-progress';
const EXTRA = 'faultline/course-exercises';
const PLACE = 'faultline/course-place';
/** Calm after the last change before it is written: typing makes many. */
const SAVE_AFTER_MS = 30;

/** Reads and writes by key; throws where storage is blocked. */
export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
}

const browserStore: Store = { get: (key) => get(key), set: (key, value) => set(key, value) };

/** See the file's header. */
export class CourseSession {
  private state: SessionState = { keeping: 'loading', progress: NO_PROGRESS, extra: [], exercise: null };
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loading: Promise<void> | null = null;

  constructor(private readonly store: Store = browserStore) {}

  readonly getState = (): SessionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Reads what was kept; once. What was done while it loaded is not lost. */
  load(): Promise<void> {
    this.loading ??= this.read();
    return this.loading;
  }

  /** Changes the progress; it is written after a moment of calm. */
  readonly change = (next: (progress: Progress) => Progress): void => {
    const progress = next(this.state.progress);
    if (progress === this.state.progress) return;
    this.put({ progress });
    this.saveSoon();
  };

  /** Goes to an exercise, or to the list. */
  readonly goTo = (exercise: string | null): void => {
    if (exercise === this.state.exercise) return;
    this.put({ exercise });
    this.saveSoon();
  };

  /** Takes an exercise in and opens it; one of the same id takes the other's place. */
  add(exercise: Exercise): void {
    const extra = [...this.state.extra.filter(({ id }) => id !== exercise.id), exercise];
    this.put({ extra, exercise: exercise.id });
    this.saveSoon();
  }

  /** Takes an exercise out that was opened from a file. */
  readonly remove = (id: string): void => {
    this.put({ extra: this.state.extra.filter((exercise) => exercise.id !== id), exercise: null });
    this.saveSoon();
  };

  /** Writes at once what still waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const { progress, extra, exercise, keeping } = this.state;
    if (keeping === 'loading') await this.load();
    try {
      await this.store.set(PROGRESS, progress);
      await this.store.set(EXTRA, extra);
      await this.store.set(PLACE, exercise);
      this.put({ keeping: 'saved' });
    } catch {
      this.put({ keeping: 'memory' });
    }
  }

  private async read(): Promise<void> {
    try {
      const kept = await this.store.get(PROGRESS);
      const extra = await this.store.get(EXTRA);
      const place = await this.store.get(PLACE);
      // Kept by another version or damaged: nothing that could be shown.
      const { progress } = kept === undefined ? { progress: NO_PROGRESS } : readProgress(kept);
      const now = this.state;
      this.put({
        keeping: 'saved',
        progress: { ...progress, exercises: { ...progress.exercises, ...now.progress.exercises } },
        extra: [...exercisesIn(extra).filter(({ id }) => !now.extra.some((other) => other.id === id)), ...now.extra],
        exercise: now.exercise ?? (typeof place === 'string' ? place : null),
      });
    } catch {
      this.put({ keeping: 'memory' });
    }
  }

  private saveSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  private put(change: Partial<SessionState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function exercisesIn(kept: unknown): Exercise[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((value: unknown) => {
    const reading = readExercise(value);
    return reading.ok ? [reading.exercise] : [];
  });
}

/** The one session of this page. */
export const courseSession = new CourseSession();

/** What came of opening a file as an exercise. */
export type Opening =
  | { readonly kind: 'opened'; readonly title: string; readonly repairs: readonly Problem[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  /** It is something else, such as a scenario. */
  | { readonly kind: 'other' };

/**
 * Takes the parsed JSON of a file in as one more exercise and opens it on the sheet. Files named within must have been put in
 * by the author (one file holds an exercise).
 */
export function openExercise(value: unknown, session: CourseSession = courseSession): Opening {
  if (!isExerciseFile(value)) return { kind: 'other' };
  const reading = readExercise(inline(value, () => undefined));
  if (!reading.ok) return { kind: 'refused', problems: reading.problems };
  session.add(reading.exercise);
  return { kind: 'opened', title: reading.exercise.title, repairs: reading.repairs };
}
