/** The presenter's place in a story. `presentStory` begins one from anywhere: the course sheet, a command, the button. */
import { createStore } from '@xstate/store';
import type { StoryMoment } from './moments';

interface PresenterState {
  /** Empty while nobody presents. */
  readonly moments: readonly StoryMoment[];
  readonly index: number;
}

/** The one store of the page. */
export const presenter = createStore({
  context: { moments: [], index: 0 } as PresenterState,
  on: {
    begin: (_state, event: { moments: readonly StoryMoment[]; index: number }): PresenterState => ({
      moments: event.moments,
      index: Math.max(0, Math.min(event.index, event.moments.length - 1)),
    }),
    move: (state, event: { by: number }): PresenterState => ({
      ...state,
      index: Math.max(0, Math.min(state.index + event.by, state.moments.length - 1)),
    }),
    end: (): PresenterState => ({ moments: [], index: 0 }),
  },
});

/** Presents moments, from the first one on or from another. Does nothing without any. */
export function presentStory(moments: readonly StoryMoment[], index = 0): void {
  if (moments.length > 0) presenter.trigger.begin({ moments, index });
}
