/** What a chart shows, worked out before anything is drawn: series, points, axis, figures, words. Pure, so it can be tested. */
import type { Readings, Row } from './decimate';
import type { Axis } from './ticks';
import type { SampleLog } from '../shared/sample-log';
import { type TimeUs, usFromMs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import type { RunLayout } from '@/simulation/layout';

/** How a series is told from the others without colour: dashes for lines, patterns for areas. */
export interface Look {
  /** A colour token. */
  readonly colour: string;
  /** An SVG dash array; empty for a whole line. */
  readonly dash: string;
  /** 1 is a usual line. */
  readonly weight: number;
  readonly fill: 'none' | 'solid' | 'hatched' | 'crossed' | 'dotted';
}

/** One series. */
export interface Series {
  readonly id: string;
  /** Short, beside its figure. */
  readonly label: string;
  /** In full, for tables and tooltips. */
  readonly title: string;
  readonly look: Look;
  /** False for a figure that only stands in the title row and the table. */
  readonly isDrawn: boolean;
  /** Whether its figure leaves the title row while it is 0. */
  readonly isQuietAtZero: boolean;
  /** A line over stacked areas, which is no part of the stack. */
  readonly isLine?: boolean;
}

/** A level that matters, such as where memory ends or what an objective allows. */
export interface Limit {
  readonly value: number;
  readonly label: string;
  /** When it counts, microseconds; null for the whole run. `toUs` is null for its end. */
  readonly during: { readonly fromUs: number; readonly toUs: number | null } | null;
}

/** A part that a chart can show. */
export interface PartOption {
  readonly value: string;
  readonly label: string;
}

/** See the file's header. */
export interface ChartModel {
  readonly title: string;
  /** Word between the title and the part, such as "in"; empty for none. */
  readonly joint: string;
  readonly part: string;
  /** True when the title or a figure's label says which part is meant. */
  readonly isUsualPart: boolean;
  readonly options: readonly PartOption[];
  readonly series: readonly Series[];
  readonly isStacked: boolean;
  readonly rows: readonly Row[];
  /** The newest row of the run itself: a twin may be ahead. */
  readonly now: Row | null;
  readonly readings: Readings;
  readonly axis: Axis;
  /** Figures of a row in the order of the series, without units, and the unit behind the last one. */
  figures(row: Row | null): { readonly texts: readonly string[]; readonly unit: string };
  /** Units of the series' values, for files; see `raw`. */
  readonly units: readonly string[];
  /** Values of a row as they were measured, where those of the row have been scaled for the drawing. */
  readonly raw?: (row: Row | null) => readonly (number | null)[];
  /** What the upright axis counts, where the title does not say it. */
  readonly axisNote?: string;
  /** A peak that the axis cuts off, because one second of it would flatten everything else. */
  readonly cut: { readonly tUs: number; readonly label: string } | null;
  readonly limits: readonly Limit[];
  /** What stands in the plot while there is nothing to draw. */
  readonly emptyText: string | null;
  /** Greatest figures so far, a sentence for screen readers. */
  readonly peaks: string;
}

/** A line that somebody has picked: a metric of a part. */
export interface PickedLine {
  readonly part: string;
  readonly metric: string;
}

/** What charts are made from: the run so far, its twin, the document. */
export interface Source {
  readonly log: SampleLog;
  /** Samples to take, in case more come meanwhile. */
  readonly length: number;
  readonly twin: { readonly log: SampleLog; readonly label: string } | null;
  readonly scenario: Scenario;
  /** The chosen part, or null for the one that matters most. */
  readonly part: string | null;
  /** Memory limits of the nodes in megabytes; 0 for none. */
  readonly memoryLimitMb: (node: string) => number;
  /** Workers that the nodes have now; 0 for none. */
  readonly slots: (node: string) => number;
  /** Lines that somebody has picked; empty for the usual ones. */
  readonly picks: readonly PickedLine[];
}

/** A line that ends so many pixels behind the present moment is not worth a drawing. */
const WORTH_PX = 1.5;

/**
 * Whether a chart looks different enough to be drawn anew: figures change four times a second, but at usual speeds a line then
 * grows by less than a pixel. `usPerPx` is what one pixel of the time axis stands for.
 */
export function isWorthDrawing(drawn: ChartModel, next: ChartModel, usPerPx: number): boolean {
  const grown = (a: Row | null | undefined, b: Row | null | undefined): boolean =>
    Math.abs((b?.tUs ?? 0) - (a?.tUs ?? 0)) >= WORTH_PX * usPerPx;
  return (
    drawn.title !== next.title ||
    drawn.part !== next.part ||
    drawn.series.length !== next.series.length ||
    drawn.series.some(({ id }, i) => id !== next.series[i]?.id) ||
    drawn.axis.low !== next.axis.low ||
    drawn.axis.high !== next.axis.high ||
    drawn.limits.length !== next.limits.length ||
    drawn.limits.some(({ value, label }, i) => value !== next.limits[i]?.value || label !== next.limits[i].label) ||
    drawn.cut?.label !== next.cut?.label ||
    drawn.emptyText !== next.emptyText ||
    grown(drawn.now, next.now) ||
    grown(drawn.rows.at(-1), next.rows.at(-1))
  );
}

/** A figure that is missing. */
export const NO_FIGURE = '–';

/** Where the axis of time ends: the run's own end or, while it has not told it yet, the document's. Microseconds. */
export function endOf({ endUs }: Pick<RunLayout, 'endUs'>, { durationMs }: Scenario): TimeUs {
  return endUs || usFromMs(durationMs);
}

/** Everything that can be called, in the order of the run. */
export function servicesOf({ log }: Pick<Source, 'log'>): string[] {
  return log.layout.nodes.filter((id) => !log.layout.sources.includes(id));
}

/** Greatest present value of a column of rows. */
export function greatestIn(rows: readonly Row[], column?: number): number {
  let greatest = 0;
  for (const { values } of rows) {
    for (let i = column ?? 0; i < (column === undefined ? values.length : column + 1); i++)
      greatest = Math.max(greatest, values[i] ?? 0);
  }
  return greatest;
}
