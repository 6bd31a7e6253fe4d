/** The last minute of the figure that a setting moves first of all, as a line below the setting. */
import type { ReactNode } from 'react';
import { driveOf } from './drives';
import { useDocument, usePlayground, useSamples } from '../shared/playground';
import { Sparkline } from '@/ui';

/** Draws nothing where no one figure tells what the setting does. */
export function Drives({ place, field }: { readonly place: string; readonly field: string }): ReactNode {
  const { run } = usePlayground();
  const kind = useDocument(({ scenario }) => scenario.nodes[place.split('.')[1] ?? '']?.kind ?? '');
  // Drawn anew with every batch of samples.
  useSamples();
  const drive = driveOf(place, field, () => kind);
  if (!drive) return null;
  const { area, id, driven } = drive;
  const { samples, shownUs } = run;
  const values = area === 'node' ? samples.recentOfNode(shownUs, id, driven.column) : samples.recentOfWire(shownUs, id, driven.column);
  return (
    <div className="field-drives" aria-hidden>
      <span>{driven.label}</span>
      <Sparkline values={values} />
    </div>
  );
}
