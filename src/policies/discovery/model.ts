/**
 * Discovery: how the caller of a wire comes to know the instances behind it, and how late. The list is kept in `wire.endpoints`,
 * from which load balancing picks. Modes: `cache` reads the registry at intervals (Eureka clients, Consul libraries), `dns` asks
 * when an answer has outlived its TTL and lets calls wait for the new one, `watch` is told of changes after a delay (kube-proxy,
 * Envoy EDS; minutes, when people carry the news), `fixed` keeps what was true at the beginning (hard-coded addresses).
 */
import { OK, reasonCode } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Asker, type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { EndpointSet, type Instance } from '@/engine/endpoints';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';
import type { Wire } from '@/engine/wire';

const LOOKUP_FAILED = reasonCode('lookup-failed');
const BEGIN = 0;
const REFRESH = 1;
const GIVE_UP = 2;
const PUSHED = 3;
/** After a failed or complained-about answer, the next question waits this long. */
const PATIENCE_US = 1_000_000;

/** Settings of discovery. */
export interface DiscoverySettings {
  readonly mode: 'cache' | 'dns' | 'watch' | 'fixed';
  /** The registry to ask, by id; null takes the first that the caller has a wire to. */
  readonly registry: string | null;
  /** `cache`: from one reading to the next, 100 to 86,400,000 milliseconds. */
  readonly refreshMs: number;
  /** `dns`: how long an answer may be used, 0 to 86,400,000 milliseconds. */
  readonly ttlMs: number;
  /** `watch`: from the registry's change until this caller acts on it, 0 to 86,400,000 milliseconds. */
  readonly delayMs: number;
  /** How long an answer is waited for, 1 to 60,000 milliseconds. */
  readonly timeoutMs: number;
  /** When the registry does not answer: go on with the last list, or have none. */
  readonly onFailure: 'keep' | 'fail';
  /** Ask again at once when a call finds nobody at its address. */
  readonly asksAgain: boolean;
}

/** See the file's header. */
export class DiscoveryLayer extends PolicyLayer implements Asker {
  readonly endpoints = new EndpointSet();
  /** Lookups that brought no answer. */
  failedLookups = 0;
  private readonly stream: RandomStream;
  private readonly held: Call[] = [];
  private question: Call | null = null;
  private giveUp = -1;
  private refresh = -1;
  private expiresUs: TimeUs = Number.POSITIVE_INFINITY;
  private askedUs: TimeUs = Number.NEGATIVE_INFINITY;
  private readonly watched = new Set<string>();
  /** Lists on their way to a watcher, oldest first. */
  private readonly news: (readonly Instance[])[] = [];

  constructor(
    context: RunContext,
    part: string,
    private settings: DiscoverySettings,
    private readonly wire: Wire | null,
  ) {
    super(context, context.tag(part, 'discovery'));
    this.stream = context.stream(part, 'discovery');
    if (wire) {
      wire.endpoints = this.endpoints;
      context.agenda.book(context.agenda.nowUs, Phase.timer, this, BEGIN, null);
    }
    this.endpoints.complaints.push(() => {
      if (this.settings.asksAgain && this.settings.mode !== 'fixed') this.ask();
    });
  }

  configure(settings: DiscoverySettings): void {
    const before = this.settings;
    this.settings = settings;
    if (before.mode !== settings.mode || before.registry !== settings.registry) this.begin();
  }

  override send(call: Call): void {
    if (this.settings.mode !== 'dns' || this.context.agenda.nowUs < this.expiresUs) {
      this.below.send(call);
      return;
    }
    call.holder = this;
    this.held.push(call);
    if (this.question === null) this.ask(true);
  }

  override withdraw(call: Call): void {
    if (call.holder !== this) return super.withdraw(call);
    this.held.splice(this.held.indexOf(call), 1);
    call.holder = null;
    this.above.settle(call);
  }

  override handle(kind: number): void {
    if (kind === BEGIN) this.begin();
    else if (kind === REFRESH) {
      this.refresh = -1;
      this.ask();
      this.planRefresh();
    } else if (kind === GIVE_UP) {
      this.giveUp = -1;
      const call = this.question;
      this.question = null;
      if (call === null) return;
      call.path.withdraw(call);
      this.failed('did not answer in time');
    } else if (kind === PUSHED) this.heard(this.news.shift() ?? []);
  }

  /** The registry has answered. */
  answered(call: Call): void {
    if (call !== this.question) return;
    this.question = null;
    if (this.giveUp >= 0) this.context.agenda.cancel(this.giveUp);
    this.giveUp = -1;
    if (call.reason !== OK) this.failed('could not be reached');
    else this.heard(call.body as readonly Instance[]);
  }

