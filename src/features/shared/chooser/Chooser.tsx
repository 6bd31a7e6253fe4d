/**
 * A search field over a list of which one entry is chosen: the command palette, "connect to", "add a policy". A combobox in the
 * sense of ARIA: the focus stays in the field, the arrows move along the list. Entries that cannot be chosen stay in the list with
 * the reason, so that nobody has to guess.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Ban, Check, type LucideIcon, Search } from 'lucide-react';
import { match, type Match } from './match';
import { announce, Kbd } from '@/ui';
import './chooser.css';

/** One entry. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** A second line. */
  readonly hint?: string | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  /** Heading that it stands below while nothing is searched for. Entries of a group follow each other. */
  readonly group?: string | undefined;
  /** Other words under which people look for it. */
  readonly meanings?: readonly string[] | undefined;
  /** Why it cannot be chosen now, a sentence; null when it can. */
  readonly reason?: string | null | undefined;
  /** Given, it is something that is on or off. */
  readonly isChecked?: boolean | undefined;
}

export interface ChooserProps<T extends Choice> {
  /** What is to be chosen, for the field. */
  readonly label: string;
  readonly choices: readonly T[];
  readonly onChoose: (choice: T) => void;
  /** Backspace in an empty field; left out, nothing happens. */
  readonly onBack?: (() => void) | undefined;
  /** In place of the list when nothing is found. */
  readonly emptyText: string;
}

interface Found<T> {
  readonly choice: T;
  readonly match: Match;
}

/** What is found, best first; everything, in its own order, while nothing is searched for. What cannot be chosen comes last. */
export function foundChoices<T extends Choice>(choices: readonly T[], search: string): readonly Found<T>[] {
  const all = choices.flatMap((choice): Found<T>[] => {
    const meanings = [choice.group ?? '', ...(choice.meanings ?? [])];
    const fit = match(search, choice.label, meanings);
    return fit ? [{ choice, match: fit }] : [];
  });
  if (search.trim() === '') return all;
  const rank = ({ choice, match: { score } }: Found<T>): number => score - (choice.reason ? 1000 : 0);
  return all.toSorted((a, b) => rank(b) - rank(a));
}

function Marked({ text, spans }: { readonly text: string; readonly spans: Match['spans'] }): ReactNode {
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from > at) pieces.push(text.slice(at, from));
    pieces.push(<mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return [...pieces, text.slice(at)];
}

interface EntryProps {
  readonly id: string;
  readonly found: Found<Choice>;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Entry({ id, found, isActive, onPoint, onChoose }: EntryProps): ReactNode {
  const { label, hint, icon: Icon, shortcut, reason, isChecked } = found.choice;
  const second = reason ?? hint;
  const Shown = reason ? Ban : isChecked === true ? Check : Icon;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above has the focus and the keys
    <div id={id} role="option" tabIndex={-1} className="chooser-entry" aria-selected={isActive}
      aria-disabled={Boolean(reason) || undefined}
      aria-checked={isChecked} onPointerMove={isActive ? undefined : onPoint} onClick={onChoose}>
      <span className="chooser-icon">
        {Shown && <Shown aria-hidden className="ui-icon" />}
      </span>
      <span className="chooser-text">
        <span className="chooser-label">
          <Marked text={label} spans={found.match.spans} />
        </span>
        {second !== undefined && second !== '' && <span className="chooser-hint">{second}</span>}
      </span>
      {shortcut !== undefined && <Kbd keys={shortcut} />}
    </div>
  );
}

/** Entries with their headings; without headings while something is searched for, as the order is that of the search. */
function grouped<T extends Choice>(found: readonly Found<T>[], isSearching: boolean): readonly [string, readonly Found<T>[]][] {
  const groups = new Map<string, Found<T>[]>();
  for (const one of found) {
    const group = isSearching ? '' : (one.choice.group ?? '');
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  return [...groups];
}

const PAGE = 8;

function target(key: string, at: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return at >= last ? 0 : at + 1;
    case 'ArrowUp':
      return at <= 0 ? last : at - 1;
    case 'PageDown':
      return Math.min(last, at + PAGE);
    case 'PageUp':
      return Math.max(0, at - PAGE);
    default:
      return null;
  }
}

/** Draws field and list. */
export function Chooser<T extends Choice>({ label, choices, onChoose, onBack, emptyText }: ChooserProps<T>): ReactNode {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => grouped(foundChoices(choices, search), search.trim() !== ''), [choices, search]);
  const found = useMemo(() => groups.flatMap(([, entries]) => entries), [groups]);
  const active = Math.min(at, found.length - 1);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);

  const choose = (one: Found<T> | undefined): void => {
    if (!one) return;
    if (one.choice.reason) announce(one.choice.reason, 'reply');
    else onChoose(one.choice);
  };
  const handleKey = (event: KeyboardEvent): void => {
    const next = target(event.key, active, found.length);
    if (next !== null && found.length > 0) setAt(next);
    else if (event.key === 'Enter') choose(found[active]);
    else if (event.key === 'Backspace' && search === '' && onBack) onBack();
    else return;
    event.preventDefault();
  };
  return (
    <div className="chooser">
      <div className="chooser-field">
        <Search aria-hidden className="ui-icon" />
        <input ref={field} className="chooser-input" role="combobox" aria-expanded aria-controls={`${id}-list`} aria-label={label}
          aria-autocomplete="list" aria-activedescendant={found[active] ? `${id}-${active}` : undefined} placeholder={label}
          autoComplete="off" spellCheck={false} maxLength={80} value={search} onKeyDown={handleKey}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setAt(0);
          }}
        />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" className="chooser-list" aria-label={label}>
        {groups.map(([group, entries], number) => (
          <div key={group} role="group" aria-labelledby={group === '' ? undefined : `${id}-group-${number}`}
            aria-label={group === '' ? label : undefined}>
            {group !== '' && (
              <div id={`${id}-group-${number}`} role="presentation" className="chooser-heading">
                {group}
              </div>
            )}
            {entries.map((one) => {
              const index = found.indexOf(one);
              return (
                <Entry key={one.choice.id} id={`${id}-${index}`} found={one} isActive={index === active}
                  onPoint={() => setAt(index)} onChoose={() => choose(one)} />
              );
            })}
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="chooser-none">{emptyText}</p>}
      <p className="ui-hidden" role="status">
        {search.trim() === '' ? '' : `${found.length} found`}
      </p>
    </div>
  );
}
