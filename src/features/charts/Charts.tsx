/** The door to the charts: what draws them comes later than the page, in a chunk of its own. */
import { lazy, memo, type ReactNode, Suspense } from 'react';
import './charts.css';

const ChartDeck = lazy(async () => ({ default: (await import('./ChartDeck')).ChartDeck }));

/** Draws the charts; on the projector fewer and larger ones. They take their own time: the page around them is drawn far more often. */
export const Charts = memo(function Charts({ mode }: { readonly mode: 'desk' | 'projector' }): ReactNode {
  return (
    <Suspense fallback={<div className="charts" data-mode={mode} aria-busy="true" />}>
      <ChartDeck mode={mode} />
    </Suspense>
  );
});
