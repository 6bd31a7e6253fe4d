/** What is shown in place of something that broke: what happened, that the work is safe or not, and the ways on. It takes the focus. */
import { type ReactNode, useEffect, useRef } from 'react';
import { TriangleAlert } from 'lucide-react';
import './display.css';

/** Drawings until it can have the focus. */
const MOST_FRAMES = 30;

export interface ErrorScreenProps {
  readonly title: string;
  readonly text: string;
  /** For a report: shown folded. */
  readonly details?: string | undefined;
  /** Buttons; the main one first. */
  readonly actions?: ReactNode;
  /** One line where there is little room: title and actions. */
  readonly isSmall?: boolean | undefined;
}

export function ErrorScreen({ title, text, details, actions, isSmall = false }: ErrorScreenProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What had the focus here is gone; whoever works elsewhere is left alone. On the canvas it is out of sight until it is measured.
    let frame = 0;
    const attempt = (left: number): void => {
      const { activeElement } = document;
      if (left === 0 || (activeElement !== null && activeElement !== document.body)) return;
      box.current?.focus();
      frame = requestAnimationFrame(() => attempt(left - 1));
    };
    attempt(MOST_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div className="error-screen" role="alert" tabIndex={-1} ref={box} data-small={isSmall || undefined}>
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
