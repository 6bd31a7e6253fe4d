/** How the pods of a node share its requests: what a balancing algorithm looks like in figures. */

/** Requests that came to one pod, and its share of all, 0 to 1. */
export interface PodShare {
  readonly arrived: number;
  readonly arrivedShare: number;
}

/** Pods by their number, 1 for the first; each pod that has ever been counts. Shares are 0 while nothing has come. */
export interface PodsReport {
  readonly busiestShare: number;
  readonly idlestShare: number;
  readonly [number: string]: PodShare | number;
}

/** The report of the requests that came to each pod, since a moment when `before` tells how many had come until then. */
export function podsOf(arrivals: readonly number[], before: readonly number[] = []): { readonly pods?: PodsReport } {
  if (arrivals.length === 0) return {};
  const counts = arrivals.map((count, i) => count - (before[i] ?? 0));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((arrived): PodShare => ({ arrived, arrivedShare: total > 0 ? arrived / total : 0 }));
  const only = shares.map(({ arrivedShare }) => arrivedShare);
  const byNumber = Object.fromEntries(shares.map((share, i) => [String(i + 1), share]));
  return { pods: { ...byNumber, busiestShare: Math.max(...only), idlestShare: Math.min(...only) } };
}
