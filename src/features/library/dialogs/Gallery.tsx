/** The scenarios that come with the page: searchable, on two shelves, each with a small still of what it holds. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { SearchX } from 'lucide-react';
import { sizeWords } from './ImportDialog';
import { Thumbnail } from '../picture/Thumbnail';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';
import { Dialog, EmptyState, TextField } from '@/ui';

/** One scenario of the gallery. */
export interface GalleryEntry {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  make(): Scenario;
}

interface Exhibit extends GalleryEntry {
  readonly scenario: Scenario;
  /** The exercise it belongs to; empty for one that shows a single idea. */
  readonly topic: string;
}

/** Exercises by the name that a file gives or is itself called by. */
const TOPICS: Readonly<Record<string, string>> = {
  'service-discovery': 'Service discovery',
  'api-gateway': 'API gateway',
  'circuit-breaker': 'Circuit breaker',
  'service-mesh': 'Service mesh',
};
const SHELVES: readonly (readonly [heading: string, holds: (exhibit: Exhibit) => boolean])[] = [
  ['The four exercises', ({ topic }) => topic !== ''],
  ['One idea at a time', ({ topic }) => topic === ''],
];

const words = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Entries in which every word of the search begins some word: titles, sentences, notes and kinds of parts are looked at. */
export function found<T extends { readonly haystack: readonly string[] }>(entries: readonly T[], search: string): readonly T[] {
  const wanted = words(search);
  return entries.filter(({ haystack }) => wanted.every((start) => haystack.some((word) => word.startsWith(start))));
}

type Found = Exhibit & { readonly haystack: readonly string[]; readonly written: string };

/** Reading all of them takes a while: once for each list, however often a drawing is begun and given up. */
const known = new WeakMap<readonly GalleryEntry[], readonly Found[]>();

function exhibitsOf(shipped: readonly GalleryEntry[]): readonly Found[] {
  const before = known.get(shipped);
  if (before) return before;
  const exhibits = shipped.map((entry): Found => {
    const scenario = entry.make();
    const topic = TOPICS[scenario.exercise ?? ''] ?? TOPICS[entry.id] ?? '';
    const parts = Object.values(scenario.nodes).flatMap(({ kind, name }) => [kind, name]);
    const policies = Object.values(scenario.edges).flatMap(({ policies: guards }) => Object.keys(guards));
    const haystack = words([entry.title, entry.text, topic, scenario.notes, ...parts, ...policies].join(' '));
    return { ...entry, scenario, topic, haystack, written: writeScenario(scenario) };
  });
  known.set(shipped, exhibits);
  return exhibits;
}

function Card({ exhibit, isOpen, onChoose }: {
  readonly exhibit: Exhibit; readonly isOpen: boolean; readonly onChoose: () => void;
}): ReactNode {
  const { id, title, text, topic, scenario } = exhibit;
  return (
    <li>
      <button type="button" className="gallery-card" onClick={onChoose} aria-labelledby={`gallery-${id}-title`}
        aria-describedby={`gallery-${id}-text`} aria-current={isOpen || undefined}>
        <span className="gallery-still"><Thumbnail scenario={scenario} /></span>
        <span className="gallery-words">
          {topic !== '' && <span className="gallery-topic">{topic}</span>}
          <strong id={`gallery-${id}-title`}>{title}</strong>
          <span id={`gallery-${id}-text`} className="gallery-text">{text}</span>
          <span className="gallery-size">{isOpen ? 'Open now' : sizeWords(scenario)}</span>
        </span>
      </button>
    </li>
  );
}

function Shelves({ shipped, open, onChoose }: Omit<GalleryProps, 'isOpen' | 'onClose'>): ReactNode {
  const [search, setSearch] = useState('');
  const exhibits = useMemo(() => exhibitsOf(shipped), [shipped]);
  const shown = found(exhibits, search);
  const present = useMemo(() => writeScenario(open), [open]);
  return (
    <div className="gallery">
      <div className="gallery-search">
        <TextField label="Search the scenarios" value={search} onCommit={setSearch} onType={setSearch} maxLength={60}
          placeholder="breaker, probe, overload" />
        <p className="ui-muted" role="status">{shown.length === 1 ? '1 scenario' : `${shown.length} scenarios`}</p>
      </div>
      {SHELVES.map(([heading, holds]) => {
        const members = shown.filter(holds);
        return members.length > 0 && (
          <section key={heading} aria-label={heading}>
            <h3>{heading}</h3>
            <ul className="gallery-grid">
              {members.map((exhibit) => (
                <Card key={exhibit.id} exhibit={exhibit} isOpen={exhibit.written === present}
                  onChoose={() => onChoose(exhibit.scenario)} />
              ))}
            </ul>
          </section>
        );
      })}
      {shown.length === 0 && (
        <EmptyState icon={SearchX} title="Nothing fits" text="Try fewer or shorter words, such as the name of a part." />
      )}
    </div>
  );
}

export interface GalleryProps {
  readonly shipped: readonly GalleryEntry[];
  readonly isOpen: boolean;
  /** The scenario on the page. */
  readonly open: Scenario;
  readonly onChoose: (scenario: Scenario) => void;
  readonly onClose: () => void;
}

/** See the file's header. */
export function Gallery({ isOpen, onClose, ...rest }: GalleryProps): ReactNode {
  // The frame first: what comes after a lazy part is drawn at leisure, and a run that plays would put it off for ever.
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), 0);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} size="wide" title="Scenarios"
      description="Each one opens and runs at once. What you have now stays in the list of earlier versions.">
      {isReady && <Shelves {...rest} />}
    </Dialog>
  );
}
