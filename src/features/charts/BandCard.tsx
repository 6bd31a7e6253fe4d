/** The states chart: one lane for each breaker, group of pods, probes, alerts; the worse, the higher and the fuller its band. */
import { type ReactNode, useId, useMemo } from 'react';
import { endOf } from './model';
import { useTimeSpan } from './brush';
import { type Band, bandsOf, stateAt } from './bands';
import { CardFrame } from './CardFrame';
import type { ChartCardProps } from './ChartCard';
import { saveCsv, tableCsv } from './csv';
import { useHover } from '../shared/hover';
import { Marks } from './PlotFrame';
import { momentText } from './ticks';
import { useSnapshot } from './use-pulse';
import { timesOf, useStretched } from './Stretch';
import { useSize } from './use-size';
import { nameOf } from '../shared/words';
import { useDocument, useTransitions } from '../shared/playground';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';
import { type Column, DataTable } from '@/ui';

/** Most rows of the table, newest first. */
const MOST_ROWS = 200;
/** Height of a lane on the desk and on the wall, pixels. */
const LANE_PX = { desk: 21, projector: 34 } as const;
/** Room that a letter of a word needs, and the word's edges, pixels. */
const LETTER_PX = { desk: 7, projector: 12 } as const;
const WORD_EDGE_PX = 14;

const percent = (share: number): string => `${Math.round(share * 1e5) / 1e3}%`;

interface LaneProps {
  readonly band: Band;
  readonly endUs: number;
  /** Of the whole axis, pixels. */
  readonly width: number;
  readonly mode: ChartCardProps['mode'];
}

function Lane({ band, endUs, width, mode }: LaneProps): ReactNode {
  const hasRoom = (share: number, text: string): boolean => share * width > text.length * LETTER_PX[mode] + WORD_EDGE_PX;
  const hover = useHover();
  const state = hover ? stateAt(band, hover.tUs / endUs) : band.spans.at(-1);
  return (
    <div className="band-lane">
      <span className="band-name">
        {band.label} <b>{state?.text ?? ''}</b>
      </span>
      {band.spans.map(({ from, to, gravity, text }) => (
        <div
          key={from}
          className="band-span"
          data-gravity={gravity}
          style={{ left: percent(from), width: `max(2px, ${percent(to - from)})` }}
        >
          {gravity !== 'well' && hasRoom(to - from, text) && <span>{text}</span>}
        </div>
      ))}
    </div>
  );
}

const COLUMNS = ['Time', 'Part', 'Machine', 'From', 'To', 'Why'] as const;

function rowOf(scenario: Scenario, { atUs, where, machine, from, to, why }: Transition): readonly string[] {
  return [momentText(atUs), nameOf(scenario, where), machine, from, to, why];
}

function BandTable({ transitions, scenario }: { readonly transitions: readonly Transition[]; readonly scenario: Scenario }): ReactNode {
  const rows = transitions.slice(-MOST_ROWS).map((one, i) => ({ key: String(i), cells: rowOf(scenario, one) }));
  const columns = COLUMNS.map((header, i): Column<(typeof rows)[number]> => ({
    id: header,
    header,
    cell: ({ cells }) => cells[i] ?? '',
  }));
  return (
    <DataTable
      caption="Changes of state, newest first"
      isCaptionHidden
      columns={columns}
      rows={rows.toReversed()}
      keyOf={({ key }) => key}
      emptyText="Nothing has changed its state yet."
    />
  );
}

/** What the lanes say now. */
function sentenceOf(bands: readonly Band[]): string {
  if (bands.length === 0) return 'Nothing has changed its state yet.';
  return bands.map(({ label, spans }) => `${label}: ${spans.at(-1)?.text ?? ''}`).join('; ');
}

/** Draws the chart. */
export function BandCard({ marks, ...frame }: ChartCardProps): ReactNode {
  const { mode } = frame;
  const id = useId();
  const { length, layout } = useSnapshot();
  const scenario = useDocument((state) => state.scenario);
  const transitions = useTransitions();
  const { size: place, ref } = useSize();
  const endUs = endOf(layout, scenario);
  const span = useTimeSpan(endUs);
  const size = useStretched(place, timesOf(span, endUs));
  const nowUs = length * layout.sampleEveryUs;
  const bands = useMemo(() => bandsOf(scenario, transitions, endUs, nowUs), [scenario, transitions, endUs, nowUs]);
  const most = Math.max(1, Math.floor(size.height / LANE_PX[mode]));
  const shown = bands.length > most ? bands.slice(0, Math.max(1, most - 1)) : bands;
  const hidden = bands.length - shown.length;
  const save = (): void => saveCsv(`${scenario.title} states`, tableCsv(COLUMNS, transitions.map((one) => rowOf(scenario, one))));
  return (
    <CardFrame {...frame} id={id} name="States" sentence={sentenceOf(bands)} endUs={endUs} everyUs={layout.sampleEveryUs} span={span}
      size={size} plot={ref} plotClass="band-plot" onSave={save}
      table={() => <BandTable transitions={transitions} scenario={scenario} />}
      under={
        <div className="band-lanes" aria-hidden>
          {shown.map((band) => <Lane key={band.id} band={band} endUs={endUs} width={size.width} mode={mode} />)}
          {hidden > 0 && <p className="band-more">{hidden} more in the table</p>}
        </div>
      }
      over={<Marks marks={marks} />}
      front={bands.length === 0 && <p className="chart-empty">nothing has changed its state yet</p>} />
  );
}
