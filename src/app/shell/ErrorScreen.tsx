/** What is shown in place of something that broke: what happened, that the work is safe or not, and the ways on. */
import type { ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import './shell.css';

export interface ErrorScreenProps {
  readonly title: string;
  readonly text: string;
  /** For a report: shown folded. */
  readonly details?: string | undefined;
  /** Buttons; the main one first. */
  readonly actions?: ReactNode;
}

export function ErrorScreen({ title, text, details, actions }: ErrorScreenProps): ReactNode {
  return (
    <div className="error-screen" role="alert">
      <TriangleAlert aria-hidden className="error-screen-icon" strokeWidth={1.6} />
      <h2>{title}</h2>
      <p className="ui-muted">{text}</p>
      {actions !== undefined && <div className="error-screen-actions">{actions}</div>}
      {details !== undefined && (
        <details>
          <summary>Details for a report</summary>
          <pre>{details}</pre>
        </details>
      )}
    </div>
  );
}
