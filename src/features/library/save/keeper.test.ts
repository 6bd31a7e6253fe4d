/** The keeper: a place for each tab, the last visit's work, the note of a page that was closed in a hurry, and the list of versions. */
import { describe, expect, it } from 'vitest';
import type { Clock } from './autosave';
import { dropNote, type Notes, readNote, writeNote } from './journal';
import { Keeper } from './keeper';
import type { Shelf } from '../../shared/shelf';
import { claimPlace, type Locks } from './tab-place';
import type { Draft } from './vault';

const draftOf = (text: string): Draft => ({ title: text, parts: 2, text });

/** A shelf that works, or one that refuses everything. */
function shelfOf(values: Map<string, unknown>, isBlocked = false): Shelf {
  const pick = (keys: readonly string[]): Map<string, unknown> =>
    structuredClone(new Map(keys.flatMap((key) => (values.has(key) ? [[key, values.get(key)]] : []))));
  const guard = (): void => {
    if (isBlocked) throw new DOMException('no', 'SecurityError');
  };
  return {
    read: async (keys) => {
      guard();
      return pick(keys);
    },
    update: async (keys, change) => {
      guard();
      for (const [key, value] of change(pick(keys))) {
        if (value === undefined) values.delete(key);
        else values.set(key, structuredClone(value));
      }
    },
  };
}

