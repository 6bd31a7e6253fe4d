/** The transport: reset, back, play, step; named speeds; the clock; on what the run pauses by itself. */
import { memo, type ReactNode, useCallback, useRef } from 'react';
import { Flag, LoaderCircle } from 'lucide-react';
import { PaleChip } from './PaleChip';
import { RunUntil } from './RunUntil';
import { Steps } from './Steps';
import { useHeadMoment } from './use-seek';
import { lengthText } from './words';
import { clockText } from '../shared/words';
import { usePlayground, useRunStatus } from '../shared/playground';
import { SegmentedControl, type SegmentOption, ToggleButton } from '@/ui';
import type { Speed } from '@/worker/protocol';

const SPEEDS: readonly (SegmentOption<string> & { readonly speed: Speed })[] = [
  { speed: 0.01, value: '0.01', label: '1/100', spoken: 'a hundredth of real time' },
  { speed: 0.1, value: '0.1', label: '1/10', spoken: 'a tenth of real time' },
  { speed: 0.25, value: '0.25', label: '¼×', spoken: 'quarter speed' },
  { speed: 1, value: '1', label: '1×', spoken: 'real time' },
  { speed: 2, value: '2', label: '2×', spoken: 'twice as fast' },
  { speed: 4, value: '4', label: '4×', spoken: 'four times as fast' },
  { speed: 20, value: '20', label: '20×', spoken: 'twenty times as fast' },
  { speed: 'max', value: 'max', label: 'max', spoken: 'as fast as this machine can' },
];

/** Modes on which a run can pause by itself. */
const PAUSES = [
  { mode: 'open', label: 'breaker opens', isOnWall: true },
  { mode: 'crashLoopBackOff', label: 'a pod dies', isOnWall: false },
] as const;

/** The clock; written frame by frame without drawing anything else anew. */
function Clock(): ReactNode {
  const text = useRef<HTMLSpanElement>(null);
  const endUs = useRunStatus((status) => status.endUs);
  const show = useCallback((atUs: number) => {
    const next = clockText(atUs);
    const node = text.current?.firstChild;
    // The text of a node is changed, not the node: a new one would have all styles around it looked through ten times a second.
    if (node && node.nodeValue !== next) node.nodeValue = next;
  }, []);
  useHeadMoment(show);
  return (
    <div className="timebar-clock" role="timer" aria-live="off" aria-label="Simulated time">
      <span ref={text} className="timebar-now">
        0:00.0
      </span>{' '}
      <span className="timebar-of">of {lengthText(endUs)}</span>
    </div>
  );
}

function Speeds(): ReactNode {
  const { controls } = usePlayground();
  const speed = useRunStatus((status) => status.speed);
  const isNamed = SPEEDS.some((option) => option.speed === speed);
  // A file may ask for a speed of its own.
  const options = isNamed ? SPEEDS : [...SPEEDS, { speed, value: String(speed), label: `${speed}×` }];
  return (
    <SegmentedControl
      label="Speed"
      value={String(speed)}
      options={options}
      onChange={(value) => controls.setSpeed(options.find((option) => option.value === value)?.speed ?? 1)}
    />
  );
}

/** What the run is doing when it is not simply playing or paused. */
function Phase(): ReactNode {
  const isSeeking = useRunStatus((status) => status.isSeeking);
  const isAtEnd = useRunStatus((status) => status.isAtEnd);
  const isReady = useRunStatus((status) => status.isReady || status.failure !== null);
  if (isSeeking || !isReady) {
    const word = isReady ? 'computing' : 'starting';
    return (
      <span className="timebar-phase" data-busy>
        <LoaderCircle aria-hidden className="ui-icon" />
        {word}
      </span>
    );
  }
  return isAtEnd ? (
    <span className="timebar-phase">
      <Flag aria-hidden className="ui-icon" />
      at the end
    </span>
  ) : null;
}

export interface TransportProps {
  readonly mode: 'desk' | 'projector';
  readonly pauseOn: readonly string[];
  readonly onPauseOn: (modes: readonly string[]) => void;
  readonly tools: ReactNode;
}

/** Draws the row; only when it changes, as the page around it is drawn with every frame of the run. */
export const Transport = memo(function Transport({ mode, pauseOn, onPauseOn, tools }: TransportProps): ReactNode {
  const { controls } = usePlayground();
  const isWall = mode === 'projector';
  const toggle = (name: string, isOn: boolean): void => {
    const next = isOn ? [...pauseOn, name] : pauseOn.filter((other) => other !== name);
    onPauseOn(next);
    controls.setPauseOn(next);
  };
  return (
    <div className="timebar-transport" role="group" aria-label="Transport">
      <div className="timebar-steps">
        <Steps isWall={isWall} />
      </div>
      <div className="timebar-speeds">
        <Speeds />
      </div>
      <Clock />
      <Phase />
      <PaleChip />
      {tools}
      <div className="timebar-pauses" role="group" aria-label="Pause by itself when">
        <span className="timebar-word" aria-hidden>
          Pause when
        </span>
        {PAUSES.filter(({ isOnWall }) => isOnWall || !isWall).map((pause) => (
          <ToggleButton key={pause.mode} isPressed={pauseOn.includes(pause.mode)} onChange={(isOn) => toggle(pause.mode, isOn)}>
            {pause.label}
          </ToggleButton>
        ))}
        <RunUntil />
      </div>
    </div>
  );
});
