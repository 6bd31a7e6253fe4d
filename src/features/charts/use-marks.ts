/** The marks that all charts share. Decisions of objectives are looked for twice a second, and told when there is another one. */
import { useEffect, useMemo, useState } from 'react';
import { goalMarks, type Mark, marksOf } from './marks';
import { goalsOf } from '../shared/goals/goals';
import { useDocument, usePlayground, useTransitions } from '../shared/playground';

const EVERY_MS = 500;
const NONE: readonly Mark[] = [];

function useGoalMarks(endUs: number): readonly Mark[] {
  const { run, document } = usePlayground();
  const hasSome = useDocument(({ scenario }) => scenario.objectives.length > 0);
  const [marks, setMarks] = useState(NONE);
  useEffect(() => {
    if (!hasSome) return undefined;
    let isDue = true;
    const look = (): void => {
      if (!isDue) return;
      isDue = false;
      window.setTimeout(() => void (isDue = true), EVERY_MS);
      const { scenario } = document.getSnapshot().context;
      const { isAtEnd, stopped } = run.status;
      const found = goalMarks(goalsOf(scenario, run.samples, run.transitions, isAtEnd || stopped !== null), endUs);
      setMarks((before) => (before.map(({ text }) => text).join() === found.map(({ text }) => text).join() ? before : found));
    };
    look();
    return run.subscribe('samples', look);
  }, [run, document, hasSome, endUs]);
  return hasSome ? marks : NONE;
}

/** See the file's header. `of.all` are for charts of figures, `of.goals` for one that shows transitions anyway. */
export function useMarks(endUs: number): { readonly all: readonly Mark[]; readonly goals: readonly Mark[] } {
  const scenario = useDocument((state) => state.scenario);
  const transitions = useTransitions();
  const goals = useGoalMarks(endUs);
  const all = useMemo(() => [...marksOf(scenario, transitions, endUs), ...goals], [scenario, transitions, endUs, goals]);
  return { all, goals };
}
