/**
 * Load balancing on the caller's side: picks an instance for every call from the list that the wire's source believes in, and
 * keeps its own count of what is under way at each. Outlier detection and the panic threshold decide who may be picked.
 */
import { Weighing } from './algorithms/weighing';
import type { Picker, PickerTools } from './algorithms/picker';
import { Connections } from './connections';
import { OutlierDetection, type OutlierOwner } from './outlier';
import { type BalancingSettings, pickerOf } from './settings';
import { OK, type ReasonCode, reasonCode, reasonInfo } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase } from '@/engine/agenda';
import { type Call, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import { Endpoint, EndpointSet } from '@/engine/endpoints';
import { PolicyLayer } from '@/engine/policy-layer';
import { Mark } from '@/engine/trace';
import type { Wire } from '@/engine/wire';

const NO_ENDPOINT = reasonCode('no-endpoint');
const REFUSED = reasonCode('connection-refused');
const NOBODY = reasonCode('connect-timeout');
const UNREACHABLE = reasonCode('unreachable');
/** The instance died with the call: the connection is gone as well. */
const BROKEN: readonly ReasonCode[] = (['crashed', 'terminated', 'out-of-memory', 'connection-reset'] as const).map(reasonCode);
const GATEWAY_TIMEOUT = reasonInfo(reasonCode('timeout')).status;
const SWEEP = 0;

/** See the file's header. */
export class BalancingLayer extends PolicyLayer implements OutlierOwner {
  /** Calls that this layer has sent to an instance and that have not ended. */
  underWay = 0;
  private readonly tools: PickerTools;
  private readonly weighing: Weighing;
  private readonly connections = new Connections();
  private picker: Picker;
  private detection: OutlierDetection | null = null;
  private sweep = -1;
  /** The list in use, and the one kept here when nobody else brings one. */
  private set: EndpointSet | null = null;
  private own: EndpointSet | null = null;
  private eligible: readonly Endpoint[] = [];
  private isStale = true;
  private hasHadHosts = false;

  /** Without a wire (tests of the layer alone) calls pass untouched. */
  constructor(
    context: RunContext,
    readonly part: string,
    private settings: BalancingSettings,
    private readonly wire: Wire | null,
  ) {
    super(context, context.tag(part, 'balancing'));
    this.weighing = new Weighing(context.agenda);
    this.tools = { stream: context.stream(part, 'balancing'), weighing: this.weighing };
    this.picker = pickerOf(settings, this.tools);
    this.read(settings);
  }

  configure(settings: BalancingSettings): void {
    const before = this.settings;
    this.settings = settings;
    const isSame = (['algorithm', 'choiceCount', 'hashBy'] as const).every((key) => before[key] === settings[key]);
    if (!isSame) this.picker = pickerOf(settings, this.tools);
    this.read(settings);
  }

  /** The instances as the caller knows them. */
  get hosts(): readonly Endpoint[] {
    return this.set?.list ?? [];
  }

  /** Figures of outlier detection: out of rotation now, ejected so far, and held back by the highest share. */
  get ejections(): { readonly active: number; readonly enforced: number; readonly overflow: number } {
    const { detection } = this;
    return { active: detection?.ejected ?? 0, enforced: detection?.enforced ?? 0, overflow: detection?.overflow ?? 0 };
  }

  override send(call: Call): void {
    if (call.address !== 0 || !this.isBalanced()) {
      this.below.send(call);
      return;
    }
    const endpoint = this.choose(call);
    if (endpoint === null) {
      this.refused++;
      this.mark(Mark.refused);
      call.reason = NO_ENDPOINT;
      this.above.settle(call);
      return;
    }
    call.endpoint = endpoint;
    call.address = endpoint.address;
    endpoint.active++;
    this.underWay++;
    this.below.send(call);
  }

  override settle(call: Call): void {
    const { endpoint } = call;
    if (endpoint instanceof Endpoint) {
      const { reason } = call;
      this.release(call, endpoint);
      call.address = 0;
      if (reason !== OK) this.failed(endpoint, reason);
      // An answer that comes too late has been judged when its time was up.
      if (call.purpose === Purpose.request && !this.isOverdue(call)) this.judge(endpoint, reasonInfo(reason).status);
    }
    this.above.settle(call);
  }

  /** The address stays in the call, which may be on its way there still. */
  override withdraw(call: Call): void {
    const { endpoint } = call;
    if (endpoint instanceof Endpoint) this.release(call, endpoint);
    super.withdraw(call);
  }

  /** Envoy counts a timeout as 504 when the time is up, whether an answer comes later or not. */
  override missed(call: Call): void {
    const { endpoint } = call;
    if (endpoint instanceof Endpoint && call.purpose === Purpose.request && this.isOverdue(call)) this.judge(endpoint, GATEWAY_TIMEOUT);
  }

  override handOver(from: Call, to: Call): void {
    to.endpoint = from.endpoint;
    to.address = from.address;
    from.endpoint = null;
  }

  override handle(): void {
    this.sweep = -1;
    this.follow();
    this.detection?.sweep();
    this.planSweep();
  }

  override fault(): string | null {
    const negative = this.hosts.find(({ active }) => active < 0);
    if (negative) return `${negative.active} calls are under way at ${negative.address}`;
    return this.underWay < 0 ? `${this.underWay} balanced calls are under way` : null;
  }

  changed(endpoint: Endpoint, why: string): void {
    const { isEjected } = endpoint;
    const [from, to] = isEjected ? ['in rotation', 'ejected'] : ['ejected', 'in rotation'];
    this.isStale = true;
    if (isEjected) this.connections.close(endpoint);
    this.context.note(this.part, 'outlier detection', from as string, to as string, why);
  }

  private read({ slowStartMs, algorithm, connections, outlierDetection }: BalancingSettings): void {
    const knowsWeights = algorithm === 'round-robin' || algorithm === 'least-request';
    this.weighing.windowUs = knowsWeights ? usFromMs(slowStartMs) : 0;
    this.connections.resize(connections);
    this.isStale = true;
    const { agenda } = this.context;
    if (outlierDetection === null || this.wire === null) {
      this.detection?.release();
      this.detection = null;
      if (this.sweep >= 0) agenda.cancel(this.sweep);
      this.sweep = -1;
      return;
    }
    const intervalBefore = this.detection?.settings.intervalMs;
    if (this.detection !== null) this.detection.settings = outlierDetection;
    else this.detection = new OutlierDetection(this, this.context.stream(this.part, 'outliers'), agenda, outlierDetection);
    if (intervalBefore === outlierDetection.intervalMs) return;
    if (this.sweep >= 0) agenda.cancel(this.sweep);
    this.planSweep();
  }

  private planSweep(): void {
    const { agenda } = this.context;
    const { outlierDetection } = this.settings;
    if (outlierDetection === null) return;
    this.sweep = agenda.book(agenda.nowUs + usFromMs(outlierDetection.intervalMs), Phase.timer, this, SWEEP, null);
  }

  /** Whether there is a list to pick from. A target that never had an instance is of a kind without addresses. */
  private isBalanced(): boolean {
    this.follow();
    if (this.set === null) return false;
    this.hasHadHosts ||= this.set.list.length > 0 || (this.wire?.target.instances().length ?? 0) > 0;
    return this.hasHadHosts;
  }

  /** Takes up the wire's list, which discovery may have brought or replaced; without discovery the truth is known at once. */
  private follow(): void {
    const { wire } = this;
    if (wire === null) return;
    if (wire.endpoints === null) this.bringList(wire);
    if (wire.endpoints === this.set) return;
    const before = this.set?.listeners;
    if (before) before.splice(before.indexOf(this.listen), 1);
    this.set = wire.endpoints;
    this.set?.listeners.push(this.listen);
    this.isStale = true;
  }

  private readonly listen = (): void => {
    this.isStale = true;
  };

  private bringList(wire: Wire): void {
    const { target } = wire;
    if (this.own === null) {
      const own = new EndpointSet();
      const update = (): void => own.update(target.instances(), this.context.agenda.nowUs);
      this.own = own;
      target.instanceListeners.push(update);
      update();
    }
    if (this.own.list.length > 0) wire.endpoints = this.own;
  }

  private choose(call: Call): Endpoint | null {
    const { per, requestsPerConnection } = this.settings;
    if (per === 'connection') {
      const end = this.connections.next();
      if (end !== null) return end;
    }
    if (this.isStale) this.choosable();
    if (this.eligible.length === 0) return null;
    const endpoint = this.picker.pick(this.eligible, call);
    if (per === 'connection') this.connections.open(endpoint, requestsPerConnection);
    return endpoint;
  }

  /** Who may be picked: the healthy ones, or all when too few are (Envoy's panic threshold). */
  private choosable(): void {
    const { hosts } = this;
    const fit = hosts.filter(({ isHealthy, isEjected }) => isHealthy && !isEjected);
    const isPanic = 100 * fit.length < this.settings.panicPercent * hosts.length;
    this.eligible = isPanic ? [...hosts] : fit;
    this.isStale = false;
  }

  private release(call: Call, endpoint: Endpoint): void {
    call.endpoint = null;
    endpoint.active--;
    this.underWay--;
  }

  private failed(endpoint: Endpoint, reason: ReasonCode): void {
    const isUnconnected = reason === REFUSED || reason === NOBODY;
    if (isUnconnected) this.set?.complain(endpoint);
    if (isUnconnected || reason === UNREACHABLE || BROKEN.includes(reason)) this.connections.close(endpoint);
  }

  /** Status 0 and 499 say something about the caller only. */
  private judge(endpoint: Endpoint, status: number): void {
    if (status >= 100 && status !== 499) this.detection?.answered(endpoint, status);
  }

  /** Whether a timeout above has answered in this call's place. A client that lost its patience says nothing about the host. */
  private isOverdue({ abandonedBy }: Call): boolean {
    if (!(abandonedBy instanceof PolicyLayer) || this.wire === null) return false;
    return !this.wire.source.ownLayers(this.wire.id).includes(abandonedBy);
  }
}
