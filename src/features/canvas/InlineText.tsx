/** Text typed in place on the canvas: Enter or leaving keeps it, Escape does not. Several lines are kept by Ctrl+Enter or by leaving. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';

/** `onDone` gets the text, or null when it is to stay as it was. */
export function InlineText({ label, value, isLong = false, maxLength, onDone }: {
  readonly label: string;
  readonly value: string;
  readonly isLong?: boolean;
  readonly maxLength: number;
  readonly onDone: (text: string | null) => void;
}): ReactNode {
  const [draft, setDraft] = useState(value);
  const isDone = useRef(false);
  const done = (text: string | null): void => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(text === value ? null : text);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') done(null);
    else if (event.key === 'Enter' && (!isLong || event.ctrlKey || event.metaKey)) done(draft);
    else return;
    event.preventDefault();
  };
  const shared = {
    'aria-label': label, value: draft, maxLength,
    // Dragging in a text selects letters, not parts.
    className: 'inline-text nodrag nopan nowheel',
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by a key or a double click in order to type here
    autoFocus: true,
    onBlur: () => done(draft),
    onKeyDown,
    onDoubleClick: (event: { stopPropagation: () => void }) => event.stopPropagation(),
  };
  return isLong
    ? <textarea {...shared} rows={3} onChange={({ currentTarget }) => setDraft(currentTarget.value)} />
    : <input {...shared} type="text" autoComplete="off" onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)} />;
}
