/** The kinds of the palette, and finding one by what it is called or does. */
import type { KindContract } from '@/engine/contracts';
import { KINDS } from '@/kinds/registry';

/** Whether a text holds every word of a search. */
export function holdsWords(text: string, search: string): boolean {
  return search.toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
}

/** Kinds whose title or text holds every word, those whose title does first; all kinds for an empty search. */
export function kindsFound(search: string): readonly KindContract[] {
  const all = [...KINDS.values()];
  const holds = (text: string): boolean => holdsWords(text, search);
  const byTitle = all.filter(({ title, id }) => holds(`${title} ${id}`));
  return [...byTitle, ...all.filter((kind) => !byTitle.includes(kind) && holds(`${kind.title} ${kind.text}`))];
}
