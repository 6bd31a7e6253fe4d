/** Which of a node's machines is shown, and how they all are: a count of each mode, and a list to choose from. */
import { type ReactNode, useMemo } from 'react';
import { modeLook, sortOf, wordOf } from './node-charts';
import { FOLLOW, type MachineChoice } from './node-machines';
import type { WatchedMachine } from '@/simulation/frame';
import { SelectField, StateBadge } from '@/ui';

interface Count {
  readonly kind: string;
  readonly mode: string;
  readonly count: number;
}

function countsOf(machines: readonly WatchedMachine[]): readonly Count[] {
  const found = new Map<string, Count>();
  for (const { kind, mode } of machines) {
    const key = `${kind} ${mode}`;
    found.set(key, { kind, mode, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

/** The word of a mode in the drawing of this machine. */
function modeWord({ kind, params }: WatchedMachine, mode: string): string {
  return wordOf(sortOf(kind)?.chartOf(params) ?? null, mode);
}

interface MachineChooserProps extends Pick<MachineChoice, 'chosen' | 'choose'> {
  readonly machines: readonly WatchedMachine[];
}

/** Draws nothing for a single machine. */
export function MachineChooser({ machines, chosen, choose }: MachineChooserProps): ReactNode {
  // A mode changes far less often than a figure: words are made anew only then.
  const key = machines.map(({ kind, label, mode }) => `${kind} ${label} ${mode}`).join('\n');
  const words = useMemo(
    () => new Map(machines.map((machine) => [machine.label, modeWord(machine, machine.mode)])),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` is all that words depend on
    [key],
  );
  if (machines.length < 2) return null;
  const options = machines.map(({ label }) => ({ value: label, label: `${label} · ${words.get(label) ?? ''}` }));
  return (
    <div className="machine-chooser">
      <p className="machine-counts">
        {countsOf(machines).map(({ kind, mode, count }) => {
          const sort = sortOf(kind);
          const one = machines.find((machine) => machine.kind === kind && machine.mode === mode);
          return (
            <StateBadge
              key={`${kind} ${mode}`}
              {...modeLook(sort, mode)}
              word={`${count} ${one ? (words.get(one.label) ?? mode) : mode}`}
            />
          );
        })}
      </p>
      <SelectField
        label="Machine shown"
        isLabelHidden
        value={chosen}
        options={[{ value: FOLLOW, label: 'the one that changed last' }, ...options]}
        onChange={choose}
        layout="stack"
      />
    </div>
  );
}
