/**
 * A waterfall: one row per span, indented below its parent, on one axis of milliseconds. Patterns tell waiting from work, a diamond and
 * a word mark failures, and what goes on after the caller has left is drawn hollow beyond a line. A tree for keyboard and screen reader.
 */
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { ChevronDown, ChevronRight, Shield } from 'lucide-react';
import { percent, type Scale, scaleOf, ticks } from './scale';
import { moveFor, visibleRows } from './tree';
import { rowTitle, spanText } from './words';
import { useDocument } from '../shared/playground';
import type { TraceRow, TraceView } from '@/simulation/trace-book';
import { StateGlyph } from '@/ui';

/** Deeper rows are indented no further: names need their room. */
const DEEPEST = 8;

interface WaterfallProps {
  readonly view: TraceView;
  readonly selected: number;
  readonly onSelect: (span: number) => void;
}

/** Draws the waterfall. */
export function Waterfall({ view, selected, onSelect }: WaterfallProps): ReactNode {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const tree = useRef<HTMLUListElement>(null);
  const scale = scaleOf(view);
  const rows = visibleRows(view.rows, closed);
  const toggle = (id: number): void => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
    if (!visibleRows(view.rows, next).some(({ span }) => span.id === selected)) onSelect(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moveFor(event.key, view.rows, closed, selected);
    if (move === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (move.kind !== 'go') return toggle(move.id);
    onSelect(move.id);
    tree.current?.querySelector<HTMLElement>(`[data-span="${move.id}"]`)?.focus();
  };
  return (
    <div className="trace-waterfall">
      <Axis scale={scale} view={view} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the tree pattern on a list */}
      <ul role="tree" aria-label="Steps of this request" ref={tree} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <Row
            key={row.span.id}
            row={row}
            scale={scale}
            view={view}
            isSelected={row.span.id === selected}
            isClosed={closed.has(row.span.id)}
            onSelect={onSelect}
            onToggle={toggle}
          />
        ))}
      </ul>
    </div>
  );
}

function Axis({ scale, view }: { readonly scale: Scale; readonly view: TraceView }): ReactNode {
  return (
    <div className="trace-axis" aria-hidden>
      {ticks(scale).map((us) => (
        <span key={us} style={{ insetInlineStart: percent(scale, scale.startUs + us) }}>
          {us / 1_000}
        </span>
      ))}
      <b>ms</b>
      {view.lastUs > view.endUs && <i style={{ insetInlineStart: percent(scale, view.endUs) }} title="The caller has its answer" />}
    </div>
  );
}

interface RowProps {
  readonly row: TraceRow;
  readonly scale: Scale;
  readonly view: TraceView;
  readonly isSelected: boolean;
  readonly isClosed: boolean;
  readonly onSelect: (span: number) => void;
  readonly onToggle: (span: number) => void;
}

function Row({ row, scale, view, isSelected, isClosed, onSelect, onToggle }: RowProps): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const { span, depth, children, untilUs, reason, orphanedUs } = row;
  const title = rowTitle(scenario, row);
  const Chevron = isClosed ? ChevronRight : ChevronDown;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree above hears the keys
    <li
      role="treeitem"
      className="trace-row"
      data-span={span.id}
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={children > 0 ? !isClosed : undefined}
      tabIndex={isSelected ? 0 : -1}
      onClick={() => onSelect(span.id)}
    >
      <span className="trace-row-head" style={{ paddingInlineStart: `calc(${Math.min(depth, DEEPEST)} * var(--space-2))` }}>
        {children > 0 ? (
          <Chevron aria-hidden className="trace-chevron" onClick={() => onToggle(span.id)} />
        ) : <span className="trace-chevron" />}
        {span.isProxy && <Shield aria-hidden className="trace-proxy" />}
        <span className="trace-row-name" title={title}>{title}</span>
        {span.attempt > 0 && span.kind === 2 && !span.isProxy && <span className="trace-chip">try {span.attempt + 1}</span>}
        {span.isFallback && <span className="trace-chip">fallback</span>}
        {reason !== null && (
          <span className="trace-error">
            <StateGlyph shape="diamond" />
            {reason}
          </span>
        )}
        {orphanedUs !== null && <span className="trace-chip">for nobody</span>}
        <span className="ui-num trace-row-long">{spanText(untilUs - span.startUs)}</span>
      </span>
      <Bars row={row} scale={scale} view={view} />
    </li>
  );
}

function Bars({ row, scale, view }: { readonly row: TraceRow; readonly scale: Scale; readonly view: TraceView }): ReactNode {
  const { span, untilUs, own, orphanedUs } = row;
  const place = (startUs: number, endUs: number): { insetInlineStart: string; inlineSize: string } => ({
    insetInlineStart: percent(scale, startUs),
    inlineSize: percent({ startUs: 0, spanUs: scale.spanUs }, endUs - startUs),
  });
  return (
    <span className="trace-bars" aria-hidden>
      <span className="trace-extent" style={place(span.startUs, Math.max(span.startUs, orphanedUs ?? untilUs))} />
      {own.map(({ on, startUs, endUs }) => (
        <span key={startUs} className="trace-fill" data-on={on} style={place(startUs, endUs)} />
      ))}
      {orphanedUs !== null && <span className="trace-orphan" style={place(orphanedUs, untilUs)} />}
      {view.lastUs > view.endUs && <i style={{ insetInlineStart: percent(scale, view.endUs) }} />}
    </span>
  );
}
