/** Begins, calls off and opens: what the buttons of a sweep do. */
import { figuresOf } from './figures';
import { type AxisChoice, valuesOf } from './range';
import { setSweep, type SweepOutcome, type SweepProgress, sweepState } from './session';
import { type SweepSetting, type Varied, withValues } from './settings';
import { lockedChange } from '../shared/locks';
import type { Playground } from '../shared/playground';
import type { Scenario } from '@/scenario/schema';
import { cellsOf, pairAt, runCountOf, type SweepPlan } from '@/simulation/sweep';
import type { SweepJob } from '@/simulation/sweep-run';
import { announce, showToast } from '@/ui';
import { beginSweep } from '@/worker/sweep-client';

const SEEDS = 2 ** 32;

/** Seeds from the document's own on, so that the run on the canvas is among them. */
export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % SEEDS);
}

/** A sweep that can begin, or why not. */
export type Prepared =
  | { readonly ok: true; readonly plan: SweepPlan; readonly jobs: readonly SweepJob[] }
  | { readonly ok: false; readonly sentence: string };

const numbersOf = (cell: readonly unknown[]): number[] => cell.filter((value) => typeof value === 'number');

/** Makes the plan and its jobs, every cell checked as a file would be. */
export function prepare(
  scenario: Scenario,
  settings: readonly SweepSetting[],
  axes: readonly AxisChoice[],
  seedCount: number,
): Prepared {
  const plan: SweepPlan = {
    axes: axes.map((axis, i) => ({ path: axis.setting, values: valuesOf(axis, settings[i]?.rule.isWhole ?? false) })),
    seeds: seedsFrom(scenario.seed, seedCount),
    metrics: figuresOf(scenario).map(({ metric }) => metric),
  };
  const scenarios: Scenario[] = [];
  for (const cell of cellsOf(plan.axes)) {
    const varied: Varied = withValues(scenario, settings, numbersOf(cell));
    if (!varied.ok) {
      const what = settings.map(({ label }, i) => `${label} = ${String(cell[i])}`).join(', ');
      return { ok: false, sentence: `${what}: ${varied.sentence}` };
    }
    scenarios.push(varied.scenario);
  }
  const jobs = Array.from({ length: runCountOf(plan) }, (_, number): SweepJob => {
    const { cell, seed } = pairAt(plan, number);
    return { cell, scenario: scenarios[cell] ?? scenario, seed, untilMs: null, metrics: plan.metrics };
  });
  return { ok: true, plan, jobs };
}

/** Begins; what comes of it goes into the session. */
export async function begin(scenario: Scenario, settings: readonly SweepSetting[], prepared: Prepared): Promise<void> {
  if (!prepared.ok) {
    setSweep({ failure: prepared.sentence });
    return;
  }
  const { plan, jobs } = prepared;
  const tell = (ratio: number, done: number): void => {
    const { progress } = sweepState();
    if (progress?.work === work) setSweep({ progress: { ...progress, ratio, done } });
  };
  const work = beginSweep(jobs, tell);
  const progress: SweepProgress = { ratio: 0, done: 0, total: jobs.length, work };
  setSweep({ progress, failure: null });
  try {
    const runs = await work.result;
    if (sweepState().progress?.work !== work) return;
    const outcome: SweepOutcome | null = runs ? { scenario, settings, plan, runs } : sweepState().outcome;
    setSweep({ progress: null, outcome, ...(runs ? { cell: null } : {}) });
    const words = runs ? `Sweep done: ${runs.length} runs` : 'Sweep cancelled';
    if (sweepState().isOpen) announce(words, 'reply');
    else showToast({ tone: 'info', title: words, key: 'sweep' });
  } catch (error) {
    if (sweepState().progress?.work !== work) return;
    setSweep({ progress: null, failure: error instanceof Error ? error.message : String(error) });
  }
}

/** Calls off what runs. */
export function cancel(): void {
  sweepState().progress?.work.cancel();
}

/** What decides about a run, without what a sweep changes: names, places and notes are beside the point. */
function essence(scenario: Scenario, { settings, plan }: SweepOutcome): string {
  const varied = withValues(scenario, settings, numbersOf(cellsOf(plan.axes)[0] ?? []));
  const { durationMs, nodes, edges, faults, objectives } = varied.ok ? varied.scenario : scenario;
  const parts = Object.entries(nodes).map(([id, { kind, parent, settings: own }]) => [id, kind, parent, own]);
  return JSON.stringify([durationMs, parts, edges, faults, objectives]);
}

/** True when the document has become another one in something that the sweep did not vary: its figures are of before. */
export function isOld(outcome: SweepOutcome, now: Scenario): boolean {
  return outcome.scenario !== now && essence(outcome.scenario, outcome) !== essence(now, outcome);
}

/** What a cell is, in words: "Workers = 50". */
export function cellText({ settings, plan }: SweepOutcome, cell: number): string {
  const values = cellsOf(plan.axes)[cell] ?? [];
  return settings.map(({ label, rule: { unit } }, i) => `${label} ${String(values[i])}${unit === '' ? '' : ` ${unit}`}`).join(', ');
}

/**
 * Puts the cell's settings and a seed into the document, as one step, and plays that run from its beginning: settings that change
 * in the middle of a run make another one. Returns why it could not, or null.
 */
export function openRun({ document, change, controls }: Playground, outcome: SweepOutcome, cell: number, seed: number): string | null {
  const values = numbersOf(cellsOf(outcome.plan.axes)[cell] ?? []);
  const now = document.getSnapshot().context.scenario;
  const varied = withValues(now, outcome.settings, values);
  if (!varied.ok) return varied.sentence;
  const next = { ...varied.scenario, seed };
  const reason = lockedChange(now, next);
  if (reason !== null) return reason;
  change(`open a run of the sweep (${cellText(outcome, cell)}, seed ${seed})`, () => next);
  controls.reset();
  controls.play();
  return null;
}