function notesOf(values = new Map<string, string>()): Notes {
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** Locks as the browser has them: a name is held by whoever came first, for good. */
function locksOf(held = new Set<string>()): Locks {
  return {
    request: async (name, _options, callback) => {
      const isFree = !held.has(name);
      held.add(name);
      await callback(isFree ? { name } : null);
    },
  };
}

/** A clock on which nothing comes by itself: tests save by hand. Each look at it is a second later. */
function clockOf(): Clock {
  let now = 1_000_000;
  return { nowMs: () => (now += 1000), after: () => () => undefined };
}

const keeperOf = (parts: Partial<ConstructorParameters<typeof Keeper>[0]>): Keeper =>
  new Keeper({
    shelf: shelfOf(new Map()),
    locks: locksOf(),
    notes: notesOf(),
    memory: notesOf(),
    clock: clockOf(),
    random: () => 'x1',
    ...parts,
  });

describe('places of tabs', () => {
  it('differ as long as tabs live', async () => {
    const locks = locksOf();
    const places = [await claimPlace(locks, () => 'r'), await claimPlace(locks, () => 'r'), await claimPlace(locks, () => 'r')];
    expect(places).toEqual([
      { slot: 'main', isFirst: true },
      { slot: 'tab-2', isFirst: false },
      { slot: 'tab-3', isFirst: false },
    ]);
  });

  it('are their own again after a reload, unless somebody else has come', async () => {
    const held = new Set(['faultline/place/tab-3']);
    expect(await claimPlace(locksOf(held), () => 'r', 'tab-2')).toEqual({ slot: 'tab-2', isFirst: false, isBack: true });
    expect(await claimPlace(locksOf(held), () => 'r', 'tab-3')).toEqual({ slot: 'main', isFirst: true });
    expect(await claimPlace(undefined, () => 'r', 'tab-x')).toEqual({ slot: 'tab-x', isFirst: false, isBack: true });
  });

  it('are the main one where the browser has no locks, or broken ones', async () => {
    const broken: Locks = { request: () => Promise.reject(new Error('no')) };
    expect(await claimPlace(undefined, () => 'r')).toEqual({ slot: 'main', isFirst: true });
    expect(await claimPlace(broken, () => 'r')).toEqual({ slot: 'main', isFirst: true });
  });
});

describe('a visit', () => {
  it('begins with what the last one left', async () => {
    const shelf = shelfOf(new Map());
    const first = keeperOf({ shelf });
    expect(await first.begin()).toMatchObject({ text: null, isSecondTab: false });
    first.take(() => draftOf('mine'), false);
    await first.flush();
    expect(first.get().status.kind).toBe('saved');
    expect(await keeperOf({ shelf }).begin()).toMatchObject({ text: 'mine', title: 'mine', damaged: 0 });
  });

  it('keeps changes that come before it has looked', async () => {
    const values = new Map<string, unknown>();
    const keeper = keeperOf({ shelf: shelfOf(values) });
    keeper.take(() => draftOf('early'), false);
    expect(values.size).toBe(0);
    await keeper.flush();
    expect(values.get('head:main')).toMatchObject({ text: 'early' });
  });

  it('takes over the note of a page that was closed in a hurry, and throws it away after a save', async () => {
    const noted = new Map<string, string>();
    const hurried = keeperOf({ notes: notesOf(noted) });
    await hurried.begin();
    hurried.take(() => draftOf('last words'), false);
    hurried.leave();
    // The page is gone before the big store has written anything: what was noted until then has to do.
    const notes = notesOf(new Map(noted));
    const next = keeperOf({ notes });
    expect(await next.begin()).toMatchObject({ text: 'last words' });
    next.take(() => draftOf('and more'), false);
    await next.flush();
    expect(readNote(notes, 'main', null)).toEqual([]);
  });

  it('keeps what lay there before as a version, when the note covers it', async () => {
    const [values, noted] = [new Map<string, unknown>(), new Map<string, string>()];
    const hurried = keeperOf({ shelf: shelfOf(values), notes: notesOf(noted) });
    hurried.take(() => draftOf('first'), false);
    await hurried.flush();
    hurried.take(() => draftOf('second'), true);
    hurried.take(() => draftOf('third'), true);
    const stored = structuredClone(values);
    hurried.leave();
    const next = keeperOf({ shelf: shelfOf(stored), notes: notesOf(new Map(noted)) });
    expect(await next.begin()).toMatchObject({ text: 'third' });
    expect((await next.earlier()).map(({ title }) => title)).toEqual(['second', 'first']);
  });

  it('says in a second tab that it is one, and begins it with a copy', async () => {
    const [shelf, locks] = [shelfOf(new Map()), locksOf()];
    const first = keeperOf({ shelf, locks });
    first.take(() => draftOf('one'), false);
    await first.flush();
    const second = keeperOf({ shelf, locks });
    expect(await second.begin()).toMatchObject({ text: 'one', isSecondTab: true });
    second.take(() => draftOf('two'), false);
    await second.flush();
    first.take(() => draftOf('one more'), false);
    await first.flush();
    expect([first.get().status.kind, second.get().status.kind]).toEqual(['saved', 'saved']);
    const others = (await first.earlier()).filter(({ origin }) => origin === 'other-tab');
    expect(await Promise.all(others.map(({ id }) => first.textOf(id)))).toEqual(['two']);
  });

  it('goes on without storage, and never claims to have saved', async () => {
    const keeper = keeperOf({ shelf: shelfOf(new Map(), true), notes: null });
    expect(await keeper.begin()).toMatchObject({ text: null });
    keeper.take(() => draftOf('mine'), false);
    await keeper.flush();
    expect(keeper.get().status).toMatchObject({ kind: 'failed', reason: expect.stringContaining('no storage') });
    await expect(keeper.earlier()).rejects.toThrow(/no/);
  });
});

describe('the list of versions', () => {
  it('brings back what was replaced, newest first, and can be emptied', async () => {
    const keeper = keeperOf({});
    for (const text of ['a', 'b', 'c']) {
      keeper.take(() => draftOf(text), true);
      await keeper.flush();
    }
    const list = await keeper.earlier();
    expect(list.map(({ title }) => title)).toEqual(['b', 'a']);
    expect(await keeper.textOf(list[1]?.id ?? '')).toBe('a');
    await keeper.clear();
    expect(await keeper.earlier()).toEqual([]);
    keeper.take(() => draftOf('d'), false);
    await keeper.flush();
    expect(keeper.get().status.kind).toBe('saved');
  });
});

describe('a note', () => {
  it('holds what was not written when the page went between two saves', () => {
    const notes = notesOf();
    writeNote(notes, 'main', ['a', 'b', 'c'].map(draftOf), 5000);
    const head = { form: 1, slot: 'main', revision: 4, savedAtMs: 5001, ...draftOf('b'), checksum: '' } as const;
    expect(readNote(notes, 'main', head)).toEqual([draftOf('c')]);
    expect(readNote(notes, 'main', { ...head, ...draftOf('c') })).toEqual([]);
    const long = ['x', 'y'].map((letter) => draftOf(letter.repeat(200_000)));
    writeNote(notes, 'main', long, 6000);
    expect(readNote(notes, 'main', head)).toEqual([long[1]]);
  });

  it('is refused when it is damaged, older than what is saved, or too long', () => {
    const values = new Map<string, string>();
    const notes = notesOf(values);
    expect(writeNote(notes, 'main', [draftOf('hello')], 5000)).toBe(true);
    expect(readNote(notes, 'main', null)).toEqual([draftOf('hello')]);
    const head = { form: 1, slot: 'main', revision: 1, savedAtMs: 5000, ...draftOf('x'), checksum: '' } as const;
    expect(readNote(notes, 'main', head)).toEqual([]);
    values.set('faultline/journal/main', (values.get('faultline/journal/main') ?? '').replace('"text":"hello"', '"text":"hallo"'));
    expect(readNote(notes, 'main', null)).toEqual([]);
    values.set('faultline/journal/main', '{');
    expect(readNote(notes, 'main', null)).toEqual([]);
    expect(writeNote(notes, 'main', [draftOf('x'.repeat(300_000))], 1)).toBe(false);
    dropNote(notes, 'main');
    expect(values.size).toBe(0);
  });
});
