/** Live figures of a part in one compact block, each with its last minute as a line; what a part does not have is left out. */
import { type ReactNode, useMemo } from 'react';
import { useNodeView, usePlayground, useWireView } from '../shared/playground';
import type { NodeView, WireView } from '../shared/run-store';
import { countText, spanText } from '../shared/words';
import type { SampleNodeColumn, SampleWireColumn } from '@/simulation/layout';
import { Sparkline } from '@/ui';

interface Figure<Column> {
  readonly label: string;
  readonly text: string;
  readonly tone?: 'bad' | 'warn' | undefined;
  /** What the samples call it. */
  readonly column: Column;
}

const rate = (perS: number): string => `${countText(perS)} /s`;

function nodeFigures(view: NodeView): readonly Figure<SampleNodeColumn>[] {
  const { waiting, busy, slots, memoryMb, memoryLimitMb, arrivedPerS, completedPerS, failedPerS, p50Us, p95Us, p99Us } = view;
  const hasWorkers = slots > 0;
  const memory = memoryLimitMb > 0 ? `${countText(memoryMb)} / ${countText(memoryLimitMb)} MB` : `${countText(memoryMb)} MB`;
  const inUse = `${countText(busy)} / ${countText(slots)}`;
  return [
    { label: 'arrive', text: rate(arrivedPerS), column: 'arrived' },
    { label: 'answered', text: rate(completedPerS), column: 'completed' },
    { label: 'failed', text: rate(failedPerS), column: 'failed', tone: failedPerS > 0 ? 'bad' : undefined },
    ...(hasWorkers
      ? [
          { label: 'waiting', text: countText(waiting), column: 'waiting', tone: waiting > slots ? 'bad' : undefined } as const,
          { label: 'busy', text: inUse, column: 'busy', tone: busy >= slots ? 'warn' : undefined } as const,
          { label: 'memory', text: memory, column: 'memoryMb' } as const,
        ]
      : []),
    { label: 'half within', text: spanText(p50Us), column: 'p50Us' },
    { label: '95 % within', text: spanText(p95Us), column: 'p95Us' },
    { label: '99 % within', text: spanText(p99Us), column: 'p99Us' },
  ];
}

function wireFigures(view: WireView): readonly Figure<SampleWireColumn>[] {
  const { sentPerS, succeededPerS, failedPerS, attemptsPerS, refusedPerS, retriedPerS, rescuedPerS, p50Us, p95Us, isCut } = view;
  const sent = isCut === 1 ? 'cut' : rate(attemptsPerS);
  return [
    { label: 'calls', text: rate(sentPerS), column: 'sent' },
    { label: 'answered', text: rate(succeededPerS), column: 'succeeded' },
    { label: 'failed', text: rate(failedPerS), column: 'failed', tone: failedPerS > 0 ? 'bad' : undefined },
    { label: 'on the network', text: sent, column: 'attempts', tone: isCut === 1 ? 'bad' : undefined },
    { label: 'refused', text: rate(refusedPerS), column: 'refused', tone: refusedPerS > 0 ? 'warn' : undefined },
    { label: 'retried', text: rate(retriedPerS), column: 'retried', tone: retriedPerS > 0 ? 'warn' : undefined },
    { label: 'by fallback', text: rate(rescuedPerS), column: 'rescued' },
    { label: 'half within', text: spanText(p50Us), column: 'p50Us' },
    { label: '95 % within', text: spanText(p95Us), column: 'p95Us' },
  ];
}

interface BlockProps<Column> {
  readonly figures: readonly Figure<Column>[];
  readonly seriesOf: (column: Column) => readonly number[];
}

function Block<Column>({ figures, seriesOf }: BlockProps<Column>): ReactNode {
  return (
    <dl className="inspector-figures">
      {figures.map(({ label, text, tone, column }) => (
        <div key={label} data-tone={tone}>
          <dt>{label}</dt>
          <dd>
            {text}
            <Sparkline values={seriesOf(column)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Figures of a node. */
export function NodeFigures({ id }: { readonly id: string }): ReactNode {
  const { run } = usePlayground();
  const view = useNodeView(id);
  const figures = useMemo(() => (view ? nodeFigures(view) : null), [view]);
  if (!figures) return <p className="ui-muted">Takes no part in this run.</p>;
  return <Block figures={figures} seriesOf={(column) => run.samples.recentOfNode(run.shownUs, id, column)} />;
}

/** Figures of a wire. */
export function WireFigures({ id }: { readonly id: string }): ReactNode {
  const { run } = usePlayground();
  const view = useWireView(id);
  const figures = useMemo(() => (view ? wireFigures(view) : null), [view]);
  if (!figures) return <p className="ui-muted">Takes no part in this run.</p>;
  return <Block figures={figures} seriesOf={(column) => run.samples.recentOfWire(run.shownUs, id, column)} />;
}
