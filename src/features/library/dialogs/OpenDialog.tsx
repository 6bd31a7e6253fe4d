/** Ways to open something else: a file, a pasted text or link, and earlier versions that were kept in this browser. */
import { type ReactNode, useEffect, useState } from 'react';
import { ClipboardPaste, FolderOpen, Trash2 } from 'lucide-react';
import type { Earlier } from '../save/keeper';
import { pageKeeper } from '../save/page-keeper';
import { reasonOf } from '../save/autosave';
import { MAX_CHARACTERS } from '@/scenario/limits';
import { Button, DataTable, Dialog, showToast } from '@/ui';

export interface OpenDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChooseFile: () => void;
  readonly onText: (text: string) => void;
  readonly onVersion: (version: Earlier) => void;
}

type Shelf = { readonly kind: 'looking' } | { readonly kind: 'there'; readonly list: readonly Earlier[] }
  | { readonly kind: 'refused'; readonly reason: string };

async function listed(): Promise<Shelf> {
  try {
    return { kind: 'there', list: await pageKeeper().earlier() };
  } catch (error) {
    return { kind: 'refused', reason: reasonOf(error) };
  }
}

function useEarlier(): { readonly shelf: Shelf; readonly look: () => void } {
  const [shelf, setShelf] = useState<Shelf>({ kind: 'looking' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const next = await listed();
      if (isCurrent) setShelf(next);
    };
    void look();
    return () => {
      isCurrent = false;
    };
  }, [round]);
  return { shelf, look: () => setRound((before) => before + 1) };
}

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

function Clear({ onCleared }: { readonly onCleared: () => void }): ReactNode {
  const [isSure, setSure] = useState(false);
  const clear = async (): Promise<void> => {
    try {
      await pageKeeper().clear();
      showToast({ title: 'Everything kept in this browser was removed', text: 'What is on the page stays until you close it.' });
    } catch (error) {
      showToast({ title: 'It could not be removed', text: `Because ${reasonOf(error)}.`, tone: 'bad' });
    }
    setSure(false);
    onCleared();
  };
  if (!isSure) {
    return (
      <Button variant="quiet" size="small" icon={Trash2} onClick={() => setSure(true)}>Remove all from this browser</Button>
    );
  }
  return (
    <div className="library-sure" role="group" aria-label="Remove all from this browser?">
      <p>All versions in this browser go, for good. Export what you want to keep first.</p>
      <Button size="small" onClick={() => setSure(false)}>Keep them</Button>
      <Button size="small" variant="danger" onClick={() => void clear()}>Remove all</Button>
    </div>
  );
}

function Versions({ onVersion }: Pick<OpenDialogProps, 'onVersion'>): ReactNode {
  const { shelf, look } = useEarlier();
  if (shelf.kind === 'looking') return <p className="ui-muted">Looking for earlier versions…</p>;
  if (shelf.kind === 'refused') return <p>{`There are none, because ${shelf.reason}. Export a file to keep your work.`}</p>;
  return (
    <>
      <DataTable caption="Earlier versions in this browser" isCaptionHidden rows={shelf.list} keyOf={({ id }) => id}
        emptyText="None yet. Whatever you replace or change from now on is kept here."
        columns={[
          { id: 'title', header: 'Scenario', cell: ({ title }) => title || 'Without a title' },
          { id: 'when', header: 'Saved', cell: ({ savedAtMs }) => when.format(savedAtMs) },
          { id: 'parts', header: 'Parts', align: 'end', cell: ({ parts }) => parts },
          { id: 'origin', header: 'From', cell: ({ origin }) => (origin === 'this-tab' ? 'this tab' : 'another tab') },
          { id: 'open', header: 'Open', cell: (version) => (
            <Button size="small" aria-label={`Open ${version.title || 'the version'} of ${when.format(version.savedAtMs)}`}
              onClick={() => onVersion(version)}>
              Open
            </Button>
          ) },
        ]} />
      {shelf.list.length > 0 && <Clear onCleared={look} />}
    </>
  );
}

function Paste({ onText }: Pick<OpenDialogProps, 'onText'>): ReactNode {
  const [text, setText] = useState('');
  return (
    <form className="library-paste" onSubmit={(event) => {
      event.preventDefault();
      if (text.trim() !== '') onText(text);
    }}>
      <label htmlFor="library-paste-field" className="ui-field-label">A scenario’s text, or a link to one</label>
      <textarea id="library-paste-field" className="library-paste-field" rows={3} spellCheck={false} value={text}
        maxLength={MAX_CHARACTERS + 1}
        placeholder={'{ "format": "faultline-scenario", …'} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" icon={ClipboardPaste} disabled={text.trim() === ''}>Look at it</Button>
    </form>
  );
}

/** See the file's header. */
export function OpenDialog({ isOpen, onClose, onChooseFile, onText, onVersion }: OpenDialogProps): ReactNode {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} size="wide" title="Open"
      description="Whatever you open, the scenario you have now stays in the list of earlier versions.">
      <div className="library-open">
        <section aria-label="A file">
          <h3>A file</h3>
          <p className="ui-muted">Or drop one anywhere on the page.</p>
          <Button variant="primary" icon={FolderOpen} onClick={onChooseFile}>Choose a file</Button>
        </section>
        <section aria-label="A text or a link">
          <h3>A text or a link</h3>
          <Paste onText={onText} />
        </section>
        <section aria-label="Earlier versions" className="library-versions">
          <h3>Earlier versions</h3>
          <Versions onVersion={onVersion} />
        </section>
      </div>
    </Dialog>
  );
}
