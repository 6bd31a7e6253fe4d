/** Brings everything together that makes the canvas an editor: stage, editor, gestures, menus, keys, and the port for others. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type OnNodeDrag, useReactFlow } from '@xyflow/react';
import type { Direction } from './canvas-context';
import { Editor } from './editor';
import { cardId, type FlowNode, type Spread, type WireEdge } from './flow-model';
import type { Point } from './geometry';
import { HintStore } from './hints';
import { type Arranged, useArrangement } from './use-arrangement';
import { type KeyActions, useCanvasKeys } from './use-canvas-keys';
import { useDetail } from './use-detail';
import { type Camera, CROWD, DESK, useCamera, WALL } from './use-fit';
import { type Menus, useMenus } from './use-menus';
import { type Options, useOptions } from './use-options';
import { usePlacement } from './use-placement';
import { useSpread } from './use-spread';
import { type CanvasStage, useStage } from './use-stage';
import type { Typing } from './typing';
import { wireAt } from './under-pointer';
import { DraftStore, startWiring as begin, type Wiring } from './wiring';
import { canInsert } from '../editing';
import { provideCanvasPort } from '../shared/canvas-port';
import { hasPart, partKind } from '../shared/document-store';
import { useDocument, usePlayground } from '../shared/playground';
import { nameOf } from '../shared/words';
import { useTheme } from '@/ui';

/** From here on a small map helps. */
const MAP_FROM = 13;
/** From here on the wall, too, shows everything rather than large cards. */
const CROWD_FROM = 40;

/** See the file's header. */
export interface Editing {
  readonly spread: Spread;
  readonly editor: Editor;
  readonly hints: HintStore;
  readonly drafts: DraftStore;
  readonly menus: Menus;
  readonly options: Options;
  readonly camera: Camera;
  readonly arranged: Arranged;
  readonly drag: NodeDrag;
  readonly isFinding: boolean;
  readonly find: () => void;
  readonly closeFinder: () => void;
  readonly goTo: (id: string) => void;
  readonly startWiring: (press: PointerEvent, wiring: Wiring) => void;
  readonly goFrom: (id: string, to: Direction) => void;
  readonly typing: Typing;
}

/** What the flow calls while parts are dragged. */
interface NodeDrag {
  readonly start: OnNodeDrag<FlowNode>;
  readonly move: OnNodeDrag<FlowNode>;
  readonly stop: OnNodeDrag<FlowNode>;
}

function clientPoint(event: Parameters<OnNodeDrag<FlowNode>>[0]): Point | null {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const touch = event.touches[0] ?? event.changedTouches[0];
  return touch ? { x: touch.clientX, y: touch.clientY } : null;
}

/** A part without wires that is dragged over a wire is put into it when it is let go. */
function useNodeDrag(editor: Editor, hints: HintStore, arranged: Arranged): NodeDrag {
  const flow = useReactFlow();
  const over = useRef<string | null>(null);
  const latest = useRef<readonly WireEdge[]>(arranged.edges);
  useEffect(() => {
    latest.current = arranged.edges;
  });
  const { onDragStart, onDragStop } = arranged;
  return useMemo((): NodeDrag => {
    const wireUnder = (id: string, at: Point): string | null => {
      const { nodes, edges } = editor.scenario;
      const kind = nodes[id]?.kind;
      if (kind === undefined || Object.values(edges).some(({ source, target }) => source === id || target === id)) return null;
      const place = flow.screenToFlowPosition(at, { snapToGrid: false });
      return wireAt(latest.current, place, (edge) => canInsert(editor.scenario, edge, kind) === null);
    };
    return {
      start: (_, { id }, dragged) => {
        over.current = null;
        const selected = editor.selected();
        // Dragging what is not selected lets go of the rest, or that would move along.
        if (selected.length > 1 && !selected.includes(id)) editor.playground.select(null);
        onDragStart(dragged.map((node) => node.id));
      },
      move: (event, { id }, dragged) => {
        const at = clientPoint(event);
        const wire = dragged.length === 1 && at ? wireUnder(id, at) : null;
        if (wire === over.current) return;
        over.current = wire;
        if (wire === null) hints.clear();
        else {
          const text = `Let go to put ${nameOf(editor.scenario, id)} into the wire ${nameOf(editor.scenario, wire)}.`;
          hints.show(new Map([[wire, 'insert']]), { text, tone: 'info' });
        }
      },
      stop: (_, { id }, dragged) => {
        const wire = over.current;
        over.current = null;
        hints.clear();
        // The part under the pointer first: it is the one that goes into a wire.
        onDragStop([id, ...dragged.map((node) => node.id).filter((other) => other !== id)], wire);
      },
    };
  }, [editor, flow, hints, onDragStart, onDragStop]);
}

