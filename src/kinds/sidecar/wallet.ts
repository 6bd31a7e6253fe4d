/**
 * The certificates of a sidecar's pods, one each, and which pods have no proxy at all. One booking serves them all: for the next
 * moment at which any of them has something to do.
 */
import { Controller, type SigningRequest } from '../mesh-contract';
import { certificateMachines } from './machines';
import { OK } from '@/domain/reasons';
import { NEVER, type TimeUs, usFromMs } from '@/domain/time';
import { AddressBook } from '@/engine/address-book';
import { Phase, type Target } from '@/engine/agenda';
import { type Asker, type Call, Purpose } from '@/engine/call';
import type { RandomStream } from '@/engine/chance/random-stream';
import type { RunContext } from '@/engine/context';
import type { NodeMachine, NodeModel } from '@/engine/node-model';
import type { Wire } from '@/engine/wire';
import { Certificate, type CertificateHost } from '@/machines/certificate/certificate';
import type { CertificateMode } from '@/machines/certificate/certificate.machine';

/** The address under which a host without instances keeps its only certificate. */
const WHOLE_HOST = 0;

/** One pod's certificate for the screen. */
export interface CertificateView {
  /** As transitions name it: 1 for the first pod. */
  readonly pod: number;
  readonly address: number;
  readonly mode: CertificateMode;
  /** Moments in microseconds; -1 when there is none. */
  readonly expiresUs: TimeUs;
  readonly asksUs: TimeUs;
}

const momentOf = (us: TimeUs): TimeUs => (us === NEVER ? -1 : us);

/** See the file's header. */
export class Wallet implements Target, Asker, CertificateHost {
  readonly tag: number;
  /** Pods of the host that run a proxy; at least 1. */
  proxies = 1;
  /** Certificates that have ended since the start. */
  expiries = 0;
  private readonly stream: RandomStream;
  private readonly certificates = new AddressBook<Certificate>();
  /** Certificates in order of their pods' appearance, replaced as a whole: calls without an address take them in turn. */
  private order: Certificate[] = [];
  private turn = 0;
  /** Pods that came while nobody could equip them, and run without a proxy. */
  private readonly bare = new Set<number>();
  private numbers = 0;
  private readonly names = new Map<number, number>();
  private host: NodeModel | null = null;
  /** Whether the host has ever told of instances; kinds without them are one. */
  private hasAddresses = false;
  private controller: Controller | null = null;
  private wire: Wire | null = null;
  private booking = -1;
  private bookedUs: TimeUs = NEVER;
  private spoilers = 0;

  constructor(
    private readonly context: RunContext,
    private readonly owner: NodeModel,
    private readonly changedPods: () => void,
  ) {
    this.tag = context.tag(owner.id, 'certificates');
    this.stream = context.stream(owner.id, 'certificates');
  }

  /** Whether anybody signs for this proxy: without, there is no identity and nothing to encrypt with. */
  get hasAuthority(): boolean {
    return this.controller !== null;
  }

  /** Who governs this proxy; null when nobody does. */
  get governor(): Controller | null {
    return this.controller;
  }

  /** Certificates by what they are worth now. */
  count(isWanted: (mode: CertificateMode) => boolean): number {
    return this.order.reduce((n, { mode }) => n + +isWanted(mode), 0);
  }

  /** For the screen, in order of the pods' appearance. */
  views(): readonly CertificateView[] {
    return this.order.map(({ address, mode, expiresUs, asksUs }) => {
      const pod = this.names.get(address) ?? 0;
      return { pod, address, mode, expiresUs: momentOf(expiresUs), asksUs: momentOf(asksUs) };
    });
  }

  /** The same as machines. */
  machines(): readonly NodeMachine[] {
    return certificateMachines(this.order, (address) => this.names.get(address) ?? 0, this.context.agenda.nowUs);
  }

  /** Some pod of a governed proxy cannot prove who it is. */
  get isLacking(): boolean {
    return this.order.some(({ isGood }) => !isGood);
  }

  /** The run begins: pods that are there have long had their certificates. */
  begin(host: NodeModel): void {
    this.host = host;
    for (const wire of this.owner.controllers) {
      if (!(wire.source instanceof Controller)) continue;
      this.controller = wire.source;
      this.wire = wire;
      this.controller.returnListeners.push(() => host.admissionListeners.forEach((admit) => admit()));
    }
    this.sync(true);
    host.instanceListeners.push(() => this.sync(false));
  }

  /** Whether the pod at this address has a proxy. With 0 (the callee chooses by itself) yes, as long as any has. */
  hasProxy(address: number): boolean {
    return this.bare.size === 0 || !this.bare.has(address);
  }

