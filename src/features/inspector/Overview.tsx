/** All parts and wires as buttons: what one sees while nothing is selected, and the keyboard's way to select. */
import type { ReactNode } from 'react';
import { ArrowRight, MousePointerClick, SquareDashed, StickyNote } from 'lucide-react';
import type { Selection } from '../shared/document-store';
import { useDocument, usePlayground } from '../shared/playground';
import { nameOf } from '../shared/words';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import { EmptyState } from '@/ui';

function NoteList({ onChoose }: { readonly onChoose: (id: string) => void }): ReactNode {
  const annotations = useDocument(({ scenario }) => scenario.annotations);
  const notes = Object.entries(annotations);
  if (notes.length === 0) return null;
  return (
    <section className="inspector-list">
      <h2>Notes and frames</h2>
      <ul>
        {notes.map(([id, { kind, text, members }]) => {
          const Icon = kind === 'note' ? StickyNote : SquareDashed;
          return (
            <li key={id}>
              <button type="button" onClick={() => onChoose(id)}>
                <Icon aria-hidden className="ui-icon" />
                <span className="inspector-list-name">{text.trim() === '' ? 'No text' : text.trim().split('\n')[0]}</span>
                <span className="ui-muted">{kind === 'note' ? 'Note' : members.length > 0 ? 'Group' : 'Frame'}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Draws the lists. */
export function Overview({ onChoose }: { readonly onChoose: () => void }): ReactNode {
  const { select } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const choose = (selection: Selection): void => {
    onChoose();
    select(selection);
  };
  const nodes = Object.entries(scenario.nodes);
  const wires = Object.entries(scenario.edges);
  return (
    <div className="inspector">
      <EmptyState
        icon={MousePointerClick}
        title="Nothing is selected"
        text="Choose a part or a wire, here or on the canvas, to see and change its settings."
      />
      <section className="inspector-list">
        <h2>Parts</h2>
        <ul>
          {nodes.map(([id, { kind }]) => {
            const { icon: Icon } = faceOf(kind);
            return (
              <li key={id}>
                <button type="button" onClick={() => choose({ kind: 'node', id })}>
                  <Icon aria-hidden className="ui-icon" />
                  <span className="inspector-list-name">{nameOf(scenario, id)}</span>
                  <span className="ui-muted">{KINDS.get(kind)?.title ?? kind}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </section>
      <section className="inspector-list">
        <h2>Wires</h2>
        <ul>
          {wires.map(([id, { policies }]) => (
            <li key={id}>
              <button type="button" onClick={() => choose({ kind: 'wire', id })}>
                <ArrowRight aria-hidden className="ui-icon" />
                <span className="inspector-list-name">{nameOf(scenario, id)}</span>
                <span className="ui-muted">
                  {Object.keys(policies)
                    .map((policy) => POLICIES.get(policy)?.title ?? policy)
                    .join(', ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <NoteList onChoose={(id) => choose({ kind: 'annotation', id })} />
    </div>
  );
}
