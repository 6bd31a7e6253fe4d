/**
 * The proxy at the caller, on one wire: takes a call, decides how it is protected, makes a connection where none stands, and sends it
 * on. Answers come back through it without a wait of their own: the time of a pass is both ways together.
 */
import type { Gatehouse } from './gatehouse';
import { Entry, WORKER } from './passage';
import type { SidecarModel } from './model';
import { OK, type ReasonCode, reasonCode } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { type Call, Purpose } from '@/engine/call';
import { Layer } from '@/engine/layer';
import { Channel } from '@/engine/sidecar';
import type { Wire } from '@/engine/wire';

const CANCELLED = reasonCode('cancelled');
const HANDSHAKE_FAILED = reasonCode('handshake-failed');
const BAD_CONFIG = reasonCode('bad-config');
/** After these no connection stands any more. */
const BROKEN: ReadonlySet<ReasonCode> = new Set((['unreachable', 'connect-timeout', 'connection-reset'] as const).map(reasonCode));
/** Connections beyond twice the callee's pods are looked through for dead ones. */
const SPARE = 8;

/** A connection that stands. */
interface Connection {
  untilUs: TimeUs;
  channel: Channel;
}

/** See the file's header. */
export class Egress extends Layer {
  private readonly connections = new Map<number, Connection>();
  private readonly callee: Gatehouse | null;

  constructor(
    private readonly model: SidecarModel,
    private readonly wire: Wire,
  ) {
    super(model.tagOf(wire.id));
    this.callee = model.gatehouseOf(wire.target);
  }

  override send(call: Call): void {
    const { model } = this;
    if (call.purpose !== Purpose.request) return this.below.send(call);
    call.channel = Channel.plain;
    call.peer = null;
    // A pod that came while nobody could equip it calls by itself.
    if (!model.wallet.hasProxy(call.parent?.address ?? 0)) return this.below.send(call);
    if (call.spans !== null) model.spans?.egress(model, this.wire, call);
    const handshakeUs = this.protect(call);
    const entry = model.passage.enter(call, this, handshakeUs);
    if (entry === Entry.held) call.holder = this;
    else if (entry === Entry.through) this.passed(call);
    else this.refuse(call, model.fullReason);
  }

  override settle(call: Call): void {
    if (call.spans !== null) this.model.spans?.egressEnded(call);
    if (call.reason !== OK && BROKEN.has(call.reason)) this.connections.clear();
    this.above.settle(call);
  }

  override withdraw(call: Call): void {
    if (call.spans !== null) this.endSpan(call, CANCELLED);
    if (call.holder !== this) return super.withdraw(call);
    call.holder = null;
    this.model.passage.cancel(call);
    this.above.settle(call);
  }

  override handle(kind: number, call: Call): void {
    if (kind === WORKER) {
      if (this.model.passage.begin(call, this, this.handshakeUs) === Entry.held) return;
    }
    call.holder = null;
    this.passed(call);
  }

  /** How the call is protected from here on, in the call; what goes wrong, in its reason. Answers what a handshake takes, or 0. */
  private protect(call: Call): TimeUs {
    const { model, callee } = this;
    call.reason = OK;
    if (model.isWrong) {
      call.reason = BAD_CONFIG;
      return 0;
    }
    if (callee === null || !model.wallet.hasAuthority || !callee.hasProxy(call.address)) return 0;
    const { channel } = callee;
    if (channel === Channel.plain) return 0;
    call.channel = channel;
    if (channel === Channel.mutualTls) call.peer = model.workload;
    return this.connect(call, callee, channel);
  }

  /** Over a connection that stands, or by a new one. */
  private connect(call: Call, callee: Gatehouse, channel: Channel): TimeUs {
    const theirs = callee.certificateOf(call.address);
    const key = theirs?.address ?? call.address;
    const { nowUs } = this.model;
    const standing = this.connections.get(key);
    if (standing !== undefined && standing.channel === channel && nowUs < standing.untilUs) return 0;
    const { handshakes } = this.model;
    handshakes.made++;
    const ours = channel === Channel.mutualTls ? this.model.wallet.of(call.parent?.address ?? 0) : null;
    const isProven = theirs?.isGood === true && (channel === Channel.serverTls || ours?.isGood === true);
    if (isProven) this.open(key, channel, standing);
    else {
      handshakes.failed++;
      call.reason = HANDSHAKE_FAILED;
    }
    return this.handshakeUs;
  }

  private open(key: number, channel: Channel, before: Connection | undefined): void {
    const { nowUs, connectionUs } = this.model;
    const untilUs = nowUs + connectionUs;
    if (before !== undefined) {
      before.untilUs = untilUs;
      before.channel = channel;
      return;
    }
    if (this.connections.size >= 2 * (this.callee?.proxies ?? 1) + SPARE) {
      for (const [address, connection] of this.connections) if (connection.untilUs <= nowUs) this.connections.delete(address);
    }
    this.connections.set(key, { untilUs, channel });
  }

  private get handshakeUs(): TimeUs {
    return this.model.handshakeUs + 2 * usFromMs(this.wire.transport.settings.latencyMs);
  }

  private passed(call: Call): void {
    const { model } = this;
    const { reason } = call;
    model.passage.leave(call, reason);
    if (reason !== OK) this.refuse(call, reason);
    else {
      model.count(call.channel);
      this.below.send(call);
    }
  }

  private refuse(call: Call, reason: ReasonCode): void {
    call.reason = reason;
    if (call.spans !== null) this.model.spans?.egressEnded(call);
    this.above.settle(call);
  }

  /** For a call that ends here alone: its reason belongs to whoever has it. */
  private endSpan(call: Call, reason: ReasonCode): void {
    const { reason: before } = call;
    call.reason = reason;
    this.model.spans?.egressEnded(call);
    call.reason = before;
  }
}
