/** Ids and names of new parts, and the words for several of them. */
import { hasPart } from '../shared/document-store';
import { nameOf } from '../shared/words';
import { KINDS } from '@/kinds/registry';
import type { Scenario } from '@/scenario/schema';

const LONGEST_ID = 40;
const LONGEST_NAME = 60;

/** An id that no part has yet, made from a wish: `service`, `service-2`. Nodes and wires never share one. */
export function freshId(scenario: Scenario, wish: string, taken: ReadonlySet<string> = new Set()): string {
  const stem = stemOf(wish);
  const isTaken = (id: string): boolean =>
    taken.has(id) || hasPart(scenario, id);
  for (let n = 1; ; n++) {
    const tail = n === 1 ? '' : `-${n}`;
    const id = `${stem.slice(0, LONGEST_ID - tail.length).replace(/-+$/, '')}${tail}`;
    if (!isTaken(id)) return id;
  }
}

function stemOf(wish: string): string {
  const plain = wish.toLowerCase().replace(/[^a-z0-9-]+/g, '-').replace(/^[^a-z]+/, '').replace(/-+$/, '');
  // A name of the language itself is refused by the reader of files.
  return plain === '' || plain === 'constructor' || plain === 'prototype' ? `part-${plain || 'new'}` : plain;
}

/** A name that no node has yet: "Service", "Service 2". A number at the end of the wish is counted on. */
export function freshName(scenario: Scenario, wish: string, taken: ReadonlySet<string> = new Set()): string {
  const names = new Set(Object.entries(scenario.nodes).map(([id, { name }]) => name || id));
  const stem = wish.replace(/ \d+$/, '');
  const isTaken = (name: string): boolean => names.has(name) || taken.has(name);
  if (!isTaken(wish) && wish.length <= LONGEST_NAME) return wish;
  for (let n = 2; ; n++) {
    const tail = ` ${n}`;
    const name = `${stem.slice(0, LONGEST_NAME - tail.length)}${tail}`;
    if (!isTaken(name)) return name;
  }
}

/** What a kind is called; the id of a kind that is not known. */
export function kindTitle(kind: string): string {
  return KINDS.get(kind)?.title ?? kind;
}

/** "Checkout", "Checkout and Inventory" or "5 parts": what a label says of several parts. */
export function partsText(scenario: Scenario, ids: readonly string[]): string {
  if (ids.length > 2) return `${ids.length} parts`;
  return ids.map((id) => nameOf(scenario, id)).join(' and ');
}

/** "a service", "an API gateway"; with a capital where a sentence begins with it. */
export function withArticle(kind: string, isFirst = false): string {
  const title = kindTitle(kind);
  // Abbreviations keep their capitals; other titles are ordinary nouns within a sentence.
  const noun = /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
  const [low, high] = /^[aeiou]/i.test(noun) ? ['an', 'An'] : ['a', 'A'];
  return `${isFirst ? high : low} ${noun}`;
}