  /** See `Sidecar`. */
  get admitsPods(): boolean {
    const { controller } = this;
    return controller === null || !controller.isDown || controller.injection === 'ignore';
  }

  /** The certificate of the pod at an address; of one pod after the other for 0. Null when there is none. */
  of(address: number): Certificate | null {
    if (address !== 0) return this.certificates.get(address) ?? this.certificates.get(WHOLE_HOST);
    const { order } = this;
    if (order.length === 0) return null;
    if (this.turn >= order.length) this.turn = 0;
    return order[this.turn++] as Certificate;
  }

  handle(): void {
    this.booking = -1;
    this.bookedUs = NEVER;
    const { nowUs } = this.context.agenda;
    for (const certificate of this.order) if (certificate.dueUs <= nowUs) certificate.act();
    this.plan();
  }

  ask(certificate: Certificate): void {
    const { wire } = this;
    // A fault keeps the agent from renewing.
    if (wire === null || this.spoilers > 0) return;
    const back = wire.reverse();
    const call = this.context.pool.take(back);
    call.purpose = Purpose.signing;
    call.body = { address: certificate.address, terms: null } satisfies SigningRequest;
    call.asker = this;
    back.start(call, null);
  }

  answered(call: Call): void {
    const { address, terms } = call.body as SigningRequest;
    const certificate = this.certificates.get(address);
    if (certificate === null || this.spoilers > 0) return;
    if (call.reason === OK && terms !== null) certificate.issued(terms);
    else certificate.refused();
    this.plan();
  }

  changed(certificate: Certificate, from: CertificateMode, to: CertificateMode, why: string): void {
    if (to === 'expired') this.expiries++;
    if (why !== '') this.context.note(this.owner.id, `certificate pod ${this.names.get(certificate.address) ?? 0}`, from, to, why);
  }

  /** A fault: everything has ended, and nothing new comes as long as it lasts. */
  spoil(): void {
    this.spoilers++;
    for (const certificate of this.order) certificate.expire('made to end by a fault');
    this.plan();
  }

  /** The fault is over: all ask at once. */
  mend(): void {
    if (--this.spoilers > 0) return;
    for (const certificate of this.order) if (!certificate.isGood) certificate.askAnew();
    this.plan();
  }

  /** Brings the list in line with the host's pods. */
  private sync(isStart: boolean): void {
    const { host } = this;
    if (host === null) return;
    const found = host.instances().map(({ address }) => address);
    this.hasAddresses ||= found.length > 0;
    const addresses = this.hasAddresses ? found : [WHOLE_HOST];
    const here = new Set(addresses);
    for (const address of addresses) {
      if (!this.names.has(address)) this.arrive(address, isStart);
    }
    for (const address of this.names.keys()) if (!here.has(address)) this.gone(address);
    const pods = this.hasAddresses ? here.size - this.bare.size : host.pods().length;
    this.proxies = Math.max(1, pods);
    this.changedPods();
    this.plan();
  }

  private arrive(address: number, isStart: boolean): void {
    this.names.set(address, ++this.numbers);
    const { controller } = this;
    if (controller === null) return;
    if (isStart) this.add(address, controller).present(this.firstAgeUs(controller));
    else if (!controller.isDown) this.add(address, controller).begin();
    else this.bare.add(address);
  }

  private firstAgeUs({ terms, startsTogether }: Controller): TimeUs {
    const share = this.stream.uniform();
    return startsTogether ? 0 : Math.floor(usFromMs(terms.ttlMs * Math.max(0, terms.graceRatio - terms.jitterRatio)) * share);
  }

  private add(address: number, { terms }: Controller): Certificate {
    const certificate = new Certificate(address, terms, this.context.clock, this.stream, this);
    this.certificates.set(address, certificate);
    this.order = [...this.order, certificate];
    return certificate;
  }

  private gone(address: number): void {
    this.names.delete(address);
    this.bare.delete(address);
    const certificate = this.certificates.get(address);
    if (certificate === null) return;
    certificate.stop();
    this.certificates.delete(address);
    this.order = this.order.filter((other) => other !== certificate);
  }

  private plan(): void {
    let dueUs = NEVER;
    for (const certificate of this.order) if (certificate.dueUs < dueUs) ({ dueUs } = certificate);
    if (dueUs === this.bookedUs) return;
    const { agenda } = this.context;
    if (this.booking >= 0) agenda.cancel(this.booking);
    this.booking = dueUs === NEVER ? -1 : agenda.book(Math.max(dueUs, agenda.nowUs), Phase.timer, this, 0, null);
    this.bookedUs = dueUs;
  }
}
