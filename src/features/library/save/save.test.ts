/**
 * Saving: what was called saved is found again, whatever fails and whoever writes beside. The shelf here is one in memory that
 * can be told to fail at its nth call, in each way in which browsers do.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Autosave, type Clock, LATEST_MS, PATIENCE_MS, QUIET_MS, reasonOf, type SaveStatus } from './autosave';
import type { Shelf } from '../../shared/shelf';
import { type Contents, type Draft, Vault } from './vault';
import { DAYS, EDIT_EVERY_MS, isWorthKeeping, NEWEST, prune, type VersionEntry } from './versions';

const draftOf = (text: string): Draft => ({ title: text, parts: 1, text });

/** A clock that a test turns. */
class HandClock implements Clock {
  private now = 1_000_000_000_000;
  private alarms: { atMs: number; ring: () => void }[] = [];

  nowMs = (): number => this.now;

  after = (ms: number, ring: () => void): (() => void) => {
    const alarm = { atMs: this.now + ms, ring };
    this.alarms.push(alarm);
    return () => (this.alarms = this.alarms.filter((other) => other !== alarm));
  };

  /** Turns on, ringing on the way; promises settle in between. */
  async turn(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const [next] = this.alarms.filter(({ atMs }) => atMs <= end).toSorted((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.now = Math.max(this.now, next.atMs);
      this.alarms = this.alarms.filter((other) => other !== next);
      next.ring();
    }
    this.now = end;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
}

type Failure = 'quota' | 'abort' | 'blocked' | 'silent' | 'late';

/** A shelf in memory. `fails(n)` says how its nth call fails, or null. */
class FakeShelf implements Shelf {
  calls = 0;
  fails: (call: number) => Failure | null = () => null;
  constructor(readonly values = new Map<string, unknown>()) {}

  async read(keys: readonly string[]): Promise<Map<string, unknown>> {
    await this.fail();
    return structuredClone(new Map(keys.flatMap((key) => (this.values.has(key) ? [[key, this.values.get(key)]] : []))));
  }

  async update(keys: readonly string[], change: (values: ReadonlyMap<string, unknown>) => ReadonlyMap<string, unknown>): Promise<void> {
    const failure = this.fails(this.calls + 1);
    if (failure !== 'late') await this.fail();
    else this.calls++;
    const found = new Map(keys.flatMap((key) => (this.values.has(key) ? [[key, this.values.get(key)] as const] : [])));
    for (const [key, value] of change(structuredClone(found))) {
      if (value === undefined) this.values.delete(key);
      else this.values.set(key, structuredClone(value));
    }
    // Written, but the page never hears of it.
    if (failure === 'late') await new Promise(() => undefined);
  }

  private async fail(): Promise<void> {
    const failure = this.fails(++this.calls);
    if (failure === 'quota') throw new DOMException('full', 'QuotaExceededError');
    if (failure === 'abort') throw new DOMException('aborted', 'AbortError');
    if (failure === 'blocked') throw new DOMException('no', 'SecurityError');
    if (failure !== null) await new Promise(() => undefined);
  }
}

interface Tab {
  readonly save: Autosave;
  readonly statuses: SaveStatus[];
  readonly moves: string[];
  type(text: string, isOther?: boolean): void;
}

async function tab(shelf: Shelf, clock: Clock, slot = 'main'): Promise<Tab> {
  const vault = new Vault(shelf);
  const { heads } = await vault.contents();
  const statuses: SaveStatus[] = [];
  const moves: string[] = [];
  const save = new Autosave({
    vault, clock, slot,
    revision: heads.find((head) => head.slot === slot)?.revision ?? 0,
    nextSlot: () => `${slot}-copy-${moves.length}-${Math.floor(Number(statuses.length))}`,
    onStatus: (status) => statuses.push(status),
    onMoved: (to) => moves.push(to),
  });
  return { save, statuses, moves, type: (text, isOther = false) => save.take(() => draftOf(text), isOther) };
}

/** Every text that can be got back. */
async function textsIn(shelf: FakeShelf): Promise<{ readonly contents: Contents; readonly texts: ReadonlySet<string | null> }> {
  const sound = new Vault(new FakeShelf(shelf.values));
  const contents = await sound.contents();
  const versions = await Promise.all(contents.versions.map(({ id }) => sound.textOf(id)));
  return { contents, texts: new Set([...contents.heads.map(({ text }) => text), ...versions]) };
}

describe('saving by itself', () => {
  it('waits for quiet, but not for ever', async () => {
    const [shelf, clock] = [new FakeShelf(), new HandClock()];
    const page = await tab(shelf, clock);
    page.type('a');
    await clock.turn(QUIET_MS - 1);
    expect((await textsIn(shelf)).texts.size).toBe(0);
    await clock.turn(1);
    expect((await textsIn(shelf)).texts).toEqual(new Set(['a']));
    expect(page.statuses.map(({ kind }) => kind)).toEqual(['saving', 'saved']);
    for (let ms = 0; ms <= LATEST_MS; ms += 100) {
      page.type(`b${ms}`);
      await clock.turn(100);
    }
    expect((await textsIn(shelf)).contents.heads[0]?.text).toMatch(/^b\d+$/);
  });

  it('keeps what a session found, and what another document replaced', async () => {
    const [shelf, clock] = [new FakeShelf(), new HandClock()];
    const yesterday = await tab(shelf, clock);
    yesterday.type('yesterday');
    await clock.turn(1000);
    const today = await tab(shelf, clock);
    today.type('today');
    // Opened before the half second was over: "today" has not been written yet.
    today.type('opened', true);
    await clock.turn(1000);
    const { contents, texts } = await textsIn(shelf);
    expect(contents.heads.map(({ text }) => text)).toEqual(['opened']);
    expect(texts).toEqual(new Set(['opened', 'today', 'yesterday']));
    expect(contents.versions.map(({ cause }) => cause)).toEqual(expect.arrayContaining(['session', 'replaced']));
  });

  it('does not fill the list while somebody edits', async () => {
    const [shelf, clock] = [new FakeShelf(), new HandClock()];
    const page = await tab(shelf, clock);
    for (let i = 0; i < 60; i++) {
      page.type(`edit ${i}`);
      await clock.turn(1000);
    }
    const { contents } = await textsIn(shelf);
    expect(contents.heads[0]?.text).toBe('edit 59');
    expect(contents.versions.length).toBeLessThanOrEqual(1);
  });

  it('writes what waits when the page goes, also behind a save that is under way', async () => {
    const [shelf, clock] = [new FakeShelf(), new HandClock()];
    const page = await tab(shelf, clock);
    page.type('a');
    const first = page.save.flush();
    page.type('b');
    await Promise.all([first, page.save.flush(true)]);
    expect((await textsIn(shelf)).contents.heads[0]?.text).toBe('b');
    expect(page.save.isDirty).toBe(false);
  });
});

describe('a store that fails', () => {
  const failures: readonly Failure[] = ['quota', 'abort', 'blocked', 'silent', 'late'];

  it.each(failures)('(%s) at any single call costs nothing that was called saved', async (failure) => {
    let hits = 0;
    for (let nth = 1; ; nth++) {
      const [shelf, clock] = [new FakeShelf(), new HandClock()];
      // The tab has to be able to look at first; a refusal there is another test.
      const page = await tab(shelf, clock);
      const before = shelf.calls;
      let isHit = false;
      shelf.fails = (call) => {
        if (call - before !== nth) return null;
        isHit = true;
        return failure;
      };
      const acknowledged: string[] = [];
      for (const text of ['one', 'two', 'three']) {
        page.type(text, true);
        await clock.turn(600);
        const isSaved = page.statuses.at(-1)?.kind === 'saved';
        expect(isSaved).toBe(!page.save.isDirty);
        if (isSaved) acknowledged.push(text);
        const { texts } = await textsIn(shelf);
        for (const known of acknowledged) expect(texts).toContain(known);
      }
      await clock.turn(PATIENCE_MS * 3);
      const { texts, contents } = await textsIn(shelf);
      expect(page.statuses.at(-1)).toMatchObject({ kind: 'saved' });
      expect(texts).toContain('three');
      expect(contents.damaged).toBe(0);
      if (!isHit) break;
      hits++;
    }
    expect(hits).toBeGreaterThanOrEqual(3);
  });

  it.each(['quota', 'abort', 'blocked', 'silent'] as const)('(%s) for good says so with a reason, and keeps trying', async (failure) => {
    const [shelf, clock] = [new FakeShelf(), new HandClock()];
    const page = await tab(shelf, clock);
    shelf.fails = () => failure;
    page.type('mine');
    await clock.turn(60_000);
    expect(page.statuses.some(({ kind }) => kind === 'saved')).toBe(false);
    expect(page.statuses.at(-1)).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/\w{4}/) });
    expect(page.save.waiting.map(({ text }) => text)).toEqual(['mine']);
    shelf.fails = () => null;
    await clock.turn(60_000);
    expect(page.statuses.at(-1)).toMatchObject({ kind: 'saved' });
    expect((await textsIn(shelf)).texts).toContain('mine');
  });

