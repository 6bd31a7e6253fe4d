/** The latency map: for every moment how many answers took how long, so that two groups that a median hides are both seen. */
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTimeSpan } from './brush';
import { CardFrame } from './CardFrame';
import type { ChartCardProps } from './ChartCard';
import { Choice } from './Choice';
import { saveCsv, tableCsv } from './csv';
import { NoteBox } from './Figures';
import { goalLines, latencyFigures } from './goals';
import { binText, columnAt, fullest, type LatencyMap, latencyMap, MAP_HEADS, mapRow, mapTable, shareText } from './latency-map';
import { ALL_SOURCES } from './level-charts';
import { endOf } from './model';
import { Limits, Marks, UprightAxis } from './PlotFrame';
import { timesOf, useStretched } from './Stretch';
import { momentText, placeOn, shortSpan } from './ticks';
import { useSnapshot } from './use-pulse';
import { type Size, useSize } from './use-size';
import { useHover } from '../shared/hover';
import { useDocument } from '../shared/playground';
import { nameOf } from '../shared/words';
import { latencyBinUs } from '@/engine/measure/latency-bins';
import { type Column, DataTable, useTheme } from '@/ui';

/** Most rows of the table, newest first. */
const MOST_ROWS = 200;
/** Bins that the note beside the pointer names. */
const MOST_NAMED = 3;
const MOST_PIXELS = 4096;
const FAINTEST = 0.14;
/** Height of a value at the axis on the desk and on the wall, pixels. */
const LINE_PX = { desk: 15, projector: 33 } as const;

/** Cells are painted, not drawn as elements: there are thousands. The share of a column's answers is how strong a cell is. */
function Cells({ map, endUs, size }: { readonly map: LatencyMap; readonly endUs: number; readonly size: Size }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { theme } = useTheme();
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.min(MOST_PIXELS, Math.round(size.width * ratio));
    element.height = Math.round(size.height * ratio);
    pen.fillStyle = getComputedStyle(element).color;
    const heightOf = (us: number): number => Math.round((1 - placeOn(map.axis, us / 1000)) * element.height);
    for (const { fromUs, toUs, total, bins } of map.columns) {
      const [left, right] = [fromUs, toUs].map((us) => Math.round((us / endUs) * element.width)) as [number, number];
      for (let bin = map.low; bin <= map.high; bin++) {
        const count = bins[bin] ?? 0;
        if (count === 0) continue;
        pen.globalAlpha = FAINTEST + (1 - FAINTEST) * Math.sqrt(count / total);
        const [top, foot] = [heightOf(latencyBinUs(bin + 1)), heightOf(latencyBinUs(bin))];
        pen.fillRect(left, top, Math.max(1, right - left), Math.max(1, foot - top));
      }
    }
  }, [map, endUs, size, theme]);
  return <canvas ref={canvas} className="map-cells" aria-hidden />;
}

/** What a moment's column says, the fullest bins first. */
function MapNote({ id, map, endUs }: { readonly id: string; readonly map: LatencyMap; readonly endUs: number }): ReactNode {
  const hover = useHover();
  if (hover?.chart !== id) return null;
  const column = columnAt(map, hover.tUs);
  const share = hover.tUs / endUs;
  return (
    <NoteBox share={share}>
      <strong>{momentText(hover.tUs)}</strong>
      {column === null || column.total === 0 ? <span>no answers</span> : fullest(column, MOST_NAMED).map(({ bin, count }) => (
        <span key={bin} className="chart-note-row">{binText(bin)}<b>{shareText(count, column.total)}</b></span>
      ))}
    </NoteBox>
  );
}

/** Where most answers are, at the pointed moment or now. */
function Most({ map }: { readonly map: LatencyMap }): ReactNode {
  const hover = useHover();
  const column = hover ? columnAt(map, hover.tUs) : (map.columns.at(-1) ?? null);
  const [first] = column ? fullest(column, 1) : [];
  return (
    <div className="chart-figures" data-past={hover !== null || undefined}>
      <span className="chart-figure">most <b>{first ? binText(first.bin) : '–'}</b></span>
    </div>
  );
}

function sentenceOf(map: LatencyMap, whose: string): string {
  const column = map.columns.findLast(({ total }) => total > 0);
  if (!column) return `Latency map of ${whose}. No answers yet.`;
  const named = fullest(column, MOST_NAMED).map(({ bin, count }) => `${shareText(count, column.total)} within ${binText(bin)}`);
  return `Latency map of ${whose}. Now: ${named.join(', ')}.`;
}

function MapTable({ map, caption }: { readonly map: LatencyMap; readonly caption: string }): ReactNode {
  const rows = map.columns.slice(-MOST_ROWS).map((column) => ({ key: String(column.toUs), cells: mapRow(column) })).toReversed();
  const columns = MAP_HEADS.map((header, i): Column<(typeof rows)[number]> => ({
    id: header, header, cell: ({ cells }) => cells[i] ?? '',
  }));
  return <DataTable caption={caption} isCaptionHidden columns={columns} rows={rows} keyOf={({ key }) => key} emptyText="No answers yet." />;
}

/** Draws the chart. */
export function MapCard({ marks, ...frame }: ChartCardProps): ReactNode {
  const id = useId();
  const { log, length, layout } = useSnapshot();
  const scenario = useDocument((state) => state.scenario);
  const [chosen, setChosen] = useState(ALL_SOURCES);
  const { size: place, ref } = useSize();
  const endUs = endOf(layout, scenario);
  const span = useTimeSpan(endUs);
  const size = useStretched(place, timesOf(span, endUs));
  const { sources } = layout;
  const part = sources.includes(chosen) ? chosen : ALL_SOURCES;
  const map = useMemo(
    () => latencyMap(log, length, part === ALL_SOURCES ? log.layout.sources : [part]),
    [log, length, part],
  );
  const whose = part === ALL_SOURCES ? 'all clients' : nameOf(scenario, part);
  const name = `Latency map of ${whose}`;
  const own = sources.map((source) => ({ value: source, label: nameOf(scenario, source) }));
  const parts = [{ value: ALL_SOURCES, label: 'all clients' }, ...own];
  const save = (): void => {
    const { head, rows } = mapTable(map);
    saveCsv(`${scenario.title} latency map`, tableCsv(head, rows));
  };
  const figures = latencyFigures([`nodes.${part}`, ...(part === ALL_SOURCES || sources.length === 1 ? ['totals'] : [])]);
  const limits = goalLines(scenario, figures, shortSpan);
  return (
    <CardFrame {...frame} id={id} name={name} sentence={sentenceOf(map, whose)} endUs={endUs} everyUs={layout.sampleEveryUs} span={span}
      size={size} plot={ref} onSave={save} figures={<Most map={map} />} table={() => <MapTable map={map} caption={name} />}
      choice={sources.length > 1 && <Choice label="Part shown in Latency map" value={part} options={parts} onChange={setChosen} />}
      under={size.width > 0 && <Cells map={map} endUs={endUs} size={size} />}
      front={
        <>
          <UprightAxis axis={map.axis} most={Math.max(2, Math.floor(size.height / LINE_PX[frame.mode]) + 1)} />
          <MapNote id={id} map={map} endUs={endUs} />
        </>
      }
      over={<><Limits limits={limits} axis={map.axis} endUs={endUs} span={span} /><Marks marks={marks} /></>} />
  );
}
