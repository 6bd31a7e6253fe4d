/**
 * Selecting by a frame: a drag over the empty canvas with Shift held down, or in the mode for it. The press is taken before the
 * flow sees it, which would move the view.
 */
import { type MouseEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { useReactFlow } from '@xyflow/react';
import { boxAround, overlaps, type Point } from './geometry';
import { followPointer } from '../shared/drag';
import { usePlayground } from '../shared/playground';
import { selectedParts } from '../shared/document-store';
import { announce } from '@/ui';

/** Two corners of the frame, and the corner of the canvas, in the window. */
interface Frame {
  readonly a: Point;
  readonly b: Point;
  readonly origin: Point;
}

const isPane = (target: EventTarget): boolean => target instanceof Element && target.classList.contains('react-flow__pane');

/** Wraps the canvas. `isOn`: no Shift is needed. */
export function Marquee({ isOn, children }: { readonly isOn: boolean; readonly children: ReactNode }): ReactNode {
  const playground = usePlayground();
  const flow = useReactFlow();
  const wrapper = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState<Frame | null>(null);

  const within = (a: Point, b: Point): readonly string[] => {
    const [p, q] = [flow.screenToFlowPosition(a, { snapToGrid: false }), flow.screenToFlowPosition(b, { snapToGrid: false })];
    const box = { x: Math.min(p.x, q.x), y: Math.min(p.y, q.y), width: Math.abs(p.x - q.x), height: Math.abs(p.y - q.y) };
    return flow.getNodes().flatMap(({ id, type }) => {
      const node = type === 'part' ? flow.getInternalNode(id) : undefined;
      return node && overlaps(boxAround(node.internals.positionAbsolute, node.measured), box) ? [id] : [];
    });
  };

  const isOurs = (event: MouseEvent | PointerEvent): boolean => event.button === 0 && (isOn || event.shiftKey) && isPane(event.target);

  const begin = (event: PointerEvent): void => {
    if (!isOurs(event)) return;
    event.stopPropagation();
    const a = { x: event.clientX, y: event.clientY };
    const { left = 0, top = 0 } = wrapper.current?.getBoundingClientRect() ?? {};
    const kept = event.shiftKey ? selectedParts(playground.document.getSnapshot().context) : [];
    followPointer(event.nativeEvent, {
      onMove: (b) => setFrame({ a, b, origin: { x: left, y: top } }),
      onDrop: (b) => {
        setFrame(null);
        const parts = within(a, b).map((id) => ({ kind: 'node', id }) as const);
        const others = kept.filter(({ id }) => !parts.some((part) => part.id === id));
        const [first = null, ...rest] = [...parts, ...others];
        playground.select(first, rest);
        announce(`${parts.length} ${parts.length === 1 ? 'part' : 'parts'} selected.`, 'reply');
      },
      onCancel: () => setFrame(null),
    });
  };

  return (
    <div
      ref={wrapper}
      className="canvas-wrap"
      data-marquee={isOn || undefined}
      onPointerDownCapture={begin}
      onMouseDownCapture={(event) => isOurs(event) && event.stopPropagation()}
      onTouchStartCapture={(event) => isOn && isPane(event.target) && event.stopPropagation()}
    >
      {children}
      {frame && (
        <div
          className="marquee"
          style={{
            left: Math.min(frame.a.x, frame.b.x) - frame.origin.x,
            top: Math.min(frame.a.y, frame.b.y) - frame.origin.y,
            width: Math.abs(frame.a.x - frame.b.x),
            height: Math.abs(frame.a.y - frame.b.y),
          }}
        />
      )}
    </div>
  );
}
