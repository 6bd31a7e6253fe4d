/** A page with a keeper, and on paper what was edited there and what the page was told: what has to be found again. */
import type { SaveStatus } from './autosave';
import type { Notes } from './journal';
import { type Found, Keeper } from './keeper';
import { type Contents, Vault } from './vault';
import { browserShelf } from '../../shared/shelf';
import { smallStore, type TestBrowser, type TestPage } from '../../shared/test-browser';

const STORE = 'faultline/documents';

/** Everything that lies on the disk, read without the browser. */
export async function onDisk({ disk }: TestBrowser): Promise<{ readonly contents: Contents; readonly texts: ReadonlySet<string> }> {
  const values = disk.get(STORE) ?? new Map<string, unknown>();
  const vault = new Vault({
    read: async (keys) => new Map(keys.flatMap((key) => (values.has(key) ? [[key, values.get(key)] as const] : []))),
    update: () => Promise.reject(new Error('this only looks')),
  });
  const contents = await vault.contents();
  const versions = await Promise.all(contents.versions.map(({ id }) => vault.textOf(id)));
  return { contents, texts: new Set([...contents.heads.map(({ text }) => text), ...versions.filter((text) => text !== null)]) };
}

interface Edit {
  readonly text: string;
  /** Edits of one document share the number. */
  readonly document: number;
  readonly atMs: number;
}

let visits = 0;

/** See the file's header. */
export class Visit {
  readonly page: TestPage;
  readonly keeper: Keeper;
  readonly edits: Edit[] = [];
  found: Found | null = null;
  /** So many edits have been called saved. */
  acknowledged = 0;
  private readonly name = `v${visits++}`;

  /** `memory` is what the tab remembers when it is reloaded. */
  constructor(
    readonly browser: TestBrowser,
    hasLocks = true,
    readonly memory: Notes = smallStore(new Map()),
  ) {
    const page = (this.page = browser.open());
    let n = 0;
    this.keeper = new Keeper({
      shelf: browserShelf('faultline', 'documents'),
      locks: hasLocks ? page.locks : undefined,
      notes: browser.notes,
      memory,
      clock: page.clock,
      random: () => `${this.name}-${n++}`,
    });
    this.keeper.subscribe(() => this.hear(this.keeper.get().status));
  }

  /** A falsehood that the page was told, null as long as there is none. */
  falsehood: string | null = null;

  begin(): Promise<void> {
    return this.page.run(() => void this.keeper.begin().then((found) => (this.found = found)));
  }

  edit(isOther = false): Promise<void> {
    const last = this.edits.at(-1);
    const document = (last?.document ?? 0) + (isOther ? 1 : 0);
    const text = `${this.name}, edit ${this.edits.length} of document ${document}`;
    this.edits.push({ text, document, atMs: this.browser.nowMs });
    return this.page.run(() => this.keeper.take(() => ({ title: text, parts: 1, text }), isOther));
  }

  flush(): Promise<void> {
    return this.page.run(() => void this.keeper.flush());
  }

  /** The page is hidden, or about to go. */
  leave(): Promise<void> {
    return this.page.run(() => this.keeper.leave());
  }

  get status(): SaveStatus['kind'] {
    return this.keeper.get().status.kind;
  }

  /** Edits called saved, or followed by another of the same document that is there, are found; what is missing otherwise. */
  lost(texts: ReadonlySet<string>): readonly string[] {
    const told = this.edits.slice(0, this.acknowledged);
    const newest = told.filter(({ document }, i) => told[i + 1]?.document !== document);
    return newest.flatMap(({ text, document }) => {
      const since = this.edits.slice(this.edits.findIndex((edit) => edit.text === text)).filter((edit) => edit.document === document);
      return since.some((edit) => texts.has(edit.text)) ? [] : [text];
    });
  }

  private hear({ kind }: SaveStatus): void {
    if (kind !== 'saved') return;
    const last = this.edits.at(-1)?.text;
    const place = this.keeper.get().place?.slot;
    const head = this.browser.disk.get(STORE)?.get(`head:${place}`) as { readonly text?: string } | undefined;
    // Nothing has been edited yet when a note of the last visit is saved.
    if (last !== undefined && head?.text !== last) this.falsehood ??= `${last} is not saved in ${place}`;
    this.acknowledged = this.edits.length;
  }
}
