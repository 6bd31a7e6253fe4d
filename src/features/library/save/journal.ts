/**
 * A last note for the next visit. When a page goes, a write to the big store may come too late; a note in the small one is
 * written at once. The next visit reads it, takes it over if it is newer than what was saved, and throws it away.
 */
import { checksumOf, type Draft, type Head } from './vault';

/** The small store of the browser, or one like it. Every method may throw. */
export type Notes = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Longest text that is noted. Characters. */
const MOST = 256 * 1024;

const nameOf = (slot: string): string => `faultline/journal/${slot}`;

/** Notes what could not be saved in time. Returns false where the browser refuses. */
export function writeNote(notes: Notes | null, slot: string, draft: Draft, nowMs: number): boolean {
  if (!notes || draft.text.length > MOST) return false;
  try {
    notes.setItem(nameOf(slot), JSON.stringify({ savedAtMs: nowMs, ...draft, checksum: checksumOf(draft.text) }));
    return true;
  } catch {
    return false;
  }
}

/** Throws the note away. */
export function dropNote(notes: Notes | null, slot: string): void {
  try {
    notes?.removeItem(nameOf(slot));
  } catch {
    // Then it is read once more at the next visit, which does no harm.
  }
}

/** The note, if there is a sound one that is newer than the saved state. */
export function readNote(notes: Notes | null, slot: string, head: Head | null): Draft | null {
  try {
    const note: unknown = JSON.parse(notes?.getItem(nameOf(slot)) ?? 'null');
    if (typeof note !== 'object' || note === null) return null;
    const { savedAtMs, title, parts, text, checksum } = note as Partial<Record<keyof Head, unknown>>;
    if (typeof savedAtMs !== 'number' || typeof title !== 'string' || typeof parts !== 'number' || typeof text !== 'string') return null;
    if (checksum !== checksumOf(text) || (head && (savedAtMs <= head.savedAtMs || text === head.text))) return null;
    return { title, parts, text };
  } catch {
    return null;
  }
}
