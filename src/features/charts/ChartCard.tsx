/** One chart with its title row: what it shows of which part, the present figures, and a table in its place if wished. */
import { type ReactNode, useId, useMemo, useState } from 'react';
import { SlidersHorizontal } from 'lucide-react';
import { type TimeSpan, useTimeSpan } from './brush';
import { ChartTable } from './ChartTable';
import { ChartTools } from './ChartTools';
import { Choice } from './Choice';
import { usualPicks } from './choice-chart';
import { chartCsv, saveCsv } from './csv';
import { setHover } from '../shared/hover';
import { Figures, HoverNote, PointedMoment, sentenceOf } from './Figures';
import type { Mark, Span } from './marks';
import { type ChartModel, endOf, isWorthDrawing, type Source } from './model';
import { Plot } from './Plot';
import { CutMark, HoverLayer, Limits, Marks, Playhead, Shades, TimeAxis, UprightAxis, Veil } from './PlotFrame';
import { PickDialog } from './PickDialog';
import { PinButton } from './PinButton';
import { usePicks } from './picks';
import { useSnapshot } from './use-pulse';
import { Stretch, timesOf, useStretched } from './Stretch';
import { useSize } from './use-size';
import { useDocument, usePlayground, useRunStatus } from '../shared/playground';
import { IconButton, VisuallyHidden } from '@/ui';

/** One kind of chart. */
export interface ChartKind {
  readonly id: string;
  readonly title: string;
  /** Null for the charts of states and of all latencies, which are no charts of lines. */
  readonly build: ((source: Source) => ChartModel) | null;
  /** Whether it shows the part that is selected on the canvas. */
  readonly followsSelection: boolean;
  /** Whether its lines can be picked. */
  readonly isPicked?: boolean;
}

export interface ChartCardProps {
  readonly kind: ChartKind;
  /** Other kinds that share the place; with more than one the title becomes a choice. */
  readonly kinds: readonly ChartKind[];
  readonly onKind: (id: string) => void;
  readonly spans: readonly Span[];
  readonly marks: readonly Mark[];
  readonly mode: 'desk' | 'projector';
}

/** The part that is shown: the one chosen here, until something else is selected on the canvas. */
function usePart(followsSelection: boolean): readonly [string | null, (part: string) => void] {
  const selected = useDocument(({ selection }) => (selection?.kind === 'node' ? selection.id : null));
  const [chosen, setChosen] = useState<string | null>(null);
  const [seen, setSeen] = useState(selected);
  if (followsSelection && selected !== seen) {
    setSeen(selected);
    setChosen(selected);
  }
  return [chosen, setChosen];
}

/** What the chart shows now. */
function useModel(build: (source: Source) => ChartModel, part: string | null): ChartModel {
  const { run } = usePlayground();
  const { log, length, twin, layout } = useSnapshot();
  const scenario = useDocument((state) => state.scenario);
  const picks = usePicks();
  return useMemo(() => build({
    log, length, twin, scenario, picks, part: part !== null && layout.nodes.includes(part) ? part : null,
    memoryLimitMb: (node) => run.node(node)?.memoryLimitMb ?? 0,
    slots: (node) => run.node(node)?.slots ?? 0,
  }), [build, log, length, twin, scenario, part, layout, run, picks]);
}

/** The model that is drawn: the newest one only when the difference can be seen, or when time stands still. */
function useDrawn(model: ChartModel, usPerPx: number, isCalm: boolean): ChartModel {
  const [drawn, setDrawn] = useState(model);
  if (drawn === model || !(isCalm || isWorthDrawing(drawn, model, usPerPx))) return drawn;
  setDrawn(model);
  return model;
}

/** The chosen span, while its figures are wanted: as long as the run plays inside it, the present ones are. */
function useSpanOfFigures(span: TimeSpan | null): TimeSpan | null {
  const isInside = useRunStatus(({ isPlaying, atUs }) => isPlaying && span !== null && atUs >= span.fromUs && atUs < span.toUs);
  return isInside ? null : span;
}

function Head({ kind, kinds, onKind, model, onPart, span }: Pick<ChartCardProps, 'kind' | 'kinds' | 'onKind'> & {
  readonly model: ChartModel; readonly onPart: (part: string) => void; readonly span: TimeSpan | null;
}): ReactNode {
  const told = useSpanOfFigures(span);
  // Two arrows beside each other would not say what they choose.
  const isShort = model.isUsualPart && kinds.length === 1;
  const places = kinds.map(({ id, title }) => ({ value: id, label: title }));
  return (
    <div className="chart-head">
      <h2 className="chart-title">
        <span className="chart-name">
          {kinds.length > 1
            ? <Choice label="Chart in this place" isTitle value={kind.id} options={places} onChange={onKind} />
            : <span>{model.title}</span>}
          {model.options.length > 1 && (
            <>
              {!isShort && <span className="chart-joint">{model.joint}</span>}
              <Choice isShort={isShort} label={`Part shown in ${model.title}`} value={model.part} options={model.options}
                onChange={onPart} />
            </>
          )}
        </span>
        <PointedMoment span={told} word={model.readings.spanWord} />
      </h2>
      <Figures model={model} span={told} />
    </div>
  );
}

