/** The palette: all kinds of parts at the left edge, a search that says what each of them is, and the part under way. */
import { type ReactNode, useState } from 'react';
import { type LucideIcon, Search as SearchIcon } from 'lucide-react';
import { holdsWords, kindsFound } from './kinds-found';
import { carryHandlers, useCarried, useCarryByClick } from './use-carry';
import { kindTitle, lockOn, lockOnKind } from '../editing';
import { ANNOTATION_KINDS, isAnnotationKind } from '../shared/annotation-kinds';
import { useDocument } from '../shared/playground';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import { Popover, TextField, Tooltip } from '@/ui';
import '../shared/rail.css';
import './palette.css';

/** What is taken to the canvas. */
interface Thing {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const NOTES: readonly Thing[] = Object.entries(ANNOTATION_KINDS).map(([id, { title, text }]) => ({ id, title, text }));

const lookOf = (kind: string): { readonly icon: LucideIcon } => (isAnnotationKind(kind) ? ANNOTATION_KINDS[kind] : faceOf(kind));

/** Handlers, or the sentence that says why there are none. */
function useItem(kind: string): { readonly locked: string | null; readonly handlers: Partial<ReturnType<typeof carryHandlers>> } {
  const locked = useDocument(({ scenario }) => (isAnnotationKind(kind) ? lockOn(scenario, 'note') : lockOnKind(scenario, kind)));
  return { locked, handlers: locked === null ? carryHandlers(kind) : {} };
}

function RailItem({ kind }: { readonly kind: Thing }): ReactNode {
  const { locked, handlers } = useItem(kind.id);
  const carried = useCarried();
  const { icon: Icon } = lookOf(kind.id);
  return (
    <Tooltip text={kind.title} hint={locked ?? kind.text} side="right">
      <button
        type="button"
        className="rail-button palette-item"
        aria-label={`Add ${kind.title}`}
        aria-disabled={locked !== null || undefined}
        data-state={carried?.kind === kind.id ? 'open' : undefined}
        {...handlers}
      >
        <span className="rail-icon">
          <Icon aria-hidden className="ui-icon" />
        </span>
        <span aria-hidden className="rail-word">
          {kind.title}
        </span>
      </button>
    </Tooltip>
  );
}

function SearchItem({ kind, onTaken }: { readonly kind: Thing; readonly onTaken: () => void }): ReactNode {
  const { locked, handlers } = useItem(kind.id);
  const { icon: Icon } = lookOf(kind.id);
  return (
    <button
      type="button"
      className="palette-line"
      aria-disabled={locked !== null || undefined}
      onPointerDown={handlers.onPointerDown}
      onClick={(event) => {
        if (locked !== null) return;
        onTaken();
        handlers.onClick?.(event);
      }}
    >
      <Icon aria-hidden className="ui-icon" />
      <span>
        <strong>{kind.title}</strong>
        <span>{locked ?? kind.text}</span>
      </span>
    </button>
  );
}

function Search({ onTaken }: { readonly onTaken: () => void }): ReactNode {
  const [words, setWords] = useState('');
  const found: readonly Thing[] = [...kindsFound(words), ...NOTES.filter(({ title, text }) => holdsWords(`${title} ${text}`, words))];
  return (
    <>
      <TextField label="Search parts" isLabelHidden placeholder="Search parts" value={words} onCommit={setWords} onType={setWords} />
      <ul className="palette-lines">
        {found.map((kind) => (
          <li key={kind.id}>
            <SearchItem kind={kind} onTaken={onTaken} />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="palette-none">No part is called so. Try “queue”, “token” or “list”.</p>}
    </>
  );
}

function SearchButton(): ReactNode {
  const carried = useCarried();
  return (
    // What is being dragged out of the list must not be dropped on it.
    <Popover className="palette-popover" side="right" align="start" label="Search parts" isHidden={carried?.by === 'drag'}
      keepsFocus={placementTookFocus}
      trigger={(
        <button type="button" className="rail-button palette-search" aria-label="Search parts">
          <span className="rail-icon">
            <SearchIcon aria-hidden className="ui-icon" />
          </span>
          <span aria-hidden className="rail-word">
            Search
          </span>
        </button>
      )}>
      {(close) => <Search onTaken={close} />}
    </Popover>
  );
}

/** True when a part on the canvas has taken the focus: then it stays there. */
function placementTookFocus(): boolean {
  return (document.activeElement?.closest('.canvas') ?? null) !== null;
}

/** The part under way, at the pointer. */
function Ghost(): ReactNode {
  const carried = useCarried();
  if (!carried?.at) return null;
  const { icon: Icon } = lookOf(carried.kind);
  return (
    <div
      aria-hidden
      className="palette-ghost"
      style={{ transform: `translate(${carried.at.x}px, ${carried.at.y}px) translate(-50%, -50%)` }}
    >
      <Icon className="ui-icon" />
      {isAnnotationKind(carried.kind) ? ANNOTATION_KINDS[carried.kind].title : kindTitle(carried.kind)}
    </div>
  );
}

/** Draws the palette. */
export function Palette(): ReactNode {
  useCarryByClick();
  return (
    <>
      <SearchButton />
      <ul aria-label="Parts">
        {[...KINDS.values()].map((kind) => (
          <li key={kind.id}>
            <RailItem kind={kind} />
          </li>
        ))}
      </ul>
      <ul aria-label="Notes and frames" className="palette-notes">
        {NOTES.map((kind) => <li key={kind.id}><RailItem kind={kind} /></li>)}
      </ul>
      <Ghost />
    </>
  );
}
