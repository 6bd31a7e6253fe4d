/** The name of a part: a double click or F2 lets it be typed in place. */
import type { ReactNode } from 'react';
import { useCanvasTools } from './canvas-context';
import { InlineText } from './InlineText';
import { useIsTyping } from './typing';

/** Longest name that a file may hold. */
const MOST_LETTERS = 60;
/** Up to so many letters a name never needs a fourth line on a tile, so that nothing has to be cut off there. */
const LONG = 18;

export function PartName({ id, name, className }: {
  readonly id: string; readonly name: string; readonly className: string;
}): ReactNode {
  const { editor, typing } = useCanvasTools();
  if (useIsTyping(typing, id)) {
    return (
      <InlineText label={`Name of ${name}`} value={name} maxLength={MOST_LETTERS}
        onDone={(text) => typing.end(id, text === null ? null : () => editor.setText(id, text))} />
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- F2 on the part does the same
    <strong className={className} data-long={name.length > LONG || undefined} onDoubleClick={() => editor.typeAt(id, typing)}>
      {name}
    </strong>
  );
}
