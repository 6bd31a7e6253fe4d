/** The life of one pod, drawn from its XState definition. */
import { type ReactNode, useMemo } from 'react';
import type { LayoutWish } from './layout';
import { POD_PHASES, podChart } from './machine-charts';
import { StateChart } from './StateChart';
import { secondsText } from '../shared/words';
import { useNodeView } from '../shared/playground';
import { useTheme } from '@/ui';
import './machine-card.css';

const DESK: LayoutWish = { width: 20, leastHeight: 12, hasHints: true };
const WALL: LayoutWish = { width: 20, leastHeight: 10.5, hasHints: false };

/** Draws the life cycle of a pod (its place in the node's list, from 0) with its present phase lit. */
export function PodMachine({ nodeId, pod }: { readonly nodeId: string; readonly pod: number }): ReactNode {
  const { isProjector } = useTheme();
  const face = useNodeView(nodeId)?.pods[pod];
  const chart = useMemo(() => podChart(), []);
  const current = face ? POD_PHASES[face.state] : chart.initial;
  return (
    <div className="pod-machine">
      <StateChart chart={chart} current={current} last={null} wish={isProjector ? WALL : DESK} name={`Life of pod ${pod + 1}`} />
      {face && face.restartsInUs >= 0 && (
        <p className="machine-fact" data-look="small">
          ready again in <strong>{secondsText(face.restartsInUs)}</strong>
        </p>
      )}
    </div>
  );
}
