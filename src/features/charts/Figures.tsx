/**
 * The present figures of a chart in its title row, each with its series' look; while a moment is pointed at, those of that moment; of a
 * chosen span those of the span.
 */
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TimeSpan } from './brush';
import type { Row } from './decimate';
import { useHover } from '../shared/hover';
import { type Mark, marksNear } from './marks';
import { type ChartModel, NO_FIGURE } from './model';
import { Swatch } from './Swatch';
import { momentText } from './ticks';

/** The row of the pointed moment, of the chosen span, or the present one. */
export function rowFor({ now, readings }: ChartModel, tUs: number | null, span: TimeSpan | null): Row | null {
  if (tUs !== null) return readings.at(tUs);
  return span ? readings.over(span.fromUs, span.toUs) : now;
}

/** So many figures usually find room; the count of those that do not has a place of its own for more of them. */
const FEW = 3;

/** Counts the figures that the row has broken into a second line, which is not shown. `said` is what stands in the row. */
function useHidden(said: string): { readonly ref: RefObject<HTMLDivElement | null>; readonly hidden: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(0);
  useEffect(() => {
    const row = ref.current;
    if (!row) return undefined;
    const measure = (): void => {
      const { top, height } = row.getBoundingClientRect();
      const figures = [...row.querySelectorAll('.chart-figure')];
      setHidden(figures.filter((figure) => figure.getBoundingClientRect().top - top >= height - 2).length);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(row);
    measure();
    return () => observer.disconnect();
  }, [said]);
  return { ref, hidden };
}

/** Draws the figures. `span` is the one whose figures are wanted, null for the present ones. */
export function Figures({ model, span }: { readonly model: ChartModel; readonly span: TimeSpan | null }): ReactNode {
  const hover = useHover();
  const { texts, unit } = model.figures(rowFor(model, hover?.tUs ?? null, span));
  const { ref, hidden } = useHidden(texts.join(' '));
  // Once it has been needed its place stays: a place that came and went would itself decide whether it is needed.
  const [isNeeded, setNeeded] = useState(false);
  if (hidden > 0 && !isNeeded) setNeeded(true);
  return (
    <>
      <div className="chart-figures" data-past={hover !== null || span !== null || undefined} ref={ref}>
        {model.series.map(
          ({ id, label, look, isDrawn, isQuietAtZero }, i) =>
            !(isQuietAtZero && /^0( |$)/.test(texts[i] ?? '')) && (
              <span key={id} className="chart-figure">
                {isDrawn && <Swatch look={look} />}
                <span className="chart-figure-name" title={label}>{label}</span>
                <b>{texts[i] ?? NO_FIGURE}</b>
              </span>
            ),
        )}
      </div>
      {unit !== '' && <span className="chart-unit">{unit}</span>}
      {(isNeeded || model.series.length > FEW) && <span className="chart-more" aria-hidden>{hidden > 0 ? `+${hidden}` : ''}</span>}
    </>
  );
}

const withUnit = (text = NO_FIGURE, unit = ''): string => (text === NO_FIGURE ? text : `${text} ${unit}`.trim());

/** What the figures are of, in the title of every chart: the pointed moment, or the chosen span. `word` says what is told of a span. */
export function PointedMoment({ span, word }: { readonly span: TimeSpan | null; readonly word: string }): ReactNode {
  const hover = useHover();
  if (hover) return <span className="chart-at">at {momentText(hover.tUs)}</span>;
  return (
    span && (
      <span className="chart-at">
        {word}
        <span className="chart-at-span">{` ${momentText(span.fromUs)} to ${momentText(span.toUs)}`}</span>
      </span>
    )
  );
}

/** A note beside a moment, on the side that has room in the window. */
export function NoteBox({ share, children }: { readonly share: number; readonly children: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const note = box.current;
    if (!note) return;
    const place = (isRight: boolean): void => {
      note.style.left = isRight ? `calc(${share * 100}% + 8px)` : 'auto';
      note.style.right = isRight ? 'auto' : `calc(${(1 - share) * 100}% + 8px)`;
    };
    place(share < 0.5);
    const { left, right } = note.getBoundingClientRect();
    if (right > window.innerWidth) place(false);
    else if (left < 0) place(true);
  });
  return <div className="chart-note" ref={box} aria-hidden>{children}</div>;
}

/** A mark so near to the pointer is told. */
const NEAR_PX = 5;

/** Beside the pointer: the moment, and every series in full. */
export function HoverNote({
  id,
  model,
  endUs,
  span,
  marks,
  width,
}: {
  readonly id: string;
  readonly model: ChartModel;
  readonly endUs: number;
  readonly span: TimeSpan | null;
  readonly marks: readonly Mark[];
  /** Of the whole axis, pixels. */
  readonly width: number;
}): ReactNode {
  const hover = useHover();
  if (hover?.chart !== id) return null;
  const row = rowFor(model, hover.tUs, null);
  const { texts, unit } = model.figures(row);
  const { fromUs, toUs } = span ?? { fromUs: 0, toUs: endUs };
  const share = (hover.tUs - fromUs) / (toUs - fromUs);
  return (
    <NoteBox share={share}>
      <strong>{momentText(hover.tUs)}</strong>
      {marksNear(marks, hover.tUs / endUs, NEAR_PX / Math.max(1, width)).map(({ text }) => (
        <span key={text} className="chart-note-what">{text}</span>
      ))}
      {model.series.map(({ id: series, title, look, isDrawn }, i) => (
        <span key={series} className="chart-note-row">
          {isDrawn && <Swatch look={look} />}
          {title}
          <b>{withUnit(texts[i], unit)}</b>
        </span>
      ))}
    </NoteBox>
  );
}

/** Everything a chart says at present, as one sentence. */
export function sentenceOf(model: ChartModel, partName: string): string {
  const { texts, unit } = model.figures(model.now);
  const name = partName === '' ? model.title : `${model.title} ${model.joint} ${partName}`;
  const figures = model.series
    .map(({ title }, i) => `${title} ${texts[i] === NO_FIGURE ? 'none' : withUnit(texts[i], unit)}`)
    .join(', ');
  return `${name}. Now: ${figures}. ${model.peaks}`;
}
