/**
 * The log: every change of mode of the run, newest first, in words. It can be narrowed to a part and to a kind of event; a line
 * leads to its moment, and while it is pointed at the canvas shows its part.
 */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { ScrollText } from 'lucide-react';
import { EVENT_KINDS, type EventKind, type Happening, happening, type LogFilter, passes } from './events';
import { highlight } from '../shared/highlight';
import { clockText, countText, nameOf } from '../shared/words';
import { useDocument, usePlayground, useTransitions } from '../shared/playground';
import type { Scenario } from '@/scenario/schema';
import { Button, EmptyState, SelectField, StateGlyph, type StateShape } from '@/ui';
import './story.css';

/** Lines shown; a breaker that flaps makes thousands. */
const SHOWN = 200;
const SHAPES: Readonly<Record<string, StateShape>> = { ok: 'circle', warn: 'triangle', bad: 'square', info: 'diamond' };
const ALL = '*';
const EVERYTHING: LogFilter = { part: null, kind: null };

/** Lights up a part on the canvas: a wire with its ends. */
function show(scenario: Scenario, id: string): void {
  const edge = scenario.edges[id];
  if (edge) highlight.set({ nodes: new Set([edge.source, edge.target]), wires: new Set([id]) });
  else if (scenario.nodes[id]) highlight.set({ nodes: new Set([id]), wires: new Set() });
}

const unshow = (): void => highlight.set(null);

function Line({ line }: { readonly line: Happening }): ReactNode {
  const { controls } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const { atUs, where, title, text, tone } = line;
  return (
    <li data-tone={tone}>
      <button type="button" title="Go to this moment" onClick={() => controls.seek(atUs)} onPointerEnter={() => show(scenario, where)}
        onPointerLeave={unshow} onFocus={() => show(scenario, where)} onBlur={unshow}>
        <span className="ui-num story-log-time">{clockText(atUs)}</span>
        <span className="story-log-title">
          <StateGlyph shape={SHAPES[tone] ?? 'circle'} />
          {title}
        </span>
        {text !== '' && <span className="story-log-text">{text}</span>}
      </button>
    </li>
  );
}

/** The two choices; only what has happened is offered. */
function Filters({ lines, filter, onChange }: {
  readonly lines: readonly Happening[]; readonly filter: LogFilter; readonly onChange: (filter: LogFilter) => void;
}): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const parts = useMemo(() => {
    const found = new Set<string>();
    for (const { where } of lines) {
      const edge = scenario.edges[where];
      for (const id of edge ? [where, edge.source, edge.target] : [where]) found.add(id);
    }
    return [...found].map((id) => ({ value: id, label: nameOf(scenario, id) })).toSorted((a, b) => (a.label < b.label ? -1 : 1));
  }, [lines, scenario]);
  const kinds = EVENT_KINDS.filter(({ id }) => id === filter.kind || lines.some(({ kind }) => kind === id));
  return (
    <div className="story-filters" role="group" aria-label="Show only">
      <SelectField label="Part" layout="stack" value={filter.part ?? ALL} options={[{ value: ALL, label: 'all parts' }, ...parts]}
        onChange={(part) => onChange({ ...filter, part: part === ALL ? null : part })} />
      <SelectField<EventKind | typeof ALL> label="Events" layout="stack" value={filter.kind ?? ALL}
        options={[{ value: ALL, label: 'all events' }, ...kinds.map(({ id, label }) => ({ value: id, label }))]}
        onChange={(kind) => onChange({ ...filter, kind: kind === ALL ? null : kind })} />
    </div>
  );
}

/** Draws the log. */
export function Log(): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const generation = useDocument((state) => state.generation);
  const transitions = useTransitions();
  const [state, setState] = useState({ generation, filter: EVERYTHING });
  // Another document has other parts.
  const filter = state.generation === generation ? state.filter : EVERYTHING;
  const lines = useMemo(() => transitions.map((transition) => happening(scenario, transition)), [scenario, transitions]);
  const found = useMemo(() => lines.filter((line) => passes(filter, scenario, line)), [lines, filter, scenario]);
  useEffect(() => unshow, []);
  if (lines.length === 0) {
    const text = 'Faults, breakers, pods, probes and rollouts write here when they change.';
    return <EmptyState icon={ScrollText} title="Nothing has happened yet" text={text} />;
  }
  const change = (next: LogFilter): void => setState({ generation, filter: next });
  const isNarrow = filter.part !== null || filter.kind !== null;
  return (
    <div className="story">
      <Filters lines={lines} filter={filter} onChange={change} />
      {isNarrow && (
        <p className="story-count">
          {countText(found.length)} of {countText(lines.length)} events
          <Button size="small" variant="quiet" onClick={() => change(EVERYTHING)}>Show all</Button>
        </p>
      )}
      <ol className="story-log" aria-label="What happened, newest first">
        {found
          .slice(-SHOWN)
          .toReversed()
          .map((line, i) => <Line key={found.length - i} line={line} />)}
      </ol>
      {found.length > SHOWN && <p className="ui-muted story-note">The newest {SHOWN} of {countText(found.length)}.</p>}
    </div>
  );
}
