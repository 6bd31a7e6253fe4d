/** One machine of a node: its chart with the present state lit, what is known beside it, and why it changed last. */
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Chart } from './chart';
import type { LayoutWish } from './layout';
import { type MachineSort, modeOf, sortOf, wordOf } from './node-charts';
import { useChangesOf } from './node-machines';
import { StateChart, type Taken } from './StateChart';
import { useClock } from './use-clock';
import { sentence } from './words';
import { clockText, secondsText } from '../shared/words';
import type { Transition } from '@/engine/context';
import type { WatchedMachine } from '@/simulation/frame';
import { announce } from '@/ui';

/** Parameters of equal content stay one object, so that the drawing is computed once. */
export function useChart(machine: WatchedMachine): { readonly sort: MachineSort | null; readonly chart: Chart | null } {
  const { kind } = machine;
  const text = JSON.stringify(machine.params);
  return useMemo(() => {
    const sort = sortOf(kind);
    return { sort, chart: sort?.chartOf(JSON.parse(text)) ?? null };
  }, [kind, text]);
}

/** The last way that the drawing has. */
function useTaken(changes: readonly Transition[], sort: MachineSort | null, chart: Chart | null): Taken | null {
  return useMemo(() => {
    const last = changes.at(-1);
    if (!last || !chart) return null;
    const [from, to] = [modeOf(sort, last.from), modeOf(sort, last.to)];
    return chart.arrows.some((arrow) => arrow.from === from && arrow.to === to) ? { from, to, atUs: last.atUs } : null;
  }, [changes, sort, chart]);
}

/** Says a change of mode; what was there at first, or is another machine, is no news. */
function useNews(label: string, word: string, why: string): void {
  const said = useRef({ label, word });
  useEffect(() => {
    const before = said.current;
    said.current = { label, word };
    if (before.label === label && before.word !== word) announce(`${label}: ${word}. ${why}`);
  }, [label, word, why]);
}

function Countdown({ dueUs, label }: { readonly dueUs: number; readonly label: string }): ReactNode {
  const nowUs = useClock();
  return (
    <div className="machine-fact" data-look="next">
      <dt>{label}</dt>
      <dd>
        <span className="machine-countdown">{dueUs < 0 ? '–' : secondsText(dueUs - nowUs)}</span>
      </dd>
    </div>
  );
}

/** States beside which there is room for a second line. */
const MOST_HINTED = 4;

interface NodeMachineProps {
  readonly machine: WatchedMachine;
  readonly wish: LayoutWish;
}

/** Draws it, for the card and for the inspector alike. */
export function NodeMachine({ machine, wish }: NodeMachineProps): ReactNode {
  const { node, label, mode, facts, dueUs } = machine;
  const { sort, chart } = useChart(machine);
  const changes = useChangesOf(node, label);
  const taken = useTaken(changes, sort, chart);
  const last = changes.at(-1);
  const isCrowded = (chart?.states.length ?? 0) > MOST_HINTED;
  const fitting = useMemo(() => (isCrowded ? { ...wish, hasHints: false } : wish), [wish, isCrowded]);
  const word = wordOf(chart, mode);
  const why = sentence(last?.why ?? '');
  useNews(label, word, why);
  return (
    <div className="node-machine" data-mode={mode}>
      {chart && <StateChart chart={chart} current={mode} last={taken} wish={fitting} name={`${sort?.title ?? ''}, ${label}`} />}
      <dl className="node-machine-facts">
        <div className="machine-fact" data-look="big">
          <dt>{last ? `since ${clockText(last.atUs)}` : 'since the beginning'}</dt>
          <dd>{word}</dd>
        </div>
        <Countdown dueUs={dueUs} label={sort?.dueLabel(mode) ?? 'moves on in'} />
        {facts.map((fact) => (
          <div key={fact.label} className="machine-fact">
            <dt>{fact.label}</dt>
            <dd>{fact.text}</dd>
          </div>
        ))}
      </dl>
      <p className="machine-reason">
        {last ? (
          <>
            <strong>{clockText(last.atUs)}</strong> {why}
          </>
        ) : (
          'It has not changed in this run.'
        )}
      </p>
    </div>
  );
}
