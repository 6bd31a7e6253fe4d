/** The row of charts: four where there is room, three on a small screen, two on the wall; what has no place of its own shares one. */
import { type ReactNode, useMemo, useState } from 'react';
import { ChartCard, type ChartKind } from './ChartCard';
import { latencyChart, waitingChart } from './level-charts';
import { faultSpans, marksOf } from './marks';
import { answersChart, errorsChart } from './rate-charts';
import { PulseContext, useNewPulse } from './use-pulse';
import { useSize } from './use-size';
import { useDocument, useRunLayout, useTransitions } from '../shared/playground';

const LATENCY: ChartKind = { id: 'latency', title: 'Latency', build: latencyChart, followsSelection: true };
const WAITING: ChartKind = { id: 'waiting', title: 'Waiting', build: waitingChart, followsSelection: true };
const ANSWERS: ChartKind = { id: 'answers', title: 'Answers', build: answersChart, followsSelection: false };
const ERRORS: ChartKind = { id: 'errors', title: 'Errors', build: errorsChart, followsSelection: false };

/** Places of the row by its width in pixels; the first kind of a place is shown first. */
function placesOf(mode: 'desk' | 'projector', width: number): readonly (readonly ChartKind[])[] {
  if (mode === 'projector' || width < 720)
    return [
      [WAITING, LATENCY],
      [ANSWERS, ERRORS],
    ];
  return width < 1240 ? [[LATENCY], [WAITING], [ANSWERS, ERRORS]] : [[LATENCY], [WAITING], [ANSWERS], [ERRORS]];
}

/** Draws the row. */
export function ChartDeck({ mode }: { readonly mode: 'desk' | 'projector' }): ReactNode {
  const pulse = useNewPulse();
  const { size, ref } = useSize();
  const scenario = useDocument((state) => state.scenario);
  const { endUs } = useRunLayout();
  const transitions = useTransitions();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const spans = useMemo(() => faultSpans(scenario.faults, endUs || 1), [scenario.faults, endUs]);
  const marks = useMemo(() => marksOf(scenario, transitions, endUs || 1), [scenario, transitions, endUs]);
  const places = size.width > 0 ? placesOf(mode, size.width) : [];
  return (
    <PulseContext value={pulse}>
      <div className="charts" data-mode={mode} ref={ref} role="group" aria-label="Charts">
        {places.map((kinds) => {
          const kind = kinds.find(({ id }) => chosen.includes(id)) ?? kinds[0];
          if (!kind) return null;
          const choose = (id: string): void =>
            setChosen((last) => [...last.filter((one) => !kinds.some((other) => other.id === one)), id]);
          return <ChartCard key={kind.id} kind={kind} kinds={kinds} onKind={choose} spans={spans} marks={marks} mode={mode} />;
        })}
      </div>
    </PulseContext>
  );
}
