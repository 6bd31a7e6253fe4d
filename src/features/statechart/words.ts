/** What the card of a machine says. */
import type { Transition } from '@/engine/context';
import type { BreakerSnapshot } from '@/machines/circuit-breaker/snapshot';

/** With a full stop at the end, and the sign as the statechart writes it. */
export function sentence(text: string): string {
  const trimmed = text.trim().replaceAll('>=', '≥');
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The last change of mode in words: its verb and its reason. Null before the first one. */
export function lastChange(
  snapshot: BreakerSnapshot,
  last: Transition | undefined,
): { readonly verb: string; readonly why: string } | null {
  const why = sentence(snapshot.lastReason);
  if (why === '') return null;
  switch (snapshot.mode) {
    case 'open':
      return { verb: last?.to === 'open' && last.from === 'half-open' ? 'Opened again:' : 'Opened:', why };
    case 'half-open':
      return { verb: 'Probing:', why };
    case 'closed':
      return { verb: 'Closed:', why };
    case 'forced-open':
    case 'forced-closed':
      return { verb: 'By hand:', why };
  }
}

/** A share that opens the breaker. */
export interface Rate {
  readonly label: string;
  /** Percent, null without calls. */
  readonly value: number | null;
  readonly limit: number;
}

/** The rates that are watched. */
export function ratesOf({ failureRate, slowRate, thresholds }: BreakerSnapshot): readonly Rate[] {
  const { failurePercent, slowPercent, failuresInRow } = thresholds;
  if (failuresInRow !== null) return [];
  return [
    ...(slowPercent === null ? [] : [{ label: 'slow', value: slowRate, limit: slowPercent }]),
    ...(failurePercent === null ? [] : [{ label: 'failed', value: failureRate, limit: failurePercent }]),
  ];
}

const percent = (value: number | null): string => (value === null ? '–' : `${Math.round(value)} %`);

/** "70 % of 50 %". */
export function rateText({ value, limit }: Rate): string {
  return `${percent(value)} of ${percent(limit)}`;
}

/** The results in a sentence: "6 well, 14 slow". */
export function cellsText(cells: BreakerSnapshot['cells']): string {
  const count = (kind: BreakerSnapshot['cells'][number]): number => cells.filter((cell) => cell === kind).length;
  const parts = [
    `${count('ok')} well`,
    ...(['slow', 'failed'] as const).flatMap((kind) => (count(kind) > 0 ? [`${count(kind)} ${kind}`] : [])),
  ];
  return cells.length === 0 ? 'No results yet' : `Last ${cells.length} results, oldest first: ${parts.join(', ')}`;
}
