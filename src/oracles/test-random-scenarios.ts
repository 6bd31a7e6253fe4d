/**
 * Random scenarios for the invariants: 2 to 12 nodes, wires wherever they may be (loops only where time passes on them), every
 * policy, preset, fault and setting, and changes during the run. Everything follows from one number.
 */
import { type Drawn, RandomSettings } from './test-random-settings';
import type { Json } from './test-scenarios';
import { FAULTS } from '@/faults/registry';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

interface NodeDraft {
  readonly kind: string;
  readonly parent?: string;
  settings: Json;
}

interface EdgeDraft {
  readonly source: string;
  readonly target: string;
  readonly role?: 'discovery' | 'control';
  enforcedBy?: 'caller' | 'sidecar';
  settings: Json;
  policies: Record<string, Json>;
}

/** Policies that any wire may carry; a split needs a second wire, and stands where there is one. */
const DRAWN = [...POLICIES.keys()].filter((id) => id !== 'traffic-split');

/** Whole simulated milliseconds: faults and changes lie in the first part, the rest is for running dry. */
export const BUSY_MS = 20_000;

/** See the file's header. */
export class RandomScenario extends RandomSettings {
  private readonly nodes: Record<string, NodeDraft> = {};
  private readonly edges: Record<string, EdgeDraft> = {};
  private faults: Json[] = [];

  constructor(
    private readonly seed: number,
    drawn: Drawn,
  ) {
    super(seed, drawn);
    const clients = 1 + this.below(2);
    const services = 1 + this.below(seed % 5 === 0 ? 10 : 4);
    for (let i = 0; i < clients; i++) this.nodes[`client-${i}`] = { kind: 'client', settings: this.clientSettings() };
    for (let i = 0; i < services; i++) this.nodes[`service-${i}`] = { kind: 'service', settings: this.serviceSettings() };
    for (const kind of ['client', 'service']) this.count(`kind ${kind}`);
    for (let i = 0; i < clients; i++) this.connect(`client-${i}`, `service-${this.below(services)}`);
    this.addOthers(services);
    this.addMesh(services);
    if (this.below(4) === 0) {
      this.count('kind monitor');
      this.nodes['monitor'] = { kind: 'monitor', settings: this.otherSettings('monitor') };
    }
    if (this.hasRegistry) this.addRegistry();
    const wires = this.below(services * 2);
    for (let i = 0; i < wires; i++) this.connectServices(this.below(services), this.below(services));
    if (this.below(3) === 0) this.addCanary();
    this.enforce();
    for (let i = this.below(6); i > 0; i--) this.faults.push(this.fault());
  }

  /** The scenario as it is now. Throws when the file would be refused: then the generator is at fault. */
  scenario(): Scenario {
    const { seed, nodes, edges, faults } = this;
    const file = {
      format: 'faultline-scenario',
      version: 1,
      title: `random ${seed}`,
      seed,
      durationMs: 86_400_000,
      nodes,
      edges,
      faults,
    };
    const reading = checkScenario(JSON.parse(JSON.stringify(file)));
    if (!reading.ok) throw new Error(`${JSON.stringify(reading.problems)} in ${JSON.stringify(file)}`);
    return reading.scenario;
  }

  /** Changes one thing or several; parts stay. Faults that begin by hand begin at `nowMs`. */
  change(nowMs: number): void {
    for (let i = 1 + this.below(3); i > 0; i--) {
      const edge = this.pick(Object.keys(this.edges));
      const node = this.pick(Object.keys(this.nodes));
      switch (this.below(6)) {
        case 0:
          this.setNode(node);
          break;
        case 1:
          this.setEdge(edge);
          break;
        case 2:
          this.faults.push({ ...this.fault(), atMs: nowMs });
          break;
        case 3:
          this.faults = this.faults.filter(() => this.below(2) === 0);
          break;
        default:
          this.setPolicy(edge);
      }
      this.count('changes');
    }
  }

  /** No faults, no more arrivals, and no probes that would be under way at any moment. */
  calm(): void {
    this.faults = [];
    for (const node of Object.values(this.nodes)) {
      const { kind, settings } = node;
      if (kind === 'client') node.settings = { ...settings, maxRequests: 0 };
      else if (kind === 'operator') node.settings = { ...settings, watches: '' };
      else if (kind === 'gateway') node.settings = { ...settings, jwt: null };
      else if (kind === 'service') node.settings = { ...settings, probes: {} };
      else if (kind === 'registry') node.settings = { ...settings, learns: 'self' };
      else if (kind === 'control-plane') node.settings = { ...settings, authority: { ttlMs: 86_400_000, signingMs: 0 } };
    }
  }

  /** What a service may ask, a gateway in front, and a person who looks after it. */
  private addOthers(services: number): void {
    for (const kind of ['database', 'cache', 'third-party'] as const) {
      if (this.below(4) > 0) continue;
      this.count(`kind ${kind}`);
      this.nodes[kind] = { kind, settings: this.otherSettings(kind) };
      this.connect(`service-${this.below(services)}`, kind);
      if (kind === 'cache' && this.nodes['database']) this.connect('cache', 'database');
    }
    if (this.below(3) === 0) this.addGateway(services);
    if (this.below(4) === 0) {
      this.count('kind operator');
      this.nodes['operator'] = { kind: 'operator', settings: this.otherSettings('operator') };
    }
  }

