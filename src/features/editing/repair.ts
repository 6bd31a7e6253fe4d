/**
 * After parts are gone or wires lead elsewhere: everything that named them is taken out, so that what an edit returns can always
 * be saved and opened again. The reader's own check has the last word.
 */
import { withoutMembers } from './members';
import { followReferences } from './references';
import { hasPart } from '../shared/document-store';
import { KINDS } from '@/kinds/registry';
import { checkScenario, type Problem } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

/** Rounds of mending; each one takes out what the check names. */
const MOST_ROUNDS = 30;

/** The first thing that is wrong with a scenario, as a whole sentence; null when it can be saved and opened. */
export function firstProblem(scenario: Scenario): string | null {
  const reading = checkScenario(scenario);
  const problem = reading.ok ? undefined : reading.problems[0];
  return problem === undefined ? null : sentence(problem.message);
}

/** A problem's message as a sentence of its own. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** `after`, freed of everything that names a part which `before` had and `after` has not. */
export function repaired(before: Scenario, after: Scenario): Scenario {
  const isGone = (id: string): boolean => hasPart(before, id) && !hasPart(after, id);
  const followed = followReferences(after, (owner) => (id, { to, isOutWire }) => {
    if (isGone(id)) return null;
    const wasOut = to === 'wire' && isOutWire === true && before.edges[id]?.source === owner;
    return wasOut && after.edges[id]?.source !== owner ? null : id;
  });
  return checked(withoutStrayPolicies(withoutMentions(followed, isGone)));
}

/** Faults, objectives, pinned sliders and the view may name parts, too. */
function withoutMentions(scenario: Scenario, isGone: (id: string) => boolean): Scenario {
  const { faults, objectives, pinned, view, nodes, annotations } = scenario;
  const partOf = (path: string): string => {
    const [area = '', part = ''] = path.split('.');
    return area === 'nodes' || area === 'edges' || area === 'transitions' ? part : '';
  };
  const orphans = Object.entries(nodes).filter(([, { parent }]) => parent !== null && isGone(parent));
  const kept = <T>(list: T[], name: (entry: T) => string): T[] => {
    const rest = list.filter((entry) => !isGone(name(entry)));
    return rest.length === list.length ? list : rest;
  };
  const gone = Object.values(annotations).flatMap(({ members }) => members.filter(isGone));
  return {
    ...withoutMembers(scenario, new Set(gone)),
    nodes:
      orphans.length === 0 ? nodes : { ...nodes, ...Object.fromEntries(orphans.map(([id, node]) => [id, { ...node, parent: null }])) },
    faults: kept(faults, ({ target }) => target),
    objectives: kept(objectives, ({ metric }) => partOf(metric)),
    pinned: kept(pinned, ({ path }) => partOf(path)),
    view: view.focus !== null && isGone(view.focus) ? { ...view, focus: null } : view,
  };
}

/** A policy that asks a registry needs a wire to one: without it the caller knows its service as if by magic, as new wires do. */
export function withoutStrayPolicies(scenario: Scenario): Scenario {
  const { nodes, edges } = scenario;
  const registriesOf = (source: string): readonly string[] =>
    Object.values(edges)
      .filter((edge) => edge.role === 'discovery' && edge.source === source)
      .map(({ target }) => target)
      .filter((target) => KINDS.get(nodes[target]?.kind ?? '')?.tells === 'instances');
  const changed: Record<string, Scenario['edges'][string]> = {};
  for (const [id, edge] of Object.entries(edges)) {
    const { discovery, ...rest } = edge.policies;
    if (discovery === undefined || discovery['mode'] === 'fixed') continue;
    const asked = registriesOf(edge.source);
    const wanted = discovery['registry'];
    if (asked.length === 0) changed[id] = { ...edge, policies: rest };
    else if (typeof wanted === 'string' && !asked.includes(wanted)) {
      changed[id] = { ...edge, policies: { ...rest, discovery: { ...discovery, registry: null } } };
    }
  }
  return Object.keys(changed).length === 0 ? scenario : { ...scenario, edges: { ...edges, ...changed } };
}

/** Whatever the check still finds is reset or taken out, part by part. */
function checked(scenario: Scenario): Scenario {
  let now = scenario;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const reading = checkScenario(now);
    if (reading.ok) return now;
    const next = reading.problems.reduce(mended, now);
    if (next === now) break;
    now = next;
  }
  return now;
}

function mended(scenario: Scenario, { path }: Problem): Scenario {
  const [area = '', id = '', what = '', policy = ''] = path.split('.');
  const node = scenario.nodes[id];
  const edge = scenario.edges[id];
  if (area === 'nodes' && node && what === 'settings') {
    const fresh = defaultSettings(node.kind);
    return fresh === null ? scenario : { ...scenario, nodes: { ...scenario.nodes, [id]: { ...node, settings: fresh } } };
  }
  if (area !== 'edges' || !edge) return scenario;
  if (what === 'enforcedBy') {
    return { ...scenario, edges: { ...scenario.edges, [id]: { ...edge, enforcedBy: 'caller' } } };
  }
  if (what === 'policies') {
    const { [policy]: _gone, ...rest } = edge.policies;
    return { ...scenario, edges: { ...scenario.edges, [id]: { ...edge, policies: policy === '' ? {} : rest } } };
  }
  const { [id]: _cut, ...edges } = scenario.edges;
  return { ...scenario, edges };
}

/** Settings of a new part; null for kinds that are not known. */
export function defaultSettings(kind: string, given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> | null {
  const parsed = KINDS.get(kind)?.schema.safeParse(given);
  return parsed?.success ? (parsed.data as Record<string, unknown>) : null;
}
