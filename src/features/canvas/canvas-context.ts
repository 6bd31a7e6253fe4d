/** What the nodes and wires of the canvas share: the flow draws them, so properties cannot reach them. */
import { createContext, type ReactNode, useContext } from 'react';

/** See the file's header. */
export interface CanvasTools {
  readonly renderMachine: (wireId: string) => ReactNode;
  /** Larger and fewer things: on the wall, and where the view is far away. */
  readonly isBrief: boolean;
  /** No dots are drawn (reduced motion, or as fast as possible): wires say more in figures. */
  readonly isStill: boolean;
  readonly closedCards: ReadonlySet<string>;
  readonly toggleCard: (wireId: string) => void;
  /** Moves a node by the keyboard; several presses in a row are one step of the history. */
  readonly nudge: (id: string, dx: number, dy: number) => void;
  /** Brings a node that has the focus into view. */
  readonly reveal: (id: string) => void;
  /** Size of things that are drawn, relative to the desk. */
  readonly unit: number;
}

const Context = createContext<CanvasTools | null>(null);

/** Hands the tools to everything inside. */
export const CanvasToolsProvider = Context.Provider;

/** The tools of the canvas around this component. */
export function useCanvasTools(): CanvasTools {
  const tools = useContext(Context);
  if (!tools) throw new Error('there is no canvas around this component');
  return tools;
}
