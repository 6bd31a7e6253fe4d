/** Which earlier states are kept: the ten newest, and the last one of each of seven days, within a bound of size. Pure. */

/** Why a state was kept. */
export type Cause = 'edited' | 'replaced' | 'session';

/** An earlier state in the list; its text lies apart. */
export interface VersionEntry {
  readonly id: string;
  readonly slot: string;
  readonly savedAtMs: number;
  readonly title: string;
  readonly parts: number;
  /** Characters of its text. */
  readonly size: number;
  readonly cause: Cause;
}

/** Newest states that are always kept. */
export const NEWEST = 10;
/** Days of which the last state is kept. */
export const DAYS = 7;
/** Characters of all states together. */
export const MOST_CHARACTERS = 10_000_000;
/** While somebody edits, a state this old is kept before it is written over. Milliseconds. */
export const EDIT_EVERY_MS = 120_000;

const DAY_MS = 86_400_000;

/** Splits a list into what stays and what goes. The list may be in any order; what stays is newest first. */
export function prune(entries: readonly VersionEntry[], nowMs: number): {
  readonly kept: readonly VersionEntry[];
  readonly dropped: readonly VersionEntry[];
} {
  const sorted = entries.toSorted((a, b) => b.savedAtMs - a.savedAtMs);
  const days = new Set<number>();
  let size = 0;
  const kept = sorted.filter((entry, rank) => {
    const day = Math.floor(entry.savedAtMs / DAY_MS);
    const isLastOfDay = !days.has(day) && nowMs - entry.savedAtMs < DAYS * DAY_MS;
    days.add(day);
    if (rank >= NEWEST && !isLastOfDay) return false;
    if (rank > 0 && size + entry.size > MOST_CHARACTERS) return false;
    size += entry.size;
    return true;
  });
  const stays = new Set(kept);
  return { kept, dropped: sorted.filter((entry) => !stays.has(entry)) };
}

/** True when the state that is about to be written over deserves a place of its own. */
export function isWorthKeeping(cause: Cause, entries: readonly VersionEntry[], slot: string, nowMs: number): boolean {
  if (cause !== 'edited') return true;
  const newest = Math.max(0, ...entries.filter((entry) => entry.slot === slot).map(({ savedAtMs }) => savedAtMs));
  return nowMs - newest >= EDIT_EVERY_MS;
}
