/** The inspector: settings and figures of what is selected, each change acting at once; a list of everything while nothing is. */
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react';
import { ArrowLeft } from 'lucide-react';
import { AnnotationPanel } from './AnnotationPanel';
import { ManyPanel } from './ManyPanel';
import { NodePanel, type RenderMachines } from './NodePanel';
import { Overview } from './Overview';
import type { RenderPod } from './PodList';
import { type RenderHistory, WirePanel } from './WirePanel';
import { useDocument, usePlayground } from '../shared/playground';
import { Button } from '@/ui';
import './inspector.css';

export interface InspectorProps {
  /** Draws what the machine of a wire has done; left out, nothing is drawn. Machines are another feature's. */
  readonly renderHistory?: RenderHistory;
  /** Draws the life of a pod; left out, nothing is drawn. */
  readonly renderPod?: RenderPod;
  /** Draws the machines inside a node; left out, nothing is drawn. */
  readonly renderMachines?: RenderMachines;
}

/**
 * Choosing here takes away the button that was pressed: the focus moves on to what came instead. A choice on the canvas keeps
 * the focus there.
 */
function useFocusAfterChoice(shown: string): { readonly box: RefObject<HTMLDivElement | null>; readonly chosen: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const isChosen = useRef(false);
  useEffect(() => {
    if (isChosen.current) box.current?.querySelector('button')?.focus();
    isChosen.current = false;
  }, [shown]);
  return {
    box,
    chosen: () => {
      isChosen.current = true;
    },
  };
}

/** Draws the settings of the selected part or wire. */
export function Inspector({ renderHistory, renderPod, renderMachines }: InspectorProps): ReactNode {
  const { select } = usePlayground();
  const selection = useDocument((state) => state.selection);
  const more = useDocument((state) => state.more);
  const node = useDocument(({ scenario }) => (selection?.kind === 'node' ? scenario.nodes[selection.id] : undefined));
  const edge = useDocument(({ scenario }) => (selection?.kind === 'wire' ? scenario.edges[selection.id] : undefined));
  const note = useDocument(({ scenario }) => (selection?.kind === 'annotation' ? scenario.annotations[selection.id] : undefined));
  const isMany = selection !== null && more.length > 0;
  const parts = useMemo(() => (selection ? [selection, ...more] : more), [selection, more]);
  const shown = isMany
    ? parts.map(({ id }) => id).join(' ')
    : selection && (node ?? edge ?? note) ? `${selection.kind} ${selection.id}` : '';
  const { box, chosen } = useFocusAfterChoice(shown);
  const leave = (): void => {
    chosen();
    select(null);
  };
  return (
    <div ref={box}>
      {selection && shown !== '' ? (
        <div className="inspector" key={shown}>
          <Button variant="quiet" size="small" icon={ArrowLeft} className="inspector-back" onClick={leave}>
            All parts and wires
          </Button>
          {isMany && <ManyPanel parts={parts} />}
          {node && !isMany && <NodePanel id={selection.id} node={node} renderPod={renderPod} renderMachines={renderMachines} />}
          {note && !isMany && <AnnotationPanel id={selection.id} annotation={note} />}
          {edge && !isMany && <WirePanel id={selection.id} edge={edge} renderHistory={renderHistory} />}
        </div>
      ) : (
        <Overview onChoose={chosen} />
      )}
    </div>
  );
}
