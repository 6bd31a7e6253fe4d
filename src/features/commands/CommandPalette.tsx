/**
 * The command palette: every command by a few letters, those used last in front, and further questions ("connect which part, and
 * to which?") one after another in the same place. A command runs after the palette has closed and given the focus back, so that it
 * may move the focus itself.
 */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { type Command, type CommandContext, GROUPS, type Next, type Step } from './command';
import { recentCommands, rememberCommand } from './memory';
import { commandsFor } from './registry';
import { Chooser, type Choice } from '../shared/chooser/Chooser';
import { announce, Button, Dialog, TextField } from '@/ui';

interface CommandChoice extends Choice {
  readonly command: Command;
}

const RECENT = 'Used last';

/** Commands as entries: those used last once more in front of all, those that cannot be done now at the end of their group. */
export function commandChoices(context: CommandContext, recent: readonly string[]): readonly CommandChoice[] {
  const all = commandsFor(context).map((command): CommandChoice => {
    const { id, title, group, icon, hint, meanings, shortcuts } = command;
    const reason = command.refusal?.(context) ?? null;
    return { id, label: title, group, icon, hint, meanings, shortcut: shortcuts?.[0]?.label, reason, command };
  });
  const last = recent.flatMap((id) => all.filter((choice) => choice.id === id && !choice.reason));
  const rest = GROUPS.flatMap((group) => {
    const own = all.filter((choice) => choice.group === group && !last.includes(choice));
    return [...own.filter(({ reason }) => !reason), ...own.filter(({ reason }) => reason)];
  });
  return [...last.map((choice) => ({ ...choice, group: RECENT, meanings: [...(choice.meanings ?? []), choice.group ?? ''] })), ...rest];
}

function Ask({ step, onDone }: {
  readonly step: Extract<Step, { kind: 'ask' }>; readonly onDone: (text: string | null) => void;
}): ReactNode {
  const text = useRef(step.value);
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = box.current?.querySelector('input');
    field?.focus();
    field?.select();
  }, []);
  return (
    <form
      ref={box}
      className="command-ask"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(text.current);
      }}
    >
      <TextField label={step.label} value={step.value} maxLength={step.maxLength} onCommit={(next) => { text.current = next; }}
        onType={(next) => { text.current = next; }} />
      <div className="command-ask-buttons">
        <Button onClick={() => onDone(null)}>Cancel</Button>
        <Button type="submit" variant="primary">OK</Button>
      </div>
    </form>
  );
}

/** What the palette shows now. */
interface Showing {
  readonly title: string;
  readonly content: ReactNode;
}

interface PaletteProps {
  readonly context: CommandContext;
  /** Called with what is to be done after the palette has closed; null when nothing is. */
  readonly onClose: (then: (() => void) | null) => void;
}

function usePalette({ context, onClose }: PaletteProps): Showing {
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [recent] = useState(() => recentCommands());
  const choices = useMemo(() => commandChoices(context, recent), [context, recent]);
  const step = steps.at(-1);
  const stepChoices = useMemo(() => (step?.kind === 'choose' ? step.choices(context) : []), [step, context]);
  // Announced here, because the dialog stays and only its title changes.
  useEffect(() => {
    if (step) announce(step.title, 'reply');
  }, [step]);
  const take = (next: Next): void => {
    const question = next.step?.(context) ?? null;
    if (question) setSteps((before) => [...before, question]);
    else onClose(() => next.run?.(context));
  };
  const choose = ({ command }: CommandChoice): void => {
    rememberCommand(command.id);
    take(command);
  };
  const back = (): void => setSteps((before) => before.slice(0, -1));
  if (!step) {
    return {
      title: 'Commands',
      content: <Chooser key="commands" label="Search commands" choices={choices} onChoose={choose} emptyText="No command is called so." />,
    };
  }
  if (step.kind === 'ask') {
    const done = (text: string | null): void => onClose(text === null ? null : () => step.take(text, context));
    return { title: step.title, content: <Ask key={step.title} step={step} onDone={done} /> };
  }
  return {
    title: step.title,
    content: (
      <Chooser key={`${steps.length} ${step.title}`} label={step.title} choices={stepChoices} onChoose={take} onBack={back}
        emptyText={step.emptyText} />
    ),
  };
}

/** Draws it. */
export function CommandPalette(props: PaletteProps): ReactNode {
  const { title, content } = usePalette(props);
  return (
    <Dialog isOpen onClose={() => props.onClose(null)} title={title}>
      {content}
    </Dialog>
  );
}
