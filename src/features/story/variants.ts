/** Against what a run can be compared: variants of the scenario on the page, each as a plan for a run of its own. Pure. */
import { guardableWires, isGuarded, withGuard } from './guard';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';

/** What people choose. */
export type TwinChoice =
  /** Without the breakers, where there are any: what most scenarios with a breaker are about. */
  | { readonly kind: 'automatic' }
  | { readonly kind: 'none' }
  | { readonly kind: 'without-guard' }
  | { readonly kind: 'with-guard' }
  /** As it was before the first change on this page. */
  | { readonly kind: 'file'; readonly scenario: Scenario }
  | { readonly kind: 'seed'; readonly seed: number }
  | { readonly kind: 'patch'; readonly name: string; readonly patch: unknown };

/** A variant to run, with its names in the chart's legend, in the table, and the title over both. */
export interface TwinPlan {
  readonly label: string;
  readonly title: string;
  readonly mine: string;
  readonly other: string;
  readonly scenario: Scenario;
}

/** A plan, null where there is nothing to compare, or a sentence that says why not. */
export type Planning =
  | { readonly ok: true; readonly plan: TwinPlan | null }
  | { readonly ok: false; readonly reason: string };

/** Policies that make up the guard; what a breaker without a fallback would change is another lesson. */
const GUARD = ['circuit-breaker', 'fallback'];

const NONE: Planning = { ok: true, plan: null };

/** Asked for with every frame; a scenario never changes. */
const guardedOf = new WeakMap<Scenario, readonly string[]>();

/** Wires that have a breaker now. */
export function guardedWires(scenario: Scenario): readonly string[] {
  const known = guardedOf.get(scenario);
  if (known) return known;
  const found = Object.keys(scenario.edges).filter((id) => isGuarded(scenario, id));
  guardedOf.set(scenario, found);
  return found;
}

function withoutGuard(scenario: Scenario): Scenario {
  const edges = Object.entries(scenario.edges).map(([id, edge]) => {
    const policies = Object.fromEntries(Object.entries(edge.policies).filter(([policy]) => !GUARD.includes(policy)));
    return [id, { ...edge, policies }] as const;
  });
  return { ...scenario, edges: Object.fromEntries(edges) };
}

const bareGuard = (scenario: Scenario): Planning => ({
  ok: true,
  plan: {
    label: 'no breaker',
    title: 'What the breaker changes',
    mine: 'with',
    other: 'without',
    scenario: withoutGuard(scenario),
  },
});

function guarded(scenario: Scenario): Planning {
  const wires = guardableWires(scenario).filter((id) => !isGuarded(scenario, id));
  if (wires.length === 0) return { ok: false, reason: 'Every wire between services has a breaker already.' };
  const plan: TwinPlan = {
    label: 'with a breaker',
    title: 'What a breaker would change',
    mine: 'without',
    other: 'with',
    scenario: wires.reduce((next, id) => withGuard(next, id, true), scenario),
  };
  return { ok: true, plan };
}

/** Both stand in one chart, so both last equally long. */
const lasting = (other: Scenario, { durationMs }: Scenario): Scenario => ({ ...other, durationMs });

function patched(scenario: Scenario, { name, patch }: Extract<TwinChoice, { kind: 'patch' }>): Planning {
  const reading = checkScenario(applyPatch(structuredClone(scenario), patch));
  if (!reading.ok) {
    const [problem] = reading.problems;
    const why = problem ? `${problem.path === '' ? '' : `${problem.path}: `}${problem.message}` : 'the result is no scenario';
    return { ok: false, reason: `The patch ${name} does not fit this scenario: ${why}.` };
  }
  const title = `With the patch ${name}`;
  return { ok: true, plan: { label: name, title, mine: 'this run', other: 'patched', scenario: lasting(reading.scenario, scenario) } };
}

/** The plan that a choice comes to, for a scenario. */
export function planOf(scenario: Scenario, choice: TwinChoice): Planning {
  switch (choice.kind) {
    case 'none':
      return NONE;
    case 'automatic':
      return guardedWires(scenario).length > 0 ? bareGuard(scenario) : NONE;
    case 'without-guard':
      return guardedWires(scenario).length > 0 ? bareGuard(scenario) : { ok: false, reason: 'No wire has a breaker.' };
    case 'with-guard':
      return guarded(scenario);
    case 'file': {
      const texts = { label: 'as in the file', title: 'What your changes do', mine: 'now', other: 'file' };
      return { ok: true, plan: { ...texts, scenario: lasting(choice.scenario, scenario) } };
    }
    case 'seed': {
      const { seed } = choice;
      const plan: TwinPlan = {
        label: `seed ${seed}`,
        title: 'The same with other arrivals',
        mine: `seed ${scenario.seed}`,
        other: `seed ${seed}`,
        scenario: { ...scenario, seed },
      };
      return { ok: true, plan };
    }
    case 'patch':
      return patched(scenario, choice);
  }
}
