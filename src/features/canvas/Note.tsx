/** A note or a frame on the canvas. Its text is typed in place; its lower right corner makes it larger or smaller. */
import { memo, type ReactNode, useState } from 'react';
import { type NodeProps, NodeResizeControl } from '@xyflow/react';
import { Group, SquareDashed } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import { InlineText } from './InlineText';
import type { NoteNode } from './note-boxes';
import { useNoteKeys } from './node-keys';
import { useIsTyping } from './typing';
import { lockOn, MOST_TEXT } from '../editing';
import { useDocument } from '../shared/playground';
import { SPAN } from '@/scenario/schema';

function labelOf({ kind, text, isGroup }: NoteNode['data']): string {
  const what = kind === 'note' ? 'Note' : isGroup ? 'Group' : 'Frame';
  return `${what}${text.trim() === '' ? ', empty' : `: ${text.trim()}`}`;
}

function Text({ id, data }: { readonly id: string; readonly data: NoteNode['data'] }): ReactNode {
  const { kind, text, isGroup } = data;
  const { editor, typing } = useCanvasTools();
  const isTyping = useIsTyping(typing, id);
  const isNote = kind === 'note';
  if (isTyping) {
    return (
      <InlineText label={isNote ? 'Text of the note' : 'Title of the frame'} value={text} isLong={isNote} maxLength={MOST_TEXT}
        onDone={(next) => typing.end(id, next === null ? null : () => editor.setText(id, next))} />
    );
  }
  if (isNote) return <p className="note-text">{text === '' ? <span className="ui-muted">Empty note: F2 to write</span> : text}</p>;
  const Icon = isGroup ? Group : SquareDashed;
  return <><Icon aria-hidden className="ui-icon" /><span className="frame-title">{text === '' ? 'Frame' : text}</span></>;
}

function NoteBody({ id, data, selected }: NodeProps<NoteNode>): ReactNode {
  const { kind, tone, isGroup, width, height } = data;
  const { editor, typing, reveal, unit } = useCanvasTools();
  const isLocked = useDocument(({ scenario }) => lockOn(scenario, 'note') !== null);
  const onKeyDown = useNoteKeys(id);
  const [drawn, setDrawn] = useState<{ readonly width: number; readonly height: number } | null>(null);
  const size = drawn ?? { width, height };
  const isFrame = kind === 'frame';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a note is selected and moved by keys
    <div
      className={isFrame ? 'note note-frame' : 'note note-paper'}
      data-tone={tone}
      data-selected={selected || undefined}
      style={isFrame ? size : { width: size.width, minHeight: size.height }}
      role="group"
      aria-label={labelOf(data)}
      aria-current={selected || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a note is selected and moved by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => editor.typeAt(id, typing)}
      onFocus={(event) => event.target === event.currentTarget && reveal(id)}
    >
      {isFrame
        ? <>
            {['top', 'right', 'bottom', 'left'].map((side) => <span key={side} className="frame-edge" data-side={side} />)}
            <header className="frame-head"><Text id={id} data={data} /></header>
          </>
        : <Text id={id} data={data} />}
      {selected && !isLocked && !isGroup && (
        <NodeResizeControl position="bottom-right" className="note-corner" minWidth={SPAN.least * unit} minHeight={SPAN.least * unit}
          onResize={(_, next) => setDrawn({ width: next.width, height: next.height })}
          onResizeEnd={(_, next) => {
            setDrawn(null);
            editor.resize(id, next);
          }} />
      )}
    </div>
  );
}

/** See the file's header. */
export const NoteView = memo(NoteBody);
