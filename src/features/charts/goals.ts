/** Where an objective of the scenario draws its line in a chart of levels. */
import type { ChartModel } from './model';
import type { Scenario } from '@/scenario/schema';

const WORDS: Readonly<Record<string, string>> = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least', '=': 'exactly' };

/**
 * The line of the first objective that is about one of these figures. `figures` are names as objectives write them with what the chart
 * calls them; `scale` brings a limit to the chart's unit, `textOf` writes it.
 */
export function goalLine(
  { objectives }: Pick<Scenario, 'objectives'>,
  figures: Readonly<Record<string, string>>,
  textOf: (value: number) => string,
  scale = 1,
): ChartModel['limit'] {
  const found = objectives.find(({ metric }) => metric in figures);
  if (!found) return null;
  const value = found.limit * scale;
  return { value, label: `goal: ${`${figures[found.metric] ?? ''} `.trimStart()}${WORDS[found.is] ?? found.is} ${textOf(value)}` };
}

/** The names of a latency's quantiles at a part, as objectives write them. */
export function latencyFigures(parts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.flatMap((part) => ['p50', 'p95', 'p99'].map((quantile) => [`${part}.latencyMs.${quantile}`, quantile])));
}
