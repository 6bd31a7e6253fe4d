/**
 * Keeps a failure inside its part of the page: the rest goes on, and this part can be tried again. A class, because React
 * offers no other way to catch an error while drawing.
 */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { ErrorScreen } from './ErrorScreen';
import { isMeantToBreak, rescueOf } from './rescue';
import { Button } from '../controls/Button';

export interface ErrorBoundaryProps {
  /** The part's name as people know it, e.g. `The canvas`. */
  readonly part: string;
  readonly children: ReactNode;
  /** Told about every failure, with the path of components to it. */
  readonly onError?: ((error: Error, componentPath: string) => void) | undefined;
  /** A change of this value tries again, e.g. the scenario's id. */
  readonly resetKey?: string | number | undefined;
  /** One line in place of a screen. */
  readonly isSmall?: boolean | undefined;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Breaks when a test wants to see what happens then. */
function Fuse({ part }: { readonly part: string }): ReactNode {
  if (isMeantToBreak(part)) throw new Error('a test has broken it');
  return null;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(thrown: unknown): ErrorBoundaryState {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    this.props.onError?.(error, info.componentStack ?? '');
  }

  override componentDidUpdate(before: ErrorBoundaryProps): void {
    if (this.state.error !== null && before.resetKey !== this.props.resetKey) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return <><Fuse part={this.props.part} />{this.props.children}</>;
    const rescue = rescueOf();
    return (
      <ErrorScreen
        title={`${this.props.part} stopped working`}
        details={`${error.name}: ${error.message}`}
        text="The rest of the page goes on, and your scenario is untouched."
        isSmall={this.props.isSmall}
        actions={
          <>
            <Button variant="primary" size="small" onClick={() => this.setState({ error: null })}>Try again</Button>
            {rescue && <Button size="small" onClick={rescue}>Download my work</Button>}
          </>
        }
      />
    );
  }
}
