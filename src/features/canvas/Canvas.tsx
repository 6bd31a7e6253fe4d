/**
 * The canvas: parts, wires and what moves over them. The only folder that knows @xyflow/react. Parts and wires come from the
 * document, their figures from the run; a card with the machine's picture stands beside each wire that has one.
 */
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import {
  type AriaLabelConfig, Background, BackgroundVariant, type EdgeTypes, MiniMap, type NodeTypes, Panel, ReactFlow, ReactFlowProvider,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { CanvasToolsProvider, type CanvasTools } from './canvas-context';
import { CardNodeView } from './CardNode';
import { DotsLayer } from './DotsLayer';
import { cardId, type FlowNode, type WireEdge } from './flow-model';
import { Legend } from './Legend';
import { PartNodeView } from './PartNode';
import { useArrangement } from './use-arrangement';
import { DESK, useCamera, useIsFar, WALL } from './use-fit';
import { useSpread } from './use-spread';
import { useStillness } from './use-stillness';
import { ViewButtons } from './ViewButtons';
import { WireView } from './Wire';
import { usePlayground } from '../shared/playground';
import { classNames, useTheme } from '@/ui';
import './canvas.css';

const NODE_TYPES: NodeTypes = { part: PartNodeView, card: CardNodeView };
const EDGE_TYPES: EdgeTypes = { wire: WireView };

/** From here on a small map helps. */
const MAP_FROM = 13;
/** From here on only what is in view is kept in the page. */
const CULL_FROM = 150;

const ARIA: Partial<AriaLabelConfig> = {
  'node.a11yDescription.default': 'Press Enter to select. Arrow keys move it, Escape lets go.',
  'node.a11yDescription.keyboardDisabled': 'Press Enter to select. Arrow keys move it, Escape lets go.',
  'node.a11yDescription.ariaLiveMessage': () => 'moved',
  'edge.a11yDescription.default': 'Press Enter to select, Escape to let go.',
  'controls.ariaLabel': 'View',
  'minimap.ariaLabel': 'Map of the canvas',
};

/** Wires of the run that have a machine's picture. */
function useMachineWires(): readonly string[] {
  const { run } = usePlayground();
  const subscribe = useCallback((listener: () => void) => run.subscribe('parts', listener), [run]);
  const ids = useSyncExternalStore(subscribe, () => run.layout.wires.filter((id) => run.wire(id)?.machine).join(' '));
  return useMemo(() => (ids === '' ? [] : ids.split(' ')), [ids]);
}

function useClosedCards(): { readonly closed: ReadonlySet<string>; readonly toggle: (wire: string) => void } {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((wire: string) => setClosed((before) => {
    const after = new Set(before);
    if (!after.delete(wire)) after.add(wire);
    return after;
  }), []);
  return { closed, toggle };
}

/** F shows everything, Escape lets go of what is selected; neither while somebody types or a dialog is open. */
function useCanvasKeys(fit: () => void): void {
  const { select } = usePlayground();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]')) return;
      if (event.key === 'f' || event.key === 'F') fit();
      else if (event.key === 'Escape') select(null);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [fit, select]);
}

function Flow({ renderMachine }: { readonly renderMachine: (wireId: string) => ReactNode }): ReactNode {
  const { select } = usePlayground();
  const { isProjector } = useTheme();
  const spread = useSpread();
  const { isStill } = useStillness();
  const isFar = useIsFar();
  const machines = useMachineWires();
  const { closed, toggle } = useClosedCards();
  const cards = useMemo(() => machines.filter((wire) => !closed.has(wire)), [machines, closed]);
  const { nodes, edges, onNodesChange, onDragStop, nudge } = useArrangement(spread, cards);
  const camera = useCamera(isProjector ? WALL : DESK, useMemo(() => cards.map(cardId), [cards]));
  useCanvasKeys(camera.fit);
  const isBrief = isProjector || isFar;
  const { reveal } = camera;
  const tools = useMemo<CanvasTools>(() => ({
    renderMachine, isBrief, isStill, closedCards: closed, toggleCard: toggle, nudge, reveal, unit: spread.unit,
  }), [renderMachine, isBrief, isStill, closed, toggle, nudge, reveal, spread.unit]);

  return (
    <CanvasToolsProvider value={tools}>
      <ReactFlow<FlowNode, WireEdge> className={classNames('canvas', isFar && !isProjector && 'canvas-far')}
        data-detail={isBrief ? 'brief' : 'full'} aria-label="Parts and wires"
        nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} onNodesChange={onNodesChange}
        onNodeDragStop={(_, node) => onDragStop(node.id)}
        onNodeClick={(_, { id, type }) => type === 'part' && select({ kind: 'node', id })}
        onEdgeClick={(_, { id }) => select({ kind: 'wire', id })} onPaneClick={() => select(null)}
        nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} edgesReconnectable={false}
        deleteKeyCode={null} panActivationKeyCode={null}
        selectionKeyCode={null} multiSelectionKeyCode={null} disableKeyboardA11y nodeDragThreshold={3}
        minZoom={0.1} maxZoom={3} onlyRenderVisibleElements={nodes.length > CULL_FROM} ariaLabelConfig={ARIA}
        attributionPosition="top-right" proOptions={{ hideAttribution: isProjector }}>
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.6} />
        {!isStill && <DotsLayer edges={edges} />}
        {nodes.length >= MAP_FROM && <MiniMap pannable zoomable position="top-right" />}
        <Panel position="bottom-left" className="canvas-corner">
          <ViewButtons camera={camera} />
          <Legend key={String(isProjector)} />
        </Panel>
      </ReactFlow>
    </CanvasToolsProvider>
  );
}

/** Draws the document's scenario. `renderMachine` draws the card of the machine that decides on a wire. */
export function Canvas({ renderMachine }: { readonly renderMachine: (wireId: string) => ReactNode }): ReactNode {
  return <ReactFlowProvider><Flow renderMachine={renderMachine} /></ReactFlowProvider>;
}
