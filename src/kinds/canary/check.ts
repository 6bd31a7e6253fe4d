/** What is wrong with a canary controller's settings beyond their schema: a canary needs a split, and so a stable version. */
import type { CanarySettings } from './settings';
import type { Surroundings } from '@/engine/contracts';

/** A sentence for each problem. */
export function checkCanary(settings: CanarySettings, around: Surroundings): string[] {
  const { split, stepWeights, intervalMs, deadlineMs } = settings;
  const problems: string[] = [];
  if (split !== '' && !isSplit(split, around)) {
    problems.push(`there is no stable version to fall back to: "${split}" is no wire with a traffic split and no weighted route`);
  }
  const falls = stepWeights.findIndex(({ percent }, i) => percent <= (stepWeights[i - 1]?.percent ?? 0));
  if (falls >= 0) problems.push(`step ${falls + 1} gives the new version no more than the step before it: let the steps rise`);
  if (deadlineMs !== null && deadlineMs < intervalMs) {
    problems.push(`the deadline (${deadlineMs} ms) is over before the first check (${intervalMs} ms): make it longer`);
  }
  const rival = split === '' ? null : rivalOf(split, around);
  if (rival !== null) problems.push(`"${rival}" turns "${split}" already: a split obeys one controller only`);
  return problems;
}

/** A wire with a policy that splits, or a route with two targets or more. */
function isSplit(split: string, { edges, nodes }: Surroundings): boolean {
  if (Object.hasOwn(edges, split)) return edges[split]?.policies['traffic-split'] !== undefined;
  const [gateway = '', ...rest] = split.split('/');
  const routes = Object.hasOwn(nodes, gateway) ? nodes[gateway]?.settings['routes'] : undefined;
  return Array.isArray(routes) && routes.some((route) => isWeighted(route, rest.join('/')));
}

function isWeighted(route: unknown, id: string): boolean {
  if (typeof route !== 'object' || route === null || !('id' in route) || !('to' in route)) return false;
  return route.id === id && Array.isArray(route.to) && route.to.length >= 2;
}

/** The first other controller of the same split, in order of the ids. */
function rivalOf(split: string, { id, nodes }: Surroundings): string | null {
  const turns = (name: string): boolean => nodes[name]?.kind === 'canary' && nodes[name].settings['split'] === split;
  return Object.keys(nodes).toSorted().find((name) => name < id && turns(name)) ?? null;
}
