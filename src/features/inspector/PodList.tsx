/** The pods of a node, and the life of one of them as the statechart that it runs. */
import { type ReactNode, useState } from 'react';
import { Section } from './Section';
import { useNodeView } from '../shared/playground';
import { countText, secondsText } from '../shared/words';
import type { FacePod } from '@/kinds/face-contract';
import { classNames, StateGlyph, type StateShape, type StateTone } from '@/ui';

/** Draws the machine of a pod; `pod` is its place in the node's list. */
export type RenderPod = (nodeId: string, pod: number) => ReactNode;

const LOOKS: Readonly<Record<FacePod['state'], { readonly shape: StateShape; readonly tone: StateTone; readonly word: string }>> =
  {
    running: { shape: 'circle', tone: 'ok', word: 'running' },
    starting: { shape: 'ring', tone: 'info', word: 'starting' },
    crashed: { shape: 'square', tone: 'bad', word: 'down' },
    unready: { shape: 'diamond', tone: 'warn', word: 'not ready' },
    stopping: { shape: 'triangle', tone: 'idle', word: 'stopping' },
  };

function PodTile({
  pod,
  number,
  isShown,
  onShow,
}: {
  readonly pod: FacePod;
  readonly number: number;
  readonly isShown: boolean;
  readonly onShow: () => void;
}): ReactNode {
  const { shape, tone, word } = LOOKS[pod.state];
  const restarts = pod.restarts === 0 ? '' : `, ${pod.restarts} ${pod.restarts === 1 ? 'restart' : 'restarts'}`;
  return (
    <li>
      <button type="button" className={classNames('pod-tile')} data-tone={tone} aria-pressed={isShown} onClick={onShow}>
        <StateGlyph shape={shape} />
        <span>
          <strong>pod {number}</strong> {word}
          {restarts}
        </span>
        <span className="ui-muted">
          {pod.restartsInUs >= 0
            ? `ready in ${secondsText(pod.restartsInUs)}`
            : `${countText(pod.busy)} busy, ${countText(pod.waiting)} waiting`}
        </span>
      </button>
    </li>
  );
}

/** Draws nothing for a node without pods. */
export function PodList({ id, render }: { readonly id: string; readonly render: RenderPod | undefined }): ReactNode {
  const pods = useNodeView(id)?.pods ?? [];
  const [chosen, setChosen] = useState(0);
  if (pods.length === 0) return null;
  const shown = Math.min(chosen, pods.length - 1);
  return (
    <Section title="Pods">
      <ul className="pod-tiles">
        {pods.map((pod, i) => (
          <PodTile key={i} pod={pod} number={i + 1} isShown={i === shown} onShow={() => setChosen(i)} />
        ))}
      </ul>
      {render?.(id, shown)}
    </Section>
  );
}
