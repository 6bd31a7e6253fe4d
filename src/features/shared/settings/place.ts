/**
 * Where settings lie (a node, a wire's network, a policy of a wire), which values are in force there, and what a change makes of
 * the scenario. A change that the reader of files would refuse is refused here with the same sentence.
 */
import { getAt, isSame, type Settings, setAt, topOf, without } from './paths';
import { withEdgeSettings, withNodeSettings, withPolicy } from '../document-store';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';
import { checkScenario } from '@/scenario/read';
import { edgeSchema, type Scenario } from '@/scenario/schema';

/** What a schema of settings has to offer. */
interface Reads {
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

/** A place of settings. */
export interface Place {
  /** Its path in the file. */
  readonly path: string;
  readonly schema: Reads;
  /** From the settings of the file to those in force; for most places they are the same. */
  resolve(settings: Settings): Settings;
  read(scenario: Scenario): Settings | undefined;
  write(scenario: Scenario, settings: Settings): Scenario;
  /** The node whose settings they are; for those of a wire its caller. Null when it is gone. */
  owner(scenario: Scenario): string | null;
}

const asIs = (settings: Settings): Settings => settings;

/** Settings of a node; null for a kind that is not known. */
export function nodePlace(kind: string, id: string): Place | null {
  const contract = KINDS.get(kind);
  return contract
    ? {
        path: `nodes.${id}.settings`,
        schema: contract.schema,
        resolve: asIs,
        read: (scenario) => scenario.nodes[id]?.settings,
        write: (scenario, settings) => withNodeSettings(scenario, id, settings),
        owner: (scenario) => (scenario.nodes[id] ? id : null),
      }
    : null;
}

/** The network of a wire. */
export function networkPlace(id: string): Place {
  return {
    path: `edges.${id}.settings`,
    resolve: asIs,
    // The wire's schema fills in its network's defaults.
    schema: {
      safeParse: (settings) => {
        const { success, data } = edgeSchema.safeParse({ source: 'a', target: 'b', settings });
        return { success, data: data?.settings };
      },
    },
    read: (scenario) => scenario.edges[id]?.settings,
    write: (scenario, settings) => withEdgeSettings(scenario, id, settings as Scenario['edges'][string]['settings']),
    owner: (scenario) => scenario.edges[id]?.source ?? null,
  };
}

/** A policy of a wire; null for one that is not known. */
export function policyPlace(wire: string, policy: string): Place | null {
  const contract = POLICIES.get(policy);
  return contract
    ? {
        path: `edges.${wire}.policies.${policy}`,
        schema: contract.schema,
        resolve: (settings) => contract.resolve(settings) as Settings,
        read: (scenario) => scenario.edges[wire]?.policies[policy],
        write: (scenario, settings) => withPolicy(scenario, wire, policy, { ...settings }),
        owner: (scenario) => scenario.edges[wire]?.source ?? null,
      }
    : null;
}

/** Settings completed by their schema; as they are when they do not fit. */
function completed(place: Place, settings: Settings): Settings {
  const parsed = place.schema.safeParse(settings);
  return parsed.success ? (parsed.data as Settings) : settings;
}

/** The values in force: those of the file, and what it leaves out. */
export function inForce(place: Place, settings: Settings): Settings {
  const full = completed(place, settings);
  return { ...full, ...place.resolve(full) };
}

/** The value that would be in force at a path if the file said nothing about it. */
export function usualAt(place: Place, settings: Settings, path: string): unknown {
  return getAt(inForce(place, without(settings, topOf(path))), path);
}

/** What becomes of an edit: the new settings, or a sentence why not. */
export type Edit = { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly sentence: string };

/** Keys that say what would hold without them, and that need not be there, are left out. */
function tidied(place: Place, settings: Settings): Settings {
  return Object.keys(settings).reduce<Settings>((kept, key) => {
    const less = without(kept, key);
    const full = completed(place, less);
    const isOptional = !Object.hasOwn(full, key) && place.schema.safeParse(less).success;
    return isOptional && isSame(inForce(place, less)[key], kept[key]) ? less : kept;
  }, settings);
}

function asSentence(message: string): string {
  const text = message.trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** What becomes of an edit of several places: their new settings in the same order, or a sentence why not. */
export type Edits = { readonly ok: true; readonly settings: readonly Settings[] } | { readonly ok: false; readonly sentence: string };

/** Checks the settings of several places together, as if the scenario with all of them had been read from a file. */
export function checkedAll(places: readonly Place[], scenario: Scenario, settings: readonly Settings[]): Edits {
  const reading = checkScenario(writtenAll(places, scenario, settings));
  if (!reading.ok) {
    const isOurs = ({ path }: { readonly path: string }): boolean => places.some((place) => path.startsWith(place.path));
    const problem = reading.problems.find(isOurs) ?? reading.problems[0];
    return { ok: false, sentence: asSentence(problem?.message ?? 'does not fit here: check it') };
  }
  return { ok: true, settings: places.map((place, i) => tidied(place, place.read(reading.scenario) ?? settings[i] ?? {})) };
}

/** A scenario with other settings at several places. */
export function writtenAll(places: readonly Place[], scenario: Scenario, settings: readonly Settings[]): Scenario {
  return places.reduce((now, place, i) => place.write(now, settings[i] ?? {}), scenario);
}

/** Checks whole settings as if the scenario with them had been read from a file. */
export function checked(place: Place, scenario: Scenario, settings: Settings): Edit {
  const edits = checkedAll([place], scenario, [settings]);
  return edits.ok ? { ok: true, settings: edits.settings[0] ?? settings } : edits;
}

/** Whether a path leads through the same things in both: no variant of another kind, nothing that is off, no missing item. */
export function isAlike(a: Settings, b: Settings, path: string): boolean {
  const steps = path.split('.').slice(0, -1);
  return steps.every((_, i) => {
    const [one, other] = [a, b].map((settings) => getAt(settings, steps.slice(0, i + 1).join('.')));
    const isThere = [one, other].map((value) => value !== null && value !== undefined);
    return isThere[0] === isThere[1] && getAt(one, 'kind') === getAt(other, 'kind');
  });
}

/** The settings with another value at a path. What the file leaves out and the path leads into is written out first. */
export function edited(place: Place, settings: Settings, path: string, value: unknown): Settings {
  const top = topOf(path);
  const base = Object.hasOwn(settings, top) ? settings : { ...settings, [top]: inForce(place, settings)[top] };
  return setAt(base, path, value);
}
