/** Two runs beside each other, in figures and in words. Everything is counted from their samples and changes of mode. */
import { count } from './wording';
import type { SampleLog } from '../shared/sample-log';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';

/** Sums of a run up to a sample. */
export interface RunFigures {
  readonly peakWaiting: number;
  readonly answered: number;
  readonly lost: number;
  readonly crashes: number;
  /** Calls answered by a fallback, of those sent on wires where one answered; 0 to 1, null where none ever did. */
  readonly rescuedShare: number | null;
  /** Greatest p99 of a client in any interval, in milliseconds. */
  readonly worstP99Ms: number;
}

function rescuedShare(log: SampleLog, until: number): number | null {
  let rescued = 0;
  let sent = 0;
  for (const wire of log.layout.wires) {
    let [rescuedHere, sentHere] = [0, 0];
    for (let i = 0; i < until; i++) {
      rescuedHere += log.wire(i, wire, 'rescued');
      sentHere += log.wire(i, wire, 'sent');
    }
    if (rescuedHere === 0) continue;
    rescued += rescuedHere;
    sent += sentHere;
  }
  return sent > 0 ? rescued / sent : null;
}

/** The figures of the first `samples` samples. */
export function figuresOf(log: SampleLog, transitions: readonly Transition[], samples: number): RunFigures {
  const until = Math.min(samples, log.length);
  let [peakWaiting, answered, lost, worstUs] = [0, 0, 0, 0];
  for (let i = 0; i < until; i++) {
    for (const node of log.layout.nodes) peakWaiting = Math.max(peakWaiting, log.node(i, node, 'waiting'));
    for (const source of log.layout.sources) {
      answered += log.node(i, source, 'completed');
      lost += log.node(i, source, 'failed');
      worstUs = Math.max(worstUs, log.node(i, source, 'p99Us'));
    }
  }
  const endUs: TimeUs = until > 0 ? log.atUs(until - 1) : 0;
  const crashes = transitions.filter(({ to, atUs }) => to === 'crashLoopBackOff' && atUs <= endUs).length;
  return { peakWaiting, answered, lost, crashes, rescuedShare: rescuedShare(log, until), worstP99Ms: worstUs / 1000 };
}

/** One line of the table. */
export interface FigureRow {
  readonly label: string;
  readonly mine: string;
  readonly other: string;
}

const share = (value: number | null): string => (value === null ? '–' : `${Math.round(value * 100)} %`);

/** The table: what never happened in either run is left out. */
export function rowsOf(mine: RunFigures, other: RunFigures): readonly FigureRow[] {
  const row = (label: string, read: (figures: RunFigures) => string): FigureRow => ({ label, mine: read(mine), other: read(other) });
  return [
    row('Longest queue', ({ peakWaiting }) => count(peakWaiting)),
    row('Requests answered', ({ answered }) => count(answered)),
    row('Requests lost', ({ lost }) => count(lost)),
    ...(mine.crashes + other.crashes > 0 ? [row('Pods that died', ({ crashes }) => count(crashes))] : []),
    ...(mine.rescuedShare !== null || other.rescuedShare !== null
      ? [row('Served from fallback', ({ rescuedShare: of }) => share(of))]
      : []),
    row('Worst p99', ({ worstP99Ms }) => `${count(worstP99Ms)} ms`),
  ];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** One run in words: "0 crashes, 41 % served from fallback, nothing lost". */
function says(figures: RunFigures, hasCrashes: boolean, hasFallback: boolean): string {
  const { crashes, lost, answered, rescuedShare: rescued } = figures;
  const ended = lost + answered;
  return [
    ...(hasCrashes ? [`${count(crashes)} ${crashes === 1 ? 'crash' : 'crashes'}`] : []),
    ...(hasFallback ? [`${rescued === null ? '0 %' : share(rescued)} served from fallback`] : []),
    lost === 0 ? 'nothing lost' : `${count(lost)} of ${count(ended)} lost`,
    `longest queue ${count(figures.peakWaiting)}`,
  ].join(', ');
}

/** Both runs, one sentence each, in the words of their columns; what neither has is not mentioned. */
export function sentencesOf(
  mine: RunFigures,
  other: RunFigures,
  names: { readonly mine: string; readonly other: string },
): readonly string[] {
  const hasCrashes = mine.crashes + other.crashes > 0;
  const hasFallback = mine.rescuedShare !== null || other.rescuedShare !== null;
  return [
    `${capital(names.mine)}: ${says(mine, hasCrashes, hasFallback)}.`,
    `${capital(names.other)}: ${says(other, hasCrashes, hasFallback)}.`,
  ];
}
