/** The client's face: what it sends, and what came back. */
import type { ReactNode } from 'react';
import { Users } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import { Meter } from '@/ui';
import '../faces.css';

/** Five digits do not fit the card: thousands are told with one decimal. */
function perSecond(rate: number): string {
  const whole = Math.round(rate);
  return `${whole < 10_000 ? whole.toLocaleString('en-US') : `${(whole / 1000).toFixed(1)} k`} /s`;
}

function Face({ figures, isBrief }: FaceProps): ReactNode {
  const sent = figures?.arrivedPerS ?? 0;
  const answered = figures?.completedPerS ?? 0;
  const failed = figures?.failedPerS ?? 0;
  // Answers may come in faster than requests go out (a queue is being worked off), so the larger one is the whole bar.
  const whole = Math.max(sent, answered + failed, 1);
  return (
    <div className="face-meters" data-kind="rates">
      {!isBrief && <Meter label="Sent" value={sent} max={whole} text={perSecond(sent)} tone="idle" />}
      <Meter label="Answered" value={answered} max={whole} text={perSecond(answered)} tone="ok" />
      <Meter label="Failed" value={failed} max={whole} text={perSecond(failed)} tone={failed > 0 ? 'bad' : 'idle'} />
    </div>
  );
}

/** How the page draws a client. */
export const clientFace: KindFace = { icon: Users, size: 'small', Face, words: { running: 'Sending', idle: 'Quiet' } };
