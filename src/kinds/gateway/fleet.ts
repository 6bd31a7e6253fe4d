/**
 * The replicas of a gateway and the balancer in front of them: who exists, who takes requests, crashes, and restarts one after
 * the other. What a replica does with requests is the model's business.
 */
import { CRASHED, TERMINATED } from './losses';
import { Replica } from './replica';
import type { ReasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { RunContext } from '@/engine/context';
import type { Effect } from '@/engine/node-model';

const RESTARTED = 0;

/** The gateway as its fleet sees it. */
export interface FleetOwner {
  readonly id: string;
  /** A process has died with everything that it held and knew. */
  died(replica: Replica, reason: ReasonCode): void;
  /** A process has started in the place of one that died. */
  started(replica: Replica): void;
}

/** See the file's header. */
export class Fleet implements Target {
  readonly tag: number;
  /** Every replica there has ever been; `Call.pod` is an index. The first ones are wanted. */
  readonly all: Replica[] = [];
  private wanted = 0;
  private next = 0;
  private readonly blows: { readonly effect: Effect; readonly replicas: Replica[] }[] = [];
  private readonly releases: { readonly replicas: Replica[]; readonly pauseUs: number }[] = [];
  private restarting: Replica | null = null;

  constructor(
    private readonly context: RunContext,
    private readonly owner: FleetOwner,
  ) {
    this.tag = context.tag(owner.id, 'fleet');
  }

  /** So many replicas from now on. Those above finish what they hold, and are the first to be taken again. */
  fit(wanted: number): void {
    this.wanted = wanted;
    while (this.all.length < wanted) this.add(new Replica(this.all.length));
    for (const replica of this.all) replica.isMember = replica.index < wanted;
    this.next = 0;
  }

  /** The wanted replicas. */
  get members(): Replica[] {
    return this.all.slice(0, this.wanted);
  }

  /** The next replica in turn that takes requests, or null. */
  choose(): Replica | null {
    for (let i = 0; i < this.wanted; i++) {
      const replica = this.all[this.next] as Replica;
      this.next = this.next + 1 < this.wanted ? this.next + 1 : 0;
      if (replica.isServing) return replica;
    }
    return null;
  }

  /** Faults that the fleet knows: `crash` of so many replicas (0: all), `restart` of all, each away for so many milliseconds. */
  afflict(effect: Effect): boolean {
    const { kind, value } = effect;
    if (kind === 'crash') {
      const running = this.members.toSorted((a, b) => Number(a.downs > 0) - Number(b.downs > 0) || a.index - b.index);
      const replicas = value > 0 ? running.slice(0, value) : running;
      this.blows.push({ effect, replicas });
      this.takeDown(replicas, CRASHED, 'crashed');
    } else if (kind === 'restart') {
      this.releases.push({ replicas: this.members, pauseUs: usFromMs(value) });
      if (this.restarting === null) this.restartNext();
    } else return false;
    return true;
  }

  /** A crash ends: its replicas start again. A restart ends by itself. */
  relieve({ kind, value }: Effect): void {
    if (kind !== 'crash') return;
    const at = this.blows.findIndex(({ effect }) => effect.kind === kind && effect.value === value);
    if (at < 0) return;
    for (const { replicas } of this.blows.splice(at, 1)) for (const replica of replicas) this.bringUp(replica);
  }

  handle(): void {
    const replica = this.restarting;
    this.restarting = null;
    if (replica !== null) {
      replica.restartsAtUs = -1;
      this.bringUp(replica);
    }
    this.restartNext();
  }

  /** A crash of all hits those to come, too. */
  private add(replica: Replica): void {
    this.all.push(replica);
    for (const { effect, replicas } of this.blows) {
      if (effect.value > 0) continue;
      replica.downs++;
      replicas.push(replica);
    }
  }

  private restartNext(): void {
    const [release] = this.releases;
    if (release === undefined) return;
    const replica = release.replicas.shift();
    if (replica === undefined) {
      this.releases.shift();
      return this.restartNext();
    }
    const { agenda } = this.context;
    this.restarting = replica;
    replica.restartsAtUs = agenda.nowUs + release.pauseUs;
    agenda.book(replica.restartsAtUs, Phase.timer, this, RESTARTED, null);
    this.takeDown([replica], TERMINATED, 'restarted for a release');
  }

  /** All are down before the first loses what it holds: what its callers do next must not reach one that dies, too. */
  private takeDown(replicas: readonly Replica[], reason: ReasonCode, why: string): void {
    const dead = replicas.filter((replica) => replica.downs++ === 0);
    for (const replica of dead) {
      this.note(replica, 'running', 'down', why);
      this.owner.died(replica, reason);
    }
  }

  private bringUp(replica: Replica): void {
    if (--replica.downs > 0) return;
    replica.restarts++;
    this.note(replica, 'down', 'running', 'started again');
    this.owner.started(replica);
  }

  private note({ index }: Replica, from: string, to: string, why: string): void {
    this.context.note(this.owner.id, `replica ${index + 1}`, from, to, why);
  }
}
