/** The figure that is pinned to a part, over the last minute up to the moment that the part shows. */
import type { ReactNode } from 'react';
import { PINNABLE, useNodePin } from '../shared/node-pins';
import { usePlayground } from '../shared/playground';
import type { NodeView } from '../shared/run-store';
import { Sparkline } from '@/ui';

export function NodePin({ id, view }: { readonly id: string; readonly view: NodeView | null }): ReactNode {
  const { run } = usePlayground();
  const pinned = PINNABLE[useNodePin(id) ?? ''];
  if (!pinned || !view) return null;
  return (
    <div className="part-pin">
      <span>{pinned.label}</span>
      <Sparkline values={run.samples.recentOfNode(run.shownUs, id, pinned.column)} />
      <b>{pinned.text(view)}</b>
    </div>
  );
}
