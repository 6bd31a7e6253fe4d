/** Where the lines of "Your choice" are picked: a part and a metric each, four at most. Acts at once. */
import type { ReactNode } from 'react';
import { Plus, Trash2 } from 'lucide-react';
import { metricsOf } from './metrics';
import type { PickedLine } from './model';
import { MOST_PICKS, picks } from './picks';
import type { SampleLog } from '../shared/sample-log';
import { nameOf } from '../shared/words';
import { useDocument } from '../shared/playground';
import { Button, Dialog, IconButton, SelectField } from '@/ui';

interface PickDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly log: SampleLog;
  /** What is shown now. */
  readonly shown: readonly PickedLine[];
}

/** A pair that is not there yet: the next part with its first metric. */
function nextPick(log: SampleLog, shown: readonly PickedLine[]): PickedLine | null {
  for (const part of [...log.layout.nodes, ...log.layout.wires]) {
    for (const { id } of metricsOf(log, part)) {
      if (!shown.some((one) => one.part === part && one.metric === id)) return { part, metric: id };
    }
  }
  return null;
}

interface RowProps {
  readonly log: SampleLog;
  readonly pick: PickedLine;
  readonly number: number;
  readonly onChange: (next: PickedLine | null) => void;
}

function PickRow({ log, pick, number, onChange }: RowProps): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const { nodes, wires } = log.layout;
  const parts = [
    ...nodes.map((id) => ({ value: id, label: nameOf(scenario, id), group: 'Parts' })),
    ...wires.map((id) => ({ value: id, label: nameOf(scenario, id), group: 'Wires' })),
  ];
  const metrics = metricsOf(log, pick.part).map(({ id, label, unit }) => ({ value: id, label: unit === '' ? label : `${label}, ${unit}` }));
  const changePart = (part: string): void => {
    const known = metricsOf(log, part);
    const metric = known.find(({ id }) => id === pick.metric) ?? known[0];
    if (metric) onChange({ part, metric: metric.id });
  };
  return (
    <li className="chart-pick">
      <SelectField label={`Part of line ${number}`} isLabelHidden layout="stack" value={pick.part} options={parts} onChange={changePart} />
      <SelectField
        label={`Metric of line ${number}`}
        isLabelHidden
        layout="stack"
        value={pick.metric}
        options={metrics}
        onChange={(metric) => onChange({ part: pick.part, metric })}
      />
      <IconButton icon={Trash2} label={`Remove line ${number}`} size="small" onClick={() => onChange(null)} />
    </li>
  );
}

/** Draws the dialog. */
export function PickDialog({ isOpen, onClose, log, shown }: PickDialogProps): ReactNode {
  const next = shown.length < MOST_PICKS ? nextPick(log, shown) : null;
  const change = (at: number, to: PickedLine | null): void => {
    picks.set(shown.flatMap((pick, i) => (i === at ? (to ?? []) : pick)));
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Your choice of lines"
      description="Up to four: any metric of any part or wire. With several units each line is drawn as a share of its own highest value."
    >
      <ul className="chart-picks">
        {shown.map((pick, i) => (
          <PickRow key={i} log={log} pick={pick} number={i + 1} onChange={(to) => change(i, to)} />
        ))}
      </ul>
      <Button icon={Plus} disabled={next === null} onClick={() => next && picks.set([...shown, next])}>
        Add a line
      </Button>
    </Dialog>
  );
}
