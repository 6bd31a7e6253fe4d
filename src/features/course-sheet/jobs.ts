/** Quiet work that the sheet has begun: comparisons and gradings, by name. It goes on while another tab is in front. */
import type { Work } from '@/worker/grade-client';

/** How one job stands. */
export type JobState<T> =
  | { readonly kind: 'running'; readonly ratio: number; readonly done: number }
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly message: string };

/** Jobs of one sort. */
export class Jobs<T> {
  private readonly states = new Map<string, JobState<T>>();
  private readonly cancels = new Map<string, () => void>();
  private readonly listeners = new Set<() => void>();

  readonly get = (name: string): JobState<T> | null => this.states.get(name) ?? null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Begins a job; one of the same name that still runs is called off. `onDone` is told once, unless it is called off. */
  begin<R>(name: string, start: (onProgress: (ratio: number, done: number) => void) => Work<R>, finish: (value: R) => T): void {
    this.cancel(name);
    this.put(name, { kind: 'running', ratio: 0, done: 0 });
    let isOver = false;
    const work = start((ratio, done) => {
      if (!isOver) this.put(name, { kind: 'running', ratio, done });
    });
    const cancel = (): void => {
      isOver = true;
      work.cancel();
    };
    this.cancels.set(name, cancel);
    const settle = (state: JobState<T>): void => {
      if (isOver) return;
      isOver = true;
      this.cancels.delete(name);
      this.put(name, state);
    };
    work.result.then(
      (value) => {
        if (value !== null && !isOver) settle({ kind: 'done', value: finish(value) });
      },
      (error: unknown) => settle({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  }

  /** Calls a job off, or forgets its outcome. */
  readonly cancel = (name: string): void => {
    this.cancels.get(name)?.();
    this.cancels.delete(name);
    if (this.states.delete(name)) this.tell();
  };

  private put(name: string, state: JobState<T>): void {
    this.states.set(name, state);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
