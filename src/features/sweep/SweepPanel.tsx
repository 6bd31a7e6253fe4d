/** A sweep: settings and seeds on the left, what came of them on the right. */
import { type ReactNode, useEffect, useMemo } from 'react';
import { Grid3x3, Play, Plus } from 'lucide-react';
import { AxisPicker } from './AxisPicker';
import { type AxisChoice, usualRange, valuesOf } from './range';
import { forgetSweep, setSweep, type SweepProgress, useSweep } from './session';
import { type SweepSetting, settingsOf } from './settings';
import { SweepResult } from './SweepResult';
import { begin, cancel, prepare } from './work';
import { useDocument, usePlayground } from '../shared/playground';
import { Button, EmptyState, NumberField, ProgressBar } from '@/ui';
import './sweep.css';

const MOST_SEEDS = 10;

/** The first choice: a number of the part that is selected, else of a node in the middle of things. */
function firstAxis(all: readonly SweepSetting[], selected: string | null): readonly AxisChoice[] {
  const isPlain = ({ home, value }: SweepSetting): boolean => home.kind === 'node' && value !== null && value > 0;
  const setting =
    all.find(({ part }) => part === selected) ?? all.find((one) => isPlain(one) && one.path === 'workers') ?? all.find(isPlain) ?? all[0];
  return setting ? [usualRange(setting)] : [];
}

interface FormProps {
  readonly all: readonly SweepSetting[];
  readonly axes: readonly AxisChoice[];
  readonly settings: readonly SweepSetting[];
  readonly progress: SweepProgress | null;
}

function Form({ all, axes, settings, progress }: FormProps): ReactNode {
  const { document } = usePlayground();
  const seeds = useSweep((state) => state.seeds);
  const failure = useSweep((state) => state.failure);
  const put = (place: number, axis: AxisChoice | null): void =>
    setSweep({ axes: axis ? axes.map((old, i) => (i === place ? axis : old)) : axes.filter((_, i) => i !== place), failure: null });
  const add = (): void => {
    const free = all.filter(({ id }) => id !== axes[0]?.setting);
    const near = free.find(({ part, value }) => part === settings[0]?.part && value !== null && value > 0) ?? free[0];
    if (near) setSweep({ axes: [...axes, usualRange(near)], failure: null });
  };
  const runs = axes.reduce((count, axis, i) => count * valuesOf(axis, settings[i]?.rule.isWhole ?? false).length, seeds);
  const start = (): void => {
    const { scenario } = document.getSnapshot().context;
    void begin(scenario, settings, prepare(scenario, settings, axes, seeds));
  };
  return (
    <div className="sweep-form">
      {axes.map((axis, i) => (
        <AxisPicker
          key={i}
          title={i === 0 ? 'First setting' : 'Second setting'}
          all={all}
          axis={axis}
          other={axes[1 - i]?.setting ?? null}
          onChange={(next) => put(i, next)}
          onRemove={axes.length > 1 ? () => put(i, null) : null}
        />
      ))}
      {axes.length === 1 && all.length > 1 && (
        <Button icon={Plus} variant="quiet" className="sweep-add" onClick={add}>
          Add a second setting
        </Button>
      )}
      <NumberField
        label="Seeds"
        hint="Runs for each combination, from the document's own seed on."
        value={seeds}
        min={1}
        max={MOST_SEEDS}
        isWhole
        onCommit={(next) => setSweep({ seeds: next })}
      />
      {progress ? (
        <ProgressBar label="Running" ratio={progress.ratio} text={`${progress.done} of ${progress.total} runs`} onCancel={cancel} />
      ) : (
        <Button icon={Play} variant="primary" onClick={start}>
          {`Start ${runs} ${runs === 1 ? 'run' : 'runs'}`}
        </Button>
      )}
      {failure !== null && <p role="alert" className="ui-field-complaint">{`Not run. ${failure}`}</p>}
    </div>
  );
}

/** Draws the sweep of the document. `onOpened` is told when a run has been put into it. */
export function SweepPanel({ onOpened = () => undefined }: { readonly onOpened?: () => void }): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const generation = useDocument((state) => state.generation);
  const selected = useDocument(({ selection }) => selection?.id ?? null);
  const known = useSweep((state) => state.generation);
  const chosen = useSweep((state) => state.axes);
  const progress = useSweep((state) => state.progress);
  const outcome = useSweep((state) => state.outcome);
  const all = useMemo(() => settingsOf(scenario), [scenario]);
  const axes = chosen.filter(({ setting }) => all.some(({ id }) => id === setting));
  const isNew = known !== generation || (axes.length === 0 && all.length > 0);
  useEffect(() => {
    if (isNew) forgetSweep(generation, firstAxis(all, selected));
  }, [isNew, generation, all, selected]);
  if (all.length === 0) {
    return <EmptyState icon={Grid3x3} title="Nothing to vary yet" text="Put parts on the canvas: their numbers can be varied here." />;
  }
  if (isNew) return null;
  const settings = axes.flatMap(({ setting }) => all.find(({ id }) => id === setting) ?? []);
  return (
    <div className="sweep">
      <Form {...{ all, axes, settings, progress }} />
      {outcome ? (
        <SweepResult outcome={outcome} onOpened={onOpened} />
      ) : (
        <EmptyState
          icon={Grid3x3}
          title="How does it depend on a setting?"
          text="Choose one setting for a line, two for a map. Every combination runs for several seeds, so that you see how much is chance."
        />
      )}
    </div>
  );
}
