/**
 * A traffic split on the wire to the stable version: some of the calls go over another wire of the same caller, to the
 * version on trial. For whoever stands above, such a call is a call like all others; it waits here for one with an object
 * of its own on the other wire, with that wire's policies and network.
 */
import { pointOf } from './share';
import { type TimeUs } from '@/domain/time';
import { reasonCode } from '@/domain/reasons';
import { type Asker, type Call, Purpose } from '@/engine/call';
import { hashText, type RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { PolicyLayer } from '@/engine/policy-layer';
import type { Split } from '@/engine/split';
import { Tally } from '@/engine/tally';
import { Wire } from '@/engine/wire';

/** Settings of a split. */
export interface TrafficSplitSettings {
  /** Id of the call wire to the version on trial, which leaves the same part; empty sends nothing there. */
  readonly to: string;
  /** Share that goes there at first, 0 to 100 percent. */
  readonly percent: number;
  /** `none` draws for every try, `user` keeps a user on one side. Calls of nobody in particular are always drawn. */
  readonly sticky: 'none' | 'user';
}

const TIMED_OUT = reasonCode('timeout');

/** See the file's header. Known to the run as a `Split` under the wire's id while it is on and names another wire. */
export class TrafficSplitLayer extends PolicyLayer implements Asker, Split {
  /** Calls that wait for one on the other wire. */
  underWay = 0;
  /**
   * What the caller saw of the version on trial: one end for each try that it did not take back itself, with its own time-outs as
   * `timeout`. The other wire's tally knows only what came over that wire.
   */
  readonly seen: Tally;
  readonly id: string;
  private percent: number;
  private readonly stream: RandomStream;
  private readonly salt: number;

  /** `wire` is the one that the split stands on; without one, in tests of the layer alone, everything stays on it. */
  constructor(
    context: RunContext,
    part: string,
    private settings: TrafficSplitSettings,
    private readonly wire: Wire | null,
  ) {
    super(context, context.tag(part, 'traffic-split'));
    this.id = part;
    this.percent = settings.percent;
    this.seen = new Tally(context.hasMetrics);
    this.stream = context.stream(part, 'traffic-split');
    this.salt = hashText(part);
    this.publish();
  }

  get stable(): Wire {
    if (this.wire === null) throw new RangeError(`the split ${this.id} stands on no wire`);
    return this.wire;
  }

  get canary(): Wire {
    const other = this.other();
    if (other === null) throw new RangeError(`the split ${this.id} has no other wire`);
    return other;
  }

  get canaryPercent(): number {
    return this.percent;
  }

  turn(canaryPercent: number): void {
    if (!(canaryPercent >= 0 && canaryPercent <= 100)) throw new RangeError(`a share of ${canaryPercent} % is not from 0 to 100`);
    this.percent = canaryPercent;
  }

  /** A percentage that somebody has turned stays, unless the file's own has changed. */
  configure(settings: TrafficSplitSettings): void {
    if (settings.percent !== this.settings.percent) this.percent = settings.percent;
    this.settings = settings;
    this.publish();
  }

  override get isOn(): boolean {
    return super.isOn;
  }

  override set isOn(isOn: boolean) {
    super.isOn = isOn;
    this.publish();
  }

  override send(call: Call): void {
    const other = call.purpose === Purpose.request && this.isChosen(call) ? this.other() : null;
    if (other === null) return this.below.send(call);
    const child = this.context.pool.take(other);
    child.asker = this;
    this.underWay++;
    call.holder = this;
    other.start(child, call);
  }

  /** The call on the other wire has ended. */
  answered(child: Call): void {
    const call = child.parent;
    if (call === null || call.holder !== this) return;
    this.release(call);
    call.reason = child.reason;
    call.retryAfterMs = child.retryAfterMs;
    if (call.abandonedBy === null) this.see(child.reason, child.sentUs);
    this.above.settle(call);
  }

  override withdraw(call: Call): void {
    if (call.holder !== this) return super.withdraw(call);
    const { child } = call;
    this.release(call);
    child?.path.withdraw(child);
    this.above.settle(call);
  }

  /** A call that was too slow on the other wire is that wire's affair. */
  override missed(call: Call): void {
    const { child } = call;
    if (call.holder !== this || child === null) return;
    this.see(TIMED_OUT, child.sentUs);
    if (!(child.path instanceof Wire)) return;
    for (let layer = child.path.under; layer !== null; layer = layer.under) layer.missed(child);
  }

  override fault(): string | null {
    return this.underWay >= 0 ? null : `${this.underWay} calls wait for the other wire of the split`;
  }

  private release(call: Call): void {
    this.underWay--;
    call.holder = null;
    call.child = null;
  }

  private see(reason: number, sentUs: TimeUs): void {
    this.seen.arrived++;
    this.seen.end(reason, this.context.agenda.nowUs - sentUs);
  }

  /** Draws also at 0 and 100 percent, so that turning it moves nothing else. */
  private isChosen({ user }: Call): boolean {
    const isSticky = this.settings.sticky === 'user' && user > 0;
    return (isSticky ? pointOf(user, this.salt) : this.stream.uniform() * 100) < this.percent;
  }

  /** Looked up for every call: parts come and go during a run. Null when there is none. */
  private other(): Wire | null {
    const { to } = this.settings;
    return this.wire?.source.spare.find(({ id }) => id === to) ?? null;
  }

  private publish(): void {
    const { splits } = this.context;
    if (this.wire !== null && this.isOn && this.settings.to !== '') splits.set(this.id, this);
    else if (splits.get(this.id) === this) splits.delete(this.id);
  }
}