  /** Proxies at some parts, most of them under one control plane, and some policies carried out by them. */
  private addMesh(services: number): void {
    if (this.below(2) === 0) return;
    this.count('kind control-plane');
    this.nodes['plane'] = { kind: 'control-plane', settings: this.otherSettings('control-plane') };
    const hosts = [...Array.from({ length: services }, (_, i) => `service-${i}`), ...(this.nodes['gateway'] ? ['gateway'] : [])];
    for (const host of hosts) {
      if (this.below(2) === 0) continue;
      this.count('kind sidecar');
      this.nodes[`${host}-proxy`] = { kind: 'sidecar', parent: host, settings: {} };
      const settings = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 50 };
      const target = `${host}-proxy`;
      if (this.below(4) > 0) this.edges[`plane-${target}`] = { source: 'plane', target, role: 'control', settings, policies: {} };
      this.setNode(`${host}-proxy`);
    }
  }

  /** A second version behind one of the callers' wires, a split between the two, and a controller that turns it. */
  private addCanary(): void {
    const stable = Object.keys(this.edges).find((id) => this.edges[id]?.source === 'client-0' && this.edges[id]?.role === undefined);
    if (stable === undefined) return;
    this.count('kind canary');
    this.nodes['canary-version'] = { kind: 'service', settings: this.serviceSettings() };
    this.nodes['canary'] = { kind: 'canary', settings: this.canarySettings(stable) };
    this.connect('client-0', 'canary-version');
    const to = Object.keys(this.edges).at(-1);
    const edge = this.edges[stable];
    if (edge) edge.policies['traffic-split'] = { ...this.policy('traffic-split'), to };
  }

  private addGateway(services: number): void {
    this.count('kind gateway');
    this.count('kind identity-provider');
    this.nodes['keys'] = { kind: 'identity-provider', settings: this.otherSettings('identity-provider') };
    this.nodes['gateway'] = { kind: 'gateway', settings: this.otherSettings('gateway') };
    const settings = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 50 };
    this.edges['gateway-keys'] = { source: 'gateway', target: 'keys', role: 'discovery', settings, policies: {} };
    this.connect('client-0', 'gateway');
    this.connect('gateway', `service-${this.below(services)}`);
  }

  /** Everybody knows it; time stands still on its wires, so that nothing is on its way when a run ends. */
  private addRegistry(): void {
    this.count('kind registry');
    for (const source of Object.keys(this.nodes)) {
      const settings = { latencyMs: 0, jitterMs: 0, connectTimeoutMs: 50 };
      this.edges[`${source}-asks`] = { source, target: 'registry', role: 'discovery', settings, policies: {} };
    }
    this.nodes['registry'] = { kind: 'registry', settings: this.registrySettings() };
  }

  /** Policies of callers with a proxy may be carried out there. */
  private enforce(): void {
    for (const edge of Object.values(this.edges)) {
      if (edge.role === undefined && this.nodes[`${edge.source}-proxy`] && this.below(2) === 0) edge.enforcedBy = 'sidecar';
    }
  }

  private connect(source: string, target: string): void {
    this.edges[`${source}-to-${target}-${Object.keys(this.edges).length}`] = {
      source,
      target,
      settings: this.network(this.below(3) > 0),
      policies: this.policies(),
    };
  }

  /** Wires back to an earlier service close a loop, so that time passes on them. */
  private connectServices(from: number, to: number): void {
    if (from === to) return;
    const isBack = to < from;
    if (isBack && (!this.mayLoop || this.below(3) === 0)) return;
    if (isBack) this.count('loops');
    this.edges[`s${from}-to-s${to}-${Object.keys(this.edges).length}`] = {
      source: `service-${from}`,
      target: `service-${to}`,
      settings: this.network(!isBack && this.below(2) === 0),
      policies: this.policies(),
    };
  }

  private setNode(id: string): void {
    const node = this.nodes[id];
    if (!node) return;
    if (node.kind === 'registry') node.settings = this.registrySettings();
    else if (node.kind === 'sidecar') {
      // A proxy that nobody governs has no certificate.
      const alone = this.edges[`plane-${id}`] ? {} : { mtls: 'disable', authentication: 'none', allow: [] };
      node.settings = { ...this.otherSettings('sidecar'), ...alone };
    } else if (node.kind === 'canary') return;
    else if (node.kind === 'client') node.settings = this.clientSettings();
    else node.settings = node.kind === 'service' ? this.serviceSettings() : this.otherSettings(node.kind);
  }

  private setEdge(id: string): void {
    const edge = this.edges[id];
    if (!edge || edge.role !== undefined) return;
    // A wire keeps whether time passes on it: an instant wire may belong to a loop.
    const settings = this.network(edge.settings['latencyMs'] === 0);
    edge.settings = settings;
  }

  private setPolicy(id: string): void {
    const edge = this.edges[id];
    if (!edge || edge.role !== undefined) return;
    const policy = this.pick(DRAWN);
    if (edge.policies[policy] !== undefined && this.below(2) === 0) delete edge.policies[policy];
    else edge.policies[policy] = this.policy(policy);
  }

  private policies(): Record<string, Json> {
    return Object.fromEntries(
      DRAWN.filter(() => this.below(this.mayLoop ? 8 : 3) === 0).map((id) => [id, this.policy(id)]),
    );
  }

  private fault(): Json {
    const { id, on, kinds, ...contract } = this.pick([...FAULTS.values()]);
    this.count(`fault ${id}`);
    const fitting = Object.keys(this.nodes).filter((name) => kinds.includes(this.nodes[name]?.kind ?? ''));
    const targets = on === 'wire' ? Object.keys(this.edges) : fitting;
    const strength = this.strength({ id, ...contract });
    return {
      kind: id,
      // A fault that nothing here knows would be refused: the first client takes it and does not mind.
      target: targets.length > 0 ? this.pick(targets) : 'client-0',
      atMs: this.below(BUSY_MS),
      durationMs: this.pick([null, 0, 100, 1000, 7000]),
      ...strength,
    };
  }
}
