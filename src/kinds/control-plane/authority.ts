/** The certificate authority inside a control plane: so many signatures at once, a line before it, and its counts. */
import type { SigningRequest } from '../mesh-contract';
import type { AuthoritySettings } from './settings';
import { OK, reasonCode, type ReasonCode } from '@/domain/reasons';
import { SECOND, usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import type { Call } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { NodeModel } from '@/engine/node-model';
import type { CertificateParams } from '@/machines/certificate/params';

const UNAVAILABLE = reasonCode('unavailable');
const QUEUE_FULL = reasonCode('queue-full');
/** Waits after a refusal, at most this share of a life: short lives, as in lessons, keep the proportions of long ones. */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
const RETRIES_PER_LIFE = 20;

/** Sends an answer back. */
export type Answer = (call: Call, reason: ReasonCode) => void;

/** See the file's header. */
export class Authority implements Target {
  readonly tag: number;
  /** Certificates signed, and requests that were turned away. */
  signatures = 0;
  refused = 0;
  /** Most signatures within one whole second of the run. */
  peakPerSecond = 0;
  /** False during an outage. */
  isUp = true;
  private readonly line: Call[] = [];
  private signing = 0;
  private second = -1;
  private inSecond = 0;

  constructor(
    private readonly context: RunContext,
    private readonly owner: NodeModel,
    private settings: AuthoritySettings,
    private readonly answer: Answer,
  ) {
    this.tag = context.tag(owner.id, 'authority');
  }

  /** The terms of what it signs now. */
  get terms(): CertificateParams {
    const { ttlMs, graceRatio, jitterRatio } = this.settings;
    const retryCapMs = Math.min(LONGEST_RETRY_MS, ttlMs / RETRIES_PER_LIFE);
    return { ttlMs, graceRatio, jitterRatio, retryMs: Math.min(FIRST_RETRY_MS, retryCapMs), retryCapMs };
  }

  /** Requests that wait or are being signed. */
  get held(): number {
    return this.line.length + this.signing;
  }

  configure(settings: AuthoritySettings): void {
    this.settings = settings;
    this.fill();
  }

  receive(call: Call): void {
    const { maxQueue, signsAtOnce } = this.settings;
    if (!this.isUp) this.refuse(call, UNAVAILABLE);
    else if (this.signing < signsAtOnce) this.sign(call);
    else if (maxQueue !== null && this.line.length >= maxQueue) this.refuse(call, QUEUE_FULL);
    else {
      this.line.push(call);
      this.owner.waiting.add(1, this.context.agenda.nowUs);
    }
  }

  handle(_kind: number, call: Call): void {
    call.booking = -1;
    this.done();
    if (this.isUp) {
      this.count();
      const { address } = call.body as SigningRequest;
      call.body = { address, terms: this.terms } satisfies SigningRequest;
      this.answer(call, OK);
    } else this.refuse(call, UNAVAILABLE);
    this.fill();
  }

  /** The asker is gone. True when the call was here. */
  drop(call: Call): boolean {
    if (call.booking >= 0) {
      this.context.agenda.cancel(call.booking);
      call.booking = -1;
      this.done();
      this.fill();
      return true;
    }
    const at = this.line.indexOf(call);
    if (at < 0) return false;
    this.line.splice(at, 1);
    this.owner.waiting.add(-1, this.context.agenda.nowUs);
    return true;
  }

  private sign(call: Call): void {
    const { agenda } = this.context;
    this.signing++;
    this.owner.busy.add(1, agenda.nowUs);
    this.owner.wait.record(agenda.nowUs - call.arrivedUs);
    call.booking = agenda.book(agenda.nowUs + usFromMs(this.settings.signingMs), Phase.completion, this, 0, call);
  }

  private done(): void {
    this.signing--;
    this.owner.busy.add(-1, this.context.agenda.nowUs);
  }

  private fill(): void {
    while (this.signing < this.settings.signsAtOnce) {
      const next = this.line.shift();
      if (next === undefined) return;
      this.owner.waiting.add(-1, this.context.agenda.nowUs);
      if (this.isUp) this.sign(next);
      else this.refuse(next, UNAVAILABLE);
    }
  }

  private refuse(call: Call, reason: ReasonCode): void {
    this.refused++;
    this.answer(call, reason);
  }

  private count(): void {
    const second = Math.floor(this.context.agenda.nowUs / SECOND);
    if (second !== this.second) {
      this.second = second;
      this.inSecond = 0;
    }
    this.signatures++;
    this.inSecond++;
    this.peakPerSecond = Math.max(this.peakPerSecond, this.inSecond);
  }
}
