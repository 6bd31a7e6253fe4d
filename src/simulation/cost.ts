/** The cost meter: what a run kept busy and what that would cost at example prices. */
import type { Parts } from './build';
import type { NodeModel } from '@/engine/node-model';

/**
 * Unit prices in cents. They are examples of a usual order of magnitude, from no provider's price list, and there to compare
 * two designs with each other. A reservation (a replica that stands idle) costs its memory and its flat price only.
 */
export const PRICE_CENTS = {
  /** One CPU core busy for an hour. */
  coreHour: 4,
  /** One gigabyte in use for an hour. */
  gigabyteHour: 0.5,
  /** One replica for an hour: address, logs, scheduling. */
  replicaHour: 0.5,
  /** One proxy (sidecar) for an hour. */
  proxyHour: 0.25,
} as const;

/** One node. */
export interface NodeCost {
  /** Pods that are there now, 1 for a kind without pods, 0 for a source of requests. */
  readonly replicas: number;
  /** Proxies that the node says it runs. */
  readonly proxies: number;
  /** Estimate: mean number of busy workers. A blocking worker that waits for others counts, so this is an upper bound. */
  readonly coresBusy: number;
  /** The most megabytes in use at once. */
  readonly memoryMb: number;
  /** Paid to a third party so far, in cents; only for nodes that say so. */
  readonly thirdPartyCents: number;
  /** The whole run, in cents at the example prices, third parties included. */
  readonly cents: number;
}

/** The run. */
export interface CostReport {
  readonly nodes: Readonly<Record<string, NodeCost>>;
  /** Wires of role `call` crossed per request of a client, tries anew included; 0 before the first request. */
  readonly hops: number;
  readonly thirdPartyCents: number;
  readonly cents: number;
}

const HOUR_US = 3_600_000_000;
const MB_PER_GB = 1000;
const KB_PER_MB = 1000;

/** Reads the meter at the moment `nowUs`. */
export function costReport({ nodes, wires }: Pick<Parts, 'nodes' | 'wires'>, nowUs: number): CostReport {
  const costs = [...nodes].map(([id, node]): readonly [string, NodeCost] => [id, nodeCost(node, nowUs)]);
  const sum = (figure: 'thirdPartyCents' | 'cents'): number => costs.reduce((total, [, cost]) => total + cost[figure], 0);
  let crossings = 0;
  for (const wire of wires.values()) {
    const { out, spare } = wire.source;
    if (out.includes(wire) || spare.includes(wire)) crossings += wire.transport.attempts;
  }
  let requests = 0;
  for (const node of nodes.values()) if (node.isSource) requests += node.tally.arrived;
  return {
    nodes: Object.fromEntries(costs),
    hops: requests > 0 ? crossings / requests : 0,
    thirdPartyCents: sum('thirdPartyCents'),
    cents: sum('cents'),
  };
}

function nodeCost(node: NodeModel, nowUs: number): NodeCost {
  const replicas = replicasOf(node);
  const proxies = 'proxies' in node ? figure(node.proxies) : 0;
  const thirdPartyCents = 'costCents' in node ? figure(node.costCents) : 0;
  const coresBusy = node.busy.mean(nowUs);
  const memoryMb = node.memoryKb.max / KB_PER_MB;
  const perHour =
    coresBusy * PRICE_CENTS.coreHour +
    (memoryMb / MB_PER_GB) * PRICE_CENTS.gigabyteHour +
    replicas * PRICE_CENTS.replicaHour +
    proxies * PRICE_CENTS.proxyHour;
  return { replicas, proxies, coresBusy, memoryMb, thirdPartyCents, cents: (perHour * nowUs) / HOUR_US + thirdPartyCents };
}

/** Kinds that stand for people. */
const PEOPLE = ['operator'];

/** A person and a client run on nobody's machines, and a proxy is paid as one. */
function replicasOf(node: NodeModel): number {
  if (node.isSource || PEOPLE.includes(node.kind) || node.asSidecar() !== null) return 0;
  return Math.max(1, node.pods().length);
}

function figure(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
