/** The card of "run until": each line is a switch with its figure. */
import type { ReactNode } from 'react';
import { CirclePause } from 'lucide-react';
import { ANY, type Condition } from './run-until';
import { untilStore, usualPart } from './until-store';
import { useSelector } from '@xstate/store-react';
import { nameOf } from '../shared/words';
import { useDocument, usePlayground, useRunLayout } from '../shared/playground';
import { Button, NumberField, SelectField, Switch } from '@/ui';

const MS_PER_S = 1000;
const KINDS = ['p99', 'queue', 'error', 'moment'] as const;
const LABELS: Readonly<Record<Condition['kind'], string>> = {
  p99: 'p99 gets too long',
  queue: 'a queue gets too long',
  error: 'the first error',
  moment: 'a moment',
};

function usePartOptions(kind: Condition['kind']): readonly { readonly value: string; readonly label: string }[] {
  const scenario = useDocument((state) => state.scenario);
  const { nodes, sources } = useRunLayout();
  const services = nodes.filter((id) => !sources.includes(id)).map((id) => ({ value: id, label: nameOf(scenario, id) }));
  return kind === 'queue' ? services : [{ value: ANY, label: 'any client' }, ...services];
}

/** The condition of a kind as it is armed, or as it would be. */
function useCondition(kind: Condition['kind']): { readonly condition: Condition; readonly isArmed: boolean } {
  const armed = useSelector(untilStore, ({ context }) => context.armed.find((one) => one.kind === kind));
  const figures = useSelector(untilStore, ({ context }) => context.figures);
  const selected = useDocument(({ selection }) => (selection?.kind === 'node' ? selection.id : null));
  const { nodes, sources } = useRunLayout();
  if (armed) return { condition: armed, isArmed: true };
  const part = usualPart(kind, selected, nodes.filter((id) => !sources.includes(id)));
  const conditions: Readonly<Record<Condition['kind'], Condition>> = {
    p99: { kind: 'p99', part, overMs: figures.p99Ms },
    queue: { kind: 'queue', part, over: figures.queue },
    error: { kind: 'error', part },
    moment: { kind: 'moment', atMs: figures.momentMs },
  };
  return { condition: conditions[kind], isArmed: false };
}

const arm = (condition: Condition): void => untilStore.trigger.arm({ condition });

function Figure({ condition, endMs }: { readonly condition: Condition; readonly endMs: number }): ReactNode {
  switch (condition.kind) {
    case 'p99':
      return <NumberField label="Longer than" unit="ms" value={condition.overMs} min={1} max={3_600_000} step={50}
        onCommit={(overMs) => arm({ ...condition, overMs })} />;
    case 'queue':
      return <NumberField label="More than" unit="waiting" value={condition.over} min={0} max={1_000_000} step={10} isWhole
        onCommit={(over) => arm({ ...condition, over })} />;
    case 'moment':
      return <NumberField label="At" unit="s" value={condition.atMs / MS_PER_S} min={0} max={endMs / MS_PER_S} step={1}
        onCommit={(seconds) => arm({ ...condition, atMs: Math.round(seconds * MS_PER_S) })} />;
    case 'error':
      return null;
  }
}

function Line({ kind, endMs }: { readonly kind: Condition['kind']; readonly endMs: number }): ReactNode {
  const { condition, isArmed } = useCondition(kind);
  const options = usePartOptions(kind);
  return (
    <div className="until-line" data-armed={isArmed || undefined}>
      <Switch label={LABELS[kind]} isOn={isArmed} onChange={(isOn) => (isOn ? arm(condition) : untilStore.trigger.disarm({ kind }))} />
      {isArmed && condition.kind !== 'moment' && options.length > 0 && (
        <SelectField label={kind === 'error' ? 'Lost at' : 'Of'} value={condition.part} options={options}
          onChange={(part) => arm({ ...condition, part })} />
      )}
      {isArmed && <Figure condition={condition} endMs={endMs} />}
    </div>
  );
}

/** Draws the inside of the card. */
export function UntilCard({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { run, controls } = usePlayground();
  const armed = useSelector(untilStore, ({ context }) => context.armed.length);
  const { endUs } = useRunLayout();
  const go = (): void => {
    onDone();
    if (!run.status.isPlaying) controls.play();
  };
  return (
    <>
      <h3>
        <CirclePause aria-hidden className="ui-icon" />
        Run until
      </h3>
      {KINDS.map((kind) => (
        <Line key={kind} kind={kind} endMs={endUs / 1000} />
      ))}
      <p className="ui-muted">Figures are looked at ten times a simulated second; the run stands still at the end of that tenth.</p>
      <Button variant="primary" disabled={armed === 0} onClick={go}>
        {armed === 0 ? 'Switch one on first' : 'Run'}
      </Button>
    </>
  );
}
