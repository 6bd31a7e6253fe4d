/** One fault in the lane: its span, and the label that is gripped, moved by arrow keys and removed by Delete. */
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { Square } from 'lucide-react';
import { faultCardOf } from '@/faults/cards';
import { type Bar, isSameFault, movedBegin } from './lane';
import { clockText, nameOf } from '../shared/words';
import { withFaultAt } from '../shared/document-store';
import { useDocument, usePlayground, useRunStatus } from '../shared/playground';
import { FAULTS } from '@/faults/registry';
import { announce, Button, Tooltip } from '@/ui';

/** Pixels that a pointer may tremble before it drags. */
const TREMBLE_PX = 4;

interface Drag {
  readonly fromX: number;
  readonly pointerId: number;
}

export interface FaultBarProps {
  readonly bar: Bar;
  /** Width of the lane in pixels. */
  readonly width: number;
  readonly endUs: number;
}

/** Changes of the document that a bar makes. */
function useEdits({ bar, endUs }: FaultBarProps, title: string): { move(byMs: number): void; remove(): void } {
  const { change } = usePlayground();
  const { fault, index } = bar;
  return {
    move: (byMs) => {
      const atMs = movedBegin(fault.atMs, byMs, endUs);
      if (atMs === fault.atMs) return;
      change(`move ${title}`, (scenario) => withFaultAt(scenario, index, { ...fault, atMs }));
      announce(`${title} begins at ${clockText(atMs * 1000)}`, 'reply');
    },
    remove: () => {
      change(`remove ${title}`, (scenario) => withFaultAt(scenario, index, null));
      announce(`${title} removed`, 'reply');
      // The label that had the focus is gone; the lane's slider is the nearest neighbour.
      document.querySelector<HTMLElement>('.lane-head')?.focus();
    },
  };
}

/** Draws the bar. */
export function FaultBar(props: FaultBarProps): ReactNode {
  const { bar, width, endUs } = props;
  const { fault, index, from, to, isOpenEnded, row } = bar;
  const { endFault, select } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const isActive = useRunStatus(({ activeFaults }) => activeFaults.some((active) => isSameFault(active, fault)));
  const [byMs, setByMs] = useState(0);
  const drag = useRef<Drag | null>(null);
  const contract = FAULTS.get(fault.kind);
  const Icon = faultCardOf(fault.kind).icon;
  const target = nameOf(scenario, fault.target);
  const title = `${target} ${contract?.label(fault.value) ?? fault.kind}`;
  const edits = useEdits(props, title);

  const begin = (event: PointerEvent<HTMLButtonElement>): void => {
    event.stopPropagation();
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, pointerId: event.pointerId };
  };
  const move = (event: PointerEvent): void => {
    if (!drag.current || width <= 0) return;
    const byPx = event.clientX - drag.current.fromX;
    const next = ((byPx / width) * endUs) / 1000;
    setByMs(Math.abs(byPx) < TREMBLE_PX ? 0 : movedBegin(fault.atMs, next, endUs) - fault.atMs);
  };
  const finish = (isDropped: boolean): void => {
    if (drag.current && isDropped) {
      if (byMs === 0) select({ kind: contract?.on ?? 'node', id: fault.target });
      else edits.move(byMs);
    }
    drag.current = null;
    setByMs(0);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') edits.remove();
    else if (event.key === 'ArrowLeft') edits.move(-1000);
    else if (event.key === 'ArrowRight') edits.move(1000);
    else return;
    event.preventDefault();
  };

  const share = byMs / (endUs / 1000);
  const style = { '--from': from + share, '--to': isOpenEnded ? 1 : Math.min(1, to + share), '--row': row } as CSSProperties;
  const beginText = clockText((fault.atMs + byMs) * 1000);
  const span = `from ${beginText}${isOpenEnded ? ' until it is ended' : ` for ${(fault.durationMs ?? 0) / 1000} s`}`;
  return (
    <li className="lane-fault" data-open={isOpenEnded || undefined} data-dragged={byMs !== 0 || undefined} style={style}>
      <span className="lane-bar" aria-hidden />
      <span className="lane-label">
        <Tooltip text={`${title}, ${span}`} hint="Drag or arrow keys move its begin, Delete removes it." side="top">
          <button type="button" className="lane-grip" aria-label={`${title}, ${span}`} aria-keyshortcuts="ArrowLeft ArrowRight Delete"
            onPointerDown={begin} onPointerMove={move} onPointerUp={() => finish(true)} onPointerCancel={() => finish(false)}
            onKeyDown={press}>
            <Icon aria-hidden className="ui-icon" />
            <span className="lane-text">{byMs === 0 ? title : `${title} · ${beginText}`}</span>
          </button>
        </Tooltip>
        {isActive && isOpenEnded && (
          <Button className="lane-end" size="small" variant="quiet" icon={Square} aria-label={`End ${title} now`}
            onPointerDown={(event) => event.stopPropagation()} onClick={() => endFault(index)}>End now</Button>
        )}
      </span>
    </li>
  );
}
