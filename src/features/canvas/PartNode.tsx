/**
 * A node of the scenario: the card's frame (icon, name, facts, state) around the face of its kind. Figures come from the run,
 * by id; the flow itself never hears of them.
 */
import { memo, type ReactNode } from 'react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import type { PartNode } from './flow-model';
import { useHint } from './hints';
import { factsOf, faultTitle, faultWords, nodeLabel, stateLook } from './labels';
import { usePartKeys } from './node-keys';
import { Ports } from './Ports';
import { lockOn } from '../editing';
import { useDocument, useNodeView, useRunStatus } from '../shared/playground';
import { faceOf } from '@/kinds/faces';
import { StateBadge } from '@/ui';

function PartNodeCard({ id, data, selected }: NodeProps<PartNode>): ReactNode {
  const { kind, name, settings } = data;
  const { isBrief, reveal, hints } = useCanvasTools();
  const hint = useHint(hints, id);
  const isLocked = useDocument(({ scenario }) => lockOn(scenario, 'wire') !== null);
  const view = useNodeView(id);
  const fault = useRunStatus((status) => faultTitle(status.activeFaults, id));
  const words = useRunStatus((status) => faultWords(status.activeFaults, id));
  const onKeyDown = usePartKeys(id);
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
        data-hint={hint}
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
          <Face settings={settings} figures={view} isBrief={isBrief} picture={view?.picture} />
        </div>
        {!isLocked && <Ports id={id} />}
      </div>
      <Handle type="source" position={Position.Right} className="part-handle" isConnectable={false} />
    </>
  );
}

/** See the file's header. */
export const PartNodeView = memo(PartNodeCard);
