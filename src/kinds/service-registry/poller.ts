/** Active health checks of a registry: it asks every instance at its address, over the way back of the wire it registered on. */
import { healthMachine } from '../health-machine';
import type { Entry } from './listing';
import type { PollSettings } from './settings';
import { reasonInfo } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { type Asker, type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import { addressText } from '@/engine/endpoints';
import type { NodeMachine } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import { HealthCheck } from '@/machines/health-check/health-check';
import type { CheckResult, HealthCheckParams } from '@/machines/health-check/params';
import { HEALTH_PRESETS } from '@/machines/health-check/presets';

/** Hears what was found of an instance. */
export type Judge = (service: string, address: number, isHealthy: boolean, why: string) => void;

const NEXT = 0;
const TIMEOUT = 1;

function paramsOf({ failureThreshold, successThreshold }: PollSettings, isOld: boolean): HealthCheckParams {
  const { params } = HEALTH_PRESETS['consul-http'];
  const initial = isOld ? 'passing' : params.initial;
  const firstResultDecides = isOld ? 'none' : params.firstResultDecides;
  return { ...params, initial, firstResultDecides, fallsAfter: failureThreshold, risesAfter: successThreshold };
}

/** The check of one instance. */
class Patient implements Target, Asker {
  readonly tag: number;
  private readonly check: HealthCheck;
  private readonly back: Wire;
  private params: HealthCheckParams;
  private booking = -1;
  private deadline = -1;
  private nextUs = -1;
  private last: CheckResult | null = null;
  private call: Call | null = null;

  constructor(
    private readonly context: RunContext,
    private readonly poller: Poller,
    registry: string,
    private readonly entry: Entry,
    isOld: boolean,
    judged: (isHealthy: boolean, why: string) => void,
  ) {
    this.tag = context.tag(registry, `check of ${entry.wire.id} ${entry.address}`);
    this.back = entry.wire.reverse();
    this.params = paramsOf(poller.settings, isOld);
    this.check = new HealthCheck(this.params, context.clock, (_from, to, why) => {
      judged(to !== 'critical', to === 'warning' ? `${why}: asks for less, still listed` : why);
    });
  }

  start(inUs: number): void {
    const { agenda } = this.context;
    this.nextUs = agenda.nowUs + inUs;
    this.booking = agenda.book(this.nextUs, Phase.timer, this, NEXT, null);
  }

  /** For the screen. */
  machine(service: string): NodeMachine {
    const { check, params, last, booking, nextUs, call } = this;
    const label = `${service} ${addressText(this.entry.address)}`;
    return healthMachine({ label, check, params, last, nextUs: booking < 0 ? -1 : nextUs, isAsking: call !== null });
  }

  private found(result: CheckResult): void {
    this.last = result;
    this.check.result(result);
  }

  stop(): void {
    const { agenda } = this.context;
    if (this.booking >= 0) agenda.cancel(this.booking);
    if (this.deadline >= 0) agenda.cancel(this.deadline);
    this.booking = -1;
    this.deadline = -1;
    const { call } = this;
    this.call = null;
    if (call) this.back.withdraw(call);
  }

  configure(): void {
    this.params = paramsOf(this.poller.settings, true);
    this.check.configure(this.params);
  }

  handle(kind: number): void {
    if (kind === NEXT) {
      this.booking = -1;
      if (this.poller.isPaused) this.rest();
      else this.ask();
      return;
    }
    this.deadline = -1;
    const { call } = this;
    this.call = null;
    if (call) this.back.withdraw(call);
    this.found({ kind: 'timeout' });
    this.rest();
  }

  answered(call: Call): void {
    if (call !== this.call) return;
    this.call = null;
    if (this.deadline >= 0) this.context.agenda.cancel(this.deadline);
    this.deadline = -1;
    const { status, id } = reasonInfo(call.reason);
    if (id === 'connection-refused' || id === 'connect-timeout' || id === 'unreachable') this.found({ kind: 'refused' });
    else this.found({ kind: 'answer', status });
    this.rest();
  }

  /** Consul counts the interval from the end of a check. */
  private rest(): void {
    if (this.booking < 0) this.start(usFromMs(this.poller.settings.periodMs));
  }

  private ask(): void {
    const { agenda, pool } = this.context;
    const call = pool.take(this.back);
    call.purpose = Purpose.probe;
    call.asker = this;
    call.address = this.entry.address;
    this.call = call;
    this.deadline = agenda.book(agenda.nowUs + usFromMs(this.poller.settings.timeoutMs), Phase.timer, this, TIMEOUT, null);
    this.back.start(call, null);
  }
}

/** See the file's header. */
export class Poller {
  isPaused = false;
  settings: PollSettings = { periodMs: 10_000, timeoutMs: 10_000, failureThreshold: 1, successThreshold: 1 };
  private isOn = false;
  private readonly patients = new Map<string, Patient>();
  private readonly stream: RandomStream;

  constructor(
    private readonly context: RunContext,
    private readonly registry: string,
    private readonly judge: Judge,
  ) {
    this.stream = context.stream(registry, 'checks');
  }

  configure(settings: PollSettings, isOn: boolean): void {
    this.settings = settings;
    this.isOn = isOn;
    for (const patient of this.patients.values()) patient.configure();
  }

  /** `isOld` instances have long been checked: their next check is anywhere within a period, as Consul's first one always is. */
  add(service: string, entry: Entry, isOld: boolean): void {
    if (!this.isOn) return;
    const patient = new Patient(this.context, this, this.registry, entry, isOld, (isHealthy, why) =>
      this.judge(service, entry.address, isHealthy, why),
    );
    this.patients.set(`${service} ${entry.address}`, patient);
    patient.start(Math.round(usFromMs(this.settings.periodMs) * this.stream.uniform()));
  }

  /** The check of an instance for the screen; null when it is not asked. */
  machine(service: string, address: number): NodeMachine | null {
    return this.patients.get(`${service} ${address}`)?.machine(service) ?? null;
  }

  remove(service: string, address: number): void {
    const key = `${service} ${address}`;
    this.patients.get(key)?.stop();
    this.patients.delete(key);
  }
}
