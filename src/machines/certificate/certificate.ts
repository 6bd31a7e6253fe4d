/**
 * One workload's certificate: the moments at which something is due, as plain numbers, and an actor that holds the mode. Whoever
 * owns it asks for `dueUs` and calls `act` then, so that hundreds of certificates need one booking, not hundreds.
 */
import { type ActorRefFrom, createActor } from 'xstate';
import type { ActorClock } from '../actor-clock';
import { type CertificateEvent, certificateMachine, type CertificateMode } from './certificate.machine';
import { type CertificateParams, lifeText, renewAfterUs, retryAfterUs, validateCertificateParams } from './params';
import { NEVER, type TimeUs, usFromMs } from '@/domain/time';
import type { RandomStream } from '@/engine/chance/random-stream';

/** Who keeps the certificate. */
export interface CertificateHost {
  /** A signature is wanted: `issued` or `refused` has to follow, now or later. */
  ask(certificate: Certificate): void;
  changed(certificate: Certificate, from: CertificateMode, to: CertificateMode, why: string): void;
}

/** See the file's header. Throws a RangeError for parameters out of range. */
export class Certificate {
  /** New connections can be made with it. */
  isGood = false;
  /** The next moment at which `act` has something to do; NEVER when none. */
  dueUs: TimeUs = NEVER;
  /** End of its life; NEVER before the first one. */
  expiresUs: TimeUs = NEVER;
  private renewUs: TimeUs = NEVER;
  private retryUs: TimeUs = NEVER;
  private failures = 0;
  private isAsking = false;
  private readonly actor: ActorRefFrom<typeof certificateMachine>;

  constructor(
    /** The pod, as its owner names it. */
    readonly address: number,
    private params: CertificateParams,
    private readonly clock: ActorClock,
    private readonly stream: RandomStream,
    private readonly host: CertificateHost,
  ) {
    validateCertificateParams(params);
    this.actor = createActor(certificateMachine, { clock });
    this.actor.start();
  }

  /** When the next one is asked for, by itself or after a refusal; NEVER when that is under way. */
  get asksUs(): TimeUs {
    return Math.min(this.renewUs, this.retryUs);
  }

  /** The terms under which it lives. */
  get terms(): CertificateParams {
    return this.params;
  }

  /** The machine's own state. */
  get mode(): CertificateMode {
    return this.actor.getSnapshot().value;
  }

  /** A new pod asks for its first. */
  begin(): void {
    this.tell('request', 'a new pod asks for its first certificate');
    this.ask();
  }

  /** The steady state in which a run begins: it was issued `ageUs` before now. */
  present(ageUs: TimeUs): void {
    this.start(ageUs);
    this.tell('issue', '');
  }

  /** The authority has signed, under these terms. */
  issued(params: CertificateParams): void {
    this.isAsking = false;
    this.params = params;
    this.start(0);
    this.tell('issue', `signed, good for ${lifeText(params.ttlMs)}`);
  }

  /** The authority could not be reached or would not sign: another try follows. */
  refused(): void {
    this.isAsking = false;
    this.failures++;
    this.retryUs = this.clock.nowUs() + retryAfterUs(this.params, this.failures, this.stream);
    this.plan();
  }

  /** Does what is due at this moment. */
  act(): void {
    const nowUs = this.clock.nowUs();
    if (nowUs >= this.expiresUs && this.isGood) this.expire(`${lifeText(this.params.ttlMs)} are over`);
    else if (nowUs >= this.renewUs && this.isGood) {
      this.renewUs = NEVER;
      this.tell('renew', `due for the next one, ${lifeText(Math.round((this.expiresUs - nowUs) / 1000))} before its end`);
      this.ask();
    }
    if (nowUs >= this.retryUs) this.ask();
    this.plan();
  }

  /** Ends it now, whatever its time; a new one is asked for unless that is under way. */
  expire(why: string): void {
    if (!this.isGood) return;
    const tries = this.failures === 0 ? '' : `, ${this.failures} ${this.failures === 1 ? 'try' : 'tries'} for a new one failed`;
    this.renewUs = NEVER;
    this.expiresUs = this.clock.nowUs();
    this.tell('expire', `${why}${tries}`);
    if (this.retryUs === NEVER) this.ask();
    this.plan();
  }

  /** Asks now, without waiting for the next try. */
  ask(): void {
    this.retryUs = NEVER;
    if (!this.isAsking) {
      this.isAsking = true;
      this.host.ask(this);
    }
    this.plan();
  }

  /** The same for an owner that has let an earlier question fall. */
  askAnew(): void {
    this.isAsking = false;
    this.ask();
  }

  stop(): void {
    this.actor.stop();
    this.dueUs = NEVER;
  }

  private start(ageUs: TimeUs): void {
    const fromUs = this.clock.nowUs() - ageUs;
    this.failures = 0;
    this.retryUs = NEVER;
    this.expiresUs = fromUs + usFromMs(this.params.ttlMs);
    this.renewUs = fromUs + renewAfterUs(this.params, this.stream);
  }

  private plan(): void {
    this.dueUs = this.isGood ? Math.min(this.renewUs, this.retryUs, this.expiresUs) : this.retryUs;
  }

  private tell(type: CertificateEvent['type'], why: string): void {
    const from = this.mode;
    this.actor.send({ type });
    const to = this.mode;
    this.isGood = to === 'valid' || to === 'renewing';
    this.plan();
    if (to !== from) this.host.changed(this, from, to, why);
  }
}
