/**
 * Saved documents on the shelf. Each tab writes to a place of its own (a slot). A save names the revision that it follows, and
 * when another tab has been there in the meantime nothing is written: nobody's work is ever covered by somebody else's.
 */
import type { Shelf, Writes } from '../../shared/shelf';
import { type Cause, isWorthKeeping, prune, type VersionEntry } from './versions';

/** The newest state of a slot. */
export interface Head {
  readonly form: 1;
  readonly slot: string;
  /** Grows by one with each save. */
  readonly revision: number;
  readonly savedAtMs: number;
  readonly title: string;
  readonly parts: number;
  readonly text: string;
  readonly checksum: string;
}

/** What is to be saved. */
export interface Draft {
  readonly title: string;
  readonly parts: number;
  readonly text: string;
}

/** What lies on the shelf. `damaged` counts what is there but cannot be trusted; it is left alone. */
export interface Contents {
  readonly heads: readonly Head[];
  readonly versions: readonly VersionEntry[];
  readonly damaged: number;
}

/** A save that was done, or that found somebody else's work in its place. */
export type SaveOutcome =
  | { readonly kind: 'saved'; readonly head: Head }
  /** `head` is what lies there, null when it cannot be read. */
  | { readonly kind: 'taken'; readonly head: Head | null };

const INDEX = 'index';
const SLOTS = 'slots';
const headKey = (slot: string): string => `head:${slot}`;
const textKey = (id: string): string => `text:${id}`;

/** FNV-1a over the text's code units: tells damage by accident, which is all it is for. */
export function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

function isHead(value: unknown): value is Head {
  if (typeof value !== 'object' || value === null) return false;
  const { form, slot, revision, savedAtMs, title, parts, text, checksum } = value as Partial<Record<keyof Head, unknown>>;
  return form === 1 && typeof slot === 'string' && Number.isSafeInteger(revision) && Number.isFinite(savedAtMs)
    && typeof title === 'string' && Number.isFinite(parts) && typeof text === 'string' && checksum === checksumOf(text);
}

function isEntry(value: unknown): value is VersionEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, slot, savedAtMs, title, parts, size, cause } = value as Partial<Record<keyof VersionEntry, unknown>>;
  return typeof id === 'string' && typeof slot === 'string' && Number.isFinite(savedAtMs) && typeof title === 'string'
    && Number.isFinite(parts) && Number.isFinite(size) && (cause === 'edited' || cause === 'replaced' || cause === 'session');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const slotsOf = (value: unknown): readonly string[] => listOf(value).filter((slot) => typeof slot === 'string');

/** See the file's header. Every method rejects when the shelf refuses; then nothing has changed. */
export class Vault {
  constructor(private readonly shelf: Shelf) {}

  /** Everything that is there, without the texts of versions. */
  async contents(): Promise<Contents> {
    const first = await this.shelf.read([INDEX, SLOTS]);
    const slots = slotsOf(first.get(SLOTS));
    const stored = slots.length > 0 ? await this.shelf.read(slots.map(headKey)) : new Map<string, unknown>();
    const entries = listOf(first.get(INDEX));
    const heads = [...stored.values()].filter(isHead);
    const versions = entries.filter(isEntry);
    return { heads, versions, damaged: stored.size - heads.length + entries.length - versions.length };
  }

  /** The text of a version, or null when it is gone or damaged. */
  async textOf(id: string): Promise<string | null> {
    const value = (await this.shelf.read([textKey(id)])).get(textKey(id));
    return isHead(value) ? value.text : null;
  }

  /**
   * Saves a draft after the revision `follows` (0: the slot was empty; null: nobody could look, whatever is there becomes a
   * version). A state worth keeping becomes a version first.
   */
  async save(slot: string, follows: number | null, draft: Draft, cause: Cause, nowMs: number, isLast = false): Promise<SaveOutcome> {
    let outcome: SaveOutcome = { kind: 'taken', head: null };
    const keys = [headKey(slot), INDEX, SLOTS];
    await this.shelf.update(keys, (values) => {
      const stored = values.get(headKey(slot));
      const before = isHead(stored) ? stored : null;
      outcome = { kind: 'taken', head: before };
      // What cannot be read is not written over: it may be somebody's work after all.
      if (stored !== undefined && before === null) return new Map();
      // A save that was written although the browser never said so is no collision.
      const revision = before?.revision ?? 0;
      if (before && revision === (follows ?? revision) + 1 && before.text === draft.text) outcome = { kind: 'saved', head: before };
      if (revision !== (follows ?? revision)) return new Map();
      const head: Head = { form: 1, slot, revision: revision + 1, savedAtMs: nowMs, ...draft, checksum: checksumOf(draft.text) };
      outcome = { kind: 'saved', head };
      const slots = slotsOf(values.get(SLOTS));
      return new Map<string, unknown>([
        [headKey(slot), head],
        ...(slots.includes(slot) ? [] : [[SLOTS, [...slots, slot]] as const]),
        ...this.kept(before, draft, cause, listOf(values.get(INDEX)).filter(isEntry), nowMs),
      ]);
    }, isLast);
    return outcome;
  }

  /** What changes on the shelf when a state is written over. */
  private kept(before: Head | null, draft: Draft, cause: Cause, entries: readonly VersionEntry[], nowMs: number): Writes {
    if (!before || before.text === draft.text || !isWorthKeeping(cause, entries, before.slot, nowMs)) return new Map();
    const { slot, revision, savedAtMs, title, parts, text } = before;
    const entry: VersionEntry = { id: `${slot}-${revision}-${savedAtMs}`, slot, savedAtMs, title, parts, size: text.length, cause };
    const { kept, dropped } = prune([entry, ...entries.filter(({ id }) => id !== entry.id)], nowMs);
    return new Map<string, unknown>([
      [textKey(entry.id), before],
      [INDEX, kept],
      ...dropped.map(({ id }) => [textKey(id), undefined] as const),
    ]);
  }

  /** Takes everything off the shelf. */
  async clear(): Promise<void> {
    const { versions } = await this.contents();
    await this.shelf.update([INDEX, SLOTS], (values) => new Map<string, unknown>([
      [INDEX, undefined],
      [SLOTS, undefined],
      ...slotsOf(values.get(SLOTS)).map((slot) => [headKey(slot), undefined] as const),
      ...versions.map(({ id }) => [textKey(id), undefined] as const),
    ]));
  }
}
