/** The line at the head of the canvas: what a drag would do, and why not. */
import { type ReactNode, useSyncExternalStore } from 'react';
import { Panel } from '@xyflow/react';
import { Info, TriangleAlert } from 'lucide-react';
import type { HintStore } from './hints';

export function StatusLine({ hints }: { readonly hints: HintStore }): ReactNode {
  const status = useSyncExternalStore(hints.subscribe, hints.status);
  if (!status) return null;
  const Icon = status.tone === 'warn' ? TriangleAlert : Info;
  return (
    <Panel position="top-center" className="canvas-status" data-tone={status.tone === 'warn' ? 'warn' : undefined}>
      <Icon aria-hidden />
      {status.text}
    </Panel>
  );
}
