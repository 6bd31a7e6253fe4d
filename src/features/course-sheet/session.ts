/**
 * The course on this page: exercises, progress, where the student stands, and quiet work in the background. It outlives the
 * tab it is shown in, for choosing a part on the canvas brings another tab forward; progress is kept on this computer. Only
 * what was changed here is written, so that two tabs of the browser keep each other's answers; a page that goes leaves a note.
 */
import { type Changes, changesBetween, isNothing, withChanges } from '@/course/changes';
import { NO_PROGRESS, type Progress, readProgress } from '@/course/progress';
import { isExerciseFile, readExercise } from '@/course/read';
import { inline } from '@/course/inline';
import type { Exercise } from '@/course/schema';
import { browserShelf, type Shelf } from '../shared/shelf';
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
/** What was kept but cannot be read is put here before something else takes its place. */
const UNREAD = 'faultline/course-unread';
/** The note, and the name of the last one that was written to the store with its changes. */
const NOTE = 'faultline/course-note';
const NOTED = 'faultline/course-noted';
/** Calm after the last change before it is written: typing makes many. */
const SAVE_AFTER_MS = 30;
/** A browser that says nothing for so long counts as refusing. */
const PATIENCE_MS = 5000;

/** The small store of the browser, in which a last note is written at once. Every method may throw. */
export type NoteStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What is kept, beside what is known of it here. */
type Kept = Pick<SessionState, 'progress' | 'extra' | 'exercise'>;

const NOTHING: Kept = { progress: NO_PROGRESS, extra: [], exercise: null };

/** What a page that went has left. */
interface Note extends Changes {
  readonly name: string;
}

/** See the file's header. */
export class CourseSession {
  private state: SessionState = { keeping: 'loading', ...NOTHING };
  /** The state that has been written, or was found. */
  private written: Kept = NOTHING;
  private note: Note | null = null;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private loading: Promise<void> | null = null;

  constructor(
    private readonly shelf: Shelf = browserShelf('keyval-store', 'keyval'),
    private readonly notes: () => NoteStore | null = browserNotes,
  ) {}

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

  /** Writes at once what still waits; `isLast` when the page is about to go. Never rejects: the state tells. */
  async flush(isLast = false): Promise<void> {
    clearTimeout(this.timer);
    if (this.state.keeping === 'loading') await this.load();
    const { state, written, note } = this;
    const changes = changesBetween(written.progress, state.progress);
    try {
      await inTime(this.shelf.update([PROGRESS, EXTRA], (values) => {
        const { progress, isSound } = progressIn(values.get(PROGRESS));
        return new Map<string, unknown>([
          ...(isSound ? [] : [[UNREAD, values.get(PROGRESS)] as const]),
          [PROGRESS, withChanges(progress, changes)],
          [EXTRA, together(exercisesIn(values.get(EXTRA)), written.extra, state.extra)],
          ...(state.exercise === written.exercise ? [] : [[PLACE, state.exercise] as const]),
          ...(note ? [[NOTED, note.name] as const] : []),
        ]);
      }, isLast));
      this.written = state;
      this.dropNote(note);
      this.put({ keeping: 'saved' });
    } catch {
      this.put({ keeping: 'memory' });
    }
  }

  /** The page may be gone in a moment: writes what waits, and a note in case that comes too late. */
  leave(): void {
    const changes = changesBetween(this.written.progress, this.state.progress);
    const { extra, exercise } = this.state;
    if (isNothing(changes) && extra === this.written.extra && exercise === this.written.exercise) return;
    this.writeNote(changes);
    void this.flush(true);
  }

