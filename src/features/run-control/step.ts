/**
 * Steps of the run: 100 ms, 1 s, one event, or up to the end of the next request of a client. A request is stepped to event by
 * event, because only the run knows when it ends; going back leads to where the last step began.
 */
import type { RunControls } from '../shared/playground';
import type { RunStore } from '../shared/run-store';
import { SECOND, type TimeUs } from '@/domain/time';

/** How far a step goes. */
export type StepSize = '100ms' | '1s' | 'event' | 'request';

/** Names in the menu. */
export const STEP_SIZES: readonly { readonly size: StepSize; readonly label: string; readonly back: string }[] = [
  { size: '100ms', label: '100 ms', back: '100 ms' },
  { size: '1s', label: '1 s', back: '1 s' },
  { size: 'event', label: 'one event', back: 'to before the step' },
  { size: 'request', label: 'one request', back: 'to before the step' },
];

/** Length of a step in microseconds; null where it is not a length of time. */
export function lengthOf(size: StepSize): TimeUs | null {
  if (size === '100ms') return SECOND / 10;
  return size === '1s' ? SECOND : null;
}

/** More events than this without the end of a request, and the step gives up. */
const MOST_EVENTS = 4000;

/** What ends a step to the next request. */
export type StepEnd = 'ended' | 'run-over' | 'given-up' | 'interrupted';

/** Requests of a client that have ended so far. */
function endedOf(run: RunStore, source: string): number {
  const view = run.node(source);
  return (view?.completed ?? 0) + (view?.failed ?? 0);
}

/** Steps up to the end of the next request of a client. `done` is called once; the result ends it early. */
export function stepRequest(
  run: RunStore,
  controls: Pick<RunControls, 'step'>,
  source: string,
  done: (end: StepEnd) => void,
): () => void {
  const before = endedOf(run, source);
  let { events } = run.status;
  let steps = 0;
  const finish = (end: StepEnd): void => {
    stop();
    done(end);
  };
  const stop = run.subscribe('parts', () => {
    const { status } = run;
    if (status.isPlaying || status.isSeeking || status.atUs < from) return finish('interrupted');
    if (endedOf(run, source) > before) return finish('ended');
    if (status.isAtEnd || status.stopped) return finish('run-over');
    // Frames that were under way when it began bring nothing new.
    if (status.events === events) return undefined;
    events = status.events;
    if (++steps >= MOST_EVENTS) return finish('given-up');
    return controls.step('event');
  });
  const from = run.status.atUs;
  controls.step('event');
  return () => finish('interrupted');
}

/** Where the last steps began, for going back. */
export class StepTrail {
  private readonly moments: TimeUs[] = [];

  /** A step begins. */
  push(atUs: TimeUs): void {
    if (this.moments.at(-1) !== atUs) this.moments.push(atUs);
    if (this.moments.length > 1000) this.moments.shift();
  }

  /** The moment before the last step; null when there was none. */
  pop(atUs: TimeUs): TimeUs | null {
    while ((this.moments.at(-1) ?? -1) >= atUs) this.moments.pop();
    return this.moments.pop() ?? null;
  }
}
