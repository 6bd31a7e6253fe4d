/**
 * The control plane of a mesh: pushes configuration to its sidecars and signs their certificates. No request passes through it: while
 * it is away the proxies go on with what they have, until what they have ends.
 */
import { Controller, type MeshConfiguration } from '../mesh-contract';
import { Authority } from './authority';
import { Publisher } from './publisher';
import type { ControlPlaneSettings } from './settings';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { type Call, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { Effect, NodeState } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import type { CertificateParams } from '@/machines/certificate/params';

const UNAVAILABLE = reasonCode('unavailable');
const CANCELLED = reasonCode('cancelled');
const NO_ROUTE = reasonCode('no-route');

/** Counts of a control plane since the start of a run. */
export interface ControlPlaneFigures {
  /** Certificates signed, requests for one that were refused, and the most signatures within one second. */
  readonly signatures: number;
  readonly refused: number;
  readonly peakPerSecond: number;
  /** Configurations that have reached a sidecar, and those that did not. */
  readonly pushes: number;
  readonly failedPushes: number;
}

/** See the file's header. */
export class ControlPlaneModel extends Controller {
  private readonly authority: Authority;
  private readonly publisher: Publisher;
  private outages = 0;
  private caOutages = 0;
  private wrongs = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: ControlPlaneSettings,
  ) {
    super(context, id, 'control-plane');
    this.authority = new Authority(context, this, settings.authority, (call, reason) => this.answer(call, reason));
    this.publisher = new Publisher(context, this, settings.push, this);
  }

  override get state(): NodeState {
    if (this.isDown) return 'crashed';
    if (this.caOutages > 0 || this.wrongs > 0) return 'degraded';
    return this.controls.length > 0 ? 'running' : 'idle';
  }

  override get slots(): number {
    return this.settings.authority.signsAtOnce;
  }

  get terms(): CertificateParams {
    return this.authority.terms;
  }

  get configuration(): MeshConfiguration {
    return { defaultMode: this.settings.defaultMode, isWrong: this.wrongs > 0 };
  }

  get startsTogether(): boolean {
    return this.settings.authority.firstCertificates === 'together';
  }

  get injection(): ControlPlaneSettings['injection'] {
    return this.settings.injection;
  }

  get isDown(): boolean {
    return this.outages > 0;
  }

  /** Counts for the report. */
  get controlFigures(): ControlPlaneFigures {
    const { signatures, refused, peakPerSecond } = this.authority;
    return { signatures, refused, peakPerSecond, pushes: this.publisher.pushes, failedPushes: this.publisher.failed };
  }

  republish(wire: Wire): void {
    this.publisher.publishTo(wire);
  }

  override holding(): number {
    return this.authority.held;
  }

  receive(call: Call): void {
    this.tally.arrived++;
    if (this.isDown) this.answer(call, UNAVAILABLE);
    else if (call.purpose === Purpose.signing) this.authority.receive(call);
    else this.answer(call, call.purpose === Purpose.probe ? OK : NO_ROUTE);
  }

  answered(): void {
    // Everything it sends is sent by its publisher.
  }

  drop(call: Call): void {
    if (!this.authority.drop(call)) return;
    this.tally.end(CANCELLED, this.agenda.nowUs - call.arrivedUs);
    call.path.dropped(call);
  }

  handle(): void {
    // Its parts book for themselves.
  }

  configure(settings: ControlPlaneSettings): void {
    const before = this.settings;
    this.settings = settings;
    this.publisher.configure(settings.push);
    this.authority.configure(settings.authority);
    if (settings.defaultMode !== before.defaultMode) this.publisher.publishAll();
    // Pods that were refused may do without a sidecar from now on.
    if (settings.injection !== before.injection) for (const listener of this.returnListeners) listener();
  }

  override afflict({ kind }: Effect): boolean {
    if (kind === 'control-plane-outage') this.outages++;
    else if (kind === 'ca-outage') this.caOutages++;
    else if (kind === 'wrong-config') {
      this.wrongs++;
      this.publisher.publishAll();
    } else return false;
    this.settle();
    return true;
  }

  override relieve({ kind }: Effect): void {
    if (kind === 'ca-outage') this.caOutages--;
    else if (kind === 'wrong-config') {
      this.wrongs--;
      this.publisher.publishAll();
    } else if (--this.outages === 0) {
      this.publisher.resume();
      this.settle();
      for (const listener of this.returnListeners) listener();
      return;
    }
    this.settle();
  }

  private settle(): void {
    this.authority.isUp = this.outages === 0 && this.caOutages === 0;
  }

  private answer(call: Call, reason: ReasonCode): void {
    this.tally.end(reason, this.agenda.nowUs - call.arrivedUs);
    call.reason = reason;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }
}
