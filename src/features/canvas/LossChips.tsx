/** Why requests are lost at a place, and how many a second: chips with an icon, the reason and the figure. */
import type { ReactNode } from 'react';
import { Ban } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import { whole } from './labels';
import { type Loss, lossWords, useLosses } from './losses';

/** Reasons that are shown at once; the rest is a number. */
const SHOWN = 2;

function rateText(perS: number): string {
  return perS < 1 ? '<1 /s' : `${whole(perS)} /s`;
}

function Chip({ loss: { reason, perS } }: { readonly loss: Loss }): ReactNode {
  const { short, long } = lossWords(reason);
  return (
    <li className="loss-chip" data-tone="bad" title={`Lost here: ${long}.`}>
      <Ban aria-hidden />
      <span className="loss-reason">{short}</span> <b>{rateText(perS)}</b>
    </li>
  );
}

/** See the file's header; nothing while nothing is lost. */
export function LossChips({ id, most = SHOWN }: { readonly id: string; readonly most?: number }): ReactNode {
  const { losses } = useCanvasTools();
  const list = useLosses(losses, id);
  if (list.length === 0) return null;
  const hidden = list.length - most;
  return (
    <ul className="loss-chips" aria-label="Lost here">
      {list.slice(0, most).map((loss) => <Chip key={loss.reason} loss={loss} />)}
      {hidden > 0 && <li className="loss-chip" data-tone="bad">+{hidden}</li>}
    </ul>
  );
}
