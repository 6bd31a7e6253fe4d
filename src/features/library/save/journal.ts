/**
 * A last note for the next visit. When a page goes, a write to the big store may come too late; a note in the small one is
 * written at once. The next visit reads it, takes it over if it is newer than what was saved, and throws it away.
 */
import { checksumOf, type Draft, type Head } from './vault';

/** The small store of the browser, or one like it. Every method may throw. */
export type Notes = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Longest texts that are noted, together. Characters. */
const MOST = 256 * 1024;

const nameOf = (slot: string): string => `faultline/journal/${slot}`;

interface Note {
  readonly savedAtMs: number;
  readonly drafts: readonly (Draft & { readonly checksum: string })[];
}

/** Notes what could not be saved in time, the present document last. Returns false where the browser refuses. */
export function writeNote(notes: Notes | null, slot: string, drafts: readonly Draft[], nowMs: number): boolean {
  const fitting = newestWithin(drafts);
  if (!notes || fitting.length === 0) return false;
  const note: Note = { savedAtMs: nowMs, drafts: fitting.map((draft) => ({ ...draft, checksum: checksumOf(draft.text) })) };
  try {
    notes.setItem(nameOf(slot), JSON.stringify(note));
    return true;
  } catch {
    return false;
  }
}

/** As many of the newest as fit together. */
function newestWithin(drafts: readonly Draft[]): readonly Draft[] {
  let size = 0;
  const first = drafts.findLastIndex(({ text }) => (size += text.length) > MOST);
  return drafts.slice(first + 1);
}

/** Throws the note away. */
export function dropNote(notes: Notes | null, slot: string): void {
  try {
    notes?.removeItem(nameOf(slot));
  } catch {
    // Then it is read once more at the next visit, which does no harm.
  }
}

function isDraft(value: unknown): value is Note['drafts'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { title, parts, text, checksum } = value as Partial<Record<string, unknown>>;
  return typeof title === 'string' && typeof parts === 'number' && typeof text === 'string' && checksum === checksumOf(text);
}

/** What was noted, the newest last; nothing when it is damaged, or not newer than the saved state. */
export function readNote(notes: Notes | null, slot: string, head: Head | null): readonly Draft[] {
  try {
    const note: unknown = JSON.parse(notes?.getItem(nameOf(slot)) ?? 'null');
    if (typeof note !== 'object' || note === null) return [];
    const { savedAtMs, drafts } = note as Partial<Record<keyof Note, unknown>>;
    if (typeof savedAtMs !== 'number' || !Array.isArray(drafts) || !drafts.every(isDraft)) return [];
    // The page may have gone between two saves: what has been written by then is left out, whatever the clock said.
    const written = drafts.findLastIndex(({ text }) => text === head?.text);
    if (head && written < 0 && savedAtMs <= head.savedAtMs) return [];
    return drafts.slice(written + 1).map(({ title, parts, text }): Draft => ({ title, parts, text }));
  } catch {
    return [];
  }
}
