/**
 * The kubelet: runs the probes of every pod. A probe is a call like any other to the pod's own health endpoint, without a
 * network between; what it finds turns a verdict after so many results in a row (Kubernetes, pkg/kubelet/prober/worker.go).
 * Readiness decides about traffic, liveness restarts the container, startup holds the other two.
 */
import { healthMachine, MOST_MACHINES } from '../health-machine';
import type { Fleet, PodEvent } from './fleet';
import { CRASHED } from './losses';
import type { Pod } from './pod';
import type { ProbeSet, ProbeSettings } from './settings';
import { reasonInfo } from '@/domain/reasons';
import { usFromMs } from '@/domain/time';
import { Phase, type Target } from '@/engine/agenda';
import { type Call, type CallPath, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { NodeMachine, NodeModel } from '@/engine/node-model';
import { HealthCheck } from '@/machines/health-check/health-check';
import type { CheckResult, HealthCheckParams } from '@/machines/health-check/params';
import { HEALTH_PRESETS } from '@/machines/health-check/presets';

type ProbeName = keyof ProbeSet;
const PROBES = ['startup', 'readiness', 'liveness'] as const satisfies readonly ProbeName[];
const NEXT = 0;
const TIMEOUT = 1;

/** The probe's name, the same in transitions and on the screen. */
const probeLabel = (name: ProbeName, pod: Pod): string => `${name} probe of pod ${pod.index + 1}`;

/** One probe of one pod. */
class Prober implements Target, CallPath {
  readonly tag: number;
  readonly check: HealthCheck;
  private readonly params: HealthCheckParams;
  private booking = -1;
  private deadline = -1;
  private nextUs = -1;
  private last: CheckResult | null = null;
  private call: Call | null = null;

  constructor(
    private readonly context: RunContext,
    private readonly service: NodeModel,
    private readonly pod: Pod,
    private readonly name: ProbeName,
    private readonly settings: ProbeSettings,
    isOld: boolean,
    judged: (isPassing: boolean, why: string) => void,
  ) {
    this.tag = context.tag(service.id, `${name} of pod ${pod.index}`);
    const { failureThreshold, successThreshold } = settings;
    const preset: HealthCheckParams = HEALTH_PRESETS[`kubernetes-${name}`].params;
    const initial = isOld && name === 'readiness' ? 'passing' : preset.initial;
    this.params = { ...preset, initial, fallsAfter: failureThreshold, risesAfter: successThreshold };
    this.check = new HealthCheck(this.params, context.clock, (_from, to, why) => judged(to !== 'critical', why));
  }

  /** The container has started `agoUs` ago (or long ago, anywhere within a period, when a run begins). */
  start(inUs: number): void {
    this.stop();
    this.book(inUs);
  }

  /** For the screen. */
  machine(): NodeMachine {
    const { check, params, last, nextUs, call } = this;
    return healthMachine({ label: probeLabel(this.name, this.pod), check, params, last, nextUs, isAsking: call !== null });
  }

  private book(inUs: number): void {
    const { agenda } = this.context;
    this.nextUs = agenda.nowUs + inUs;
    this.booking = agenda.book(this.nextUs, Phase.timer, this, NEXT, null);
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
    this.nextUs = -1;
    this.deadline = -1;
    const { call } = this;
    this.call = null;
    if (call) this.takeBack(call);
  }

  handle(kind: number): void {
    if (kind === TIMEOUT) {
      this.deadline = -1;
      const { call } = this;
      this.call = null;
      if (call) this.takeBack(call);
      this.found({ kind: 'timeout' });
      return;
    }
    // The next probe is due one period after this one began, whatever comes of it.
    this.book(usFromMs(this.settings.periodMs));
    if (this.call !== null) return;
    if (!this.pod.isListening) {
      this.found({ kind: 'refused' });
      return;
    }
    this.ask();
  }

  deliver(call: Call): void {
    if (call === this.call) {
      this.call = null;
      if (this.deadline >= 0) this.context.agenda.cancel(this.deadline);
      this.deadline = -1;
      const { status } = reasonInfo(call.reason);
      this.context.pool.give(call);
      this.found({ kind: 'answer', status });
    } else this.context.pool.give(call);
  }

  dropped(call: Call): void {
    this.context.pool.give(call);
  }

  withdraw(): void {
    // Nobody stands above a prober.
  }

  private ask(): void {
    const { agenda, pool } = this.context;
    const call = pool.take(this);
    call.purpose = Purpose.probe;
    call.body = this.settings.check;
    call.address = this.pod.address;
    call.sentUs = agenda.nowUs;
    call.arrivedUs = agenda.nowUs;
    this.call = call;
    this.deadline = agenda.book(agenda.nowUs + usFromMs(this.settings.timeoutMs), Phase.timer, this, TIMEOUT, null);
    this.service.receive(call);
  }

  private takeBack(call: Call): void {
    call.isWithdrawn = true;
    this.service.drop(call);
  }
}

/** See the file's header. */
export class Kubelet {
  private settings: ProbeSet = { startup: null, readiness: null, liveness: null };
  private readonly probers = new Map<Pod, Partial<Record<ProbeName, Prober>>>();
  private isStarted = false;

  constructor(
    private readonly context: RunContext,
    private readonly service: NodeModel,
    private readonly fleet: Fleet,
  ) {
    fleet.watchers.push((pod, event) => this.follow(pod, event));
  }

  configure(probes: ProbeSet): void {
    const isSame = JSON.stringify(probes) === JSON.stringify(this.settings);
    this.settings = probes;
    this.fleet.startsReady = probes.readiness === null && probes.startup === null;
    if (!this.isStarted || isSame) return;
    for (const pod of this.fleet.all) {
      this.forget(pod);
      if (probes.readiness === null && pod.isRunning) this.fleet.setReady(pod, true);
      if (pod.isRunning && !pod.isLeaving) this.watch(pod, true);
    }
  }

  /** A run begins with pods that have long been probed: each probe is anywhere within its period. */
  start(): void {
    this.isStarted = true;
    for (const pod of this.fleet.current) if (pod.isRunning) this.watch(pod, true);
  }

  /** The probes of all pods that live, for the screen. */
  machines(): readonly NodeMachine[] {
    const found = [...this.probers.values()].flatMap((made) => PROBES.flatMap((name) => made[name] ?? []));
    return found.slice(0, MOST_MACHINES).map((prober) => prober.machine());
  }

  private follow(pod: Pod, event: PodEvent): void {
    if (!this.isStarted) return;
    if (event === 'started') this.watch(pod, false);
    else if (event === 'died' || event === 'gone' || event === 'stopping') this.forget(pod);
  }

  private forget(pod: Pod): void {
    for (const prober of Object.values(this.probers.get(pod) ?? {})) prober.stop();
    this.probers.delete(pod);
  }

  private watch(pod: Pod, isOld: boolean): void {
    const made: Partial<Record<ProbeName, Prober>> = {};
    this.probers.set(pod, made);
    const stream = isOld ? this.context.stream(this.service.id, `probes of pod ${pod.index}`) : null;
    for (const name of PROBES) {
      const settings = this.settings[name];
      if (settings === null || (isOld && name === 'startup')) continue;
      const prober = new Prober(this.context, this.service, pod, name, settings, isOld, (isPassing, why) => {
        this.judged(pod, name, isPassing, why);
      });
      made[name] = prober;
      const { initialDelayMs, periodMs } = settings;
      const isHeld = !isOld && name !== 'startup' && this.settings.startup !== null;
      if (stream) prober.start(Math.round(usFromMs(periodMs) * stream.uniform()));
      else if (!isHeld) prober.start(usFromMs(initialDelayMs));
    }
  }

  private judged(pod: Pod, name: ProbeName, isPassing: boolean, why: string): void {
    const [from, to] = isPassing ? ['failing', 'passing'] : ['passing', 'failing'];
    this.context.note(this.service.id, probeLabel(name, pod), from, to, why);
    if (name === 'readiness') this.fleet.setReady(pod, isPassing);
    else if (!isPassing) this.fleet.kill(pod, CRASHED, `its ${name} probe failed`);
    else if (name === 'startup') this.started(pod);
  }

  private started(pod: Pod): void {
    const probers = this.probers.get(pod) ?? {};
    probers.startup?.stop();
    if (probers.readiness === undefined) this.fleet.setReady(pod, true);
    probers.readiness?.start(usFromMs(this.settings.readiness?.initialDelayMs ?? 0));
    probers.liveness?.start(usFromMs(this.settings.liveness?.initialDelayMs ?? 0));
  }
}
