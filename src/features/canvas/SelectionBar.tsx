/** What can be done with several selected parts: line up, spread, tidy, copy, delete. It stands where it hides the least. */
import { type ReactNode, useRef } from 'react';
import { Panel } from '@xyflow/react';
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  CopyPlus,
  Group,
  LayoutGrid,
  type LucideIcon,
  Trash2,
} from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import { useClearPlace } from './clear-place';
import type { Side } from '../editing';
import { useDocument } from '../shared/playground';
import { classNames, IconButton } from '@/ui';

const SIDES: readonly (readonly [side: Side, icon: LucideIcon, label: string])[] = [
  ['left', AlignStartVertical, 'Line up left edges'],
  ['center', AlignCenterVertical, 'Line up in a column'],
  ['right', AlignEndVertical, 'Line up right edges'],
  ['top', AlignStartHorizontal, 'Line up top edges'],
  ['middle', AlignCenterHorizontal, 'Line up in a row'],
  ['bottom', AlignEndHorizontal, 'Line up bottom edges'],
];

export function SelectionBar(): ReactNode {
  const { editor } = useCanvasTools();
  const count = useDocument(({ selection, more }) => (selection ? 1 + more.length : 0));
  const parts = useDocument(
    ({ selection, more }) => [selection, ...more].filter((part) => part?.kind === 'node').length,
  );
  const bar = useRef<HTMLDivElement>(null);
  const spot = useClearPlace(bar, useDocument(({ scenario }) => scenario), count);
  if (count < 2) return null;
  return (
    <Panel ref={bar} position={spot?.position ?? 'top-center'} style={{ marginBottom: spot?.liftPx }}
      className={classNames('selection-bar nopan', !spot && 'selection-bar-unplaced')} role="toolbar" aria-label="Selected parts">
      <span className="selection-count">{count} selected</span>
      {parts > 1 &&
        SIDES.map(([side, icon, label]) => (
          <IconButton key={side} icon={icon} label={label} size="small" onClick={() => editor.align(side)} />
        ))}
      {parts > 2 && (
        <>
          <IconButton
            icon={AlignHorizontalSpaceBetween}
            label="Spread evenly across"
            size="small"
            onClick={() => editor.distribute('across')}
          />
          <IconButton
            icon={AlignVerticalSpaceBetween}
            label="Spread evenly down"
            size="small"
            onClick={() => editor.distribute('down')}
          />
        </>
      )}
      {parts > 1 && (
        <IconButton icon={LayoutGrid} label="Tidy" hint="Callers left of what they call" size="small" onClick={() => void editor.tidy()} />
      )}
      {parts > 1 && <IconButton icon={Group} label="Group" shortcut="Ctrl+G" size="small" onClick={() => editor.group()} />}
      {parts > 0 && (
        <IconButton icon={CopyPlus} label="Duplicate" shortcut="Ctrl+D" size="small" onClick={() => editor.duplicate()} />
      )}
      <IconButton icon={Trash2} label="Delete" shortcut="Delete" size="small" onClick={() => editor.remove()} />
    </Panel>
  );
}
