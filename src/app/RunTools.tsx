/** What stands beside the clock: the presenter's remote control, and the summary of a run. */
import type { ReactNode } from 'react';
import { Presenter } from '@/features/presenter/Presenter';
import { happening } from '@/features/story/events';
import { Summary } from '@/features/summary/Summary';

/** Draws both. */
export function RunTools(): ReactNode {
  return (
    <>
      <Presenter describe={happening} />
      <Summary describe={happening} />
    </>
  );
}