/** Lets the outline and the command palette ask things of the canvas. */
function usePort(stage: CanvasStage, camera: Camera, options: Options, find: () => void, goTo: (id: string) => void): void {
  const { document } = usePlayground();
  useEffect(
    () =>
      provideCanvasPort({
        fit: camera.fit,
        find,
        camera: camera.read,
        look: camera.look,
        sizes: stage.sizes,
        freePlace: () => stage.freePlace(),
        type: stage.type,
        toggleMap: options.toggleMap,
        toggleSnap: options.toggleSnap,
        focus: (id) => {
          if (!hasPart(document.getSnapshot().context.scenario, id)) return false;
          goTo(id);
          return true;
        },
      }),
    [document, stage, camera, options, find, goTo],
  );
}

export function useEditing(cards: readonly string[]): Editing {
  const playground = usePlayground();
  const flow = useReactFlow();
  const { isProjector } = useTheme();
  const spread = useSpread(cards.length > 0);
  const stage = useStage(spread);
  const editor = useMemo(() => new Editor(playground, stage), [playground, stage]);
  const [hints] = useState(() => new HintStore());
  const [drafts] = useState(() => new DraftStore());
  const arranged = useArrangement(spread, cards, editor);
  const isCrowd = useDocument(({ scenario }) => Object.keys(scenario.nodes).length >= CROWD_FROM);
  const wall = isCrowd ? CROWD : WALL;
  const camera = useCamera(isProjector ? wall : DESK, spread, useMemo(() => cards.map(cardId), [cards]));
  const menus = useMenus(editor, stage);
  const isLarge = useDocument(({ scenario }) => Object.keys(scenario.nodes).length >= MAP_FROM);
  // With everything in view as tiles the map would show the same once more.
  const isOverview = useDetail() === 'tile';
  const options = useOptions(isLarge && !isOverview);
  const [isFinding, setFinding] = useState(false);
  const find = useCallback(() => setFinding(true), []);
  const closeFinder = useCallback(() => setFinding(false), []);
  const { reveal } = camera;
  const goTo = useCallback((id: string) => {
    setFinding(false);
    const { scenario } = editor;
    // With many parts only those in view are in the page: the camera goes first.
    const kind = partKind(scenario, id);
    if (kind !== 'wire') reveal(id);
    editor.choose(kind, id, false);
    stage.focus(id);
  }, [editor, reveal, stage]);
  const { openQuickAdd } = menus;
  const startWiring = useCallback((press: PointerEvent, wiring: Wiring) => {
    begin(press, wiring, { editor, hints, drafts, onEmpty: (source, at) => openQuickAdd(at, source) });
  }, [editor, hints, drafts, openQuickAdd]);
  const { nudge } = arranged;
  const { fit } = camera;
  const keys = useMemo((): KeyActions => ({
    fit,
    find,
    pointer: stage.pointer,
    nudge: (dx, dy) => nudge(editor.selectedPlaced(), dx * spread.unit, dy * spread.unit),
  }), [fit, find, stage, nudge, editor, spread.unit]);
  useCanvasKeys(editor, keys);
  const toFlow = useCallback((at: Point) => flow.screenToFlowPosition(at, { snapToGrid: false }), [flow]);
  usePlacement({ editor, hints, stage, edges: arranged.edges, toFlow });
  usePort(stage, camera, options, find, goTo);
  const drag = useNodeDrag(editor, hints, arranged);
  return {
    spread, editor, hints, drafts, menus, options, camera, arranged, drag, isFinding, find, closeFinder, goTo, startWiring,
    goFrom: stage.goFrom, typing: stage.typing,
  };
}
