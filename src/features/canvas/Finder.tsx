/** Finds a part by its name or kind and brings it into view. */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Panel } from '@xyflow/react';
import { useDocument } from '../shared/playground';
import { kindTitle } from '../editing';
import { faceOf } from '@/kinds/faces';
import type { Scenario } from '@/scenario/schema';

const MOST_SHOWN = 8;

/** A part that was found. */
interface Found {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** Parts whose name, id or kind holds the words; names that begin with them come first. */
export function findParts({ nodes }: Scenario, words: string): readonly Found[] {
  const wanted = words.trim().toLowerCase();
  const all = Object.entries(nodes).map(([id, { name, kind }]): Found => ({ id, name: name || id, kind }));
  const rank = ({ id, name, kind }: Found): number => {
    if (name.toLowerCase().startsWith(wanted)) return 0;
    if (name.toLowerCase().includes(wanted)) return 1;
    return id.includes(wanted) || kindTitle(kind).toLowerCase().includes(wanted) ? 2 : 3;
  };
  return all
    .map((found) => ({ found, at: rank(found) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at || (a.found.name < b.found.name ? -1 : 1))
    .map(({ found }) => found);
}

function Option({ part: { id, name, kind }, list, isChosen, onGo }: {
  readonly part: Found;
  readonly list: string;
  readonly isChosen: boolean;
  readonly onGo: (id: string) => void;
}): ReactNode {
  const { icon: Icon } = faceOf(kind);
  return (
    <div
      id={`${list}-${id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className="ui-menu-item"
      data-highlighted={isChosen || undefined}
      onPointerDown={(event) => {
        event.preventDefault();
        onGo(id);
      }}
    >
      <span className="ui-menu-icon">
        <Icon aria-hidden className="ui-icon" />
      </span>
      <span className="ui-menu-text">
        {name}
        <span className="ui-menu-hint">{kindTitle(kind)}</span>
      </span>
    </div>
  );
}

export function Finder({ onGo, onClose }: { readonly onGo: (id: string) => void; readonly onClose: () => void }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const found = findParts(scenario, words).slice(0, MOST_SHOWN);
  const chosen = found[Math.min(at, found.length - 1)];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) setAt((now) => (Math.min(now, found.length - 1) + step + found.length) % found.length);
    else if (event.key === 'Enter' && chosen) onGo(chosen.id);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Panel position="top-left" className="finder nopan">
      <div
        ref={box}
        onBlur={(event) => {
          if (!box.current?.contains(event.relatedTarget)) onClose();
        }}
      >
        <input
          className="ui-input"
          type="text"
          role="combobox"
          aria-label="Find a part"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={chosen ? `${list}-${chosen.id}` : undefined}
          placeholder="Find a part"
          autoComplete="off"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened by a key or a button in order to type here
          autoFocus
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <div role="listbox" id={list} aria-label="Parts found" className="finder-list">
          {found.map((part) => (
            <Option key={part.id} part={part} list={list} isChosen={part === chosen} onGo={onGo} />
          ))}
        </div>
        {found.length === 0 && <p className="finder-none">No part is called so.</p>}
      </div>
    </Panel>
  );
}
