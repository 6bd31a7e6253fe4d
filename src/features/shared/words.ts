/** Words that several features say alike: moments, counts, names of parts. */
import { SECOND, type TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';

/** Made once: making one costs a thousand times what using it costs. */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A moment as minutes, seconds and tenths: 1:02.4. */
export function clockText(us: TimeUs): string {
  const tenths = Math.floor(us / 100_000 + 1e-6);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

/** A span that counts: 7.4 s. */
export function secondsText(us: TimeUs): string {
  return `${(Math.max(0, us) / SECOND).toFixed(1)} s`;
}

/** A whole number in groups of three. */
export function countText(value: number): string {
  return grouped.format(value);
}

/** Display name of a part; a wire is "Checkout to Inventory". */
export function nameOf(scenario: Scenario, id: string): string {
  const node = scenario.nodes[id];
  if (node) return node.name || id;
  const edge = scenario.edges[id];
  return edge ? `${nameOf(scenario, edge.source)} to ${nameOf(scenario, edge.target)}` : id;
}
