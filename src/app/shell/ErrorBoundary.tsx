/**
 * Keeps a failure inside its part of the page: the rest goes on, and this part can be tried again. A class, because React
 * offers no other way to catch an error while drawing.
 */
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '@/ui';
import { ErrorScreen } from './ErrorScreen';

export interface ErrorBoundaryProps {
  /** The part's name as people know it, e.g. `The canvas`. */
  readonly part: string;
  readonly children: ReactNode;
  /** Told about every failure, with the path of components to it. */
  readonly onError?: ((error: Error, componentPath: string) => void) | undefined;
  /** A change of this value tries again, e.g. the scenario's id. */
  readonly resetKey?: string | number | undefined;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
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
    if (error === null) return this.props.children;
    return (
      <ErrorScreen
        title={`${this.props.part} stopped working`}
        details={`${error.name}: ${error.message}`}
        text="The rest of the page goes on, and your scenario is untouched."
        actions={
          <Button variant="primary" onClick={() => this.setState({ error: null })}>
            Try again
          </Button>
        }
      />
    );
  }
}
