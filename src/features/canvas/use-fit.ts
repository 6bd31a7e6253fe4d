/** The camera: everything in view at first, after a resize and on demand. Also the one place that reads the flow's own store. */
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { type Node, useNodesInitialized, useReactFlow, useStore, useStoreApi, type Viewport } from '@xyflow/react';
import { type Size, type Spread, toCanvas, toDocument } from './flow-model';
import { type Box, around } from './geometry';
import { useStillness } from './use-stillness';
import type { CameraView } from '../shared/canvas-port';
import { usePlayground } from '../shared/playground';

/** Camera of one theme. */
export interface Lens {
  readonly leastZoom: number;
  readonly mostZoom: number;
  /** Room above, where a part's losses stand, and below for the corner. */
  readonly head: number;
  readonly foot: number;
}

/** On a desk text may become small, on the wall two fifths smaller at most: beyond that the picture is cut instead. */
export const DESK: Lens = { leastZoom: 0.06, mostZoom: 1.25, head: 16, foot: 70 };
export const WALL: Lens = { leastZoom: 0.6, mostZoom: 1.5, head: 34, foot: 48 };
/** So many parts that the wall shows them as tiles, whose names keep their size. */
export const CROWD: Lens = { ...WALL, leastZoom: DESK.leastZoom, head: 24, foot: 44 };

const EASE_MS = 250;
/** Corners of the canvas hold the legend and the buttons of the view. */
const LEFT = 22;
const RIGHT = 34;
/** What is nearer to the edge than this counts as out of view. */
const MARGIN = 6;

/** How the camera is moved. */
export interface Camera {
  readonly fit: () => void;
  readonly zoomBy: (direction: 'in' | 'out') => void;
  /** Where it looks; null while it shows everything. */
  readonly read: () => CameraView | null;
  /** Lets it look there; false before there is something to look at. */
  readonly look: (view: CameraView) => boolean;
  /** Brings a node into view if it is not. */
  readonly reveal: (id: string) => void;
}

/** The camera that shows a box as large as it may be. What is too high for the least zoom keeps its top in view. */
export function viewOf(box: Box, size: Size, lens: Lens): { readonly x: number; readonly y: number; readonly zoom: number } {
  const wide = Math.max(1, size.width - LEFT - RIGHT);
  const high = Math.max(1, size.height - lens.head - lens.foot);
  const zoom = Math.min(lens.mostZoom, Math.max(lens.leastZoom, Math.min(wide / box.width, high / box.height)));
  return {
    zoom,
    x: LEFT + (wide - box.width * zoom) / 2 - box.x * zoom,
    y: lens.head + Math.max(0, (high - box.height * zoom) / 2) - box.y * zoom,
  };
}

/** Brings a card that has come into view, once its size is known; and shows everything again when one has gone. */
function useCardsInView(cards: readonly string[], isInView: InView, fit: () => void): void {
  const isMeasured = useStore(({ nodeLookup }) => cards.every((id) => nodeLookup.get(id)?.measured.width !== undefined));
  const shown = useRef<readonly string[]>([]);
  const view = useRef({ isInView, fit });
  useEffect(() => {
    view.current = { isInView, fit };
  });
  useEffect(() => {
    if (!isMeasured) return;
    const news = cards.filter((id) => !shown.current.includes(id));
    const isFewer = shown.current.some((id) => !cards.includes(id));
    shown.current = cards;
    if (isFewer || (news.length > 0 && !view.current.isInView(news))) view.current.fit();
  }, [cards, isMeasured]);
}

/** Ids and sizes of the parts by the list that holds them: a store that tells of every movement asks this often. */
const outlines = new WeakMap<readonly Node[], { readonly ids: string; readonly sizes: string }>();

function outlineOf(nodes: readonly Node[]): { readonly ids: string; readonly sizes: string } {
  let outline = outlines.get(nodes);
  if (!outline) {
    // A group's frame grows when one of its parts is dragged: that is no reason to move the view under the pointer.
    const parts = nodes.filter(({ type }) => type !== 'note');
    const sizes = parts.map(({ measured }) => `${measured?.width} ${measured?.height}`);
    outline = { ids: parts.map(({ id }) => id).join(' '), sizes: sizes.join(' ') };
    outlines.set(nodes, outline);
  }
  return outline;
}

const isSame = (a: Viewport, b: Viewport): boolean =>
  Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom / b.zoom - 1) < 1e-3;

/** Where the camera looks, for links and files. */
function useView(everything: RefObject<Viewport | null>, spread: Spread): Pick<Camera, 'read' | 'look'> {
  const flow = useReactFlow();
  const store = useStoreApi();
  return useMemo(
    () => ({
      read: () => {
        const { width, height } = store.getState();
        const viewport = flow.getViewport();
        if (everything.current === null || isSame(viewport, everything.current) || width === 0) return null;
        const middle = { x: (width / 2 - viewport.x) / viewport.zoom, y: (height / 2 - viewport.y) / viewport.zoom };
        return { ...toDocument(middle, spread), zoom: Math.round(viewport.zoom * 1000) / 1000 };
      },
      look: ({ x, y, zoom }) => {
        // Before the first sight of everything that would come after this, and undo it.
        if (everything.current === null) return false;
        const middle = toCanvas({ x, y }, spread);
        void flow.setCenter(middle.x, middle.y, { zoom, duration: 0 });
        return true;
      },
    }),
    [flow, store, everything, spread],
  );
}

