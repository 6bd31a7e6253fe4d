/**
 * A part from far away: a tile with its name and its state as shape and colour. It hears of the run only when its state changes, so that
 * four hundred of them cost nothing between two frames. What stands at another part is a strip with its icon.
 */
import { type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { useCanvasTools } from './canvas-context';
import type { PartNode } from './flow-model';
import { heatOf } from './heat';
import { useHint } from './hints';
import { faultTitle, nodeLabel, stateLook } from './labels';
import { useLosses } from './losses';
import { usePartKeys } from './node-keys';
import { PartName } from './PartName';
import { kindPicture, LOSING_PICTURE, statePicture } from './TilePictures';
import { useLit } from '../shared/highlight';
import { usePlayground, useRunStatus } from '../shared/playground';
import type { NodeView } from '../shared/run-store';
import { faceOf } from '@/kinds/faces';
import { classNames } from '@/ui';

/** What a tile shows of the run; it is drawn again only when the text of it changes. */
function useGlance(id: string): Pick<NodeView, 'state' | 'waiting'> | null {
  const { run } = usePlayground();
  const subscribe = useCallback((listener: () => void) => run.subscribe('parts', listener), [run]);
  useSyncExternalStore(subscribe, () => {
    const view = run.node(id);
    return view ? `${view.state} ${heatOf(view.waiting)}` : '';
  });
  return run.node(id);
}

function Picture({ name, className }: { readonly name: string; readonly className: string }): ReactNode {
  return <span className={classNames('tile-picture', className)} data-picture={name} aria-hidden />;
}

/** See the file's header. `height` keeps the place that the full card takes. */
export function PartTile({ id, data, isSelected, height }: {
  readonly id: string;
  readonly data: PartNode['data'];
  readonly isSelected: boolean;
  readonly height: number | undefined;
}): ReactNode {
  const { kind, name, clings } = data;
  const { hints, reveal, losses } = useCanvasTools();
  const hint = useHint(hints, id);
  const lit = useLit('nodes', id);
  const fault = useRunStatus((status) => faultTitle(status.shownFaults, id));
  const view = useGlance(id);
  const isLosing = useLosses(losses, id).length > 0;
  const onKeyDown = usePartKeys(id);
  const { size } = faceOf(kind);
  const look = stateLook(kind, view, fault);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a node is selected and moved by keys
    <div
      className="part part-tile"
      data-size={size}
      data-clings={clings || undefined}
      data-tone={look.tone}
      data-state={view?.state ?? 'none'}
      data-heat={heatOf(view?.waiting ?? 0) || undefined}
      data-lit={lit ?? undefined}
      data-selected={isSelected || undefined}
      data-hint={hint}
      style={height === undefined ? undefined : { height }}
      role="group"
      aria-label={nodeLabel(name, kind, look.word, 0)}
      aria-current={isSelected || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a node is selected and moved by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.target === event.currentTarget && reveal(id)}
    >
      {clings ? <Picture name={kindPicture(kind)} className="tile-icon" /> : <PartName id={id} name={name} className="tile-name" />}
      <span className="tile-state">
        {!clings && <Picture name={kindPicture(kind)} className="tile-icon" />}
        <Picture name={statePicture(look.shape, look.tone)} className="tile-glyph" />
        <span className="tile-word">{look.word}</span>
        {isLosing && <Picture name={LOSING_PICTURE} className="tile-losing" />}
      </span>
    </div>
  );
}
