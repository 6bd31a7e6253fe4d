/** What the nodes and wires of the canvas share: the flow draws them, so properties cannot reach them. */
import { createContext, type ReactNode, useContext } from 'react';
import type { Density } from './density';
import type { Editor } from './editor';
import type { Point } from './geometry';
import type { HintStore } from './hints';
import type { LossStore } from './losses';
import type { Detail } from './use-detail';
import type { Typing } from './typing';
import type { Wiring } from './wiring';
import type { End } from '../editing';
import type { Part } from '../shared/document-store';

/** See the file's header. */
export interface CanvasTools {
  readonly renderMachine: (wireId: string) => ReactNode;
  /** How much of a part is drawn; on the wall never everything. */
  readonly detail: Detail;
  /** Losses by part and wire. */
  readonly losses: LossStore;
  /** How many requests one dot stands for. */
  readonly density: Density;
  /** No dots are drawn (reduced motion, or as fast as possible): wires say more in figures. */
  readonly isStill: boolean;
  readonly closedCards: ReadonlySet<string>;
  readonly toggleCard: (wireId: string) => void;
  /** Moves parts by the keyboard; several presses in a row are one step of the history. */
  readonly nudge: (ids: readonly string[], dx: number, dy: number) => void;
  /** Brings a node that has the focus into view. */
  readonly reveal: (id: string) => void;
  /** Size of things that are drawn, relative to the desk. */
  readonly unit: number;
  readonly editor: Editor;
  readonly hints: HintStore;
  /** Whose text is being typed in place. */
  readonly typing: Typing;
  /** Begins to draw a wire, or to lead one elsewhere, at a press of the pointer. */
  readonly startWiring: (press: PointerEvent, wiring: Wiring) => void;
  /** Opens the menu of a part or wire; without a place beside what has the focus. */
  readonly openMenu: (kind: Part['kind'], id: string, at?: Point) => void;
  /** Opens the list of parts that a wire from this one may lead to. */
  readonly openTargets: (id: string) => void;
  /** Opens the list of parts that an end of a wire may be led to. */
  readonly openEnds: (wire: string, end: End) => void;
  /** Moves the focus to another part: the nearest in a direction, the first, the last. */
  readonly goFrom: (id: string, to: Direction) => void;
}

/** Where the focus goes. */
export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

const Context = createContext<CanvasTools | null>(null);

/** Hands the tools to everything inside. */
export const CanvasToolsProvider = Context.Provider;

/** The tools of the canvas around this component. */
export function useCanvasTools(): CanvasTools {
  const tools = useContext(Context);
  if (!tools) throw new Error('there is no canvas around this component');
  return tools;
}