/** Parts grow when they have more to say: as long as nobody has moved the camera away from everything, everything stays in view. */
function useGrowth(fitted: RefObject<Viewport | null>, foot: number, isInView: InView, fit: () => void): void {
  const flow = useReactFlow();
  const ids = useStore(({ nodes }) => outlineOf(nodes).ids);
  const sizes = useStore(({ nodes }) => outlineOf(nodes).sizes);
  const before = useRef({ ids, sizes });
  useEffect(() => {
    const last = before.current;
    before.current = { ids, sizes };
    if (last.ids !== ids || last.sizes === sizes || fitted.current === null) return;
    const { x, y, zoom } = flow.getViewport();
    if (isSame({ x, y, zoom }, fitted.current) && !isInView(ids.split(' '), foot - MARGIN)) fit();
  }, [ids, sizes, fitted, foot, flow, isInView, fit]);
}

/** Whether parts are in view as a whole; `foot` is room at the bottom that does not count. */
type InView = (ids: readonly string[], foot?: number) => boolean;

function useInView(boxAround: (ids: readonly string[]) => Box | null, width: number, height: number): InView {
  const flow = useReactFlow();
  return useCallback(
    (ids, foot = 0) => {
      const { x, y, zoom } = flow.getViewport();
      const box = boxAround(ids);
      if (!box) return true;
      const [left, top] = [box.x * zoom + x, box.y * zoom + y];
      const isInside = (from: number, span: number, room: number): boolean =>
        from >= MARGIN && from + span * zoom <= room - MARGIN;
      return isInside(left, box.width, width) && isInside(top, box.height, height - foot);
    },
    [flow, boxAround, width, height],
  );
}

/** The camera; `cards` names the cards that are shown, so that a new one out of view can be brought in. */
export function useCamera(lens: Lens, spread: Spread, cards: readonly string[]): Camera {
  const flow = useReactFlow();
  const { document } = usePlayground();
  const { isReduced } = useStillness();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const isMeasured = useNodesInitialized();
  const duration = isReduced ? 0 : EASE_MS;
  /** Where the camera was put to show everything. */
  const everything = useRef<Viewport | null>(null);

  const boxAround = useCallback(
    (ids: readonly string[]) =>
      around(
        ids.flatMap((id): Box[] => {
          const node = flow.getInternalNode(id);
          if (!node) return [];
          return [{ ...node.internals.positionAbsolute, width: node.measured.width ?? 0, height: node.measured.height ?? 0 }];
        }),
      ),
    [flow],
  );

  const fitIn = useCallback(
    (ms: number) => {
      const box = boxAround(flow.getNodes().map(({ id }) => id));
      if (!box) return;
      const view = viewOf(box, { width, height }, lens);
      everything.current = view;
      void flow.setViewport(view, { duration: ms });
    },
    [flow, boxAround, lens, width, height],
  );

  const isInView = useInView(boxAround, width, height);

  // Every size of the canvas shows everything; at once, because the panel's edge is still in somebody's hand. A file that says where to
  // look first is opened there: its camera is the place of the document in the middle of the canvas, and a zoom.
  const fitted = useRef('');
  useEffect(() => {
    const key = `${width} ${height} ${lens.leastZoom}`;
    if (!isMeasured || width === 0 || height === 0 || fitted.current === key) return;
    const isOpening = fitted.current === '';
    fitted.current = key;
    const { camera } = document.getSnapshot().context.scenario.view;
    if (isOpening && camera !== null) {
      const { x, y } = toCanvas(camera, spread);
      void flow.setCenter(x, y, { zoom: camera.zoom, duration: 0 });
    } else fitIn(0);
  }, [isMeasured, width, height, lens, fitIn, flow, document, spread]);

  const fit = useCallback(() => fitIn(duration), [fitIn, duration]);
  useCardsInView(cards, isInView, fit);
  useGrowth(everything, lens.foot, isInView, fit);
  const zoomBy = useCallback(
    (direction: 'in' | 'out') => {
      void (direction === 'in' ? flow.zoomIn({ duration }) : flow.zoomOut({ duration }));
    },
    [flow, duration],
  );
  const reveal = useCallback(
    (id: string) => {
      const node = flow.getInternalNode(id);
      if (!node || isInView([id])) return;
      const { x, y } = node.internals.positionAbsolute;
      const { width: wide = 0, height: high = 0 } = node.measured;
      void flow.setCenter(x + wide / 2, y + high / 2, { zoom: flow.getZoom(), duration });
    },
    [flow, isInView, duration],
  );
  const view = useView(everything, spread);
  return { fit, zoomBy, reveal, ...view };
}
