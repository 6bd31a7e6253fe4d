/** The wire that is being drawn, from the part it begins at to the pointer. */
import { type ReactNode, useSyncExternalStore } from 'react';
import { useReactFlow, ViewportPortal } from '@xyflow/react';
import { useCanvasTools } from './canvas-context';
import { type Box, boxAround, type Point } from './geometry';
import type { DraftStore } from './wiring';

/** Where a straight line from the middle of a box to a place leaves the box. */
export function leaving(box: Box, to: Point): Point {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const [dx, dy] = [to.x - middle.x, to.y - middle.y];
  const share = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy),
  );
  return share >= 1 ? to : { x: middle.x + dx * share, y: middle.y + dy * share };
}

export function DraftLine({ drafts }: { readonly drafts: DraftStore }): ReactNode {
  const draft = useSyncExternalStore(drafts.subscribe, drafts.get);
  const { unit } = useCanvasTools();
  const flow = useReactFlow();
  const node = draft ? flow.getInternalNode(draft.from) : undefined;
  if (!draft || !node) return null;
  const box = boxAround(node.internals.positionAbsolute, node.measured);
  const at = flow.screenToFlowPosition(draft.at, { snapToGrid: false });
  const start = leaving(box, at);
  const turn = (Math.atan2(at.y - start.y, at.x - start.x) * 180) / Math.PI;
  const head = draft.isBackwards ? start : at;
  return (
    <ViewportPortal>
      <svg className="draft" aria-hidden data-legal={draft.isLegal ?? undefined}>
        <path d={`M${start.x} ${start.y}L${at.x} ${at.y}`} />
        <path
          className="draft-head"
          d="M0 0L-11 -6V6Z"
          transform={`translate(${head.x} ${head.y}) rotate(${draft.isBackwards ? turn + 180 : turn}) scale(${unit})`}
        />
      </svg>
    </ViewportPortal>
  );
}
