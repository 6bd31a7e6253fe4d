/** Live figures of a part in one compact block; what a part does not have is left out. */
import { type ReactNode, useMemo } from 'react';
import { useNodeView, useWireView } from '../shared/playground';
import type { NodeView, WireView } from '../shared/run-store';
import { countText } from '../shared/words';

interface Figure {
  readonly label: string;
  readonly text: string;
  readonly tone?: 'bad' | 'warn' | undefined;
}

const rate = (perS: number): string => `${countText(perS)} /s`;

/** A span: 26 ms, 1.24 s. */
function spanText(us: number): string {
  const ms = us / 1000;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10} ms`;
}

function nodeFigures(view: NodeView): readonly Figure[] {
  const { waiting, busy, slots, memoryMb, memoryLimitMb, arrivedPerS, completedPerS, failedPerS, p50Us, p95Us, p99Us } = view;
  const hasWorkers = slots > 0;
  const memory = memoryLimitMb > 0 ? `${countText(memoryMb)} / ${countText(memoryLimitMb)} MB` : `${countText(memoryMb)} MB`;
  return [
    { label: 'arrive', text: rate(arrivedPerS) },
    { label: 'answered', text: rate(completedPerS) },
    { label: 'failed', text: rate(failedPerS), tone: failedPerS > 0 ? 'bad' : undefined },
    ...(hasWorkers
      ? [
          { label: 'waiting', text: countText(waiting), tone: waiting > slots ? 'bad' : undefined } as const,
          { label: 'busy', text: `${countText(busy)} / ${countText(slots)}`, tone: busy >= slots ? 'warn' : undefined } as const,
          { label: 'memory', text: memory },
        ]
      : []),
    { label: 'half within', text: spanText(p50Us) },
    { label: '95 % within', text: spanText(p95Us) },
    { label: '99 % within', text: spanText(p99Us) },
  ];
}

function wireFigures(view: WireView): readonly Figure[] {
  const { sentPerS, succeededPerS, failedPerS, attemptsPerS, refusedPerS, retriedPerS, rescuedPerS, p50Us, p95Us, isCut } = view;
  return [
    { label: 'calls', text: rate(sentPerS) },
    { label: 'answered', text: rate(succeededPerS) },
    { label: 'failed', text: rate(failedPerS), tone: failedPerS > 0 ? 'bad' : undefined },
    { label: 'on the network', text: isCut === 1 ? 'cut' : rate(attemptsPerS), tone: isCut === 1 ? 'bad' : undefined },
    { label: 'refused', text: rate(refusedPerS), tone: refusedPerS > 0 ? 'warn' : undefined },
    { label: 'retried', text: rate(retriedPerS), tone: retriedPerS > 0 ? 'warn' : undefined },
    { label: 'by fallback', text: rate(rescuedPerS) },
    { label: 'half within', text: spanText(p50Us) },
    { label: '95 % within', text: spanText(p95Us) },
  ];
}

function Block({ figures }: { readonly figures: readonly Figure[] }): ReactNode {
  return (
    <dl className="inspector-figures">
      {figures.map(({ label, text, tone }) => (
        <div key={label} data-tone={tone}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Figures of a node. */
export function NodeFigures({ id }: { readonly id: string }): ReactNode {
  const view = useNodeView(id);
  const figures = useMemo(() => (view ? nodeFigures(view) : null), [view]);
  return figures ? <Block figures={figures} /> : <p className="ui-muted">Takes no part in this run.</p>;
}

/** Figures of a wire. */
export function WireFigures({ id }: { readonly id: string }): ReactNode {
  const view = useWireView(id);
  const figures = useMemo(() => (view ? wireFigures(view) : null), [view]);
  return figures ? <Block figures={figures} /> : <p className="ui-muted">Takes no part in this run.</p>;
}
