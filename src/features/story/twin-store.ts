/** What the run is compared with: chosen here, run by the app, which tells back how the other run goes. */
import { createStore } from '@xstate/store';
import type { TwinChoice } from './variants';
import type { SampleLog } from '../shared/sample-log';
import type { Transition } from '@/engine/context';

/** The other run, as far as it has come. */
export interface OtherRun {
  readonly title: string;
  /** Column heads: this run, the other one. */
  readonly mine: string;
  readonly other: string;
  readonly samples: SampleLog;
  readonly transitions: readonly Transition[];
  readonly isAtEnd: boolean;
}

interface TwinState {
  readonly choice: TwinChoice;
  readonly otherRun: OtherRun | null;
  /** Why what was chosen cannot be run, a sentence. */
  readonly problem: string | null;
}

/** The one store of the page. */
export const twinStore = createStore({
  context: { choice: { kind: 'automatic' }, otherRun: null, problem: null } as TwinState,
  on: {
    choose: (state, event: { choice: TwinChoice }): TwinState => ({ ...state, choice: event.choice, problem: null }),
    tell: (state, event: { otherRun: OtherRun | null; problem?: string | null }): TwinState => ({
      ...state,
      otherRun: event.otherRun,
      problem: event.problem ?? null,
    }),
  },
});
