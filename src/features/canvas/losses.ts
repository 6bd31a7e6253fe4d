/**
 * Where requests are lost, and why: the failures of the last second, each at the place where it happened and not at all those that it
 * is passed on to. The samples say per part why calls failed; what its callees and proxies explain is theirs, what is left is its own
 * or that of the wire behind it.
 */
import { useCallback, useSyncExternalStore } from 'react';
import type { RunStore } from '../shared/run-store';
import type { SampleLog } from '../shared/sample-log';
import { reasonName } from '../shared/words';
import { type ReasonId, REASONS } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';

/** Requests lost for one reason at one place. */
export interface Loss {
  readonly reason: ReasonId;
  readonly perS: number;
}

/** Losses by id of the part or wire, the most frequent first. */
export type Losses = ReadonlyMap<string, readonly Loss[]>;

/** Reasons that strike a call on its way, before its callee has it or after. */
const ON_WIRES: ReadonlySet<ReasonId> = new Set([
  'timeout', 'bulkhead-full', 'breaker-open', 'unreachable', 'connection-refused', 'connect-timeout', 'no-endpoint', 'lookup-failed',
  'pool-timeout', 'handshake-failed', 'connection-reset', 'loss',
] as const);
/** Not lost where it happens: the caller has lost the request, for a reason of its own. */
const ELSEWHERE: ReadonlySet<ReasonId> = new Set(['none', 'cancelled'] as const);

/** What is looked back over, in samples and in time. */
const MOST_SAMPLES = 10;
const WINDOW_US = 1_000_000;
/** A failure counts at the callee a little earlier than at the caller: so small a share is no loss of its own. */
const SKEW = 0.06;

type Counts = ReadonlyMap<ReasonId, number>;

const EVERY_MS = 400;
const NONE: readonly Loss[] = [];
const NO_LOSSES: Losses = new Map();
const NO_COUNTS: Counts = new Map();

/** Figures of the window, looked up only for parts that have failed at all. */
class Window {
  private readonly found = new Map<string, Counts>();

  constructor(
    private readonly log: SampleLog,
    private readonly from: number,
    private readonly to: number,
  ) {}

  get seconds(): number {
    return ((this.to - this.from) * this.log.layout.sampleEveryUs) / 1_000_000;
  }

  reasons(id: string): Counts {
    const known = this.found.get(id);
    if (known) return known;
    const counts = this.failed('node', id) > 0 ? this.counted(id) : NO_COUNTS;
    this.found.set(id, counts);
    return counts;
  }

  private counted(id: string): Counts {
    const counts = new Map<ReasonId, number>();
    for (const { id: reason } of REASONS) {
      if (ELSEWHERE.has(reason)) continue;
      let sum = 0;
      for (let i = this.from; i < this.to; i++) sum += this.log.node(i, id, `by:${reason}`);
      if (sum > 0) counts.set(reason, sum);
    }
    return counts;
  }

  failed(kind: 'node' | 'wire', id: string): number {
    let sum = 0;
    for (let i = this.from; i < this.to; i++) sum += kind === 'node' ? this.log.node(i, id, 'failed') : this.log.wire(i, id, 'failed');
    return sum;
  }
}

/** The window before a moment; null while there is no sample. */
function windowAt(log: SampleLog, nowUs: TimeUs): Window | null {
  let to = log.length;
  while (to > 0 && log.atUs(to - 1) > nowUs) to--;
  let from = to;
  while (from > 0 && to - from < MOST_SAMPLES && (to === from || log.atUs(from - 1) > nowUs - WINDOW_US)) from--;
  return to > from ? new Window(log, from, to) : null;
}

/** Who stands at whom, and which call wires leave whom. */
interface Ties {
  readonly clinging: ReadonlyMap<string, readonly string[]>;
  readonly out: ReadonlyMap<string, readonly { readonly id: string; readonly target: string }[]>;
}

function listed<Entry>(pairs: readonly (readonly [string, Entry])[]): ReadonlyMap<string, readonly Entry[]> {
  const lists = new Map<string, Entry[]>();
  for (const [key, entry] of pairs) lists.set(key, [...(lists.get(key) ?? []), entry]);
  return lists;
}

function tiesOf({ nodes, edges }: Scenario): Ties {
  return {
    clinging: listed(Object.entries(nodes).flatMap(([id, { parent }]) => (parent === null ? [] : [[parent, id] as const]))),
    out: listed(Object.entries(edges).flatMap(([id, { role, source, target }]) =>
      role === 'call' ? [[source, { id, target }] as const] : [])),
  };
}

