/**
 * The session: what was done is kept whatever the store does, two tabs keep each other's answers, and a page that is closed at once
 * loses none (RELIABILITY R9 to R11, for answers).
 */
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CourseSession, openExercise } from './session';
import { browserShelf, type Shelf } from '../shared/shelf';
import { FAILURES, picker, smallStore, TestBrowser, type TestPage } from '../shared/test-browser';
import { answerTo, type Progress, withAnswer, withoutExercise } from '@/course/progress';
import { TEST_EXERCISE } from '@/course/test-exercise';

/** A shelf in memory, that can be blocked. */
function memoryShelf(isBlocked = false): Shelf & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>();
  const pick = (keys: readonly string[]): Map<string, unknown> =>
    structuredClone(new Map(keys.flatMap((key) => (kept.has(key) ? [[key, kept.get(key)]] : []))));
  const guard = (): void => {
    if (isBlocked) throw new Error('blocked');
  };
  return {
    kept,
    read: async (keys) => {
      guard();
      return pick(keys);
    },
    update: async (keys, change) => {
      guard();
      for (const [key, value] of change(pick(keys))) kept.set(key, structuredClone(value));
    },
  };
}

const sessionOf = (shelf: Shelf, noted = new Map<string, string>()): CourseSession => new CourseSession(shelf, () => smallStore(noted));
const answer = (session: CourseSession, question = 'cure', exercise = 'queues'): void =>
  session.change((progress) => withAnswer(progress, exercise, question, 'A'));

describe('the session', () => {
  it('comes back with all that was done, after a reload', async () => {
    const shelf = memoryShelf();
    const session = sessionOf(shelf);
    await session.load();
    answer(session);
    expect(openExercise(TEST_EXERCISE, session)).toMatchObject({ kind: 'opened', title: 'Queues' });
    await session.flush();
    const again = sessionOf(shelf);
    await again.load();
    expect(again.getState()).toMatchObject({ keeping: 'saved', exercise: 'queues', extra: [{ id: 'queues' }] });
    expect(answerTo(again.getState().progress, 'queues', 'cure')).toBe('A');
  });

  it('loses nothing that is done while it loads', async () => {
    const shelf = memoryShelf();
    const first = sessionOf(shelf);
    await first.load();
    first.change((progress) => withAnswer(progress, 'other', 'q', 'B'));
    await first.flush();
    const session = sessionOf(shelf);
    const loading = session.load();
    answer(session);
    await loading;
    const { progress } = session.getState();
    expect([answerTo(progress, 'queues', 'cure'), answerTo(progress, 'other', 'q')]).toEqual(['A', 'B']);
  });

  it('goes on from memory where storage is blocked or damaged, and says so', async () => {
    const session = sessionOf(memoryShelf(true));
    await session.load();
    answer(session);
    await session.flush();
    expect(session.getState().keeping).toBe('memory');
    expect(answerTo(session.getState().progress, 'queues', 'cure')).toBe('A');
    const damaged = memoryShelf();
    for (const key of ['progress', 'exercises', 'place']) damaged.kept.set(`faultline/course-${key}`, { format: 'x', n: [1] });
    const other = sessionOf(damaged);
    await other.load();
    expect(other.getState()).toMatchObject({ keeping: 'saved', exercise: null, extra: [], progress: { exercises: {} } });
  });

  it('refuses a broken exercise with its problems, and leaves other files to others', () => {
    const session = sessionOf(memoryShelf());
    expect(openExercise({ format: 'faultline-scenario' }, session)).toEqual({ kind: 'other' });
    expect(openExercise({ ...TEST_EXERCISE, base: 'base.json' }, session)).toMatchObject({
      kind: 'refused',
      problems: [{ path: 'base' }],
    });
    expect(session.getState().extra).toEqual([]);
  });

  it('writes at once while it still loads, without covering what was kept', async () => {
    const shelf = memoryShelf();
    const first = sessionOf(shelf);
    await first.load();
    answer(first, 'q', 'other');
    await first.flush();
    const hurried = sessionOf(shelf);
    answer(hurried);
    await hurried.flush();
    const again = sessionOf(shelf);
    await again.load();
    const { progress } = again.getState();
    expect([answerTo(progress, 'queues', 'cure'), answerTo(progress, 'other', 'q')]).toEqual(['A', 'A']);
  });

  it('keeps aside what it cannot read, before something else takes its place', async () => {
    const shelf = memoryShelf();
    const later = { format: 'faultline-progress', version: 2, all: ['of another version'] };
    shelf.kept.set('faultline/course-progress', later);
    const session = sessionOf(shelf);
    await session.load();
    answer(session);
    await session.flush();
    answer(session, 'more');
    await session.flush();
    expect(shelf.kept.get('faultline/course-unread')).toEqual(later);
  });

  it('begins an exercise anew also where it was kept', async () => {
    const shelf = memoryShelf();
    const [a, b] = [sessionOf(shelf), sessionOf(shelf)];
    await Promise.all([a.load(), b.load()]);
    answer(a);
    answer(a, 'q', 'other');
    await a.flush();
    a.change((progress) => withoutExercise(progress, 'queues'));
    answer(b, 'b', 'third');
    await a.flush();
    await b.flush();
    const again = sessionOf(shelf);
    await again.load();
    expect(Object.keys(again.getState().progress.exercises).toSorted()).toEqual(['other', 'third']);
  });
});