  it('is told in words', () => {
    expect(reasonOf(new DOMException('', 'QuotaExceededError'))).toMatch(/full/);
    expect(reasonOf(new DOMException('', 'SecurityError'))).toMatch(/allows no storage/);
    expect(reasonOf(new ReferenceError('indexedDB is not defined'))).toMatch(/allows no storage/);
    expect(reasonOf('?')).toMatch(/refused/);
  });
});

describe('what is damaged', () => {
  it('is counted, never opened and never written over', async () => {
    const [shelf, clock] = [new FakeShelf(), new HandClock()];
    const first = await tab(shelf, clock);
    first.type('good');
    await clock.turn(1000);
    const head = shelf.values.get('head:main') as { text: string };
    const broken = { ...head, text: 'gooe' };
    shelf.values.set('head:main', broken);
    const page = await tab(shelf, clock);
    expect(await new Vault(shelf).contents()).toMatchObject({ heads: [], damaged: 1 });
    page.type('new');
    await clock.turn(1000);
    expect(shelf.values.get('head:main')).toEqual(broken);
    expect(page.moves).toHaveLength(1);
    expect((await textsIn(shelf)).texts).toContain('new');
  });
});

describe('two tabs without a lock', () => {
  it('never lose what either was told is saved, in any order of events', async () => {
    let collisions = 0;
    const what = fc.constantFrom('edit', 'edit', 'open', 'reload', 'flush');
    const step = fc.record({ who: fc.nat(1), what, ms: fc.constantFrom(0, 10, 600) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 9 }), async (steps) => {
        const [shelf, clock] = [new FakeShelf(), new HandClock()];
        const tabs = [await tab(shelf, clock), await tab(shelf, clock)];
        const told = new Set<string>();
        const last = ['', ''];
        let n = 0;
        for (const { who, what: deed, ms } of steps) {
          const page = tabs[who] as Tab;
          if (deed === 'reload') {
            await page.save.flush(true);
            tabs[who] = await tab(shelf, clock, page.save.place);
            last[who] = '';
          } else if (deed === 'flush') await page.save.flush();
          else page.type((last[who] = `${who}:${n++}`), deed === 'open');
          await clock.turn(ms);
          tabs.forEach(({ save }, i) => {
            if (!save.isDirty && last[i]) told.add(last[i]);
          });
          collisions += tabs.reduce((sum, { moves }) => sum + moves.length, 0);
        }
        const { texts, contents } = await textsIn(shelf);
        expect(contents.damaged).toBe(0);
        // The newest state of each tab is always there; older ones of the same edit may have been written over by it.
        const settled = last.filter((text, i) => text !== '' && !(tabs[i] as Tab).save.isDirty);
        expect(settled.filter((text) => !texts.has(text))).toEqual([]);
        for (const head of contents.heads) expect(told.has(head.text) || !last.includes(head.text)).toBe(true);
      }),
      { seed: 5, numRuns: process.env['FAULTLINE_DEEP'] === '1' ? 1000 : 120 },
    );
    expect(collisions).toBeGreaterThan(50);
  });
});

