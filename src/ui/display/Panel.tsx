/** A titled box with an optional icon, actions at the right of the title, and a foot. */
import { useId, type ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from '../class-names';
import './display.css';

export interface PanelProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly icon?: LucideIcon | undefined;
  readonly subtitle?: string | undefined;
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  /** The heading's place in the outline, 2 to 4. */
  readonly level?: 2 | 3 | 4 | undefined;
  /** Marks the panel as the one in focus of the lesson, with the accent on its border. */
  readonly isSelected?: boolean | undefined;
  /** The body scrolls inside the panel, and is then a Tab stop. Without it the panel grows with its content. */
  readonly isScrolling?: boolean | undefined;
  readonly className?: string | undefined;
}

export function Panel({ title, children, icon: Icon, subtitle, actions, footer, level = 3, isSelected = false,
  isScrolling = false, className }: PanelProps): ReactNode {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section className={classNames('ui-panel', className)} aria-labelledby={id} data-selected={isSelected || undefined}>
      <header className="ui-panel-head">
        {Icon !== undefined && <Icon aria-hidden className="ui-icon ui-panel-icon" />}
        <div className="ui-panel-title">
          <Heading id={id}>{title}</Heading>
          {subtitle !== undefined && <p>{subtitle}</p>}
        </div>
        {actions !== undefined && <div className="ui-panel-actions">{actions}</div>}
      </header>
      {isScrolling
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must be reachable from the keyboard
        ? <div className="ui-panel-body" data-scrolling tabIndex={0} role="group" aria-labelledby={id}>{children}</div>
        : <div className="ui-panel-body">{children}</div>}
      {footer !== undefined && <footer className="ui-panel-foot">{footer}</footer>}
    </section>
  );
}
