/** The bar at the top: whose page this is, which scenario, which run exactly, the way back, and the page-wide actions. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Pencil, Redo2, Undo2, type LucideIcon } from 'lucide-react';
import { Button, IconButton, Logo, Tooltip, VisuallyHidden } from '@/ui';
import './shell.css';

export interface TopBarAction {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
  /** Given, the action stays down while it holds. */
  readonly isPressed?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly hint?: string | undefined;
  /** Shows the icon alone even where there is room. */
  readonly isIconOnly?: boolean | undefined;
}

/** A step back or forward; `label` names what it would undo, null when there is nothing. */
export interface HistoryStep {
  readonly label: string | null;
  readonly onClick: () => void;
}

export interface TopBarProps {
  readonly title: string;
  readonly onRename?: ((title: string) => void) | undefined;
  readonly seed: number;
  /** The run's fingerprint; null until there is one. */
  readonly runHash: string | null;
  /** The whole fingerprint, for tests and for whoever compares two runs digit by digit. */
  readonly fingerprint?: string | undefined;
  readonly undo: HistoryStep;
  readonly redo: HistoryStep;
  readonly actions: readonly TopBarAction[];
  /** A menu in front of the actions. */
  readonly menu?: ReactNode;
}

const titleLengthMax = 80;

function Title({ title, onRename }: Pick<TopBarProps, 'title' | 'onRename'>): ReactNode {
  const [draft, setDraft] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const isEditing = draft !== null;
  const wasEditing = useRef(false);
  const isSettled = useRef(true);

  useEffect(() => {
    if (isEditing) input.current?.select();
    else if (wasEditing.current) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  const close = (): void => {
    isSettled.current = true;
    setDraft(null);
  };
  const open = (): void => {
    isSettled.current = false;
    setDraft(title);
  };
  const commit = (): void => {
    // Removing the input blurs it, which asks for a second commit.
    if (isSettled.current) return;
    const text = (draft ?? '').trim();
    close();
    if (text !== '' && text !== title) onRename?.(text);
  };
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The focus moves to the button below before this key is through; without this it would press that button.
    event.preventDefault();
    if (event.key === 'Enter') commit();
    else close();
  };

  if (onRename === undefined) return <h1 className="topbar-title">{title}</h1>;
  if (isEditing) {
    return (
      <h1 className="topbar-title">
        <input
          ref={input}
          className="topbar-title-input"
          aria-label="Name of the scenario"
          value={draft}
          maxLength={titleLengthMax}
          onBlur={commit}
          onKeyDown={handleKey}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
      </h1>
    );
  }
  return (
    <h1 className="topbar-title">
      <Tooltip text="Rename the scenario">
        <button ref={button} type="button" className="topbar-title-button" onClick={open}>
          <span className="topbar-title-text">{title}</span>
          <VisuallyHidden>, rename</VisuallyHidden>
          <Pencil aria-hidden className="ui-icon topbar-pencil" />
        </button>
      </Tooltip>
    </h1>
  );
}

function HistoryButton({
  icon,
  word,
  step,
  shortcut,
}: {
  readonly icon: LucideIcon;
  readonly word: 'Undo' | 'Redo';
  readonly step: HistoryStep;
  readonly shortcut: string;
}): ReactNode {
  return (
    <IconButton
      icon={icon}
      label={step.label === null ? word : `${word}: ${step.label}`}
      shortcut={shortcut}
      hint={step.label === null ? `Nothing to ${word.toLowerCase()}.` : undefined}
      disabled={step.label === null}
      onClick={step.onClick}
    />
  );
}

function ActionButton({ action }: { readonly action: TopBarAction }): ReactNode {
  const { icon, label, onClick, isPressed, isDisabled, hint, isIconOnly = false } = action;
  const shared = { onClick, disabled: isDisabled ?? false, 'aria-pressed': isPressed };
  if (isIconOnly) return <IconButton {...shared} icon={icon} label={label} hint={hint} />;
  return (
    <Tooltip text={label} hint={hint}>
      <Button {...shared} icon={icon} variant="quiet" className="topbar-action">
        {label}
      </Button>
    </Tooltip>
  );
}

export function TopBar({ title, onRename, seed, runHash, fingerprint, undo, redo, actions, menu }: TopBarProps): ReactNode {
  return (
    <div className="topbar">
      <span className="topbar-brand">
        <Logo />
        <span>Faultline</span>
      </span>
      <span className="topbar-rule" aria-hidden />
      <Title title={title} onRename={onRename} />
      <p className="topbar-run ui-num" data-fingerprint={fingerprint ?? undefined}>
        {runHash === null ? `seed ${seed}` : `seed ${seed} \u00b7 run ${runHash}`}
      </p>
      <span className="topbar-rule" aria-hidden />
      <div className="topbar-group" role="group" aria-label="History">
        <HistoryButton icon={Undo2} word="Undo" step={undo} shortcut="Ctrl+Z" />
        <HistoryButton icon={Redo2} word="Redo" step={redo} shortcut="Ctrl+Shift+Z" />
      </div>
      <div className="topbar-group topbar-actions" role="group" aria-label="Page">
        {menu}
        {actions.map((action) => (
          <ActionButton key={action.id} action={action} />
        ))}
      </div>
    </div>
  );
}
