/** What charts without lines share: title row, what screen readers are told, the plot with its moments, and the table in its place. */
import { type ReactNode, type RefCallback, useState } from 'react';
import type { TimeSpan } from './brush';
import type { ChartCardProps } from './ChartCard';
import { ChartTools } from './ChartTools';
import { Choice } from './Choice';
import { PointedMoment } from './Figures';
import { HoverLayer, Playhead, Shades, TimeAxis, Veil } from './PlotFrame';
import { Stretch } from './Stretch';
import type { Size } from './use-size';
import { classNames, VisuallyHidden } from '@/ui';

interface CardFrameProps extends Pick<ChartCardProps, 'kind' | 'kinds' | 'onKind' | 'spans' | 'mode'> {
  readonly id: string;
  /** What the chart shows, such as "States", and its present state as a sentence. */
  readonly name: string;
  readonly sentence: string;
  readonly endUs: number;
  readonly everyUs: number;
  readonly span: TimeSpan | null;
  /** Of the plot, stretched. */
  readonly size: Size;
  /** Goes to the plot. */
  readonly plot: RefCallback<HTMLElement>;
  readonly plotClass?: string;
  /** Beside the choice of the chart, and at the end of the row. */
  readonly choice?: ReactNode;
  readonly figures?: ReactNode;
  readonly table: () => ReactNode;
  /** Under the lines of moments, stretched with the time. */
  readonly under?: ReactNode;
  /** Over the drawing, stretched with the time. */
  readonly over?: ReactNode;
  /** Over all, as wide as the place. */
  readonly front?: ReactNode;
  readonly onSave: () => void;
}

/** Draws it. */
export function CardFrame(props: CardFrameProps): ReactNode {
  const { id, kind, kinds, onKind, spans, mode, name, sentence, endUs, everyUs, span, size, plot, plotClass } = props;
  const [isTable, setTable] = useState(false);
  const places = kinds.map((one) => ({ value: one.id, label: one.title }));
  return (
    <figure className="chart" aria-labelledby={`${id}-name`} aria-describedby={`${id}-says`}>
      <div className="chart-head">
        <h2 className="chart-title">
          <span className="chart-name">
            <Choice label="Chart in this place" isTitle value={kind.id} options={places} onChange={onKind} />
            {props.choice}
          </span>
          <PointedMoment span={null} word="" />
        </h2>
        {props.figures}
      </div>
      <VisuallyHidden>
        <span id={`${id}-name`}>{`Chart: ${name}`}</span>
        <span id={`${id}-says`}>{sentence}</span>
      </VisuallyHidden>
      <div className="chart-body" data-table={isTable || undefined}>
        {isTable && props.table()}
        {!isTable && (
          <>
            <div className={classNames('chart-plot', plotClass)} ref={plot}>
              <Stretch span={span} endUs={endUs}>
                <Shades spans={spans} />
                <Veil endUs={endUs} width={size.width} />
                {props.under}
              </Stretch>
              {props.front}
              <Stretch span={span} endUs={endUs}>
                {props.over}
                <Playhead endUs={endUs} width={size.width} />
                <HoverLayer id={id} endUs={endUs} everyUs={everyUs} size={size} />
              </Stretch>
            </div>
            {mode === 'desk' && <TimeAxis endUs={endUs} width={size.width} span={span} />}
          </>
        )}
        <ChartTools name={kind.title} endUs={endUs} isTable={isTable} onTable={setTable} onSave={props.onSave} />
      </div>
    </figure>
  );
}
