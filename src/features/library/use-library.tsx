/** Opening and exporting scenarios: a chooser, files dropped on the page, and the dialog that says what is wrong with a file. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { downloadScenario, readFile } from './files';
import { usePlayground } from '@/features/shared/playground';
import type { Problem, Reading } from '@/scenario/read';
import { Button, DataTable, Dialog, showToast } from '@/ui';
import './library.css';

/** What a file turned out to be, when that needs words. */
interface Verdict {
  readonly name: string;
  readonly problems: readonly Problem[];
}

/** Problems that the dialog lists; a broken file has hundreds of the same. */
const SHOWN = 12;

function VerdictDialog({ verdict, onClose }: { readonly verdict: Verdict | null; readonly onClose: () => void }): ReactNode {
  const problems = verdict?.problems ?? [];
  const more = problems.length - SHOWN;
  return (
    <Dialog isOpen={verdict !== null} onClose={onClose} size="wide" title="This file was not opened"
      description={`${verdict?.name ?? ''} is not a scenario that can run. Your present scenario is untouched.`}
      footer={<Button variant="primary" onClick={onClose}>Back to my scenario</Button>}>
      <div className="library-problems">
        <DataTable caption="What is wrong, and where" rows={problems.slice(0, SHOWN)} keyOf={({ path, message }) => `${path} ${message}`}
          columns={[
            { id: 'place', header: 'Place in the file', cell: ({ path }) => <code>{path}</code> },
            { id: 'message', header: 'What to change', cell: ({ message }) => message },
          ]} />
        {more > 0 && <p className="ui-muted">and {more} more</p>}
      </div>
    </Dialog>
  );
}

/** The library's actions and what has to stand on the page for them. */
export function useLibrary(): { readonly exportFile: () => void; readonly chooseFile: () => void; readonly elements: ReactNode } {
  const { document: store } = usePlayground();
  const input = useRef<HTMLInputElement>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [isDropping, setDropping] = useState(false);

  const take = useCallback((name: string, reading: Reading): void => {
    if (!reading.ok) return setVerdict({ name, problems: reading.problems });
    store.trigger.open({ scenario: reading.scenario });
    const { repairs } = reading;
    showToast({
      title: `Opened ${reading.scenario.title || name}`,
      tone: repairs.length > 0 ? 'warn' : 'ok',
      text: repairs.length > 0 ? repairs.slice(0, 3).map(({ path, message }) => `${path}: ${message}`).join('. ') : undefined,
    });
  }, [store]);
  const open = useCallback(async (file: File): Promise<void> => take(file.name, await readFile(file)), [take]);

  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDropping(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const drop = (event: DragEvent): void => {
      const [file] = event.dataTransfer?.files ?? [];
      setDropping(false);
      if (!file) return;
      event.preventDefault();
      void open(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [open]);

  return {
    exportFile: () => {
      const { scenario } = store.getSnapshot().context;
      downloadScenario(scenario);
      showToast({ title: 'Exported as a JSON file', tone: 'ok' });
    },
    chooseFile: () => input.current?.click(),
    elements: (
      <>
        <input ref={input} type="file" accept=".json,application/json" hidden aria-label="Open a scenario file"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            // The same file may be chosen again after it has been mended.
            event.currentTarget.value = '';
            if (file) void open(file);
          }} />
        {isDropping && <div className="library-drop" aria-hidden><p>Drop the scenario file to open it</p></div>}
        <VerdictDialog verdict={verdict} onClose={() => setVerdict(null)} />
      </>
    ),
  };
}
