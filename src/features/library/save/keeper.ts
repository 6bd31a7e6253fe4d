/**
 * Keeps the page's document: takes a place for this tab, looks at what is there, saves every change, and hands out earlier
 * versions. Nothing is written before it has looked. One for the life of a page.
 */
import { Autosave, type Clock, reasonOf, type SaveStatus } from './autosave';
import { dropNote, type Notes, readNote, writeNote } from './journal';
import type { Shelf } from '../../shared/shelf';
import { claimPlace, type Locks, MAIN, type TabPlace } from './tab-place';
import { type Contents, type Draft, type Head, Vault } from './vault';

/** What the page is told. */
export interface KeeperState {
  readonly status: SaveStatus;
  /** Which tab this is; null before that is known. */
  readonly place: TabPlace | null;
}

/** What a visit begins with: the text of the last one, and whether a second tab shows it. */
export interface Found {
  readonly text: string | null;
  readonly title: string;
  readonly isSecondTab: boolean;
  /** Stored documents that are damaged; they are left alone. */
  readonly damaged: number;
}

/** What the keeper needs of the browser. */
export interface KeeperParts {
  readonly shelf: Shelf;
  readonly locks: Locks | undefined;
  readonly notes: Notes | null;
  /** What this tab remembers over a reload, and nobody else knows. */
  readonly memory: Notes | null;
  readonly clock: Clock;
  readonly random: () => string;
}

/** One line in the list of earlier versions. `id` is what `textOf` takes. */
export interface Earlier {
  readonly id: string;
  readonly title: string;
  readonly savedAtMs: number;
  readonly parts: number;
  /** From another tab, this one's last visit, or this one. */
  readonly origin: 'this-tab' | 'other-tab';
}

const HEAD = 'head:';
const PLACE = 'faultline/place';
const NOTHING: Contents = { heads: [], versions: [], damaged: 0 };

/** See the file's header. */
export class Keeper {
  private state: KeeperState = { status: { kind: 'untouched' }, place: null };
  private readonly listeners = new Set<() => void>();
  private readonly vault: Vault;
  private autosave: Autosave | null = null;
  private beginning: Promise<Found> | null = null;
  /** Places whose notes are of no use any more once everything is saved. */
  private readonly noted = new Set<string>();
  /** Changes that came before the first look was over. */
  private early: { readonly draft: () => Draft; readonly isOther: boolean }[] = [];

  constructor(private readonly parts: KeeperParts) {
    this.vault = new Vault(parts.shelf);
  }

  readonly get = (): KeeperState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes a place and looks at what is there. The same answer, however often it is asked. Never rejects. */
  begin(): Promise<Found> {
    return (this.beginning ??= this.look());
  }

  private async look(): Promise<Found> {
    const { locks, notes, random, shelf } = this.parts;
    const place = await claimPlace(locks, random, this.remembered());
    this.goTo(place);
    this.noted.add(place.slot);
    let contents: Contents | null = null;
    try {
      contents = await patient(this.vault.contents(), this.parts.clock);
    } catch (error) {
      this.set({ status: { kind: 'failed', reason: reasonOf(error) } });
    }
    const { heads, damaged } = contents ?? NOTHING;
    const own = heads.find(({ slot }) => slot === place.slot) ?? null;
    const isNew = !place.isFirst && !place.isBack;
    const noted = isNew ? [] : this.without(readNote(notes, place.slot, own));
    const main = heads.find(({ slot }) => slot === MAIN) ?? null;
    // A second tab begins with a copy of what the first one shows.
    const head: Head | null = isNew ? (main ?? own) : (own ?? main);
    const last = noted.at(-1) ?? head;
    this.autosave = new Autosave({
      vault: new Vault(shelf),
      clock: this.parts.clock,
      slot: place.slot,
      revision: contents ? (own?.revision ?? 0) : null,
      nextSlot: () => `tab-${random()}`,
      onStatus: (status) => this.onStatus(status),
      onMoved: (slot) => this.goTo({ slot, isFirst: false }),
    });
    // Saved at once: only then is what lay there before in the list of earlier versions.
    for (const draft of noted) this.autosave.take(() => draft, true);
    for (const { draft, isOther } of this.early.splice(0)) this.autosave.take(draft, isOther || noted.length > 0);
    return { text: last?.text ?? null, title: last?.title ?? '', isSecondTab: isNew, damaged };
  }

