/**
 * `--marks OUT.json`: what passed over the wires, every call of the run and not a sample, with the changes of mode.
 *
 *   { "format": "faultline-marks", "version": 1, "scenario", "seed", "simulatedMs", "fingerprint",
 *     "columns": ["atMs", "wire", "mark"],
 *     "marks": [[12.345, "stock", "request"], ...],     in the order of time
 *     "lost": 0,                                        marks that found no room (more than a million at once)
 *     "transitions": [{ "atMs", "where", "machine", "from", "to", "why" }, ...] }
 *
 * A mark is a moment at which something passed one end of a wire: `request` and `retry` leave the source, `success` and
 * `failure` leave the callee, `refused`, `fallback` and `expired` happen at the policies in front of the source.
 */
import { msFromUs } from '@/domain/time';
import { Mark, TRACE_STRIDE } from '@/engine/trace';
import type { Report } from '@/simulation/report';

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(Mark).map(([name, mark]) => [mark, name]));

/** Collects the marks of a run. */
export class MarksFile {
  private readonly chunks: Float64Array[] = [];
  private lost = 0;

  /** Takes (moment, wire, mark) triples. */
  add(marks: Float64Array, lost: number): void {
    this.chunks.push(marks);
    this.lost += lost;
  }

  /** The text of the file; `wires` are the ids by their numbers. */
  text({ scenario, seed, simulatedMs, fingerprint, transitions }: Report, wires: readonly string[]): string {
    const head = {
      format: 'faultline-marks',
      version: 1,
      scenario,
      seed,
      simulatedMs,
      fingerprint,
      columns: ['atMs', 'wire', 'mark'],
    };
    const start = JSON.stringify(head).slice(0, -1);
    const marks = this.chunks.flatMap((chunk) => rowsOf(chunk, wires)).join(',\n');
    const changes = transitions.map((transition) => JSON.stringify(transition)).join(',\n');
    return `${start},\n"marks":[\n${marks}],\n"lost":${this.lost},\n"transitions":[\n${changes}]}\n`;
  }
}

function rowsOf(marks: Float64Array, wires: readonly string[]): string[] {
  const rows: string[] = [];
  for (let at = 0; at < marks.length; at += TRACE_STRIDE) {
    const atMs = msFromUs(marks[at] as number);
    rows.push(JSON.stringify([atMs, wires[marks[at + 1] as number], NAMES.get(marks[at + 2] as number)]));
  }
  return rows;
}
