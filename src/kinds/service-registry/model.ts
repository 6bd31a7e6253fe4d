/**
 * A service registry: who lives, where, as far as it has been told. It learns by heartbeats, by asking, from the platform, or
 * from the instances alone, and tells readers what has spread so far. While it is down nobody is answered and nothing is learned;
 * what it knew is still there afterwards.
 */
import { Leases } from './leases';
import { type Entry, Listing } from './listing';
import { instanceMachines } from './machines';
import { Poller } from './poller';
import type { RegistrySettings } from './settings';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { addressText, type Instance } from '@/engine/endpoints';
import { type Effect, type NodeMachine, NodeModel, type NodeState } from '@/engine/node-model';
import type { Registrar, Registration } from '@/engine/registrar';
import type { Wire } from '@/engine/wire';

const UNAVAILABLE = reasonCode('unavailable');
const CANCELLED = reasonCode('cancelled');
const NO_ROUTE = reasonCode('no-route');
const ANSWER = 0;
const FORGET = 1;

/** See the file's header. */
export class RegistryModel extends NodeModel implements Registrar {
  private readonly listings = new Map<string, Listing>();
  private readonly leases: Leases;
  private readonly poller: Poller;
  private outages = 0;
  private held = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: RegistrySettings,
  ) {
    super(context, id, 'registry');
    this.leases = new Leases(context, id, settings.lease, (service, address, why) => this.judge(service, address, false, why));
    this.poller = new Poller(context, id, (service, address, isHealthy, why) => this.judge(service, address, isHealthy, why));
    this.configure(settings);
  }

  override get state(): NodeState {
    if (this.isDown) return 'crashed';
    return this.tally.arrived > 0 ? 'running' : 'idle';
  }

  /** True during an outage. */
  get isDown(): boolean {
    return this.outages > 0;
  }

  get learns(): RegistrySettings['learns'] {
    return this.settings.learns;
  }

  get heartbeatMs(): number {
    return this.settings.learns === 'heartbeat' ? this.settings.lease.heartbeatMs : 0;
  }

  /** Instances that the registry has on its lists, fit or not. */
  get known(): number {
    return [...this.listings.values()].reduce((n, { entries }) => n + entries.size, 0);
  }

  /** Those that it thinks fit. */
  get fit(): number {
    let fit = 0;
    for (const { entries } of this.listings.values()) for (const { isHealthy } of entries.values()) fit += +isHealthy;
    return fit;
  }

  override machines(): readonly NodeMachine[] {
    return instanceMachines(this.listings.values(), this.leases, this.poller);
  }

  override registrar(): Registrar {
    return this;
  }

  override holding(): number {
    return this.held;
  }

  enroll(service: string, address: number, isReady: boolean, wire: Wire): void {
    const listing = this.listing(service);
    const entry = { address, wire, isHealthy: isReady, unfitSinceUs: -1 };
    listing.entries.set(address, entry);
    listing.settle();
    this.follow(service, entry, true);
  }

  snapshot(service: string): readonly Instance[] {
    return this.listing(service).read();
  }

  subscribe(service: string, tell: (instances: readonly Instance[]) => void): void {
    this.listing(service).subscribers.push((instances) => {
      if (!this.isDown) tell(instances);
    });
  }

  receive(call: Call): void {
    this.tally.arrived++;
    if (this.isDown) this.answer(call, UNAVAILABLE);
    else if (call.purpose === Purpose.request) this.answer(call, NO_ROUTE);
    else if (call.purpose === Purpose.probe) this.answer(call, OK);
    else {
      this.held++;
      this.memoryKb.hold();
      call.booking = this.agenda.book(
        this.agenda.nowUs + usFromMs(this.settings.answerMs),
        Phase.completion,
        this,
        ANSWER,
        call,
      );
    }
  }

  handle(kind: number, call: Call | null): void {
    if (kind === FORGET) this.clear();
    else if (call !== null) this.work(call);
  }

  private work(call: Call): void {
    call.booking = -1;
    this.held--;
    this.memoryKb.held--;
    if (this.isDown) return this.answer(call, UNAVAILABLE);
    if (call.purpose === Purpose.lookup) call.body = this.listing(call.body as string).read();
    else call.body = this.learn(call.body as Registration, call.path as Wire);
    this.answer(call, OK);
  }

  answered(): void {
    // Everything it asks is asked by its poller.
  }

  drop(call: Call): void {
    if (call.booking < 0) return;
    this.agenda.cancel(call.booking);
    call.booking = -1;
    this.held--;
    this.memoryKb.held--;
    this.tally.end(CANCELLED, this.agenda.nowUs - call.arrivedUs);
    call.path.dropped(call);
  }

  configure(settings: RegistrySettings): void {
    this.settings = settings;
    this.leases.configure(settings.lease, settings.learns === 'heartbeat');
    this.poller.configure(settings.poll, settings.learns === 'polling');
  }

  override afflict({ kind }: Effect): boolean {
    if (kind !== 'crash') return false;
    this.outages++;
    this.leases.pause();
    this.poller.isPaused = true;
    return true;
  }

  override relieve(): void {
    if (--this.outages > 0) return;
    this.leases.resume();
    this.poller.isPaused = false;
    for (const listing of this.listings.values()) listing.changed();
  }

  private listing(service: string): Listing {
    let listing = this.listings.get(service);
    if (!listing) {
      listing = new Listing(this.context, this.id, service, () => this.settings);
      this.listings.set(service, listing);
    }
    return listing;
  }

  /** Takes news in; the answer says whether a beat was from an instance that is not on the list. */
  private learn(news: Registration, wire: Wire): Registration {
    const { service, address } = news;
    const listing = this.listing(service);
    const entry = listing.entries.get(address);
    if (news.news === 'down') this.forget(listing, address, 'signed off');
    else if (news.news === 'beat') {
      if (!entry) return { ...news, isUnknown: true };
      this.leases.renew(service, address);
      if (!entry.isHealthy) this.judge(service, address, true, 'beats again');
    } else if (!entry) {
      const isHealthy = news.news !== 'unready' && this.settings.learns !== 'polling';
      const isFit = isHealthy && (this.learns !== 'platform' || news.news === 'ready');
      const made = { address, wire, isHealthy: isFit, unfitSinceUs: -1 };
      listing.entries.set(address, made);
      this.note(address, service, 'absent', 'listed', 'registered');
      this.follow(service, made, false);
      listing.changed();
    } else if (news.news === 'ready' || news.news === 'unready') {
      const why = news.news === 'ready' ? 'its probes say it is ready' : 'its probes say it is not ready';
      this.judge(service, address, news.news === 'ready', why);
    } else this.leases.renew(service, address);
    return news;
  }

  private follow(service: string, entry: Entry, isOld: boolean): void {
    this.leases.add(service, entry.address);
    this.poller.add(service, entry, isOld);
  }

  private judge(service: string, address: number, isHealthy: boolean, why: string): void {
    const listing = this.listing(service);
    const entry = listing.entries.get(address);
    if (!entry || entry.isHealthy === isHealthy) return;
    // A lease that has run out takes its instance off the list; everybody else keeps it, marked.
    if (!isHealthy && this.settings.learns === 'heartbeat') return this.forget(listing, address, why);
    entry.isHealthy = isHealthy;
    entry.unfitSinceUs = isHealthy ? -1 : this.agenda.nowUs;
    const { forgetsAfterMs } = this.settings;
    if (!isHealthy && forgetsAfterMs !== null) {
      this.agenda.book(this.agenda.nowUs + usFromMs(forgetsAfterMs), Phase.timer, this, FORGET, null);
    }
    this.note(address, service, isHealthy ? 'unfit' : 'fit', isHealthy ? 'fit' : 'unfit', why);
    listing.changed();
  }

  /** Forgets what has been unfit for too long. */
  private clear(): void {
    const { forgetsAfterMs } = this.settings;
    if (forgetsAfterMs === null) return;
    const untilUs = this.agenda.nowUs - usFromMs(forgetsAfterMs);
    for (const listing of this.listings.values()) {
      for (const { address, unfitSinceUs } of listing.entries.values()) {
        if (unfitSinceUs >= 0 && unfitSinceUs <= untilUs) this.forget(listing, address, 'unfit for too long');
      }
    }
  }

  private forget(listing: Listing, address: number, why: string): void {
    if (!listing.entries.delete(address)) return;
    this.leases.remove(listing.service, address);
    this.poller.remove(listing.service, address);
    this.note(address, listing.service, 'listed', 'absent', why);
    listing.changed();
  }

  private note(address: number, service: string, from: string, to: string, why: string): void {
    this.context.note(this.id, `${service} ${addressText(address)}`, from, to, why);
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }
}