describe('the list of versions', () => {
  const NOW = 1_000 * 86_400_000;
  const entry = (ageMs: number, more: Partial<VersionEntry> = {}): VersionEntry => ({
    id: `v${ageMs}`, slot: 'main', savedAtMs: NOW - ageMs, title: 'x', parts: 1, size: 10, cause: 'edited', ...more,
  });
  const HOUR = 3_600_000;

  it('keeps the newest and the last of each day of a week', () => {
    const all = Array.from({ length: 24 * 12 }, (_, i) => entry(i * HOUR));
    const { kept, dropped } = prune(all, NOW);
    expect(kept.slice(0, NEWEST)).toEqual(all.slice(0, NEWEST));
    expect(kept.length + dropped.length).toBe(all.length);
    const days = kept.slice(NEWEST).map(({ savedAtMs }) => Math.floor(savedAtMs / 86_400_000));
    expect(new Set(days).size).toBe(days.length);
    expect(kept.length).toBeLessThanOrEqual(NEWEST + DAYS);
    expect(kept.length).toBeGreaterThanOrEqual(NEWEST + DAYS - 2);
  });

  it('stays within its bound of size, and always keeps the newest', () => {
    const { kept } = prune([entry(0, { size: 9e6 }), entry(1, { size: 8e6 }), entry(2, { size: 100 })], NOW);
    expect(kept.map(({ id }) => id)).toEqual(['v0', 'v2']);
  });

  it('takes a state in while editing only now and then', () => {
    expect(isWorthKeeping('edited', [entry(EDIT_EVERY_MS - 1)], 'main', NOW)).toBe(false);
    expect(isWorthKeeping('edited', [entry(EDIT_EVERY_MS)], 'main', NOW)).toBe(true);
    expect(isWorthKeeping('edited', [entry(0, { slot: 'other' })], 'main', NOW)).toBe(true);
    expect(isWorthKeeping('replaced', [entry(0)], 'main', NOW)).toBe(true);
  });
});
