/**
 * What a network does to the calls of one wire while faults act on it. The wire asks only while there is one; a healthy wire never
 * comes here. Of several faults of a kind, delays add up and shares strike independently of each other.
 */
import type { Call } from './call';
import type { RandomStream } from './chance/random-stream';
import { chanceOfAny, isSameEffect, shareOf } from './effects';
import type { Effect } from './node-model';
import { Channel } from './sidecar';
import { MS, nearest, type TimeUs } from '@/domain/time';

/** First retransmission of a lost segment: Linux waits 200 ms at least (TCP_RTO_MIN), and doubles from try to try (RFC 6298, 5.5). */
export const RETRANSMIT_US: TimeUs = 200 * MS;
/** Retransmissions until the sender gives up. */
export const MAX_RETRANSMITS = 6;
/** From the first sending until it gives up: 0.2 + 0.4 + ... + 12.8 s. */
export const GIVE_UP_US: TimeUs = RETRANSMIT_US * (2 ** 7 - 1);
/** In place of a delay: it will never arrive. */
export const NEVER_ARRIVES = -1;

/** Calls that a listener on the wire could read, and those that it could not. */
export interface Tap {
  read: number;
  sealed: number;
}

/** A fault that acts, with a number of its own that decides which calls it strikes. */
interface Trouble {
  readonly effect: Effect;
  readonly salt: number;
}

const KINDS = ['latency', 'loss', 'reset', 'slow-close', 'one-way-partition', 'wiretap'];

/** Whether a network knows the fault. A cut in both directions is the transport's own business. */
export function isNetworkFault({ kind }: Effect): boolean {
  return KINDS.includes(kind);
}

/** See the file's header. */
export class NetworkFaults {
  /** Null until somebody has listened; stays when the listener has gone. */
  tap: Tap | null = null;
  /** In order of their beginning. */
  private readonly troubles: Trouble[] = [];
  private taps = 0;
  private oneWays = 0;
  private lossShare = 0;
  private resetShare = 0;

  constructor(private readonly stream: RandomStream) {}

  /** Whether the wire has to ask at all. */
  get isActive(): boolean {
    return this.troubles.length > 0;
  }

  /** Answers do not get through. */
  get isOneWay(): boolean {
    return this.oneWays > 0;
  }

  /** The faults that act now. */
  get effects(): readonly Effect[] {
    return this.troubles.map(({ effect }) => effect);
  }

  /** One of the network's faults begins. */
  begin(effect: Effect): void {
    this.troubles.push({ effect, salt: this.stream.bits() });
    this.read();
  }

  /** A fault ends that had begun. */
  end(effect: Effect): void {
    const at = this.troubles.findIndex((trouble) => isSameEffect(trouble.effect, effect));
    if (at < 0) return;
    this.troubles.splice(at, 1);
    this.read();
  }

  /** A call goes over the network: whoever listens reads it, or not. */
  overhear({ channel }: Call): void {
    if (this.taps === 0 || this.tap === null) return;
    if (channel === Channel.plain) this.tap.read++;
    else this.tap.sealed++;
  }

  /** Whether this call's connection is reset when the call comes to the far end. */
  resets(): boolean {
    return this.resetShare > 0 && this.stream.chance(this.resetShare);
  }

  /** What a call takes longer on its way there, in microseconds; NEVER_ARRIVES when it is lost for good. */
  thereUs(call: Call): TimeUs {
    const lostUs = this.lostUs();
    return lostUs === NEVER_ARRIVES ? NEVER_ARRIVES : lostUs + this.delayUs(call, false);
  }

  /** The same for its answer. */
  backUs(call: Call): TimeUs {
    const lostUs = this.lostUs();
    return lostUs === NEVER_ARRIVES ? NEVER_ARRIVES : lostUs + this.delayUs(call, true);
  }

  /** Time until the first copy gets through. */
  private lostUs(): TimeUs {
    const { stream, lossShare } = this;
    if (lossShare === 0) return 0;
    let waitedUs = 0;
    let pauseUs = RETRANSMIT_US;
    for (let tries = 0; tries <= MAX_RETRANSMITS; tries++) {
      if (!stream.chance(lossShare)) return waitedUs;
      waitedUs += pauseUs;
      pauseUs *= 2;
    }
    return NEVER_ARRIVES;
  }

  private delayUs(call: Call, isBack: boolean): TimeUs {
    let sumUs = 0;
    for (const { effect, salt } of this.troubles) {
      const { kind, value } = effect;
      if (kind !== 'latency' && !(isBack && kind === 'slow-close')) continue;
      if (!isStruck(call, salt, shareOf(effect))) continue;
      const jitterMs = effect.jitterMs ?? 0;
      const spreadMs = jitterMs === 0 ? 0 : (this.stream.uniform() * 2 - 1) * jitterMs;
      sumUs += Math.max(0, nearest((value + spreadMs) * MS));
    }
    return sumUs;
  }

  private read(): void {
    const of = (kind: string): Effect[] => this.effects.filter((effect) => effect.kind === kind);
    this.taps = of('wiretap').length;
    this.oneWays = of('one-way-partition').length;
    this.lossShare = chanceOfAny(of('loss'));
    this.resetShare = chanceOfAny(of('reset'));
    if (this.taps > 0) this.tap ??= { read: 0, sealed: 0 };
  }
}

/** The same answer for a call on its way there and back, another one for each retry: a hash of who it is against the share. */
function isStruck({ id, retries }: Call, salt: number, share: number): boolean {
  if (share >= 1) return true;
  let hash = Math.imul(id ^ salt, 0x85ebca6b) + Math.imul(retries + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 < share;
}