/** Where in a scenario requests were lost in the second before a moment. */
export function lossesAt(scenario: Scenario, log: SampleLog, nowUs: TimeUs): Losses {
  const window = windowAt(log, nowUs);
  if (!window) return NO_LOSSES;
  const failing = Object.keys(scenario.nodes).filter((id) => window.reasons(id).size > 0);
  if (failing.length === 0) return NO_LOSSES;
  const ties = tiesOf(scenario);
  const found = new Map<string, Loss[]>();
  const tell = (place: string, reason: ReasonId, count: number): void => {
    found.set(place, [...(found.get(place) ?? []), { reason, perS: count / window.seconds }]);
  };
  for (const id of failing) {
    const isProxy = scenario.nodes[id]?.parent !== null;
    for (const [reason, count] of window.reasons(id)) {
      const own = isProxy ? count : count - explained(id, reason, ties, window);
      if (own < Math.max(1, count * SKEW)) continue;
      tell((ON_WIRES.has(reason) && wireOf(id, ties, window)) || id, reason, own);
    }
  }
  for (const list of found.values()) list.sort((a, b) => b.perS - a.perS);
  return found;
}

/** How many failures of a part its own proxies and its callees account for. */
function explained(id: string, reason: ReasonId, { clinging, out }: Ties, window: Window): number {
  const at = (node: string): number => window.reasons(node).get(reason) ?? 0;
  const proxies = (node: string): number => (clinging.get(node) ?? []).reduce((sum, proxy) => sum + at(proxy), 0);
  const callees = (out.get(id) ?? []).reduce((sum, { id: wire, target }) => {
    const theirs = at(target) + proxies(target);
    return theirs > 0 ? sum + Math.min(theirs, window.failed('wire', wire)) : sum;
  }, 0);
  return proxies(id) + callees;
}

/** The wire on which a part loses calls: the one with the most failures that its callee knows nothing of. */
function wireOf(id: string, { clinging, out }: Ties, window: Window): string | null {
  let best: string | null = null;
  let most = 0;
  for (const { id: wire, target } of out.get(id) ?? []) {
    const known = [target, ...(clinging.get(target) ?? [])].reduce((sum, node) => sum + window.failed('node', node), 0);
    const excess = window.failed('wire', wire) - known;
    if (excess <= most) continue;
    most = excess;
    best = wire;
  }
  return best;
}

function isSame(a: readonly Loss[], b: readonly Loss[]): boolean {
  return a.length === b.length && a.every(({ reason, perS }, i) => b[i]?.reason === reason && Math.round(b[i].perS) === Math.round(perS));
}

/** Keeps the present losses for the parts that show them. Figures that look the same stay the same object. */
export class LossStore {
  private losses: Losses = NO_LOSSES;
  private readonly listeners = new Set<() => void>();
  private nextMs = 0;

  constructor(
    private readonly run: RunStore,
    private readonly scenario: () => Scenario,
  ) {}

  /** Follows the run; returns how to stop. */
  follow(): () => void {
    let shownPast: TimeUs | null = null;
    const update = (): void => {
      const { isPlaying, pastUs } = this.run.status;
      const isMoving = isPlaying && pastUs === null && shownPast === null;
      shownPast = pastUs;
      if (isMoving && performance.now() < this.nextMs) return;
      this.nextMs = performance.now() + EVERY_MS;
      this.take(lossesAt(this.scenario(), this.run.samples, this.run.shownUs));
    };
    // Samples are told before the status: without this the last ones of a run would be passed over.
    const turned = (): void => {
      const { isPlaying, pastUs } = this.run.status;
      if (!isPlaying || pastUs !== shownPast) update();
    };
    const stops = [this.run.subscribe('samples', update), this.run.subscribe('layout', update), this.run.subscribe('parts', turned)];
    return () => stops.forEach((stop) => stop());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  at(id: string): readonly Loss[] {
    return this.losses.get(id) ?? NONE;
  }

  private take(next: Losses): void {
    if (next.size === 0 && this.losses.size === 0) return;
    this.losses = new Map([...next].map(([id, list]) => [id, isSame(this.at(id), list) ? this.at(id) : list]));
    for (const listener of this.listeners) listener();
  }
}

/** Losses at one place. */
export function useLosses(store: LossStore, id: string): readonly Loss[] {
  return useSyncExternalStore(store.subscribe, useCallback(() => store.at(id), [store, id]));
}

/** "queue full", and the whole sentence. */
export function lossWords(reason: ReasonId): { readonly short: string; readonly long: string } {
  return { short: reasonName(reason), long: REASONS.find(({ id }) => id === reason)?.text ?? reason };
}
