/**
 * The moment under the pointer over the charts, or under the dragged playhead: while the run stands, all parts show how they stood then.
 * While it plays they show the present, or a pointer that rests somewhere would hide what is going on.
 */
import { type ReactNode, useEffect } from 'react';
import { Panel } from '@xyflow/react';
import { History } from 'lucide-react';
import { getHover, subscribeHover } from '../shared/hover';
import { usePlayground, useRunStatus } from '../shared/playground';
import { clockText } from '../shared/words';

/** Keeps the parts at the pointed moment. */
function usePointedMoment(): void {
  const { run } = usePlayground();
  useEffect(() => {
    const follow = (): void => {
      const { isPlaying, isSeeking } = run.status;
      run.show('pointer', isPlaying || isSeeking ? null : (getHover()?.tUs ?? null));
    };
    const stops = [subscribeHover(follow), run.subscribe('status', follow)];
    return () => {
      for (const stop of stops) stop();
      run.show('pointer', null);
    };
  }, [run]);
}

/** Says that the parts show another moment than the run's. */
export function PastLine(): ReactNode {
  usePointedMoment();
  const pastUs = useRunStatus((status) => status.pastUs);
  if (pastUs === null) return null;
  return (
    <Panel position="top-left" className="canvas-past">
      <History aria-hidden />
      <span>
        Parts as of <strong>{clockText(pastUs)}</strong>
      </span>
    </Panel>
  );
}
