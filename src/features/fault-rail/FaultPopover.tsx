/** The card of one fault: what it does, how strongly, where, how long, and the faults of this kind that act now. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Square, Zap } from 'lucide-react';
import { Extent, extentText, fittingExtent, WHOLE } from './Extent';
import { type PlacedFault, proposedTarget, targetsOf } from './targets';
import { useDocument, usePlayground } from '../shared/playground';
import { nameOf } from '../shared/words';
import type { FaultContract } from '@/engine/contracts';
import { faultCardOf } from '@/faults/cards';
import { announce, Button, SegmentedControl, SelectField } from '@/ui';

/** How long it lasts. */
const DURATIONS = [
  { value: 'open', label: 'until I end it', spoken: 'until I end it', ms: null },
  { value: '10', label: '10 s', spoken: '10 seconds', ms: 10_000 },
  { value: '30', label: '30 s', spoken: '30 seconds', ms: 30_000 },
  { value: '60', label: '60 s', spoken: '60 seconds', ms: 60_000 },
] as const;

type DurationId = (typeof DURATIONS)[number]['value'];

function Acting({ contract, acting }: { readonly contract: FaultContract; readonly acting: readonly PlacedFault[] }): ReactNode {
  const { endFault } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const end = ({ fault, index }: PlacedFault): void => {
    endFault(index);
    announce(`${contract.label(fault.value)}${extentText(contract, fault)} on ${nameOf(scenario, fault.target)} ended`, 'reply');
  };
  if (acting.length === 0) return null;
  return (
    <section className="fault-acting" aria-label="Acting now">
      <h4>Acting now</h4>
      <ul>
        {acting.map((placed) => (
          <li key={placed.index}>
            <span>
              <strong>{nameOf(scenario, placed.fault.target)}</strong> {contract.label(placed.fault.value)}
              {extentText(contract, placed.fault)}
            </span>
            <Button
              size="small"
              icon={Square}
              aria-label={`End ${contract.title} on ${nameOf(scenario, placed.fault.target)} now`}
              onClick={() => end(placed)}
            >
              End now
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Target({
  contract,
  target,
  onChange,
}: {
  readonly contract: FaultContract;
  readonly target: string;
  readonly onChange: (id: string) => void;
}): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  return (
    <SelectField
      label={contract.on === 'wire' ? 'Wire' : 'Part'}
      value={target}
      onChange={onChange}
      layout="stack"
      options={targetsOf(scenario, contract).map((id) => ({ value: id, label: nameOf(scenario, id) }))}
    />
  );
}

/** Draws the card; `onDone` is called after the fault has begun. */
export function FaultPopover({
  contract,
  acting,
  onDone,
}: {
  readonly contract: FaultContract;
  readonly acting: readonly PlacedFault[];
  readonly onDone: () => void;
}): ReactNode {
  const { injectFault } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const selection = useDocument((state) => state.selection);
  const [chosen, setChosen] = useState(() => proposedTarget(scenario, contract, selection));
  const [value, setValue] = useState(contract.value?.usual ?? 0);
  const [extent, setExtent] = useState(WHOLE);
  const [duration, setDuration] = useState<DurationId>('open');
  const { icon: Icon, watch, Card } = faultCardOf(contract.id);
  // The part may be gone since it was chosen.
  const target =
    chosen !== null && targetsOf(scenario, contract).includes(chosen) ? chosen : proposedTarget(scenario, contract, null);
  const breakIt = (event: FormEvent): void => {
    event.preventDefault();
    if (target === null) return;
    const ms = DURATIONS.find((option) => option.value === duration)?.ms ?? null;
    const fitting = fittingExtent(contract, value, extent);
    injectFault({ kind: contract.id, target, value, ...fitting }, ms);
    const what = `${contract.label(value)}${extentText(contract, fitting)}`;
    announce(`${nameOf(scenario, target)}: ${what}${ms === null ? '' : ` for ${ms / 1000} s`}`, 'reply');
    onDone();
  };
  return (
    <form className="fault-card" onSubmit={breakIt}>
      <header>
        <Icon aria-hidden className="ui-icon" />
        <h3 id={`fault-${contract.id}`}>{contract.title}</h3>
      </header>
      <p>{contract.text}</p>
      {watch !== '' && <p className="ui-muted">{watch}</p>}
      {target === null ? (
        <p className="ui-note" data-tone="warn">
          Nothing in this scenario knows this fault. Add a part of a fitting kind first.
        </p>
      ) : (
        <>
          <Target contract={contract} target={target} onChange={setChosen} />
          <Card contract={contract} value={value} onValue={setValue} />
          <Extent contract={contract} value={value} extent={extent} onChange={setExtent} />
          <div className="fault-lasting">
            <span aria-hidden className="ui-field-label">
              Lasts
            </span>
            <SegmentedControl<DurationId>
              label="Lasts"
              size="small"
              value={duration}
              onChange={setDuration}
              options={DURATIONS}
            />
          </div>
          <Button type="submit" variant="primary" size="large" icon={Zap}>
            Break it now
          </Button>
        </>
      )}
      <Acting contract={contract} acting={acting} />
    </form>
  );
}