  private async read(): Promise<void> {
    const note = this.readNote();
    try {
      const values = await inTime(this.shelf.read([PROGRESS, EXTRA, PLACE, NOTED]));
      const place = values.get(PLACE);
      // Kept by another version or damaged: nothing that could be shown.
      const { progress } = progressIn(values.get(PROGRESS));
      const kept = { progress, extra: exercisesIn(values.get(EXTRA)), exercise: typeof place === 'string' ? place : null };
      // The store may have been in time after all; since then another tab may have gone on.
      if (note?.name === values.get(NOTED)) this.dropNote(note);
      else this.note = note;
      this.take(kept, this.note, 'saved');
    } catch {
      this.note = note;
      this.take(NOTHING, note, 'memory');
    }
    if (this.note) this.saveSoon();
  }

  /** What was found, then what a note adds, then what has been done in the meantime. */
  private take(kept: Kept, noted: Changes | null, keeping: Keeping): void {
    const { state } = this;
    const before = noted ? withChanges(kept.progress, noted) : kept.progress;
    this.written = kept;
    this.put({
      keeping,
      progress: withChanges(before, changesBetween(NO_PROGRESS, state.progress)),
      extra: state.extra.length > 0 ? together(kept.extra, [], state.extra) : kept.extra,
      exercise: state.exercise ?? kept.exercise,
    });
  }

  private writeNote(changes: Changes): void {
    // The note of the last visit has not been read yet: it is not covered.
    if (this.state.keeping === 'loading') return;
    const note: Note = { ...changes, name: `${Date.now()}-${Math.random()}` };
    try {
      this.notes()?.setItem(NOTE, JSON.stringify(note));
      this.note = note;
    } catch {
      // Then the store has to do.
    }
  }

  private readNote(): Note | null {
    try {
      const note = JSON.parse(this.notes()?.getItem(NOTE) ?? 'null') as Partial<Record<keyof Note, unknown>> | null;
      if (typeof note?.name !== 'string' || !Array.isArray(note.anew) || !note.anew.every((id) => typeof id === 'string')) return null;
      const { progress: entries, problems } = readProgress(note.entries);
      return problems.length > 0 ? null : { name: note.name, anew: note.anew, entries };
    } catch {
      return null;
    }
  }

  /** Throws a note away whose changes have been written; another tab's stays. */
  private dropNote(note: Note | null): void {
    if (note === null) return;
    if (this.note === note) this.note = null;
    try {
      if (this.readNote()?.name === note.name) this.notes()?.removeItem(NOTE);
    } catch {
      // Then it is known by its name at the next visit.
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

/** Kept progress, and whether it could be read. */
function progressIn(kept: unknown): { readonly progress: Progress; readonly isSound: boolean } {
  if (kept === undefined) return { progress: NO_PROGRESS, isSound: true };
  const { progress, problems } = readProgress(kept);
  return { progress, isSound: problems.length === 0 };
}

/** Kept exercises with what has come and gone between two states here. */
function together(kept: readonly Exercise[], before: readonly Exercise[], after: readonly Exercise[]): readonly Exercise[] {
  const own = after.filter((exercise) => !before.includes(exercise));
  const changed = new Set([...own, ...before.filter((exercise) => !after.includes(exercise))].map(({ id }) => id));
  return [...kept.filter(({ id }) => !changed.has(id)), ...own];
}

/** The outcome, or a rejection when the browser says nothing. */
function inTime<T>(attempt: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the browser’s storage does not answer')), PATIENCE_MS);
    attempt.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function browserNotes(): NoteStore | null {
  // Naming it throws where the browser forbids storage.
  return typeof window === 'undefined' ? null : window.localStorage;
}

function exercisesIn(kept: unknown): Exercise[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((value: unknown) => {
    const reading = readExercise(value);
    return reading.ok ? [reading.exercise] : [];
  });
}

/** Has a session write what waits when the page goes or is hidden. */
function watchLeaving(session: CourseSession): void {
  window.addEventListener('pagehide', () => session.leave());
  window.document.addEventListener('visibilitychange', () => {
    if (window.document.visibilityState === 'hidden') session.leave();
  });
}

/** The one session of this page. */
export const courseSession = new CourseSession();
if (typeof window !== 'undefined') watchLeaving(courseSession);

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
