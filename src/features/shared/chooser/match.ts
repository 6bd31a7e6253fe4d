/**
 * Finding things by a few letters. Every word of the search has to be found: at the beginning of a word of the title, inside one,
 * at the beginning of a word that stands for the thing, or as letters in order that begin at word starts ("agw" for "API gateway").
 */

/** How well a thing fits, and where in the title the letters are. */
export interface Match {
  /** Higher fits better. */
  readonly score: number;
  /** Spans of the title that were found, from and to, in order and apart from each other. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

const WHOLE = 120;
const AT_START = 100;
const INSIDE = 60;
const MEANT = 40;
const SCATTERED = 20;
/** What comes later in a title counts a little less. */
const LATER = 0.2;

const isWordStart = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');

function placeOf(text: string, word: string): { readonly at: number; readonly isStart: boolean } | null {
  let inside = -1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isWordStart(text, at)) return { at, isStart: true };
    if (inside < 0) inside = at;
  }
  return inside < 0 ? null : { at: inside, isStart: false };
}

/** Letters in order; each begins a word or follows the one before it. */
function scattered(text: string, word: string): readonly (readonly [number, number])[] | null {
  const spans: [number, number][] = [];
  let from = 0;
  for (const letter of word) {
    const last = spans.at(-1);
    let at = text.indexOf(letter, from);
    while (at >= 0 && !isWordStart(text, at) && last?.[1] !== at) at = text.indexOf(letter, at + 1);
    if (at < 0) return null;
    if (last?.[1] === at) last[1] = at + 1;
    else spans.push([at, at + 1]);
    from = at + 1;
  }
  return spans;
}

function matchWord(title: string, word: string, meanings: readonly string[]): Match | null {
  const place = placeOf(title, word);
  if (place) {
    const isWhole = place.isStart && !/[\p{L}\p{N}]/u.test(title[place.at + word.length] ?? '');
    const best = isWhole ? WHOLE : place.isStart ? AT_START : INSIDE;
    return { score: best - place.at * LATER, spans: [[place.at, place.at + word.length]] };
  }
  if (meanings.some((meaning) => placeOf(meaning, word)?.isStart === true)) return { score: MEANT, spans: [] };
  const spans = word.length > 1 ? scattered(title, word) : null;
  return spans && { score: SCATTERED - spans.length, spans };
}

function joined(spans: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const inOrder = spans.toSorted((a, b) => a[0] - b[0]);
  const out: [number, number][] = [];
  for (const [from, to] of inOrder) {
    const last = out.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/** Null when a word of the search is not found. An empty search fits everything. */
export function match(search: string, title: string, meanings: readonly string[] = []): Match | null {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const low = title.toLowerCase();
  const others = meanings.map((meaning) => meaning.toLowerCase());
  const found: Match[] = [];
  for (const word of words) {
    const one = matchWord(low, word, others);
    if (!one) return null;
    found.push(one);
  }
  return { score: found.reduce((sum, { score }) => sum + score, 0), spans: joined(found.flatMap(({ spans }) => spans)) };
}
