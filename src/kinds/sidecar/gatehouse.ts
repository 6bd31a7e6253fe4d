/** The proxy at the callee: looks at how a call comes and who sends it, and lets it into the node or turns it away. */
import { Entry, WORKER } from './passage';
import type { SidecarModel } from './model';
import { OK, type ReasonCode, reasonCode } from '@/domain/reasons';
import type { Target } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { Layer } from '@/engine/layer';
import { Reach } from '@/engine/node-model';
import { Channel, Gate, type Sidecar } from '@/engine/sidecar';
import { Wire } from '@/engine/wire';
import type { Certificate } from '@/machines/certificate/certificate';

const CANCELLED = reasonCode('cancelled');
const FORBIDDEN = reasonCode('forbidden');
const PLAINTEXT = reasonCode('plaintext-refused');
const RESET = reasonCode('connection-reset');
const REFUSED = reasonCode('connection-refused');
const HANDSHAKE_FAILED = reasonCode('handshake-failed');

/** See the file's header. */
export class Gatehouse implements Sidecar, Target {
  readonly tag: number;

  constructor(readonly model: SidecarModel) {
    this.tag = model.tagOf('gate');
  }

  get admitsPods(): boolean {
    return this.model.wallet.admitsPods;
  }

  /** How proxies that call this one protect the call. */
  get channel(): Channel {
    return this.model.rules.channel;
  }

  /** Pods with a proxy. */
  get proxies(): number {
    return this.model.wallet.proxies;
  }

  /** Whether the pod at this address can prove who it is, as far as the platform knows. */
  hasProxy(address: number): boolean {
    const { wallet } = this.model;
    return wallet.hasAuthority && wallet.hasProxy(address);
  }

  certificateOf(address: number): Certificate | null {
    return this.model.wallet.of(address);
  }

  layers(wire: Wire): readonly Layer[] {
    return this.model.egressOf(wire);
  }

  receive(call: Call): void {
    const { model } = this;
    const { wallet, passage, host } = model;
    call.gate = Gate.inside;
    if (!wallet.hasProxy(call.address)) return this.letIn(call);
    if (call.spans !== null) model.spans?.ingress(model, call);
    const broken = this.examineConnection(call);
    if (broken !== OK) {
      model.tally.arrived++;
      model.tally.end(broken, 0);
      return this.refuse(call, broken);
    }
    call.reason = host === null ? RESET : this.examineCaller(call);
    const entry = passage.enter(call, this, 0);
    if (entry === Entry.through) this.passed(call);
    else if (entry === Entry.full) this.refuse(call, model.fullReason);
  }

  handle(kind: number, call: Call): void {
    if (kind === WORKER && this.model.passage.begin(call, this, 0) === Entry.held) return;
    this.passed(call);
  }

  drop(call: Call): void {
    const { model } = this;
    model.passage.cancel(call);
    call.gate = Gate.none;
    if (call.spans !== null) model.spans?.ingressEnded(call, CANCELLED);
    call.path.dropped(call);
  }

  left(call: Call): void {
    call.gate = Gate.none;
    if (call.spans !== null) this.model.spans?.ingressEnded(call, call.reason);
  }

  dropped(call: Call): void {
    call.gate = Gate.none;
    if (call.spans !== null) this.model.spans?.ingressEnded(call, CANCELLED);
  }

  /** What the connection alone decides, before a single byte of the call is read. */
  private examineConnection(call: Call): ReasonCode {
    const { rules } = this.model;
    if (call.channel === Channel.plain) {
      // With a certificate of the server's alone, callers without a proxy speak TLS to it all the same.
      if (rules.channel === Channel.serverTls) call.channel = Channel.serverTls;
      return rules.needsMutual ? PLAINTEXT : OK;
    }
    // A caller that has not yet heard that this proxy takes plaintext only.
    return call.channel === Channel.mutualTls && rules.takesPlainOnly ? HANDSHAKE_FAILED : OK;
  }

  /** Whether this caller may come in. */
  private examineCaller(call: Call): ReasonCode {
    const { rules, isSecretKnown } = this.model;
    if (rules.needsSecret) return isSecretKnown || knowsSecret(call) ? OK : FORBIDDEN;
    if (rules.allowed === null) return OK;
    return call.peer !== null && rules.allowed.has(call.peer) ? OK : FORBIDDEN;
  }

  private passed(call: Call): void {
    const { model } = this;
    const { host } = model;
    let { reason } = call;
    // The pod may have died while the proxy had the call.
    if (reason === OK && call.address !== 0 && host !== null) reason = lossAt(host.reach(call.address));
    model.passage.leave(call, reason);
    if (reason !== OK) return this.refuse(call, reason);
    model.count(call.channel);
    this.letIn(call);
  }

  private letIn(call: Call): void {
    const { host, nowUs, spans } = this.model;
    if (host === null) return this.refuse(call, RESET);
    call.gate = Gate.passed;
    call.arrivedUs = nowUs;
    if (call.spans !== null) spans?.entered(host, call);
    host.receive(call);
  }

  private refuse(call: Call, reason: ReasonCode): void {
    call.gate = Gate.none;
    call.reason = reason;
    if (call.spans !== null) this.model.spans?.ingressEnded(call, reason);
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }
}

function lossAt(reach: Reach): ReasonCode {
  if (reach === Reach.open) return OK;
  return reach === Reach.refused ? REFUSED : RESET;
}

/** Proxies present the secret that they share by themselves. */
function knowsSecret({ path }: Call): boolean {
  return path instanceof Wire && path.source.sidecar !== null;
}