describe('a page that is closed at once', () => {
  it('has left a note, which the next visit takes over and throws away', async () => {
    const [shelf, noted] = [memoryShelf(), new Map<string, string>()];
    const hurried = sessionOf(memoryShelf(), noted);
    await hurried.load();
    answer(hurried);
    hurried.leave();
    const left = new Map(noted);
    const next = sessionOf(shelf, left);
    await next.load();
    expect(answerTo(next.getState().progress, 'queues', 'cure')).toBe('A');
    await next.flush();
    expect(left.size).toBe(0);
    const third = sessionOf(shelf, left);
    await third.load();
    expect(answerTo(third.getState().progress, 'queues', 'cure')).toBe('A');
  });

  it('covers nothing with a note that the store had in time', async () => {
    const [shelf, noted] = [memoryShelf(), new Map<string, string>()];
    const hurried = sessionOf(shelf, noted);
    await hurried.load();
    answer(hurried);
    hurried.leave();
    const left = new Map(noted);
    await hurried.flush();
    const other = sessionOf(shelf);
    await other.load();
    other.change((progress) => withAnswer(progress, 'queues', 'cure', 'C'));
    await other.flush();
    const next = sessionOf(shelf, left);
    await next.load();
    expect(answerTo(next.getState().progress, 'queues', 'cure')).toBe('C');
    expect(left.size).toBe(0);
  });
});

describe('tabs, faults and closed pages', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
  afterAll(() => void Reflect.deleteProperty(globalThis, 'indexedDB'));

  interface Tab {
    readonly page: TestPage;
    readonly session: CourseSession;
  }

  async function open(browser: TestBrowser): Promise<Tab> {
    const page = browser.open();
    const session = new CourseSession(browserShelf('keyval-store', 'keyval'), () => browser.notes);
    await page.run(() => void session.load());
    return { page, session };
  }

  const kept = ({ disk }: TestBrowser): Progress | undefined =>
    disk.get('keyval-store/keyval')?.get('faultline/course-progress') as Progress | undefined;
  const runs = process.env['FAULTLINE_DEEP'] === '1' ? 2000 : 200;

  it(`${runs} orders of events cost no answer`, async () => {
    let answers = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const pick = picker(seed);
      const browser = new TestBrowser();
      const rate = 4 + pick(30);
      browser.plan = () => (pick(rate) > 0 ? null : (FAILURES[pick(4)] ?? null));
      const tabs = [await open(browser), await open(browser)];
      const safe: string[] = [];
      const waiting = new Map<CourseSession, string[]>(tabs.map(({ session }) => [session, []]));
      for (let deed = 0; deed < 14; deed++) {
        const who = pick(2);
        const { page, session } = tabs[who] as Tab;
        const own = waiting.get(session) as string[];
        const what = pick(6);
        // Nobody can answer before the sheet is there.
        if (what < 3 && session.getState().keeping !== 'loading') {
          const question = `q${answers++}`;
          own.push(question);
          await page.run(() => answer(session, question, `exercise ${pick(2)}`));
        } else if (what < 5) {
          const asked = [...own];
          await page.run(() => void session.flush().then(() => {
            if (session.getState().keeping === 'saved') safe.push(...asked);
          }));
        } else {
          // Only one page is in front, so only one can be closed in a hurry: the other has been hidden, and written.
          await page.run(() => session.leave());
          safe.push(...own);
          page.kill(pick(2) === 0);
          browser.plan = () => null;
          tabs[who] = await open(browser);
          waiting.set((tabs[who] as Tab).session, []);
          await browser.turn(100, pick);
          await (tabs[who] as Tab).page.run(() => void (tabs[who] as Tab).session.flush());
          await browser.turn(100, pick);
        }
        for (let i = pick(10); i > 0; i--) await browser.step(pick, browser.nowMs);
      }
      await browser.turn(200_000, pick);
      const texts = JSON.stringify(kept(browser)?.exercises ?? {});
      expect({ seed, lost: safe.filter((question) => !texts.includes(`"${question}"`)) }).toEqual({ seed, lost: [] });
    }
    expect(answers).toBeGreaterThan(runs * 4);
  }, 120_000);
});
