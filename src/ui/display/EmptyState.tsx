/** What a place says while it has nothing to show: why, and what to do next. */
import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import './display.css';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, text, action }: EmptyStateProps): ReactNode {
  return (
    <div className="ui-empty">
      <Icon aria-hidden className="ui-empty-icon" strokeWidth={1.5} />
      <p className="ui-empty-title">{title}</p>
      {text !== undefined && <p className="ui-muted">{text}</p>}
      {action}
    </div>
  );
}
