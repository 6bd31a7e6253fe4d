/** The objectives of a scenario, each with how it stands now: shape, word and figure. */
import type { ReactNode } from 'react';
import { Target } from 'lucide-react';
import { type Goal, goalsOf, type GoalState } from './goals';
import { useDocument, useRunStatus, useSamples, useTransitions } from '../shared/playground';
import { Panel, StateBadge, type StateShape, type StateTone } from '@/ui';

const LOOKS: Readonly<Record<GoalState, { readonly shape: StateShape; readonly tone: StateTone; readonly word: string }>> = {
  met: { shape: 'circle', tone: 'ok', word: 'met' },
  'so-far': { shape: 'circle', tone: 'ok', word: 'met so far' },
  'not-yet': { shape: 'ring', tone: 'idle', word: 'not yet' },
  missed: { shape: 'square', tone: 'bad', word: 'missed' },
  unknown: { shape: 'ring', tone: 'idle', word: 'told by the report' },
};

/** Shares are small numbers, counts large ones. */
function figure(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return Math.abs(value) < 1 ? String(Math.round(value * 10_000) / 10_000) : String(Math.round(value * 100) / 100);
}

function Line({ goal }: { readonly goal: Goal }): ReactNode {
  const { objective, value, state } = goal;
  const { shape, tone, word } = LOOKS[state];
  return (
    <li className="story-goal">
      <span>{objective.text}</span>
      <span className="story-goal-state">
        <StateBadge shape={shape} tone={tone} word={word} />
        {value !== null && state !== 'unknown' && (
          <span className="ui-num ui-muted">
            {figure(value)} ({objective.is.replace('<=', '≤').replace('>=', '≥')} {figure(objective.limit)})
          </span>
        )}
      </span>
    </li>
  );
}

/** Draws them, or nothing. */
export function Goals(): ReactNode {
  const scenario = useDocument((state) => state.scenario);
  const { log } = useSamples();
  const transitions = useTransitions();
  const isOver = useRunStatus((status) => status.isAtEnd || status.stopped !== null);
  const goals = goalsOf(scenario, log, transitions, isOver);
  if (goals.length === 0) return null;
  return (
    <Panel title="Objectives" icon={Target}>
      <ul className="story-goals">
        {goals.map((goal) => <Line key={goal.objective.id} goal={goal} />)}
      </ul>
    </Panel>
  );
}
