/** This run beside another one: in figures up to the same moment, in words when both are over; and the choice of the other one. */
import { type ReactNode, useRef } from 'react';
import { useSelector } from '@xstate/store-react';
import { ChevronDown, FileJson, Scale } from 'lucide-react';
import { guardableWires, isGuarded } from './guard';
import { twinStore } from './twin-store';
import { guardedWires, type TwinChoice } from './variants';
import { useDocument } from '../shared/playground';
import { readValue } from '@/scenario/read';
import { Button, deferred, Menu, type MenuEntry, NumberField, Panel, showToast } from '@/ui';

const TwinFigures = deferred(() => import('./TwinFigures').then((module) => module.TwinFigures));

const choose = (choice: TwinChoice): void => twinStore.trigger.choose({ choice });

/** Largest file that is read; a patch has a few lines. */
const MOST_BYTES = 1_048_576;

async function readPatch(file: File): Promise<void> {
  if (file.size > MOST_BYTES) return void showToast({ tone: 'warn', title: 'This file is too large for a patch.', key: 'patch' });
  const reading = readValue(await file.text());
  if (reading.ok) choose({ kind: 'patch', name: file.name.replace(/(\.patch)?\.json$/, ''), patch: reading.value });
  else showToast({ tone: 'warn', title: 'This file is no patch.', text: reading.problems[0]?.message ?? '', key: 'patch' });
  return undefined;
}

/** Entries of the menu of variants; what this scenario has no use for is off, with the reason. */
function useEntries(askFile: () => void): readonly MenuEntry[] {
  const choice = useSelector(twinStore, ({ context }) => context.choice);
  const scenario = useDocument((state) => state.scenario);
  const first = useDocument(({ past }) => past[0]?.scenario ?? null);
  const hasGuard = guardedWires(scenario).length > 0;
  const canGuard = guardableWires(scenario).some((id) => !isGuarded(scenario, id));
  const isOn = (...kinds: readonly TwinChoice['kind'][]): boolean => kinds.includes(choice.kind);
  const item = (id: string, label: string, isChecked: boolean, onSelect: () => void, off: string | null = null): MenuEntry => ({
    kind: 'item', id, label, isChecked, onSelect, isDisabled: off !== null, hint: off ?? undefined,
  });
  return [
    { kind: 'heading', id: 'head', label: 'Compare with' },
    item('without', 'the same without breakers', isOn('without-guard') || (isOn('automatic') && hasGuard),
      () => choose({ kind: 'without-guard' }), hasGuard ? null : 'no wire has one'),
    item('with', 'the same with a breaker and fallback', isOn('with-guard'), () => choose({ kind: 'with-guard' }),
      canGuard ? null : 'no wire between services is without one'),
    item('file', 'the scenario before my changes', isOn('file'), () => first && choose({ kind: 'file', scenario: first }),
      first ? null : 'nothing has been changed'),
    item('seed', 'another seed', isOn('seed'), () => choose({ kind: 'seed', seed: (scenario.seed + 1) % 4_294_967_296 })),
    { kind: 'item', id: 'patch', label: 'a patch file …', icon: FileJson, onSelect: askFile },
    { kind: 'separator', id: 'line' },
    item('none', 'nothing', isOn('none') || (isOn('automatic') && !hasGuard), () => choose({ kind: 'none' })),
  ];
}

/** The choice of the other run; the file field stays hidden behind its entry. */
function Chooser(): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const entries = useEntries(() => field.current?.click());
  return (
    <>
      <Menu
        label="Compare with"
        align="start"
        side="top"
        entries={entries}
        trigger={
          <Button size="small" icon={ChevronDown}>
            Compare with
          </Button>
        }
      />
      <input ref={field} type="file" accept=".json,application/json" className="ui-hidden" tabIndex={-1} aria-hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (file) void readPatch(file);
        }} />
    </>
  );
}

function Seed(): ReactNode {
  const choice = useSelector(twinStore, ({ context }) => context.choice);
  if (choice.kind !== 'seed') return null;
  return (
    <NumberField label="Seed of the other run" value={choice.seed} min={0} max={4_294_967_295} isWhole
      onCommit={(seed) => choose({ kind: 'seed', seed })} />
  );
}

/** Draws the card. */
export function TwinCard(): ReactNode {
  const otherRun = useSelector(twinStore, ({ context }) => context.otherRun);
  const problem = useSelector(twinStore, ({ context }) => context.problem);
  return (
    <Panel title={otherRun?.title ?? 'Compare'} icon={Scale} footer={<Chooser />}>
      {problem !== null && <p className="ui-note" data-tone="warn">{problem}</p>}
      <Seed />
      {otherRun && <TwinFigures otherRun={otherRun} />}
      {!otherRun && problem === null && (
        <p className="ui-muted">Run a variant on the same arrivals beside this one: both stand in the charts, the other as a pale line.</p>
      )}
    </Panel>
  );
}
