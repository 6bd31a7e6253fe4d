/**
 * The canvas: parts, wires and what moves over them. The only folder that knows @xyflow/react. Parts and wires come from the
 * document, their figures from the run; a card with the machine's picture stands beside each wire that has one.
 */
import { type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import {
  type AriaLabelConfig, Background, BackgroundVariant, type EdgeTypes, MiniMap, type NodeTypes, Panel, ReactFlow, ReactFlowProvider,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { CanvasToolsProvider, type CanvasTools } from './canvas-context';
import { CardNodeView } from './CardNode';
import { Density } from './density';
import { DotsLayer } from './DotsLayer';
import { DraftLine } from './Draft';
import { EmptyCanvas } from './EmptyCanvas';
import { type FlowNode, type WireEdge } from './flow-model';
import { Legend } from './Legend';
import { LossStore } from './losses';
import { Marquee } from './Marquee';
import { NoteView } from './Note';
import { PartNodeView } from './PartNode';
import { PastLine } from './PastLine';
import { StatusLine } from './StatusLine';
import { TilePictures } from './TilePictures';
import { type Detail, useDetail, useTypeStep } from './use-detail';
import { type Editing, useEditing } from './use-editing';
import { DESK } from './use-fit';
import { useStillness } from './use-stillness';
import { ViewButtons } from './ViewButtons';
import { WireView } from './Wire';
import { GRID } from '../editing';
import { useHighlight } from '../shared/highlight';
import { useDocument, usePlayground } from '../shared/playground';
import { classNames, deferred, useTheme } from '@/ui';
import './canvas.css';
import './editing.css';

const SelectionBar = deferred(() => import('./SelectionBar').then((module) => module.SelectionBar));
const Finder = deferred(() => import('./Finder').then((module) => module.Finder));
const PointMenu = deferred(() => import('./PointMenu').then((module) => module.PointMenu));

const NODE_TYPES: NodeTypes = { part: PartNodeView, card: CardNodeView, note: NoteView };
const EDGE_TYPES: EdgeTypes = { wire: WireView };

/** From here on only what is in view is kept in the page. */
const CULL_FROM = 150;

const ARIA: Partial<AriaLabelConfig> = {
  'node.a11yDescription.default': 'Press Enter to select. Arrow keys then move it, Escape lets go.',
  'node.a11yDescription.keyboardDisabled': 'Press Enter to select. Arrow keys then move it, Escape lets go.',
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

/** Losses by place, for as long as the canvas is there. */
function useLossStore(): LossStore {
  const { run, document } = usePlayground();
  const [losses] = useState(() => new LossStore(run, () => document.getSnapshot().context.scenario));
  useEffect(() => losses.follow(), [losses]);
  return losses;
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

/** What the document calls the nodes of the flow. */
const KIND_OF = { part: 'node', note: 'annotation' } as const;

const hasMore = (event: MouseEvent): boolean => event.shiftKey || event.ctrlKey || event.metaKey;

const isPane = ({ target }: MouseEvent): boolean => target instanceof Element && target.classList.contains('react-flow__pane');

/** What parts and wires share; the same object until something of it changes. */
function useTools({ renderMachine, detail, isStill, closed, toggle, editing }: {
  readonly renderMachine: (wireId: string) => ReactNode;
  readonly detail: Detail;
  readonly isStill: boolean;
  readonly closed: ReadonlySet<string>;
  readonly toggle: (wire: string) => void;
  readonly editing: Editing;
}): CanvasTools {
  const losses = useLossStore();
  const [density] = useState(() => new Density());
  const { editor, hints, menus, camera, arranged, startWiring, goFrom, spread, typing } = editing;
  const { nudge } = arranged;
  const { reveal } = camera;
  const { openMenu, openTargets, openEnds } = menus;
  return useMemo<CanvasTools>(() => ({
    renderMachine, detail, losses, density, isStill, closedCards: closed, toggleCard: toggle, nudge, reveal, unit: spread.unit,
    editor, hints, typing, startWiring, openMenu, openTargets, openEnds, goFrom,
  }), [
    renderMachine, detail, losses, density, isStill, closed, toggle, nudge, reveal, spread.unit, editor, hints, typing, startWiring,
    openMenu, openTargets, openEnds, goFrom,
  ]);
}

function Flow({ renderMachine }: { readonly renderMachine: (wireId: string) => ReactNode }): ReactNode {
  const { isProjector } = useTheme();
  const { isStill } = useStillness();
  const seen = useDetail();
  const typeStep = useTypeStep();
  const detail = isProjector && seen === 'full' ? 'brief' : seen;
  const machines = useMachineWires();
  const { closed, toggle } = useClosedCards();
  const cards = useMemo(() => machines.filter((wire) => !closed.has(wire)), [machines, closed]);
  const editing = useEditing(cards);
  const { editor, hints, drafts, menus, options, camera, arranged, drag, find, spread } = editing;
  const { nodes, edges, onNodesChange } = arranged;
  const { openMenu } = menus;
  const tools = useTools({ renderMachine, detail, isStill, closed, toggle, editing });
  const isLit = useHighlight() !== null;
  const isMany = useDocument(({ selection, more }) => selection !== null && more.length > 0);
  const step = useMemo<[number, number]>(() => [GRID * 2 * spread.x, GRID * 2 * spread.y], [spread]);

  return (
    <CanvasToolsProvider value={tools}>
      <Marquee isOn={options.isMarquee}>
        <ReactFlow<FlowNode, WireEdge> className={classNames('canvas', seen === 'brief' && !isProjector && 'canvas-far')}
          data-detail={detail} data-type={typeStep} data-lighting={isLit || undefined} data-many={isMany || undefined}
          aria-label="Parts and wires"
          nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} onNodesChange={onNodesChange}
          onNodeDragStart={drag.start} onNodeDrag={drag.move} onNodeDragStop={drag.stop}
          onNodeClick={(event, { id, type }) => type !== 'card' && editor.choose(KIND_OF[type], id, hasMore(event))}
          onEdgeClick={(event, { id }) => editor.choose('wire', id, hasMore(event))}
          onPaneClick={() => editor.playground.select(null)}
          onNodeContextMenu={(event, { id, type }) => {
            event.preventDefault();
            if (type !== 'card') openMenu(KIND_OF[type], id, { x: event.clientX, y: event.clientY });
          }}
          onEdgeContextMenu={(event, { id }) => {
            event.preventDefault();
            openMenu('wire', id, { x: event.clientX, y: event.clientY });
          }}
          onPaneContextMenu={(event) => {
            event.preventDefault();
            menus.openCanvas({ x: event.clientX, y: event.clientY }, { find, fit: camera.fit });
          }}
          onDoubleClick={(event) => isPane(event) && menus.openQuickAdd({ x: event.clientX, y: event.clientY })}
          snapToGrid={options.isSnapping} snapGrid={step}
          nodesConnectable={false} nodesFocusable={false} edgesFocusable={false} elementsSelectable={false} edgesReconnectable={false}
          deleteKeyCode={null} panActivationKeyCode={null} zoomOnDoubleClick={false}
          selectionKeyCode={null} multiSelectionKeyCode={null} disableKeyboardA11y nodeDragThreshold={3}
          minZoom={DESK.leastZoom} maxZoom={3} onlyRenderVisibleElements={nodes.length > CULL_FROM} ariaLabelConfig={ARIA}
          attributionPosition="top-right" proOptions={{ hideAttribution: isProjector }}>
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.6} />
          {!isStill && <DotsLayer edges={edges} />}
          <DraftLine drafts={drafts} />
          {options.hasMap && <MiniMap pannable zoomable position="top-right" />}
          {nodes.length === 0 && <EmptyCanvas onAdd={(at) => menus.openQuickAdd(at)} />}
          {editing.isFinding && <Finder onGo={editing.goTo} onClose={editing.closeFinder} />}
          <StatusLine hints={hints} />
          {isMany && <SelectionBar />}
          <PastLine />
          {detail === 'tile' && <TilePictures />}
          <Panel position="bottom-left" className="canvas-corner">
            <ViewButtons camera={camera} options={options} find={find} />
            <Legend key={String(isProjector)} />
          </Panel>
        </ReactFlow>
      </Marquee>
      {menus.menu && <PointMenu key={menus.menu.label} menu={menus.menu} onClose={menus.close} />}
    </CanvasToolsProvider>
  );
}

/** Draws the document's scenario. `renderMachine` draws the card of the machine that decides on a wire. */
export function Canvas({ renderMachine }: { readonly renderMachine: (wireId: string) => ReactNode }): ReactNode {
  return <ReactFlowProvider><Flow renderMachine={renderMachine} /></ReactFlowProvider>;
}
