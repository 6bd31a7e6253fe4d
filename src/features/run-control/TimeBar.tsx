/** The time bar: transport, speeds, clock; what has to be said; the fault lane; the charts below. */
import { type ReactNode, useState } from 'react';
import { FaultLane } from './FaultLane';
import { NoticeStrip } from './NoticeStrip';
import { Transport } from './Transport';
import { useFormerRuns } from './pale-line';
import { useRunUntil } from './use-run-until';
import { SeekContext, useNewSeek } from './use-seek';
import './time-bar.css';

export interface TimeBarProps {
  readonly mode: 'desk' | 'projector';
  readonly charts: ReactNode;
  /** Further buttons of the transport, such as the summary's and the presenter's. */
  readonly tools?: ReactNode;
}

/** Draws the transport and the fault lane, with the charts below. */
export function TimeBar({ mode, charts, tools }: TimeBarProps): ReactNode {
  const [pauseOn, setPauseOn] = useState<readonly string[]>([]);
  const seek = useNewSeek();
  useRunUntil();
  useFormerRuns();
  return (
    <SeekContext value={seek}>
      <div className="timebar" data-mode={mode}>
        <Transport mode={mode} pauseOn={pauseOn} onPauseOn={setPauseOn} tools={tools} />
        <NoticeStrip pauseOn={pauseOn} />
        <FaultLane />
        <div className="timebar-charts">{charts}</div>
      </div>
    </SeekContext>
  );
}
