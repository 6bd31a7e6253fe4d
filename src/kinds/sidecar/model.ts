/**
 * A proxy that clings to a service or a gateway, one in each of its pods: every call to the node and from it passes through. It
 * encrypts, proves who calls and checks it, at a price in time, processor and memory. What it does lies in its parts: `egress.ts` on the
 * wires that leave, `gatehouse.ts` before the node, `passage.ts` for the time in between, `wallet.ts` for the certificates.
 */
import { Controller, type MeshConfiguration } from '../mesh-contract';
import { Egress } from './egress';
import { Gatehouse } from './gatehouse';
import { Passage } from './passage';
import { type Rules, rulesOf } from './rules';
import type { SidecarSettings } from './settings';
import { type CertificateView, Wallet } from './wallet';
import { OK, reasonCode } from '@/domain/reasons';
import { type TimeUs, usFromMs } from '@/domain/time';
import { type Call, Purpose } from '@/engine/call';
import type { RunContext } from '@/engine/context';
import type { Layer } from '@/engine/layer';
import { type Effect, type NodeMachine, NodeModel, type NodeState } from '@/engine/node-model';
import { Channel, type Sidecar } from '@/engine/sidecar';
import type { Spans } from '@/engine/spans';
import type { Wire } from '@/engine/wire';

const KB_PER_MB = 1000;
/** Waiting calls per worker beyond which a proxy reads as overloaded. */
const OVERLOAD = 5;
const NO_ROUTE = reasonCode('no-route');
const UNGOVERNED: MeshConfiguration = { defaultMode: 'permissive', isWrong: false };

/** Counts of a sidecar since the start of a run, and its certificates now. */
export interface SidecarFigures {
  readonly handshakes: number;
  readonly failedHandshakes: number;
  /** Passes in either direction, by how the call was protected. */
  readonly plaintext: number;
  readonly encrypted: number;
  readonly certificates: { readonly valid: number; readonly missing: number; readonly expired: number; readonly expiries: number };
  /** Cores in use on average, all proxies together. */
  readonly cores: number;
}

/** See the file's header. */
export class SidecarModel extends NodeModel {
  readonly fullReason = reasonCode('proxy-full');
  readonly passage: Passage;
  readonly wallet: Wallet;
  readonly handshakes = { made: 0, failed: 0 };
  private readonly gatehouse: Gatehouse;
  private readonly egresses = new Map<Wire, readonly Layer[]>();
  private plaintext = 0;
  private encrypted = 0;
  private leaks = 0;
  /** The node that it clings to; null before the run begins. */
  host: NodeModel | null = null;
  /** What callers meet: from the last configuration that has arrived. */
  rules: Rules;
  /** The routes that it has been given lead nowhere. */
  isWrong = false;
  handshakeUs: TimeUs = 0;
  connectionUs: TimeUs = 0;

  constructor(
    context: RunContext,
    id: string,
    private settings: SidecarSettings,
  ) {
    super(context, id, 'sidecar');
    this.rules = rulesOf(settings, UNGOVERNED.defaultMode);
    this.passage = new Passage(context, this, settings);
    this.wallet = new Wallet(context, this, () => this.fit());
    this.gatehouse = new Gatehouse(this);
    this.read();
    this.fit();
  }

  /** Finds its host, and begins as one that has been governed for long. */
  override start(): void {
    for (const node of this.context.directory?.nodes() ?? []) if (node.sidecar === this.gatehouse) this.host = node;
    if (this.host !== null) this.wallet.begin(this.host);
    this.apply(this.wallet.governor?.configuration ?? UNGOVERNED);
  }

  override asSidecar(): Sidecar {
    return this.gatehouse;
  }

  override get slots(): number {
    return this.settings.concurrency * this.wallet.proxies;
  }

  override get state(): NodeState {
    if (this.isWrong || this.wallet.isLacking) return 'degraded';
    if (this.waiting.value > OVERLOAD * this.slots) return 'overloaded';
    if (this.waiting.value > 0) return 'busy';
    return this.tally.arrived > 0 ? 'running' : 'idle';
  }

  override machines(): readonly NodeMachine[] {
    return this.wallet.machines();
  }

  /** Proxies that run, for the cost meter. */
  get proxies(): number {
    return this.wallet.proxies;
  }

  get nowUs(): TimeUs {
    return this.agenda.nowUs;
  }

  get spans(): Spans | null {
    return this.context.spans;
  }

