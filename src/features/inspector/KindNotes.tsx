/** "How it works, and where from": the notes of a kind or a policy, folded up until somebody wants to read them. */
import { type ReactNode, useState } from 'react';
import { ChevronRight } from 'lucide-react';
import { hasNotes, notesOf } from './notes-text';

/** `of` is such as `kinds/service`; draws nothing where there are no notes. */
export function KindNotes({ of }: { readonly of: string }): ReactNode {
  const [body, setBody] = useState<ReactNode>(null);
  if (!hasNotes(of)) return null;
  const fetch = async (): Promise<void> => {
    const [text, { NotesBody }] = await Promise.all([notesOf(of), import('./NotesBody')]);
    setBody(<NotesBody text={text ?? ''} />);
  };
  return (
    <details className="kind-notes" onToggle={({ currentTarget }) => {
      if (currentTarget.open && body === null) {
        fetch().catch(() => setBody(<p className="ui-muted">The notes could not be fetched: open them again when there is a network.</p>));
      }
    }}>
      <summary><ChevronRight aria-hidden className="ui-icon" />How it works, and where from</summary>
      {body}
    </details>
  );
}
