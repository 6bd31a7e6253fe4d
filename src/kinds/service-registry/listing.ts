/** What a registry tells about one service: the truth as the registry knows it, and what its readers see of that, later. */
import type { RegistrySettings } from './settings';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { RunContext } from '@/engine/context';
import type { Instance } from '@/engine/endpoints';
import type { Wire } from '@/engine/wire';

/** One instance on the list. */
export interface Entry {
  readonly address: number;
  readonly wire: Wire;
  isHealthy: boolean;
  /** Since when it has been unfit; -1 while it is fit. */
  unfitSinceUs: TimeUs;
}

interface Version {
  readonly sinceUs: TimeUs;
  readonly list: readonly Instance[];
}

/** The list, its versions on their way to the readers, and what these see. */
export class Listing implements Target {
  readonly tag: number;
  readonly entries = new Map<number, Entry>();
  readonly subscribers: ((instances: readonly Instance[]) => void)[] = [];
  private readonly underWay: (readonly Instance[])[] = [];
  /** What has spread, oldest first; older ones than a read cache can show are dropped. */
  private versions: Version[] = [{ sinceUs: 0, list: [] }];

  constructor(
    private readonly context: RunContext,
    registry: string,
    readonly service: string,
    private readonly settings: () => RegistrySettings,
  ) {
    this.tag = context.tag(registry, `list of ${service}`);
  }

  /** The steady state at the beginning: readers see it at once. */
  settle(): void {
    this.versions = [{ sinceUs: 0, list: this.told() }];
  }

  /** Something has changed: readers see it when it has spread. */
  changed(): void {
    const { agenda } = this.context;
    this.underWay.push(this.told());
    agenda.book(agenda.nowUs + usFromMs(this.settings().propagationMs), Phase.timer, this, 0, null);
  }

  /** What a reader is told now. A read cache holds the list as it was at the last whole multiple of its period. */
  read(): readonly Instance[] {
    const { nowUs } = this.context.agenda;
    const periodUs = usFromMs(this.settings().readCacheMs);
    const asOfUs = periodUs === 0 ? nowUs : Math.floor(nowUs / periodUs) * periodUs;
    const at = this.versions.findLastIndex(({ sinceUs }) => sinceUs <= asOfUs);
    if (at > 0) this.versions.splice(0, at);
    return this.versions[0]?.list ?? [];
  }

  handle(): void {
    const list = this.underWay.shift();
    if (!list) return;
    this.versions.push({ sinceUs: this.context.agenda.nowUs, list });
    for (const tell of this.subscribers) tell(list);
  }

  private told(): readonly Instance[] {
    const all = [...this.entries.values()].map(({ address, isHealthy }) => ({ address, isHealthy, weight: 1 }));
    return this.settings().answersWith === 'all' ? all : all.filter(({ isHealthy }) => isHealthy);
  }
}
