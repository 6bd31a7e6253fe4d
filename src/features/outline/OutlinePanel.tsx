/**
 * The outline: the whole system as tables. It can do all that the canvas can, for those who do not see the canvas, do not use a
 * pointer, or look for one part among many. Figures come at most once a second.
 */
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { Plus, X, Zap } from 'lucide-react';
import type { Question } from './dialogs';
import { Questions } from './Questions';
import { NotesTable } from './NotesTable';
import { type FaultRow, faultRows, fitsFilter, type NoteRow, noteRows, partRows, type PartRow, wireRows, type WireRow } from './rows';
import { FaultsTable, PartsTable, WiresTable } from './Tables';
import { useCalm } from './use-calm';
import { useOutline } from './use-outline';
import { lockOn } from '../editing';
import { ANNOTATION_KINDS } from '../shared/annotation-kinds';
import { shownFaults } from '../shared/locks';
import { type Part, selectedParts } from '../shared/document-store';
import { lockReason } from '../shared/locks';
import { useDocument, usePlayground } from '../shared/playground';
import { Button, IconButton, TextField, Tooltip } from '@/ui';
import './outline.css';

/** The rows that pass the filter. */
function useRows(filter: string): {
  readonly parts: readonly PartRow[]; readonly wires: readonly WireRow[]; readonly faults: readonly FaultRow[];
  readonly notes: readonly NoteRow[];
} {
  const { run } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const calm = useCalm();
  return useMemo(
    () => ({
      parts: partRows(scenario, run).filter(({ name, kindTitle, state }) => fitsFilter(filter, [name, kindTitle, state.word])),
      wires: wireRows(scenario, run).filter(({ name, role, policies, state }) => fitsFilter(filter, [name, role, policies, state.word])),
      notes: noteRows(scenario).filter(({ text, what, holds }) => fitsFilter(filter, [text, what, holds])),
      faults: faultRows(scenario, run.status.atUs).filter(({ name, where, state }) => fitsFilter(filter, [name, where, state.word])),
    }),
    // `calm` says when the run's figures are read anew; they are no value of their own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [scenario, run, filter, calm],
  );
}

/** Brings the settings of a row forward; the outline goes, and the focus moves on to what comes in its place. */
function focusWhatComes(box: HTMLElement | null): void {
  const tabs = box?.closest('[role="tabpanel"]')?.parentElement;
  requestAnimationFrame(() => {
    if (box?.isConnected) return;
    const panel = tabs?.querySelector<HTMLElement>('[role="tabpanel"][data-state="active"]');
    (panel?.querySelector<HTMLElement>('button') ?? panel)?.focus();
  });
}

function Head({ title, count, button }: { readonly title: string; readonly count: string; readonly button?: ReactNode }): ReactNode {
  return (
    <header className="outline-head">
      <h2>{title}</h2>
      <span className="ui-muted">{count}</span>
      {button}
    </header>
  );
}

function HeadButton({ label, icon, reason, onClick }: {
  readonly label: string; readonly icon: typeof Plus; readonly reason: string | null; readonly onClick: () => void;
}): ReactNode {
  const button = (
    <Button size="small" icon={icon} disabled={reason !== null} onClick={onClick}>
      {label}
    </Button>
  );
  return reason === null ? button : <Tooltip text={reason}>{button}</Tooltip>;
}

/** The filter: acts while one types; Escape takes back what was typed, the cross takes everything away. */
function Filter({ onFilter }: { readonly onFilter: (text: string) => void }): ReactNode {
  const [kept, setKept] = useState('');
  const [typed, setTyped] = useState('');
  const type = (text: string): void => {
    setTyped(text);
    onFilter(text);
  };
  const keep = (text: string): void => {
    setKept(text);
    type(text);
  };
  return (
    <div className="outline-filter">
      <TextField label="Filter" isLabelHidden placeholder="Filter by name, kind or state" value={kept} onCommit={keep} onType={type} />
      {typed !== '' && <IconButton icon={X} size="small" label="Show all rows" side="left" onClick={() => keep('')} />}
    </div>
  );
}

/** Draws it. */
export function OutlinePanel(): ReactNode {
  const [filter, setFilter] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const { outline, question, ask, wanted } = useOutline();
  const { parts, wires, faults, notes } = useRows(filter);
  const scenario = useDocument((state) => state.scenario);
  const selection = useDocument((state) => state.selection);
  const more = useDocument((state) => state.more);
  const selected = useMemo(() => new Set(selectedParts({ selection, more }).map(({ id }) => id)), [selection, more]);

  const open = useCallback(
    (kind: Part['kind']) => ({ id }: { readonly id: string }, isMore: boolean): void => {
      outline.select({ kind, id }, isMore);
      focusWhatComes(box.current);
    },
    [outline],
  );
  const close = useCallback(() => {
    // The row of the question has the focus again, also where its menu was open before and has gone.
    if (question && 'id' in question) outline.focus(outline.tableOf(question.id), question.id);
    ask(null);
  }, [ask, outline, question]);
  const askFault = useCallback(({ index }: FaultRow) => ask({ kind: 'fault', index } satisfies Question), [ask]);

  const count = (shown: number, all: number): string => (shown === all ? String(all) : `${shown} of ${all}`);
  const shared = { outline, ask, selected, wanted };
  const none = (usual: string): string => (filter.trim() === '' ? usual : 'Nothing here fits the filter.');
  return (
    <div ref={box} className="outline">
      <Filter onFilter={setFilter} />
      <section aria-label="Parts">
        <Head title="Parts" count={count(parts.length, Object.keys(scenario.nodes).length)}
          button={<HeadButton label="Add a part" icon={Plus} reason={lockOn(scenario, 'part')} onClick={() => ask({ kind: 'add' })} />} />
        <PartsTable {...shared} rows={parts} onOpen={open('node')}
          emptyText={none('No part yet. Add a client first: it sends the requests.')} />
      </section>
      <section aria-label="Wires">
        <Head title="Wires" count={count(wires.length, Object.keys(scenario.edges).length)} />
        <WiresTable {...shared} rows={wires} onOpen={open('wire')} emptyText={none('No wire yet. Press C on a part to connect it.')} />
      </section>
      <section aria-label="Faults">
        <Head title="Faults" count={count(faults.length, shownFaults(scenario).length)}
          button={<HeadButton label="Plan a fault" icon={Zap} reason={lockReason(scenario.locks, { deed: 'fault' })}
            onClick={() => ask({ kind: 'fault', index: null })} />} />
        <FaultsTable {...shared} rows={faults} onOpen={askFault} emptyText={none('No fault is planned, and none acts.')} />
      </section>
      <section aria-label="Notes and frames">
        <Head title="Notes and frames" count={count(notes.length, Object.keys(scenario.annotations).length)}
          button={<span className="outline-buttons">
            {(['note', 'frame'] as const).map((kind) => (
              <HeadButton key={kind} label={`Add a ${kind}`} icon={ANNOTATION_KINDS[kind].icon} reason={lockOn(scenario, 'note')}
                onClick={() => outline.annotate(kind)} />
            ))}
          </span>} />
        <NotesTable {...shared} rows={notes} onOpen={open('annotation')} emptyText={none('No note and no frame yet.')} />
      </section>
      {question && <Questions outline={outline} question={question} onClose={close} />}
    </div>
  );
}
