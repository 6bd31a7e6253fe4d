/** Where the objectives of a scenario draw their lines: at a level, or at a share of the calls. */
import type { Limit, Look, Series } from './model';
import type { Scenario, ScenarioObjective } from '@/scenario/schema';

const WORDS: Readonly<Record<string, string>> = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least', '=': 'exactly' };
/** More lines in one chart would run together. */
const MOST_LINES = 3;

type WithObjectives = Pick<Scenario, 'objectives'>;

/** When an objective counts; null for the whole run. Microseconds. */
function spanOf({ during }: ScenarioObjective): Limit['during'] {
  return during && { fromUs: during.fromMs * 1000, toUs: during.toMs === null ? null : during.toMs * 1000 };
}

/**
 * The lines of the objectives that are about these figures. `figures` are names as objectives write them with what the chart calls
 * them; `scale` brings a limit to the chart's unit, `textOf` writes it.
 */
export function goalLines(
  { objectives }: WithObjectives,
  figures: Readonly<Record<string, string>>,
  textOf: (value: number) => string,
  scale = 1,
): readonly Limit[] {
  return objectives
    .filter(({ metric }) => Object.hasOwn(figures, metric))
    .slice(0, MOST_LINES)
    .map((objective) => {
      const { metric, is, limit } = objective;
      const value = limit * scale;
      const label = `goal: ${`${figures[metric] ?? ''} `.trimStart()}${WORDS[is] ?? is} ${textOf(value)}`;
      return { value, label, during: spanOf(objective) };
    });
}

/** The names of a latency's quantiles at a part, as objectives write them. */
export function latencyFigures(parts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.flatMap((part) => ['p50', 'p95', 'p99'].map((quantile) => [`${part}.latencyMs.${quantile}`, quantile])));
}

/** Greatest value of some lines; 0 without any. */
export function highestOf(limits: readonly Limit[]): number {
  return limits.reduce((high, { value }) => Math.max(high, value), 0);
}

const GOAL: Look = { colour: 'var(--bad-fill)', dash: '5 4', weight: 0.8, fill: 'none' };

/**
 * An objective about the share of calls that fail, as a line among rates: so many failures (or answers) a second are its limit at the
 * rate of that moment. Null where no objective sets such a limit.
 */
export function shareLine(
  { objectives }: WithObjectives,
  metric: string,
  totals: readonly number[],
  { everyUs, side }: { readonly everyUs: number; readonly side: 'failed' | 'answered' },
): { readonly series: Series; readonly counts: readonly number[] } | null {
  const found = objectives.find((one) => one.metric === metric && (one.is === '<' || one.is === '<='));
  if (!found) return null;
  const { fromUs = 0, toUs = null } = spanOf(found) ?? {};
  const share = side === 'failed' ? found.limit : 1 - found.limit;
  const percent = Number((share * 100).toPrecision(4));
  const title = side === 'failed' ? `goal: ${WORDS[found.is] ?? ''} ${percent} % failed` : `goal: ${percent} % answered`;
  const isIn = (i: number): boolean => (i + 1) * everyUs > fromUs && (toUs === null || i * everyUs < toUs);
  return {
    series: { id: 'goal', label: 'goal', title, look: GOAL, isDrawn: true, isQuietAtZero: true, isLine: true },
    // Where it does not count there is no line.
    counts: totals.map((count, i) => (isIn(i) ? count * share : Number.NaN)),
  };
}
