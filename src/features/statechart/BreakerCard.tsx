/** The card of a circuit breaker: its statechart, its figures, its window and the reason of the last change. */
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { ToggleLeft } from 'lucide-react';
import { BreakerFigures } from './BreakerFigures';
import type { LayoutWish } from './layout';
import { breakerChart } from './machine-charts';
import { StateChart } from './StateChart';
import { WindowCells } from './WindowCells';
import { lastChange } from './words';
import { nameOf } from '../shared/words';
import { useDocument, useTransitions } from '../shared/playground';
import type { Transition } from '@/engine/context';
import type { PolicyContract } from '@/engine/contracts';
import type { BreakerParams } from '@/machines/circuit-breaker/params';
import type { BreakerSnapshot } from '@/machines/circuit-breaker/snapshot';
import { announce, useTheme } from '@/ui';

const DESK: LayoutWish = { width: 24, leastHeight: 12.5, hasHints: true };
const WALL: LayoutWish = { width: 22, leastHeight: 9, hasHints: false };

/** What the card of any machine is given. */
export interface MachineFaceProps {
  readonly wireId: string;
  readonly contract: PolicyContract;
  /** Settings of the policy in the file. */
  readonly settings: unknown;
  /** The machine's own picture; null before there is a run. */
  readonly picture: unknown;
}

/** Says a change of mode; what was there at first is no news. */
function useNews(name: string, word: string, why: string): void {
  const said = useRef(word);
  useEffect(() => {
    if (said.current === word) return;
    said.current = word;
    announce(`${name}: ${word}. ${why}`);
  }, [name, word, why]);
}

function useLastTaken(wireId: string, states: readonly { readonly id: string }[]): Transition | undefined {
  const transitions = useTransitions();
  return useMemo(() => {
    const knows = (mode: string): boolean => states.some(({ id }) => id === mode);
    return transitions.findLast(({ where, from, to }) => where === wireId && knows(from) && knows(to));
  }, [transitions, wireId, states]);
}

/** Settings that are equal in content stay one object, so that the drawing is computed once. */
function useParams(contract: PolicyContract, settings: unknown): BreakerParams {
  const text = JSON.stringify(settings);
  return useMemo(() => contract.resolve(JSON.parse(text)) as BreakerParams, [contract, text]);
}

/** Draws the card. */
export function BreakerCard({ wireId, contract, settings, picture }: MachineFaceProps): ReactNode {
  const { isProjector } = useTheme();
  const scenario = useDocument((state) => state.scenario);
  const params = useParams(contract, settings);
  const chart = useMemo(() => breakerChart(params), [params]);
  const snapshot = picture as BreakerSnapshot | null;
  const current = snapshot?.mode ?? chart.initial;
  const last = useLastTaken(wireId, chart.states);
  const word = chart.states.find(({ id }) => id === current)?.label ?? current.replace('-', ' ').toUpperCase();
  const change = snapshot && lastChange(snapshot, last);
  const name = `${contract.title}, ${nameOf(scenario, wireId)}`;
  useNews(name, word, change?.why ?? '');
  return (
    <section className="machine-card" data-mode={current} aria-label={name}>
      <header className="machine-head">
        <ToggleLeft aria-hidden className="ui-icon" />
        <h2>
          {contract.title}
          <span className="machine-wire"> · {nameOf(scenario, wireId)}</span>
        </h2>
        {!isProjector && <p>{contract.summary(settings)}</p>}
      </header>
      <div className="machine-body">
        <StateChart chart={chart} current={current} last={last ?? null} wish={isProjector ? WALL : DESK} name={name} />
        {snapshot && <BreakerFigures snapshot={snapshot} word={word} />}
      </div>
      {snapshot && <WindowCells cells={snapshot.cells} window={params.window} />}
      <p className="machine-reason">
        {change ? (
          <>
            <strong>{change.verb}</strong> {change.why}
          </>
        ) : (
          <span>Every call passes; nothing has opened it yet.</span>
        )}
      </p>
    </section>
  );
}
