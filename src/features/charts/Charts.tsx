/** The door to the charts: what draws them comes later than the page, in a chunk of its own. */
import { memo } from 'react';
import { wanted } from '@/ui';
import './charts.css';

const ChartDeck = wanted(
  async () => (await import('./ChartDeck')).ChartDeck,
  ({ mode }) => <div className="charts" data-mode={mode} aria-busy="true" />,
);

/** Draws the charts; on the projector fewer and larger ones. They take their own time: the page around them is drawn far more often. */
export const Charts = memo(ChartDeck);
