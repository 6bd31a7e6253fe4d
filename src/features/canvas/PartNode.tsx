/**
 * A node of the scenario: the card's frame (icon, name, facts, state) around the face of its kind. Figures come from the run,
 * by id; the flow itself never hears of them.
 */
import { memo, type ReactNode } from 'react';
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { TriangleAlert } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import type { PartNode } from './flow-model';
import { heatOf } from './heat';
import { useHint } from './hints';
import { factsOf, faultTitle, faultWords, nodeLabel, stateLook } from './labels';
import { LossChips } from './LossChips';
import { usePartKeys } from './node-keys';
import { NodePin } from './NodePin';
import { PartName } from './PartName';
import { PartTile } from './PartTile';
import { Ports } from './Ports';
import { lockOn } from '../editing';
import { useLit } from '../shared/highlight';
import { LimitGauges } from '../shared/limits/LimitGauges';
import { useDocument, useNodeView, useRunStatus } from '../shared/playground';
import { faceOf } from '@/kinds/faces';
import { ErrorBoundary, StateBadge } from '@/ui';

/** The card: everything about a part, or from further away fewer and larger things. */
function PartCard({ id, data, isSelected }: {
  readonly id: string;
  readonly data: PartNode['data'];
  readonly isSelected: boolean;
}): ReactNode {
  const { kind, name, settings, clings } = data;
  const { detail, reveal, hints } = useCanvasTools();
  const isBrief = detail !== 'full';
  const hint = useHint(hints, id);
  const lit = useLit('nodes', id);
  const isLocked = useDocument(({ scenario }) => lockOn(scenario, 'wire') !== null);
  const view = useNodeView(id);
  const fault = useRunStatus((status) => faultTitle(status.shownFaults, id));
  const words = useRunStatus((status) => faultWords(status.shownFaults, id));
  const onKeyDown = usePartKeys(id);
  const { icon: Icon, Face, size } = faceOf(kind);
  const look = stateLook(kind, view, fault);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a node is selected and moved by keys
    <div
      className="part"
      data-size={size}
      data-clings={clings || undefined}
      data-tone={look.tone}
      data-state={view?.state ?? 'none'}
      data-heat={heatOf(view?.waiting ?? 0) || undefined}
      data-lit={lit ?? undefined}
      data-selected={isSelected || undefined}
      data-hint={hint}
      role="group"
      aria-label={nodeLabel(name, kind, look.word, view?.waiting ?? 0)}
      aria-current={isSelected || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a node is selected and moved by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => event.target === event.currentTarget && reveal(id)}
    >
      <header className="part-head">
        <span className="part-icon">
          <Icon aria-hidden />
        </span>
        <span className="part-title">
          <PartName id={id} name={name} className="part-name" />
          <StateBadge {...look} />
        </span>
        {!isBrief && <Facts text={factsOf(kind, settings)} warning={words} />}
      </header>
      <div className="part-body">
        <Face settings={settings} figures={view} isBrief={isBrief} picture={view?.picture} />
        <LimitGauges part="node" id={id} most={isBrief ? 1 : 3} />
        <NodePin id={id} view={view} />
      </div>
      <LossChips id={id} most={isBrief ? 1 : 2} />
      {!isLocked && <Ports id={id} />}
    </div>
  );
}

/** A line of facts about the part; while a fault strikes it, what is wrong. */
function Facts({ text, warning }: { readonly text: string; readonly warning: string }): ReactNode {
  if (warning === '') {
    return (
      <span className="part-facts" title={text}>
        {text.split(' · ').map((fact) => <span key={fact} className="part-fact">{fact}</span>)}
      </span>
    );
  }
  return (
    <span className="part-facts" data-tone="warn" title={warning}>
      <TriangleAlert aria-hidden />
      <span className="part-warning">{warning}</span>
    </span>
  );
}

function PartNodeBody({ id, data, selected, height }: NodeProps<PartNode>): ReactNode {
  const { detail } = useCanvasTools();
  return (
    <>
      {/* Wires find their sides themselves; the flow only wants to know that they may end here. */}
      <Handle type="target" position={Position.Left} className="part-handle" isConnectable={false} />
      <ErrorBoundary part={data.name} isSmall>
        {detail === 'tile'
          ? <PartTile id={id} data={data} isSelected={selected} height={height} />
          : <PartCard id={id} data={data} isSelected={selected} />}
      </ErrorBoundary>
      <Handle type="source" position={Position.Right} className="part-handle" isConnectable={false} />
    </>
  );
}

/** See the file's header. */
export const PartNodeView = memo(PartNodeBody);