/** Height of the axes' text: a share of the screen on the wall, pixels at the desk. */
const WALL_TEXT = 0.0225;
const DESK_TEXT_PX = 11;

/** Draws the chart. */
export function ChartCard({ kind, build, kinds, onKind, spans, marks, mode }: ChartCardProps & {
  readonly build: (source: Source) => ChartModel;
}): ReactNode {
  const id = useId();
  const snapshot = useSnapshot();
  const scenario = useDocument((state) => state.scenario);
  const [part, setPart] = usePart(kind.followsSelection);
  const picks = usePicks();
  const [isTable, setTable] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const { size: place, ref } = useSize();
  const { log, length, layout } = snapshot;
  const endUs = endOf(layout, scenario);
  const span = useTimeSpan(endUs);
  const size = useStretched(place, timesOf(span, endUs));
  const model = useModel(build, part);
  const drawn = useDrawn(model, endUs / Math.max(1, size.width), snapshot.isCalm);
  const partName = model.options.find(({ value }) => value === model.part)?.label ?? '';
  const sentence = sentenceOf(model, partName);
  const textPx = mode === 'projector' ? window.innerHeight * WALL_TEXT : DESK_TEXT_PX;
  const isDrawn = size.width > 40 && size.height > 24;
  const name = `${model.title} ${partName === '' ? '' : `${model.joint} ${partName}`}`.trim();
  return (
    <figure className="chart" aria-labelledby={`${id}-name`} aria-describedby={`${id}-says`}>
      <Head kind={kind} kinds={kinds} onKind={onKind} model={model} onPart={setPart} span={span} />
      <VisuallyHidden><span id={`${id}-name`}>{`Chart: ${name}`}</span><span id={`${id}-says`}>{sentence}</span></VisuallyHidden>
      <div className="chart-body" data-table={isTable || undefined}>
        {isTable && <ChartTable model={model} caption={name} endUs={endUs} />}
        {!isTable && (
          <>
            <div className="chart-plot" ref={ref} onBlur={() => setHover(null)}>
              <Stretch span={span} endUs={endUs}>
                <Shades spans={spans} />
                <Veil endUs={endUs} width={size.width} />
              </Stretch>
              <UprightAxis axis={drawn.axis} most={Math.max(2, Math.floor(size.height / (textPx * 1.35)) + 1)} />
              <Stretch span={span} endUs={endUs}>
                {isDrawn && <Plot id={id} model={drawn} size={size} endUs={endUs} name={name} sentenceId={`${id}-says`}
                  weight={mode === 'projector' ? 3.4 : 1.7} />}
              </Stretch>
              {drawn.axisNote && <span className="chart-axis-note" aria-hidden>{drawn.axisNote}</span>}
              {drawn.emptyText !== null && length > 0 && <p className="chart-empty">{drawn.emptyText}</p>}
              <Stretch span={span} endUs={endUs}>
                <Limits limits={drawn.limits} axis={drawn.axis} endUs={endUs} span={span} />
                <Marks marks={marks} />
                {drawn.cut && <CutMark cut={drawn.cut} endUs={endUs} />}
                <Playhead endUs={endUs} width={size.width} />
                <HoverLayer id={id} endUs={endUs} everyUs={layout.sampleEveryUs} size={size} />
              </Stretch>
              <HoverNote id={id} model={model} endUs={endUs} span={span} marks={marks} width={size.width} />
            </div>
            {mode === 'desk' && <TimeAxis endUs={endUs} width={size.width} span={span} />}
          </>
        )}
        <ChartTools name={name} endUs={endUs} isTable={isTable} onTable={setTable}
          onSave={() => saveCsv(`${scenario.title} ${name}`, chartCsv(model))}>
          <PinButton chart={kind.id} part={model.part} />
          {kind.isPicked && <IconButton icon={SlidersHorizontal} size="small" label="Choose the lines" side="left"
            onClick={() => setPicking(true)} />}
        </ChartTools>
      </div>
      {kind.isPicked && <PickDialog isOpen={isPicking} onClose={() => setPicking(false)} log={log}
        shown={picks.length > 0 ? picks : usualPicks({ log })} />}
    </figure>
  );
}
