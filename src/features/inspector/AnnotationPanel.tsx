/** A note or a frame: its text, colour and size, and the parts that a group holds. */
import type { ReactNode } from 'react';
import { Group, SquareDashed, StickyNote, Ungroup } from 'lucide-react';
import { Section } from './Section';
import { changeAnnotation, lockOn, MOST_TEXT, ungroup } from '../editing';
import { applyEdit } from '../shared/apply-edit';
import { useDocument, usePlayground } from '../shared/playground';
import { nameOf } from '../shared/words';
import { type ScenarioAnnotation, SPAN, TONES } from '@/scenario/schema';
import { Button, NumberField, SelectField, TextField } from '@/ui';

const TONE_WORDS: Readonly<Record<ScenarioAnnotation['tone'], string>> = {
  plain: 'Plain', blue: 'Blue', green: 'Green', amber: 'Amber', red: 'Red',
};

function what({ kind, members }: ScenarioAnnotation): { readonly title: string; readonly text: string; readonly icon: typeof Group } {
  if (kind === 'note') return { title: 'Note', text: 'Words on the canvas. It takes no part in the run.', icon: StickyNote };
  if (members.length === 0) {
    return { title: 'Frame', text: 'A rectangle that takes along what lies inside it. It takes no part in the run.', icon: SquareDashed };
  }
  return { title: 'Group', text: 'A frame around its parts that moves them as one. It takes no part in the run.', icon: Group };
}

function Members({ id, members }: { readonly id: string; readonly members: readonly string[] }): ReactNode {
  const playground = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  return (
    <Section title="Parts of the group">
      <ul className="inspector-members">{members.map((member) => <li key={member}>{nameOf(scenario, member)}</li>)}</ul>
      <Button size="small" icon={Ungroup} disabled={lockOn(scenario, 'note') !== null}
        onClick={() => void applyEdit(playground, ungroup(scenario, [id]))}>
        Ungroup
      </Button>
    </Section>
  );
}

/** Draws the panel of a note or frame that exists. */
export function AnnotationPanel({ id, annotation }: { readonly id: string; readonly annotation: ScenarioAnnotation }): ReactNode {
  const playground = usePlayground();
  const isLocked = useDocument(({ scenario }) => lockOn(scenario, 'note') !== null);
  const { title, text, icon: Icon } = what(annotation);
  const { kind, size, members } = annotation;
  const take = (change: Parameters<typeof changeAnnotation>[2]): void => {
    applyEdit(playground, changeAnnotation(playground.document.getSnapshot().context.scenario, id, change), false);
  };
  const isNote = kind === 'note';
  return (
    <>
      <header className="inspector-head">
        <span className="inspector-icon"><Icon aria-hidden className="ui-icon" /></span>
        <div>
          <h2>{title}</h2>
          <p className="ui-muted">{text}</p>
        </div>
      </header>
      <Section title={isNote ? 'Text' : 'Title'}>
        <TextField label={isNote ? 'What it says' : 'What it is called'} value={annotation.text} maxLength={isNote ? MOST_TEXT : 120}
          lineCount={isNote ? 5 : 1} isDisabled={isLocked} onCommit={(next) => take({ text: next })} />
      </Section>
      <Section title="Look">
        <SelectField label="Colour" layout="row" value={annotation.tone} isDisabled={isLocked}
          options={TONES.map((tone) => ({ value: tone, label: TONE_WORDS[tone] }))} onChange={(tone) => take({ tone })} />
        {members.length === 0 && (
          <>
            <NumberField label="Width" layout="row" isWhole min={SPAN.least} max={SPAN.most} step={10} value={size.width}
              isDisabled={isLocked} onCommit={(width) => take({ size: { ...size, width } })} />
            <NumberField label={isNote ? 'Least height' : 'Height'} layout="row" isWhole min={SPAN.least} max={SPAN.most} step={10}
              value={size.height} isDisabled={isLocked} onCommit={(height) => take({ size: { ...size, height } })} />
          </>
        )}
      </Section>
      {members.length > 0 && <Members id={id} members={members} />}
    </>
  );
}
