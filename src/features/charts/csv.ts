/** A chart's figures as a file for spreadsheets (RFC 4180): one row per point that is drawn, figures as measured, units in the head. */
import type { ChartModel } from './model';

/** A field that a spreadsheet would take for a formula begins with a quote: names come from files of others. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(Number(value.toPrecision(9)));

/** The text of the file: moments in seconds, then the series. */
export function chartCsv({ series, units, rows, now, raw }: ChartModel): string {
  const untilUs = now?.tUs ?? -1;
  const head = ['time (s)', ...series.map(({ title }, i) => (units[i] ? `${title} (${units[i]})` : title))].map(field);
  const lines = rows
    .filter(({ tUs }) => tUs <= untilUs)
    .map((row) => [figure(row.tUs / 1_000_000), ...(raw?.(row) ?? row.values).map(figure)]);
  return [head, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** A table of texts. */
export function tableCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

/** Hands a text to the browser as a file. */
export function saveCsv(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'chart'}.csv`;
  link.click();
  // The browser has taken the address over by then.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
