/** The panel "Requests": examples of requests, and one of them in full. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Waypoints } from 'lucide-react';
import { ExampleList } from './ExampleList';
import { TraceDetail } from './TraceDetail';
import { useBook, useTrace } from './use-traces';
import { useDocument } from '../shared/playground';
import { countText } from '../shared/words';
import type { TraceBook } from '@/simulation/trace-book';
import { EmptyState, SegmentedControl } from '@/ui';
import type { TraceSource } from '@/worker/client';
import './trace.css';

type Sort = 'slowest' | 'failed' | 'retried' | 'fallback';

const SORTS: readonly { readonly value: Sort; readonly label: string; readonly none: string }[] = [
  { value: 'slowest', label: 'Slowest', none: 'No request has been answered yet.' },
  { value: 'failed', label: 'Failed', none: 'No request has failed so far. Inject a fault and look again.' },
  { value: 'retried', label: 'Retried', none: 'No call was tried again. That needs a retry on a wire, and a call that fails.' },
  { value: 'fallback', label: 'Fallback', none: 'No fallback has answered. That needs a fallback on a wire, and a call that fails.' },
];

/** What the panel is given. */
export interface TracePanelProps {
  readonly source: TraceSource;
}

/** Draws the panel. */
export function TracePanel({ source }: TracePanelProps): ReactNode {
  const generation = useDocument((state) => state.generation);
  // Another document has other requests: nothing of the panel's state survives it.
  return <Requests key={generation} source={source} />;
}

function Requests({ source }: TracePanelProps): ReactNode {
  const [sort, setSort] = useState<Sort>('slowest');
  const [trace, setTrace] = useState<number | null>(null);
  const [last, setLast] = useState<number | null>(null);
  const book = useBook(source);
  const seen = useTrace(source, trace);
  if (trace !== null && seen !== null) {
    const back = (): void => {
      setLast(trace);
      setTrace(null);
    };
    return <TraceDetail key={trace} source={source} view={seen.view} onBack={back} />;
  }
  if (book === null || book.sampled === 0) {
    const text = 'As soon as the run plays, requests are followed from client to last callee.';
    return <EmptyState icon={Waypoints} title="No requests yet" text={text} />;
  }
  return <Examples book={book} sort={sort} onSort={setSort} last={last} onChoose={setTrace} />;
}

function Examples({ book, sort, onSort, last, onChoose }: {
  readonly book: TraceBook;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly last: number | null;
  readonly onChoose: (trace: number) => void;
}): ReactNode {
  const { none = '' } = SORTS.find(({ value }) => value === sort) ?? {};
  const all = useRef<HTMLDivElement>(null);
  // Whoever comes back from a request goes on at its line; at another moment of the run it may not be listed.
  useEffect(() => {
    if (last !== null) (all.current?.querySelector<HTMLElement>(`[data-trace="${last}"]`) ?? all.current)?.focus();
  }, [last]);
  return (
    <div className="trace-examples" ref={all} tabIndex={-1}>
      <p className="ui-muted trace-lead">
        {countText(book.sampled)} requests followed so far. Choose one to see where its time went.
      </p>
      <SegmentedControl
        label="Which requests"
        size="small"
        value={sort}
        onChange={onSort}
        options={SORTS.map(({ value, label }) => ({ value, label, spoken: `${label}: ${book[value].length}` }))}
      />
      {book[sort].length === 0 ? <p className="trace-none">{none}</p> : (
        <ExampleList lines={book[sort]} onChoose={onChoose} />
      )}
    </div>
  );
}
