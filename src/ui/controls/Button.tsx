/**
 * Buttons. A disabled one stays focusable (`aria-disabled`): the focus would otherwise fall to the page's body when, say,
 * the last undo step disables the button that was just pressed, and its tooltip could not say why it is off.
 */
import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from '../class-names';
import { Tooltip } from '../overlays/Tooltip';
import './controls.css';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly children?: ReactNode;
  readonly variant?: ButtonVariant | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly size?: 'small' | 'normal' | 'large' | undefined;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

/** A button with a label and, if given, an icon before it. */
export function Button({ children, variant = 'secondary', icon: Icon, size = 'normal', disabled = false, className, onClick,
  type = 'button', ref, ...rest }: ButtonProps): ReactNode {
  const handleClick = (event: MouseEvent<HTMLButtonElement>): void => {
    if (disabled) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button {...rest} ref={ref} type={type} aria-disabled={disabled || undefined} onClick={handleClick}
      className={classNames('ui-button', className)} data-variant={variant} data-size={size}>
      {Icon !== undefined && <Icon aria-hidden className="ui-icon" />}
      {children !== undefined && <span className="ui-button-label">{children}</span>}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  readonly icon: LucideIcon;
  /** The accessible name, also the tooltip's first line. */
  readonly label: string;
  /** A second line in the tooltip: what it does, or why it is off. */
  readonly hint?: string | undefined;
  /** A keyboard shortcut as people write it, e.g. `Ctrl+Z`. */
  readonly shortcut?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  readonly shape?: 'square' | 'round' | undefined;
}

/** A button that shows only an icon; its name is in the tooltip and in the accessibility tree. */
export function IconButton({ icon: Icon, label, hint, shortcut, side = 'bottom', shape = 'square', variant = 'quiet',
  size = 'normal', className, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tooltip text={label} hint={hint} shortcut={shortcut} side={side}>
      <Button {...rest} aria-label={label} variant={variant} size={size} className={classNames('ui-icon-button', className)}
        data-shape={shape}>
        <Icon aria-hidden className="ui-icon" />
      </Button>
    </Tooltip>
  );
}

export interface ToggleButtonProps extends Omit<ButtonProps, 'aria-pressed' | 'onChange' | 'onClick'> {
  readonly isPressed: boolean;
  readonly onChange: (isPressed: boolean) => void;
}

/** A button that stays down. The label must not change with the state: `aria-pressed` says it. */
export function ToggleButton({ isPressed, onChange, className, ...rest }: ToggleButtonProps): ReactNode {
  return (
    <Button {...rest} aria-pressed={isPressed} className={classNames('ui-toggle', className)}
      onClick={() => onChange(!isPressed)} />
  );
}
