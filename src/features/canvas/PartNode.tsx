/**
 * A node of the scenario: the card's frame (icon, name, facts, state) around the face of its kind. Figures come from the run,
 * by id; the flow itself never hears of them.
 */
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import type { PartNode } from './flow-model';
import { factsOf, faultTitle, faultWords, nodeLabel, stateLook } from './labels';
import { useNodeView, usePlayground, useRunStatus } from '../shared/playground';
import { faceOf } from '@/kinds/faces';
import { StateBadge } from '@/ui';

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Units of one press; with Shift four times as many. */
const NUDGE = 10;

/** Keys of a node: Enter or Space selects, arrows move. */
export function useNodeKeys(id: string, select: (() => void) | null): (event: KeyboardEvent) => void {
  const { nudge, unit } = useCanvasTools();
  return (event) => {
    // What lies inside (buttons of a card) has keys of its own.
    if (event.target !== event.currentTarget) return;
    const arrow = ARROWS[event.key];
    if (arrow && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const step = NUDGE * unit * (event.shiftKey ? 4 : 1);
      nudge(id, arrow[0] * step, arrow[1] * step);
    } else if (select && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      select();
    }
  };
}

function PartNodeCard({ id, data, selected }: NodeProps<PartNode>): ReactNode {
  const { kind, name, settings } = data;
  const playground = usePlayground();
  const { isBrief, reveal } = useCanvasTools();
  const view = useNodeView(id);
  const fault = useRunStatus((status) => faultTitle(status.activeFaults, id));
  const words = useRunStatus((status) => faultWords(status.activeFaults, id));
  const onKeyDown = useNodeKeys(id, () => playground.select({ kind: 'node', id }));
  const { icon: Icon, Face, size } = faceOf(kind);
  const look = stateLook(kind, view, fault);
  const facts = factsOf(kind, settings);
  return (
    <>
      {/* Wires find their sides themselves; the flow only wants to know that they may end here. */}
      <Handle type="target" position={Position.Left} className="part-handle" isConnectable={false} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a node is selected and moved by keys */}
      <div
        className="part"
        data-size={size}
        data-tone={look.tone}
        data-state={view?.state ?? 'none'}
        data-selected={selected || undefined}
        role="group"
        aria-label={nodeLabel(name, kind, look.word, view?.waiting ?? 0)}
        aria-current={selected || undefined}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a node is selected and moved by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={(event) => event.target === event.currentTarget && reveal(id)}
      >
        <header className="part-head">
          <span className="part-icon">
            <Icon aria-hidden />
          </span>
          <strong className="part-name">{name}</strong>
          <StateBadge {...look} />
          {!isBrief &&
            (words === '' ? (
              <span className="part-facts">{facts}</span>
            ) : (
              <span className="part-facts" data-tone="warn">
                <TriangleAlert aria-hidden />
                {words}
              </span>
            ))}
        </header>
        <div className="part-body">
          <Face settings={settings} figures={view} isBrief={isBrief} />
        </div>
      </div>
      <Handle type="source" position={Position.Right} className="part-handle" isConnectable={false} />
    </>
  );
}

/** See the file's header. */
export const PartNodeView = memo(PartNodeCard);
