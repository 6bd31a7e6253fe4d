/** The levers: switch the breaker on a wire, slow a service down. Both act at once, while the run goes on. */
import type { ReactNode } from 'react';
import { guardableWires, isGuarded, lastParts, withGuard } from './guard';
import { nameOf } from '../shared/words';
import { useDocument, usePlayground, useRunStatus } from '../shared/playground';
import { FAULTS } from '@/faults/registry';
import type { Scenario, ScenarioFault } from '@/scenario/schema';
import { Switch } from '@/ui';

/** More wires than this are the inspector's business. */
const SHOWN = 4;
const SLOW = 'slow';

/** What parts are called; where two of them are called the same, with their ids. */
function namesOf(scenario: Scenario, ids: readonly string[]): ReadonlyMap<string, string> {
  const names = ids.map((id) => nameOf(scenario, id));
  return new Map(ids.map((id, i) => {
    const name = names[i] ?? id;
    return [id, names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} (${id})`];
  }));
}

/** Draws a switch for every guard and every service that could be slow. */
export function Levers(): ReactNode {
  const { change, injectFault, endFault } = usePlayground();
  const scenario = useDocument((state) => state.scenario);
  const active = useRunStatus((status) => status.activeFaults);
  const slowMs = FAULTS.get(SLOW)?.value?.usual ?? 500;

  const wires = guardableWires(scenario).slice(0, SHOWN);
  const parts = lastParts(scenario).slice(0, SHOWN);
  const names = namesOf(scenario, [...wires, ...parts]);

  const setSlow = (target: string, isOn: boolean): void => {
    if (isOn) return injectFault({ kind: SLOW, target, value: slowMs });
    const acting = active.filter((fault) => fault.kind === SLOW && fault.target === target);
    const isActing = ({ kind, target: at, atMs, value }: ScenarioFault): boolean =>
      acting.some((fault) => fault.kind === kind && fault.target === at && fault.atMs === atMs && fault.value === value);
    endFault(...scenario.faults.flatMap((fault, index) => (isActing(fault) ? [index] : [])));
  };

  return (
    <div className="story-levers" role="group" aria-label="Levers">
      {wires.map((wire) => (
        <Switch
          key={wire}
          label={`Breaker: ${names.get(wire) ?? wire}`}
          hint="with a fallback that answers from the last known value"
          isOn={isGuarded(scenario, wire)}
          onChange={(isOn) =>
            change(isOn ? 'switch the breaker on' : 'switch the breaker off', (now) => withGuard(now, wire, isOn))
          }
        />
      ))}
      {parts.map((target) => (
        <Switch
          key={target}
          label={`${names.get(target) ?? target} is slow`}
          hint={`its answers take ${slowMs} ms`}
          isOn={active.some((fault) => fault.kind === SLOW && fault.target === target)}
          onChange={(isOn) => setSlow(target, isOn)}
        />
      ))}
    </div>
  );
}