  private goTo(place: TabPlace): void {
    try {
      this.parts.memory?.setItem(PLACE, place.slot);
    } catch {
      // Then a reload begins like a new tab.
    }
    this.set({ place });
  }

  private remembered(): string | null {
    try {
      return this.parts.memory?.getItem(PLACE) ?? null;
    } catch {
      return null;
    }
  }

  private onStatus(status: SaveStatus): void {
    if (status.kind === 'saved') {
      for (const slot of this.noted) dropNote(this.parts.notes, slot);
      this.noted.clear();
    }
    this.set({ status });
  }

  /** The document has changed, or has become another one. */
  take(draft: () => Draft, isOther: boolean): void {
    const last = this.early.at(-1);
    if (this.autosave) this.autosave.take(draft, isOther);
    else if (last && !isOther) this.early[this.early.length - 1] = { draft, isOther: last.isOther };
    else this.early.push({ draft, isOther });
  }

  /** The page may be gone in a moment: writes what waits, and a note in case that comes too late. */
  leave(): void {
    const { autosave, early, parts: { notes, clock }, state: { place } } = this;
    if (autosave?.isDirty) {
      writeNote(notes, autosave.place, autosave.waiting, clock.nowMs());
      this.noted.add(autosave.place);
      void autosave.flush(true);
    } else if (!autosave && place && early.length > 0) {
      // The store is still being looked at: what was noted before has not been taken over yet.
      const before = this.without(readNote(notes, place.slot, null));
      writeNote(notes, place.slot, [...before, ...early.map(({ draft }) => draft())], clock.nowMs());
    }
  }

  /** Of what was noted, what does not come from here: a page may be hidden before the first look is over. */
  private without(noted: readonly Draft[]): readonly Draft[] {
    const own = noted.length > 0 ? this.early.map(({ draft }) => draft().text) : [];
    return noted.filter(({ text }) => !own.includes(text));
  }

  /** Saves what waits now. */
  async flush(): Promise<void> {
    await this.begin();
    await this.autosave?.flush();
  }

  /** Earlier versions, newest first. Rejects when the browser refuses. */
  async earlier(): Promise<readonly Earlier[]> {
    await this.flush();
    const { heads, versions } = await this.vault.contents();
    const own = this.autosave?.place;
    const others = heads.filter(({ slot }) => slot !== own);
    const all: Earlier[] = [
      ...versions.map(({ id, title, savedAtMs, parts, slot }): Earlier => ({ id, title, savedAtMs, parts, origin: this.originOf(slot) })),
      ...others.map(({ slot, title, savedAtMs, parts }): Earlier => ({ id: HEAD + slot, title, savedAtMs, parts, origin: 'other-tab' })),
    ];
    return all.toSorted((a, b) => b.savedAtMs - a.savedAtMs);
  }

  private originOf(slot: string): Earlier['origin'] {
    return slot === this.autosave?.place ? 'this-tab' : 'other-tab';
  }

  /** The text of an earlier version; null when it is gone. Rejects when the browser refuses. */
  async textOf(id: string): Promise<string | null> {
    if (!id.startsWith(HEAD)) return this.vault.textOf(id);
    const { heads } = await this.vault.contents();
    return heads.find(({ slot }) => slot === id.slice(HEAD.length))?.text ?? null;
  }

  /** Takes everything away that was saved here. Rejects when the browser refuses. */
  async clear(): Promise<void> {
    await this.flush();
    await this.vault.clear();
    const { place } = this.state;
    if (place) dropNote(this.parts.notes, place.slot);
    this.set({ status: { kind: 'untouched' } });
    this.autosave = null;
    this.beginning = null;
    await this.begin();
  }

  private set(change: Partial<KeeperState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

const PATIENCE_MS = 5000;

function patient<T>(attempt: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(PATIENCE_MS, () => reject(new Error('the browser’s storage does not answer')));
    attempt.then(resolve, reject).finally(cancel);
  });
}
