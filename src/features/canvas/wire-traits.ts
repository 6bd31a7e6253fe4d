/**
 * What a wire is by its two ends: into the house or inside it (north-south, east-west), and how calls on it are protected. Worked out once
 * for each state of the document. The proxy's own rule decides on protection, so that picture and run cannot differ.
 */
import type { MtlsMode } from '@/kinds/mesh-contract';
import { KINDS } from '@/kinds/registry';
import { rulesOf } from '@/kinds/sidecar/rules';
import type { SidecarSettings } from '@/kinds/sidecar/settings';
import { Channel } from '@/engine/sidecar';
import type { Scenario } from '@/scenario/schema';

/** `mutual`: both ends prove who they are; `server`: the callee alone; `plain`: in the clear, though the callee belongs to a mesh. */
export type Lock = 'mutual' | 'server' | 'plain';

/** See the file's header. */
export interface WireTraits {
  /** North-south: it brings requests from outside in, from a client or from the door that they come through. */
  readonly isNorthSouth: boolean;
  /** Null where there is no mesh: nothing to say. */
  readonly lock: Lock | null;
}

type Traits = ReadonlyMap<string, WireTraits>;

const PLAIN: WireTraits = { isNorthSouth: false, lock: null };
const known = new WeakMap<Scenario, Traits>();

/** Settings of something that says how its callers prove who they are. */
function isProxy(settings: object): settings is SidecarSettings {
  return 'mtls' in settings && 'authentication' in settings && 'allow' in settings;
}

function modeOf(settings: object): MtlsMode | null {
  if (!('defaultMode' in settings)) return null;
  const { defaultMode } = settings;
  return defaultMode === 'permissive' || defaultMode === 'strict' || defaultMode === 'disable' ? defaultMode : null;
}

/** A proxy's own settings, and what its control plane says. */
interface Proxy {
  readonly settings: SidecarSettings;
  readonly inherited: MtlsMode | null;
}

/** Each proxy by its host, with the mode that its control plane gives it; null without a control plane. */
function proxiesOf({ nodes, edges }: Scenario): ReadonlyMap<string, Proxy> {
  const modes = new Map(Object.values(edges).flatMap(({ role, source, target }) => {
    const mode = role === 'control' ? modeOf(nodes[source]?.settings ?? {}) : null;
    return mode === null ? [] : [[target, mode] as const];
  }));
  return new Map(Object.entries(nodes).flatMap(([id, { parent, settings }]) =>
    parent !== null && isProxy(settings) ? [[parent, { settings, inherited: modes.get(id) ?? null }] as const] : []));
}

function lockOf(proxies: ReadonlyMap<string, Proxy>, source: string, target: string): Lock | null {
  const callee = proxies.get(target);
  if (!callee) return null;
  const caller = proxies.get(source);
  // Without a control plane nobody has a certificate.
  if (!caller || caller.inherited === null || callee.inherited === null) return 'plain';
  const { channel } = rulesOf(callee.settings, callee.inherited);
  if (channel === Channel.mutualTls) return 'mutual';
  return channel === Channel.serverTls ? 'server' : 'plain';
}

function traitsOf(scenario: Scenario): Traits {
  const proxies = proxiesOf(scenario);
  const { nodes, edges } = scenario;
  const isClient = (id: string): boolean => KINDS.get(nodes[id]?.kind ?? '')?.canBeCalled === false;
  // A door has a table of routes: what comes in by it is still on its way from outside.
  const isDoor = (id: string): boolean => 'routes' in (nodes[id]?.settings ?? {});
  return new Map(Object.entries(edges).map(([id, { role, source, target }]) => {
    if (role !== 'call') return [id, PLAIN];
    return [id, { isNorthSouth: isClient(source) || isDoor(source), lock: lockOf(proxies, source, target) }];
  }));
}

/** Traits of a wire. */
export function wireTraits(scenario: Scenario, id: string): WireTraits {
  let traits = known.get(scenario);
  if (!traits) {
    traits = traitsOf(scenario);
    known.set(scenario, traits);
  }
  return traits.get(id) ?? PLAIN;
}

/** Which traits occur in a scenario. */
export interface TraitsSeen {
  readonly northSouth: boolean;
  readonly eastWest: boolean;
  readonly locks: readonly Lock[];
}

const seen = new WeakMap<Scenario, TraitsSeen>();

/** Which traits occur in a scenario, for the legend; the same object for the same scenario. */
export function traitsSeen(scenario: Scenario): TraitsSeen {
  const before = seen.get(scenario);
  if (before) return before;
  const all = Object.entries(scenario.edges).flatMap(([id, { role }]) => (role === 'call' ? [wireTraits(scenario, id)] : []));
  const locks = (['mutual', 'server', 'plain'] as const).filter((lock) => all.some((trait) => trait.lock === lock));
  const next = { northSouth: all.some((trait) => trait.isNorthSouth), eastWest: all.some((trait) => !trait.isNorthSouth), locks };
  seen.set(scenario, next);
  return next;
}
