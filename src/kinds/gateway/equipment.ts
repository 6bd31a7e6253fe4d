/** What a gateway checks requests with: keys and counters, of each replica or of all, and how they end with a process. */
import { KeyFetcher } from './keys';
import { shareOf } from './limiter';
import { FORBIDDEN, KEYS_UNAVAILABLE, UNAUTHORIZED } from './losses';
import type { Replica } from './replica';
import type { GatewaySettings } from './settings';
import { OK, type ReasonCode } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { LimitStatus } from '@/engine/limit-status';
import type { Wire } from '@/engine/wire';
import { LimitBook } from '@/policies/rate-limit/limit-book';
import { DEFAULT_MAX_KEYS, LimitSet } from '@/policies/rate-limit/limit-set';

/** A token that cannot be judged before keys have come. */
export const WAIT = -1;

/** The gateway as its equipment sees it. */
export interface EquipmentOwner {
  readonly id: string;
  /** Wires to registries and key services. */
  readonly lookups: readonly Wire[];
  /** A fetch of the keys that the replica's requests may wait for has ended. */
  fetched(replica: Replica, isGood: boolean): void;
}

/** See the file's header. */
export class Equipment {
  /** The counters that all replicas ask; null where each has its own. */
  sharedLimits: LimitSet | null = null;
  /** How far the clock of this gateway is ahead; negative when it is behind. */
  skewUs: TimeUs = 0;
  /** The control plane's keys; they outlive the replicas. */
  private sharedKeys: KeyFetcher | null = null;
  private hasStarted = false;
  private readonly book = new LimitBook();

  constructor(
    private readonly context: RunContext,
    private readonly owner: EquipmentOwner,
    private readonly replicas: readonly Replica[],
    private settings: GatewaySettings,
  ) {
    this.setKeys();
    this.setLimits();
  }

  /** The run begins. Nothing is known yet: early requests wait for the first keys. */
  start(): void {
    this.hasStarted = true;
    for (const fetcher of this.fetchers()) fetcher.start();
  }

  /** New settings; counters begin anew when theirs have changed. Says whether keys have begun anew, too. */
  configure(settings: GatewaySettings): boolean {
    const before = this.settings;
    const { jwt } = settings;
    this.settings = settings;
    const counted = ({ limits, replicas }: GatewaySettings): string => JSON.stringify([limits, replicas]);
    if (counted(settings) !== counted(before)) this.setLimits();
    if (jwt?.mode !== before.jwt?.mode) {
      this.setKeys();
      return true;
    }
    for (const replica of this.replicas) if (replica.keys === null) this.giveKeys(replica);
    if (jwt !== null) for (const fetcher of this.fetchers()) fetcher.cache.configure(jwt);
    return false;
  }

  /** A process has died, and with it what it knew. */
  died(replica: Replica): void {
    replica.keys?.stop();
    replica.limits = null;
  }

  /** A new process: it has counted nothing and knows no keys. Envoy's listener waits for keys that are fetched ahead. */
  started(replica: Replica): void {
    replica.isWarm = this.settings.jwt?.mode !== 'async';
    replica.limits = this.newLimits(replica.index);
    replica.keys?.start();
  }

  /** What a token comes to: 401 for all flaws but the wrong audience, 403 (DOMAIN.md 4.4). WAIT when keys have to come first. */
  judge(call: Call, replica: Replica, nowUs: number): ReasonCode {
    const { jwt } = this.settings;
    const fetcher = replica.keys ?? this.sharedKeys;
    if (jwt === null || fetcher === null) return OK;
    switch (fetcher.cache.check(call.token, nowUs, this.skewUs)) {
      case 'good':
        return OK;
      case 'missing':
        return jwt.required ? UNAUTHORIZED : OK;
      case 'audience':
        return FORBIDDEN;
      case 'no-keys':
        return KEYS_UNAVAILABLE;
      case 'wait':
        return WAIT;
      default:
        return UNAUTHORIZED;
    }
  }

  /** Sees to it that keys come, for a request that waits for them. */
  fetch(replica: Replica): void {
    (replica.keys ?? this.sharedKeys)?.fetch();
  }

  /** How the limits stand, over all replicas that count. */
  limitStatus(): readonly LimitStatus[] {
    const sets = this.sharedLimits === null ? this.replicas.flatMap(({ limits }) => limits ?? []) : [this.sharedLimits];
    return this.book.status(sets, this.context.agenda.nowUs);
  }

  private fetchers(): KeyFetcher[] {
    const own = this.replicas.map(({ keys }) => keys);
    return [this.sharedKeys, ...own].filter((fetcher) => fetcher !== null);
  }

  private setKeys(): void {
    for (const fetcher of this.fetchers()) fetcher.stop();
    const { context, owner, replicas } = this;
    const { jwt } = this.settings;
    this.sharedKeys = null;
    for (const replica of replicas) {
      replica.keys = null;
      replica.isWarm = true;
    }
    if (jwt?.mode === 'pushed') {
      const tell = (isGood: boolean): void => {
        for (const replica of replicas) owner.fetched(replica, isGood);
      };
      this.sharedKeys = new KeyFetcher(context, owner.id, jwt, () => this.wayToKeys(), tell);
      if (this.hasStarted) this.sharedKeys.start();
    } else for (const replica of replicas) this.giveKeys(replica);
  }

  private giveKeys(replica: Replica): void {
    const { context, owner } = this;
    const { jwt } = this.settings;
    if (jwt === null || jwt.mode === 'pushed') return;
    const tell = (isGood: boolean): void => owner.fetched(replica, isGood);
    replica.keys = new KeyFetcher(context, `${owner.id} ${replica.index}`, jwt, () => this.wayToKeys(), tell);
    if (this.hasStarted && replica.isRunning) replica.keys.start();
  }

  private setLimits(): void {
    const { limits } = this.settings;
    this.sharedLimits = limits?.store.kind === 'shared' ? new LimitSet(limits.specs, limits.charging, DEFAULT_MAX_KEYS, this.book) : null;
    for (const replica of this.replicas) replica.limits = replica.isRunning ? this.newLimits(replica.index) : null;
  }

  private newLimits(index: number): LimitSet | null {
    const { limits, replicas } = this.settings;
    if (limits === null || limits.store.kind === 'shared') return null;
    const isShare = limits.store.kind === 'local-share';
    const specs = isShare ? shareOf(limits.specs, index, replicas) : limits.specs;
    return new LimitSet(specs, limits.charging, DEFAULT_MAX_KEYS, this.book);
  }

  private wayToKeys(): Wire | null {
    return this.owner.lookups.find(({ target }) => target.kind === 'identity-provider') ?? null;
  }
}