  /** The workload that its certificates name: `spiffe://cluster.local/ns/default/sa/` and this. */
  get workload(): string | null {
    return this.host?.id ?? null;
  }

  /** Whether somebody outside the mesh knows the shared secret. */
  get isSecretKnown(): boolean {
    return this.leaks > 0;
  }

  /** Counts for the report. */
  get sidecarFigures(): SidecarFigures {
    const { wallet, handshakes, plaintext, encrypted } = this;
    const valid = wallet.count((mode) => mode === 'valid' || mode === 'renewing');
    const missing = wallet.count((mode) => mode === 'none' || mode === 'requested');
    const expired = wallet.count((mode) => mode === 'expired');
    return {
      handshakes: handshakes.made,
      failedHandshakes: handshakes.failed,
      plaintext,
      encrypted,
      certificates: { valid, missing, expired, expiries: wallet.expiries },
      cores: this.busy.mean(this.agenda.nowUs),
    };
  }

  /** The certificates of its pods, for the screen. */
  certificates(): readonly CertificateView[] {
    return this.wallet.views();
  }

  /** The layers on a wire that leaves the host, the same at every asking. */
  egressOf(wire: Wire): readonly Layer[] {
    let layers = this.egresses.get(wire);
    if (layers === undefined) {
      layers = [new Egress(this, wire)];
      this.egresses.set(wire, layers);
    }
    return layers;
  }

  /** The proxy before a node, if it is one of this kind. */
  gatehouseOf({ sidecar }: NodeModel): Gatehouse | null {
    return sidecar instanceof Gatehouse ? sidecar : null;
  }

  /** The tag of a part of this sidecar in fingerprints. */
  tagOf(part: string): number {
    return this.context.tag(this.id, part);
  }

  /** A call has passed. */
  count(channel: number): void {
    if (channel === Channel.plain) this.plaintext++;
    else this.encrypted++;
  }

  override holding(): number {
    return this.passage.inside;
  }

  /** From the control plane, or a look at its health: calls of its host never come here. */
  receive(call: Call): void {
    const { purpose } = call;
    if (purpose === Purpose.configuration) this.apply(call.body as MeshConfiguration);
    call.reason = purpose === Purpose.configuration || purpose === Purpose.probe ? OK : NO_ROUTE;
    if (call.isWithdrawn) call.path.dropped(call);
    else call.path.deliver(call);
  }

  answered(): void {
    // Certificates are asked for by its wallet.
  }

  drop(): void {
    // What comes here is answered at once.
  }

  handle(): void {
    // Its parts book for themselves.
  }

  /** The process changes at once; what is configuration comes with the next push, where somebody governs. */
  configure(settings: SidecarSettings): void {
    this.settings = settings;
    this.read();
    this.fit();
    const { governor } = this.wallet;
    if (governor === null) this.apply(UNGOVERNED);
    else for (const wire of this.controllers) if (wire.source instanceof Controller) wire.source.republish(wire);
  }

  /** `expired-certificate`: its certificates have ended. `secret-leak`: a stranger knows the secret. */
  override afflict({ kind }: Effect): boolean {
    if (kind === 'expired-certificate') this.wallet.spoil();
    else if (kind === 'secret-leak') this.leaks++;
    else return false;
    return true;
  }

  override relieve({ kind }: Effect): void {
    if (kind === 'expired-certificate') this.wallet.mend();
    else if (kind === 'secret-leak') this.leaks--;
  }

  private apply(configuration: MeshConfiguration): void {
    const before = this.isWrong;
    this.rules = rulesOf(this.settings, configuration.defaultMode);
    this.isWrong = configuration.isWrong;
    if (this.isWrong === before) return;
    const [from, to] = this.isWrong ? ['right', 'wrong'] : ['wrong', 'right'];
    this.context.note(this.id, 'configuration', from as string, to as string, 'pushed by the control plane');
  }

  private read(): void {
    const { handshakeMs, maxConnectionMs } = this.settings;
    this.passage.configure(this.settings);
    this.handshakeUs = usFromMs(handshakeMs);
    this.connectionUs = usFromMs(maxConnectionMs);
  }

  /** Workers and memory follow the number of pods. */
  private fit(): void {
    const { concurrency, memoryMb } = this.settings;
    this.passage.resize(concurrency * this.wallet.proxies);
    this.memoryKb.set(memoryMb * KB_PER_MB * this.wallet.proxies, 0);
  }
}
