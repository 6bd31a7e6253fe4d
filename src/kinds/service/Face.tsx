/** The service's face: its queue, its workers, its memory, what it answers, and its pods as tiles. */
import type { ReactNode } from 'react';
import { Boxes } from 'lucide-react';
import type { FaceFigures, FacePod, FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { ServiceSettings } from './settings';
import { Meter, StateGlyph, type StateShape, type StateTone } from '@/ui';
import '../faces.css';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Queue at which the bar of a queue without limit is full. */
const FULL_QUEUE = 10_000;
/** More pods than this are drawn as small tiles without words. */
const WORDY_PODS = 2;

/** How the states of a pod look. */
export const PODS: Readonly<Record<FacePod['state'], { readonly shape: StateShape; readonly tone: StateTone; readonly word: string }>> =
  {
    running: { shape: 'circle', tone: 'ok', word: 'ready' },
    starting: { shape: 'ring', tone: 'info', word: 'starting' },
    crashed: { shape: 'square', tone: 'bad', word: 'crashed' },
    unready: { shape: 'diamond', tone: 'warn', word: 'not ready' },
    stopping: { shape: 'triangle', tone: 'idle', word: 'stopping' },
  };

/** Filled share of the queue's bar: linear up to a limit; without one by orders of magnitude, so that 10 and 10,000 both show. */
export function queueShare(waiting: number, queueLimit: number | null, pods: number): number {
  if (queueLimit !== null) return waiting / Math.max(1, queueLimit * pods);
  return Math.log10(1 + waiting) / Math.log10(1 + FULL_QUEUE);
}

/** Tone of something that fills up: quiet below 70 %, a warning up to 90 %. */
export function fillTone(share: number): StateTone {
  if (share > 0.9) return 'bad';
  return share > 0.7 ? 'warn' : 'info';
}

function waitingTone({ waiting, slots, state }: FaceFigures): StateTone {
  if (state === 'overloaded' || (slots > 0 && waiting > slots * 2)) return 'bad';
  return waiting > 0 ? 'warn' : 'info';
}

function Meters({
  settings,
  figures,
  isBrief,
}: {
  readonly settings: ServiceSettings;
  readonly figures: FaceFigures;
  readonly isBrief: boolean;
}): ReactNode {
  const { waiting, busy, slots, memoryMb, memoryLimitMb } = figures;
  const memory = memoryLimitMb > 0 ? memoryMb / memoryLimitMb : 0;
  const memoryText = memoryLimitMb > 0 ? `${whole(memoryMb)} / ${whole(memoryLimitMb)} MB` : `${whole(memoryMb)} MB`;
  const hasLimit = memoryLimitMb > 0;
  return (
    <div className="face-meters">
      <Meter
        label="Waiting"
        value={queueShare(waiting, settings.queueLimit, settings.pods)}
        max={1}
        text={whole(waiting)}
        tone={waitingTone(figures)}
      />
      <Meter
        label="Busy"
        value={busy}
        max={slots}
        text={`${whole(busy)} / ${whole(slots)}`}
        tone={slots > 0 && busy >= slots ? 'warn' : 'info'}
      />
      {(!isBrief || hasLimit) && (
        <Meter
          label="Memory"
          value={memory}
          max={1}
          tone={fillTone(memory)}
          text={isBrief ? `${Math.round(memory * 100)} %` : memoryText}
        />
      )}
    </div>
  );
}

function Rates({ figures }: { readonly figures: FaceFigures }): ReactNode {
  const { completedPerS, failedPerS } = figures;
  return (
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
  );
}

/** What a pod is up to: "restarts in 7.4 s" counts down. */
export function podWords({ state, restartsInUs }: FacePod): string {
  if (restartsInUs < 0) return PODS[state].word;
  const seconds = (restartsInUs / 1_000_000).toFixed(1);
  return state === 'starting' ? `ready in ${seconds} s` : `restarts in ${seconds} s`;
}

const restartsText = (restarts: number): string => `${restarts} restart${restarts === 1 ? '' : 's'}`;

function Pods({ pods, total }: { readonly pods: readonly FacePod[]; readonly total: number }): ReactNode {
  const isWordy = pods.length <= WORDY_PODS;
  const hidden = total - pods.length;
  return (
    <ul className="face-pods" data-size={isWordy ? 'wordy' : 'small'} aria-label="Pods">
      {pods.map((pod, index) => {
        const { shape, tone } = PODS[pod.state];
        const words = `pod ${index + 1} ${podWords(pod)}${pod.restarts > 0 ? `, ${restartsText(pod.restarts)}` : ''}`;
        return isWordy ? (
          <li key={index} className="face-pod" data-tone={tone} data-state={pod.state}>
            <StateGlyph shape={shape} />
            <span className="face-pod-name">{pods.length > 1 ? index + 1 : 'pod'}</span>
            <span className="face-pod-words">{podWords(pod)}</span>
            {pod.restarts > 0 && <span className="face-pod-restarts">{restartsText(pod.restarts)}</span>}
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

/** A pod that needs words: all of them when there are few, else only those that are not well. */
function isTroubled(figures: FaceFigures): boolean {
  return figures.pods.some(({ state, restarts }) => state !== 'running' || restarts > 0);
}

function Face({ settings, figures, isBrief }: FaceProps): ReactNode {
  if (!figures) return null;
  const own = settings as ServiceSettings;
  return (
    <>
      <Meters settings={own} figures={figures} isBrief={isBrief} />
      {!isBrief && <Rates figures={figures} />}
      {figures.pods.length > 0 && (!isBrief || isTroubled(figures)) && <Pods pods={figures.pods} total={own.pods} />}
    </>
  );
}

/** How the page draws a service. */
export const serviceFace: KindFace = { icon: Boxes, size: 'normal', Face };
