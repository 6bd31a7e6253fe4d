/** "Did you mean": the known word that is nearest to a misspelt one. */

/** Longer words are not compared: the effort grows with the square, and nobody misspells so much by a letter or two. */
const MOST_CHARACTERS = 60;

/** Single letters to change, add, drop or swap with their neighbour on the way from one word to the other. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] as number) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

/** The candidate that differs by at most a third of its letters; null when none does. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > MOST_CHARACTERS) return null;
  const plain = word.toLowerCase();
  let best: string | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate.length > MOST_CHARACTERS) continue;
    const steps = distance(plain, candidate.toLowerCase());
    if (steps < least && steps * 3 <= Math.max(candidate.length, plain.length)) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}

/** The end of a sentence about an unknown word: empty, or the question whether a known one was meant. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === null ? '' : ` (did you mean “${found}”?)`;
}