  /** Microseconds since the list was last confirmed, -1 before the first time. */
  get ageUs(): TimeUs {
    const { updatedUs } = this.endpoints;
    return updatedUs < 0 ? -1 : this.context.agenda.nowUs - updatedUs;
  }

  private get lookup(): Wire | null {
    const { registry } = this.settings;
    const { lookups } = this.wire?.source ?? { lookups: [] };
    return lookups.find(({ target }) => target.registrar() !== null && (registry === null || target.id === registry)) ?? null;
  }

  /** A run, or a new way of discovery, begins in the steady state: the list as it is told now, its age anywhere in its life. */
  private begin(): void {
    const { agenda } = this.context;
    const { wire, settings, lookup } = this;
    if (wire === null) return;
    const registrar = lookup?.target.registrar() ?? null;
    if (this.refresh >= 0) agenda.cancel(this.refresh);
    this.refresh = -1;
    this.expiresUs = Number.POSITIVE_INFINITY;
    if (agenda.nowUs === 0 || settings.mode === 'fixed') {
      this.endpoints.update(registrar?.snapshot(wire.target.id) ?? wire.target.instances(), agenda.nowUs);
    } else this.ask();
    if (registrar === null) return;
    if (settings.mode === 'cache') this.planRefresh(this.stream.uniform());
    else if (settings.mode === 'dns') {
      this.expiresUs = agenda.nowUs + Math.round(usFromMs(settings.ttlMs) * this.stream.uniform());
    } else if (settings.mode === 'watch') this.watch(lookup as Wire);
  }

  private watch(lookup: Wire): void {
    const { id } = lookup.target;
    if (this.watched.has(id) || this.wire === null) return;
    this.watched.add(id);
    lookup.target.registrar()?.subscribe(this.wire.target.id, (instances) => {
      const { mode, delayMs } = this.settings;
      // A cut network or another way of discovery by now: the news does not arrive.
      if (mode !== 'watch' || this.lookup !== lookup || lookup.transport.isPartitioned) return;
      this.news.push(instances);
      const { agenda } = this.context;
      agenda.book(agenda.nowUs + usFromMs(delayMs + lookup.transport.settings.latencyMs), Phase.timer, this, PUSHED, null);
    });
  }

  private planRefresh(share = 1): void {
    const { agenda } = this.context;
    const waitUs = Math.max(1, Math.round(usFromMs(this.settings.refreshMs) * share));
    this.refresh = agenda.book(agenda.nowUs + waitUs, Phase.timer, this, REFRESH, null);
  }

  private ask(isUrgent = false): void {
    const { agenda, pool } = this.context;
    const { lookup, wire } = this;
    if (this.question !== null) return;
    if (!isUrgent && agenda.nowUs < this.askedUs + PATIENCE_US) return;
    this.askedUs = agenda.nowUs;
    if (lookup === null || wire === null) return this.failed('has no wire to it');
    const call = pool.take(lookup);
    call.purpose = Purpose.lookup;
    call.body = wire.target.id;
    call.asker = this;
    this.question = call;
    this.giveUp = agenda.book(agenda.nowUs + usFromMs(this.settings.timeoutMs), Phase.timer, this, GIVE_UP, null);
    lookup.start(call, null);
  }

  private heard(instances: readonly Instance[]): void {
    const { agenda } = this.context;
    this.endpoints.update(instances, agenda.nowUs);
    if (this.settings.mode === 'dns') this.expiresUs = agenda.nowUs + usFromMs(this.settings.ttlMs);
    this.release(OK);
  }

  private failed(why: string): void {
    const { agenda } = this.context;
    const { onFailure, mode } = this.settings;
    this.failedLookups++;
    this.mark(Mark.expired);
    if (this.failedLookups === 1) {
      const then = onFailure === 'keep' ? 'goes on with the last list' : 'has no list any more';
      this.context.note(this.wire?.id ?? '', 'discovery', 'fresh', 'stale', `the registry ${why}: the caller ${then}`);
    }
    if (mode === 'dns') this.expiresUs = agenda.nowUs + PATIENCE_US;
    if (onFailure === 'fail') this.endpoints.update([], agenda.nowUs);
    this.release(onFailure === 'fail' ? LOOKUP_FAILED : OK);
  }

  /** Lets the calls go that waited for an answer. */
  private release(reason: number): void {
    for (const call of this.held.splice(0)) {
      if (call.holder !== this) continue;
      call.holder = null;
      if (reason === OK && call.abandonedBy === null) this.below.send(call);
      else {
        call.reason = reason;
        this.above.settle(call);
      }
    }
  }
}
