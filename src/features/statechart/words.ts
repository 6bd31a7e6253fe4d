/** What the card of a machine says. */
import { SECOND, type TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { BreakerSnapshot } from '@/machines/circuit-breaker/snapshot';
import type { Scenario } from '@/scenario/schema';

/** A moment: 1:02.4. */
export function clockText(us: TimeUs): string {
  const tenths = Math.floor(us / 100_000 + 1e-6);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

/** A span that counts: 7.4 s. */
export function secondsText(us: TimeUs): string {
  return `${(Math.max(0, us) / SECOND).toFixed(1)} s`;
}

/** A count with its thousands apart. */
export function countText(count: number): string {
  return new Intl.NumberFormat('en-GB').format(count);
}

/** "Checkout to Inventory". */
export function wireName(scenario: Scenario, wire: string): string {
  const edge = scenario.edges[wire];
  const nameOf = (id: string): string => scenario.nodes[id]?.name || id;
  return edge ? `${nameOf(edge.source)} to ${nameOf(edge.target)}` : wire;
}

/** With a full stop at the end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The last change of mode in words: its verb and its reason. Null before the first one. */
export function lastChange(snapshot: BreakerSnapshot, last: Transition | undefined): { readonly verb: string; readonly why: string } | null {
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
  const parts = [`${count('ok')} well`, ...(['slow', 'failed'] as const).flatMap((kind) => (count(kind) > 0 ? [`${count(kind)} ${kind}`] : []))];
  return cells.length === 0 ? 'No results yet' : `Last ${cells.length} results, oldest first: ${parts.join(', ')}`;
}
