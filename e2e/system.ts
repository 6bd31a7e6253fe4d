/** What a system is apart from where its parts stand: to compare what was built by hand with what is shipped. */
import { readFileSync } from 'node:fs';

/** A wire of it. */
interface Wire {
  readonly source: string;
  readonly target: string;
  readonly role: string;
  readonly policies: object;
  readonly settings: object;
}

/** The shipped file, as far as this test needs it. */
export interface SystemFile {
  readonly durationMs: number;
  readonly nodes: Readonly<Record<string, { readonly kind: string; readonly name: string; readonly settings: object }>>;
  readonly edges: Readonly<Record<string, Wire>>;
  readonly faults: readonly { readonly target: string }[];
}

/** What a file says about a system, whatever its parts' ids are and wherever they stand. */
export function essence({ durationMs, nodes, edges, faults }: SystemFile): object {
  const name = (id: string): string => nodes[id]?.name ?? id;
  const byName = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    durationMs,
    nodes: byName(Object.values(nodes).map(({ kind, name: own, settings }) => ({ kind, name: own, settings }))),
    edges: byName(
      Object.values(edges).map(({ source, target, role, policies, settings }) => ({
        name: `${name(source)} to ${name(target)}`,
        role,
        policies,
        settings,
      })),
    ),
    faults: faults.map((fault) => ({ ...fault, target: name(fault.target) })),
  };
}

/** The shipped base of exercise 3. */
export function shippedStory(): SystemFile {
  return JSON.parse(readFileSync(new URL('../scenarios/circuit-breaker/base.json', import.meta.url), 'utf8')) as SystemFile;
}
