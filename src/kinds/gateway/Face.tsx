/** The gateway's face: its queue, its workers, what it answers and refuses, and its replicas as tiles. */
import type { ReactNode } from 'react';
import { DoorOpen } from 'lucide-react';
import type { FaceFigures, FacePod, FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { GatewaySettings } from './settings';
import { Meter, StateGlyph, type StateShape, type StateTone } from '@/ui';
import '../faces.css';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** More replicas than this are drawn as small tiles without words. */
const WORDY_REPLICAS = 2;
/** Queue at which the bar of a queue without limit is full, for each worker. */
const FULL_QUEUE = 20;

/** How the states of a replica look. */
export const REPLICAS: Readonly<
  Record<FacePod['state'], { readonly shape: StateShape; readonly tone: StateTone; readonly word: string }>
> = {
  running: { shape: 'circle', tone: 'ok', word: 'up' },
  starting: { shape: 'ring', tone: 'info', word: 'restarting' },
  crashed: { shape: 'square', tone: 'bad', word: 'crashed' },
  unready: { shape: 'diamond', tone: 'warn', word: 'no keys yet' },
  stopping: { shape: 'triangle', tone: 'idle', word: 'stopping' },
};

/** What a replica is up to: "back in 7.4 s" counts down. */
export function replicaWords({ state, restartsInUs }: Pick<FacePod, 'state' | 'restartsInUs'>): string {
  if (restartsInUs < 0) return REPLICAS[state].word;
  return `back in ${(restartsInUs / 1_000_000).toFixed(1)} s`;
}

function Meters({ settings, figures }: { readonly settings: GatewaySettings; readonly figures: FaceFigures }): ReactNode {
  const { waiting, busy, slots, state } = figures;
  const room = settings.queueLimit === null ? slots * FULL_QUEUE : settings.queueLimit * settings.replicas;
  const waitingTone: StateTone = state === 'overloaded' ? 'bad' : waiting > 0 ? 'warn' : 'info';
  return (
    <div className="face-meters">
      <Meter label="Waiting" value={waiting} max={Math.max(1, room)} text={whole(waiting)} tone={waitingTone} />
      <Meter
        label="Busy"
        value={busy}
        max={slots}
        text={`${whole(busy)} / ${whole(slots)}`}
        tone={slots > 0 && busy >= slots ? 'warn' : 'info'}
      />
    </div>
  );
}

function Rates({ figures }: { readonly figures: FaceFigures }): ReactNode {
  const { completedPerS, failedPerS } = figures;
  return (
    <dl className="face-rates">
      <div>
        <dt>passed</dt>
        <dd>{whole(completedPerS)} /s</dd>
      </div>
      <div data-tone={failedPerS > 0 ? 'bad' : undefined}>
        <dt>refused or failed</dt>
        <dd>{whole(failedPerS)} /s</dd>
      </div>
    </dl>
  );
}

function Replicas({ pods, total }: { readonly pods: readonly FacePod[]; readonly total: number }): ReactNode {
  const isWordy = pods.length <= WORDY_REPLICAS;
  const hidden = total - pods.length;
  return (
    <ul className="face-pods" data-size={isWordy ? 'wordy' : 'small'} aria-label="Replicas">
      {pods.map((pod, index) => {
        const { shape, tone } = REPLICAS[pod.state];
        const words = `replica ${index + 1} ${replicaWords(pod)}`;
        return isWordy ? (
          <li key={index} className="face-pod" data-tone={tone} data-state={pod.state}>
            <StateGlyph shape={shape} />
            <span className="face-pod-name">{index + 1}</span>
            <span className="face-pod-words">{replicaWords(pod)}</span>
          </li>
        ) : (
          <li key={index} className="face-pod" data-tone={tone} data-state={pod.state} aria-label={words} title={words}>
            <StateGlyph shape={shape} />
          </li>
        );
      })}
      {hidden > 0 && <li className="face-pod-more">+{whole(hidden)}</li>}
    </ul>
  );
}

function Face({ settings, figures, isBrief }: FaceProps): ReactNode {
  if (!figures) return null;
  const own = settings as GatewaySettings;
  const isTroubled = figures.pods.some(({ state }) => state !== 'running');
  return (
    <>
      <Meters settings={own} figures={figures} />
      {!isBrief && <Rates figures={figures} />}
      {figures.pods.length > 0 && (!isBrief || isTroubled) && <Replicas pods={figures.pods} total={own.replicas} />}
    </>
  );
}

/** How the page draws a gateway. */
export const gatewayFace: KindFace = { icon: DoorOpen, size: 'normal', Face };
