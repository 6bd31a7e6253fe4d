/** The kinds of the palette, and finding one by what it is called or does. */
import type { KindContract } from '@/engine/contracts';
import { KINDS } from '@/kinds/registry';

/** Kinds whose title or text holds every word, those whose title does first; all kinds for an empty search. */
export function kindsFound(search: string): readonly KindContract[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const all = [...KINDS.values()];
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const byTitle = all.filter(({ title, id }) => holds(`${title} ${id}`));
  return [...byTitle, ...all.filter((kind) => !byTitle.includes(kind) && holds(`${kind.title} ${kind.text}`))];
}
