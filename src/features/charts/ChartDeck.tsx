/** The row of charts: four where there is room, three on a small screen, two on the wall; each place can show any chart. */
import { type ReactNode, useMemo, useState } from 'react';
import { BandCard } from './BandCard';
import { ChartCard, type ChartKind } from './ChartCard';
import { choiceChart } from './choice-chart';
import { latencyChart, waitingChart } from './level-charts';
import { MapCard } from './MapCard';
import { faultSpans } from './marks';
import { endOf } from './model';
import { memoryChart, utilisationChart } from './part-levels';
import { answersChart, errorsChart } from './rate-charts';
import { useMarks } from './use-marks';
import { PulseContext, useNewPulse } from './use-pulse';
import { useSize } from './use-size';
import { shownFaults } from '../shared/locks';
import { useDocument, useRunLayout } from '../shared/playground';
import { ErrorBoundary } from '@/ui';

const LATENCY: ChartKind = { id: 'latency', title: 'Latency', build: latencyChart, followsSelection: true };
const WAITING: ChartKind = { id: 'waiting', title: 'Waiting', build: waitingChart, followsSelection: true };
const ANSWERS: ChartKind = { id: 'answers', title: 'Answers', build: answersChart, followsSelection: false };
const ERRORS: ChartKind = { id: 'errors', title: 'Errors', build: errorsChart, followsSelection: false };
const UTILISATION: ChartKind = { id: 'utilisation', title: 'Utilisation', build: utilisationChart, followsSelection: true };
const MEMORY: ChartKind = { id: 'memory', title: 'Memory', build: memoryChart, followsSelection: true };
const MAP: ChartKind = { id: 'map', title: 'Latency map', build: null, followsSelection: false };
const STATES: ChartKind = { id: 'states', title: 'States', build: null, followsSelection: false };
const CHOICE: ChartKind = { id: 'choice', title: 'Your choice', build: choiceChart, followsSelection: false, isPicked: true };

/** Every place can show any of them. */
const ALL: readonly ChartKind[] = [LATENCY, MAP, WAITING, ANSWERS, ERRORS, UTILISATION, MEMORY, STATES, CHOICE];

/** What the places of the row show at first, by its width in pixels. */
function usualOf(mode: 'desk' | 'projector', width: number): readonly ChartKind[] {
  if (mode === 'projector' || width < 720) return [WAITING, ANSWERS];
  return width < 1240 ? [LATENCY, WAITING, ANSWERS] : [LATENCY, WAITING, ANSWERS, ERRORS];
}

/** What the places show: what was chosen for them, and no chart twice. */
function placesOf(usual: readonly ChartKind[], chosen: Readonly<Record<number, string>>): readonly ChartKind[] {
  const wanted = usual.map((kind, place) => ALL.find(({ id }) => id === chosen[place]) ?? kind);
  return wanted.map((kind, place) => {
    if (wanted.findIndex((one) => one === kind) === place) return kind;
    return usual.find((one) => !wanted.includes(one)) ?? ALL.find((one) => !wanted.includes(one)) ?? kind;
  });
}

/** Draws the row. */
export function ChartDeck({ mode }: { readonly mode: 'desk' | 'projector' }): ReactNode {
  const pulse = useNewPulse();
  const { size, ref } = useSize();
  const scenario = useDocument((state) => state.scenario);
  const endUs = endOf(useRunLayout(), scenario);
  const [chosen, setChosen] = useState<Readonly<Record<number, string>>>({});
  const spans = useMemo(() => faultSpans(shownFaults(scenario).map(({ fault }) => fault), endUs), [scenario, endUs]);
  const { all: marks, goals } = useMarks(endUs);
  const places = size.width > 0 ? placesOf(usualOf(mode, size.width), chosen) : [];
  // A chart that is shown elsewhere changes places with this one.
  const choose = (place: number, id: string): void => {
    const other = places.findIndex((kind) => kind.id === id);
    const own = places[place]?.id ?? id;
    setChosen((last) => ({ ...last, ...(other >= 0 ? { [other]: own } : {}), [place]: id }));
  };
  return (
    <PulseContext value={pulse}>
      <div className="charts" data-mode={mode} ref={ref} role="group" aria-label="Charts">
        {places.map((kind, place) => {
          const shared = { kind, kinds: ALL, onKind: (id: string) => choose(place, id), spans, mode };
          const { build } = kind;
          return (
            <ErrorBoundary key={kind.id} part={`The chart of ${kind.title.toLowerCase()}`}>
              {kind === MAP && <MapCard {...shared} marks={marks} />}
              {kind === STATES && <BandCard {...shared} marks={goals} />}
              {build !== null && <ChartCard {...shared} build={build} marks={marks} />}
            </ErrorBoundary>
          );
        })}
      </div>
    </PulseContext>
  );
}
