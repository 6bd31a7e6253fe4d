/** The database's face: who waits for a connection, how many are in use, and what it answers. */
import type { ReactNode } from 'react';
import { Database } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { DatabaseSettings } from './settings';
import { Meter } from '@/ui';
import '../faces.css';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Line at which the bar of a line without limit is full. */
const FULL_LINE = 1000;

function Face({ settings, figures, isBrief }: FaceProps): ReactNode {
  if (!figures) return null;
  const { queueLimit } = settings as DatabaseSettings;
  const { waiting, busy, slots, completedPerS, failedPerS } = figures;
  const isFull = busy >= slots;
  return (
    <>
      <div className="face-meters">
        <Meter
          label="Waiting"
          value={waiting}
          max={Math.max(1, queueLimit ?? FULL_LINE)}
          text={whole(waiting)}
          tone={waiting > slots * 2 ? 'bad' : waiting > 0 ? 'warn' : 'info'}
        />
        <Meter
          label="In use"
          value={busy}
          max={Math.max(1, slots)}
          text={`${whole(busy)} / ${whole(slots)}`}
          tone={isFull ? 'warn' : 'info'}
        />
      </div>
      {!isBrief && (
        <dl className="face-rates">
          <div>
            <dt>answers</dt>
            <dd>{whole(completedPerS)} /s</dd>
          </div>
          <div data-tone={failedPerS > 0 ? 'bad' : undefined}>
            <dt>failures</dt>
            <dd>{whole(failedPerS)} /s</dd>
          </div>
        </dl>
      )}
    </>
  );
}

/** How the page draws a database. */
export const databaseFace: KindFace = { icon: Database, size: 'normal', Face };
