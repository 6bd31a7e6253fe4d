/** The objectives of a scenario, each with how it stands now: shape, word and figure. */
import { type ReactNode, useEffect } from 'react';
import { Target } from 'lucide-react';
import { type Goal, goalsOf, type GoalState, isMissed } from './goals';
import { useMeasured } from './use-measured';
import { useDocument, useRunStatus, useSamples, useTransitions } from '../playground';
import { clockText } from '../words';
import { figureText, unitOf } from '@/course/metrics';
import { Panel, StateBadge, type StateShape, type StateTone } from '@/ui';
import './goals.css';

/** How the standing of an objective looks. */
export const LOOKS: Readonly<Record<GoalState, { readonly shape: StateShape; readonly tone: StateTone; readonly word: string }>> = {
  met: { shape: 'circle', tone: 'ok', word: 'met' },
  'so-far': { shape: 'circle', tone: 'ok', word: 'met so far' },
  'not-yet': { shape: 'ring', tone: 'idle', word: 'not yet' },
  missed: { shape: 'square', tone: 'bad', word: 'missed' },
  unknown: { shape: 'ring', tone: 'idle', word: 'nothing measured yet' },
};

function Line({ goal }: { readonly goal: Goal }): ReactNode {
  const { objective, value, state, sinceUs } = goal;
  const { shape, tone, word } = LOOKS[state];
  const { metric, is, limit } = objective;
  const figure = (of: number): string => figureText(of, metric, unitOf(metric));
  return (
    <li className="goal">
      <span>{objective.text}</span>
      <span className="goal-state">
        <StateBadge shape={shape} tone={tone} word={word} />
        {value !== null && state !== 'unknown' && (
          <span className="ui-num ui-muted">
            {sinceUs !== null && `at ${clockText(sinceUs)} · `}
            {figure(value)} ({is.replace('<=', '≤').replace('>=', '≥')} {figure(limit)})
          </span>
        )}
      </span>
    </li>
  );
}

function useGoals(): readonly Goal[] {
  const scenario = useDocument((state) => state.scenario);
  const { log } = useSamples();
  const transitions = useTransitions();
  const isOver = useRunStatus((status) => status.isAtEnd || status.stopped !== null);
  const measured = useMeasured();
  return goalsOf(scenario, log, transitions, isOver, measured);
}

/** The list alone, for a place that has a heading; nothing without objectives. `onMissed` hears which are not kept now. */
export function GoalList({ onMissed }: { readonly onMissed?: (texts: readonly string[]) => void }): ReactNode {
  const goals = useGoals();
  const missed = JSON.stringify(goals.filter(isMissed).map(({ objective }) => objective.text));
  useEffect(() => onMissed?.(JSON.parse(missed) as string[]), [onMissed, missed]);
  if (goals.length === 0) return null;
  return (
    <ul className="goals">
      {goals.map((goal) => <Line key={goal.objective.id} goal={goal} />)}
    </ul>
  );
}

/** Draws them in a panel, or nothing. */
export function Goals({ onMissed }: { readonly onMissed: (texts: readonly string[]) => void }): ReactNode {
  const hasSome = useDocument(({ scenario }) => scenario.objectives.length > 0);
  return hasSome && <Panel title="Objectives" icon={Target}><GoalList onMissed={onMissed} /></Panel>;
}
