/** Four small ports around a part: press one and draw a wire. They show when the pointer or the focus is on the part. */
import type { ReactNode } from 'react';
import { useCanvasTools } from './canvas-context';

const SIDES = ['left', 'top', 'right', 'bottom'] as const;

/** For the pointer alone: by keyboard, C opens the list of targets. */
export function Ports({ id }: { readonly id: string }): ReactNode {
  const { startWiring } = useCanvasTools();
  return SIDES.map((side) => (
    <span
      key={side}
      aria-hidden
      className="part-port nodrag nopan"
      data-side={side}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.preventDefault();
        startWiring(event.nativeEvent, { kind: 'new', source: id });
      }}
    />
  ));
}
