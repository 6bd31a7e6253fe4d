/** One request in full: how it went, where its time went, its waterfall, and what can be done with it. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { ArrowLeft, Copy, Download, LocateFixed, SearchX } from 'lucide-react';
import { Breakdown } from './Breakdown';
import { downloadTraces } from './download';
import { pathThrough } from './tree';
import { TraceTable } from './TraceTable';
import { Waterfall } from './Waterfall';
import { rowSentences, rowTitle, spanText, traceSentence } from './words';
import { highlight } from '../shared/highlight';
import { useDocument, usePlayground } from '../shared/playground';
import { clockText } from '../shared/words';
import type { TraceRow, TraceView } from '@/simulation/trace-book';
import { Button, EmptyState, IconButton, SegmentedControl, showToast, StateBadge } from '@/ui';
import type { TraceSource } from '@/worker/client';

interface TraceDetailProps {
  readonly source: TraceSource;
  readonly view: TraceView | null;
  readonly onBack: () => void;
}

/** Draws it; a request that is no longer kept says so. */
export function TraceDetail({ source, view, onBack }: TraceDetailProps): ReactNode {
  if (view === null) {
    return (
      <EmptyState
        icon={SearchX}
        title="This request is not kept"
        text="It belongs to another moment of the run, or had to make room for newer ones."
        action={<Button onClick={onBack}>Back to the list</Button>}
      />
    );
  }
  return <Detail source={source} view={view} onBack={onBack} />;
}

/** Lights the path up while it is shown. */
function usePath(view: TraceView, selected: number): void {
  const { document } = usePlayground();
  useEffect(() => {
    const { edges } = document.getSnapshot().context.scenario;
    highlight.set(pathThrough(view.rows, selected, (wire) => edges[wire]?.target));
  }, [document, view, selected]);
  useEffect(() => () => highlight.set(null), []);
}

function Detail({ source, view, onBack }: TraceDetailProps & { readonly view: TraceView }): ReactNode {
  const [look, setLook] = useState<'waterfall' | 'table'>('waterfall');
  const [chosen, setChosen] = useState(view.rows[0]?.span.id ?? 0);
  const heading = useRef<HTMLHeadingElement>(null);
  usePath(view, chosen);
  // The line that was chosen is gone: the keyboard goes on here.
  useEffect(() => heading.current?.focus(), []);
  const row = view.rows.find(({ span }) => span.id === chosen) ?? view.rows[0];
  return (
    <article className="trace-detail" aria-label={`Request at ${clockText(view.startUs)}`}>
      <header className="trace-head">
        <IconButton icon={ArrowLeft} label="Back to the list" onClick={onBack} />
        <h2 className="ui-num" ref={heading} tabIndex={-1}>Request at {clockText(view.startUs)}</h2>
        <Verdict view={view} />
      </header>
      <p className="trace-sentence">{traceSentence(view)}</p>
      <Breakdown view={view} />
      <SegmentedControl
        label="Show as"
        size="small"
        value={look}
        onChange={setLook}
        options={[{ value: 'waterfall', label: 'Waterfall' }, { value: 'table', label: 'Table' }]}
      />
      {look === 'waterfall' ? <Waterfall view={view} selected={chosen} onSelect={setChosen} /> : <TraceTable view={view} />}
      {row && look === 'waterfall' && <SpanWords row={row} view={view} />}
      <Actions source={source} view={view} atUs={row && look === 'waterfall' ? row.span.startUs : view.startUs} />
    </article>
  );
}

function Verdict({ view: { reason, isFallback } }: { readonly view: TraceView }): ReactNode {
  if (reason !== null) return <StateBadge shape="diamond" tone="bad" word="Failed" look="soft" />;
  if (isFallback) return <StateBadge shape="triangle" tone="warn" word="Fallback" look="soft" />;
  return <StateBadge shape="circle" tone="ok" word="Answered" look="soft" />;
}

/** What the selected span did. Spoken when another one is selected. */
function SpanWords({ row, view }: { readonly row: TraceRow; readonly view: TraceView }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const { span, untilUs } = row;
  return (
    <section className="trace-words" aria-live="polite">
      <h3>{rowTitle(scenario, row)}</h3>
      <p className="ui-num ui-muted trace-words-when">
        {spanText(span.startUs - view.startUs)} after the beginning, for {spanText(untilUs - span.startUs)}
      </p>
      <p>{rowSentences(row).join(' ')}</p>
    </section>
  );
}

function Actions({ source, view, atUs }: { readonly source: TraceSource; readonly view: TraceView; readonly atUs: number }): ReactNode {
  const { controls, document } = usePlayground();
  const title = useMemo(() => document.getSnapshot().context.scenario.title, [document]);
  const go = (): void => {
    controls.pause();
    controls.seek(atUs);
  };
  const copy = (): void => {
    navigator.clipboard.writeText(view.traceparent).then(
      () => showToast({ tone: 'ok', title: 'traceparent copied', key: 'traceparent' }),
      () => showToast({ tone: 'warn', title: 'The browser does not allow copying here', text: view.traceparent, key: 'traceparent' }),
    );
  };
  const save = (): void => {
    void source.otlp().then((text) => {
      if (text !== null) downloadTraces(title, text);
      else showToast({ tone: 'warn', title: 'There is no complete request to save yet', key: 'traces' });
    });
  };
  return (
    <footer className="trace-actions">
      <Button icon={LocateFixed} size="small" variant="primary" onClick={go}>Go to {clockText(atUs)}</Button>
      <Button icon={Copy} size="small" onClick={copy}>Copy traceparent</Button>
      <Button icon={Download} size="small" onClick={save}>Save OTLP</Button>
    </footer>
  );
}
