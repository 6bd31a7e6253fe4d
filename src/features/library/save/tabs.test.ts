/**
 * Two tabs never destroy each other's work (RELIABILITY R10), and a page that is gone at any moment has lost the last second at
 * most (R11). The real keepers on a browser of the test's own; which event comes next is chance, the same for the same seed.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { onDisk, Visit } from './test-visits';
import { picker, TestBrowser } from '../../shared/test-browser';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

afterAll(() => void Reflect.deleteProperty(globalThis, 'indexedDB'));

type Pick = ReturnType<typeof picker>;

/** Lets a few events happen, in any order, with time between them; or a long while pass. */
async function pause(browser: TestBrowser, pick: Pick): Promise<void> {
  if (pick(4) === 0) return browser.turn(pick(1500), pick);
  for (let i = pick(8); i > 0; i--) {
    browser.nowMs += pick(12);
    await browser.step(pick, browser.nowMs);
  }
}

/** Nothing is missing of what was called saved in any tab, alive or gone. */
async function expectAll(browser: TestBrowser, visits: readonly Visit[], where: string): Promise<void> {
  const { contents, texts } = await onDisk(browser);
  const faults = visits.flatMap((visit) => [...visit.lost(texts).map((text) => `${text} is lost`), visit.falsehood ?? []].flat());
  expect({ where, faults, damaged: contents.damaged }).toEqual({ where, faults: [], damaged: 0 });
}

describe('two tabs', () => {
  const runs = isDeep ? 1000 : 100;

  it.each([['with', true], ['without', false]] as const)(`${runs} orders of events %s locks`, async (_, hasLocks) => {
    let acknowledged = 0;
    let crossed = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const pick = picker(seed);
      const browser = new TestBrowser();
      const open = async (memory?: Visit['memory']): Promise<Visit> => {
        const visit = new Visit(browser, hasLocks, memory);
        await visit.begin();
        return visit;
      };
      const tabs = [await open(), await open()];
      const visits = [...tabs];
      const reloads: (readonly [before: Visit, after: Visit])[] = [];
      // No more documents than the list of versions keeps.
      for (let deed = 0, documents = 0; deed < 24; deed++) {
        const who = pick(2);
        const tab = tabs[who] as Visit;
        const what = pick(12);
        if (what < 7) await tab.edit(what === 0 && documents++ < 4);
        else if (what === 7) await tab.flush();
        else if (what === 8) await tab.leave();
        else if (documents++ < 4) {
          // Reloaded, or gone without a word and opened anew.
          const isReload = what < 11;
          if (isReload) await tab.leave();
          tab.page.kill(pick(2) === 0);
          const after = await open(isReload ? tab.memory : undefined);
          visits.push((tabs[who] = after));
          if (isReload && tab.found && tab.edits.length > 0) reloads.push([tab, after]);
        }
        await pause(browser, pick);
        await expectAll(browser, visits, `seed ${seed}, deed ${deed}`);
      }
      await browser.turn(5000, pick);
      await expectAll(browser, visits, `seed ${seed}, at rest`);
      expect(tabs.filter(({ status, edits }) => edits.length > 0 && status !== 'saved')).toEqual([]);
      // Without locks both may be in one place, and leave their notes there.
      const strange = reloads.filter(([before, { found }]) => hasLocks && found && found.text !== before.edits.at(-1)?.text);
      expect(strange.map(([before, { found }]) => [seed, before.edits.at(-1)?.text, found?.text])).toEqual([]);
      acknowledged += visits.reduce((sum, visit) => sum + visit.acknowledged, 0);
      crossed += visits.filter(({ keeper }) => keeper.get().place?.isFirst === false).length;
    }
    expect(acknowledged).toBeGreaterThan(runs * 4);
    // With locks the second is given a place of its own; without them both begin in the same one, and one has to give way.
    expect(crossed).toBeGreaterThan(runs);
  }, 300_000);
});

describe('a page that is gone', () => {
  const kills = isDeep ? 2000 : 200;
  /** Slowest answer of a browser in these tests. Milliseconds. */
  const SLOW_MS = 30;

  it(`${kills} times at any moment has lost the last second at most`, async () => {
    let hasLost = 0;
    for (let seed = 1; seed <= kills; seed++) {
      const pick = picker(seed);
      const browser = new TestBrowser();
      const visits: Visit[] = [];
      for (let day = 0; day < 2; day++) {
        const visit = new Visit(browser);
        visits.push(visit);
        await visit.begin();
        await browser.turn(pick(200));
        const endMs = browser.nowMs + pick(4000);
        const every = 20 + pick(700);
        const isHasty = pick(3) === 0;
        for (let dueMs = browser.nowMs, documents = 0; browser.nowMs < endMs; ) {
          if (browser.nowMs >= dueMs) {
            const isOther = visit.edits.length > 0 && documents < 3 && pick(12) === 0;
            documents += isOther ? 1 : 0;
            await visit.edit(isOther);
            dueMs = browser.nowMs + pick(every);
          }
          browser.nowMs += 1 + pick(SLOW_MS);
          await browser.step(pick, browser.nowMs);
        }
        if (isHasty) await visit.leave();
        const goneMs = browser.nowMs;
        visit.page.kill(pick(2) === 0);
        const next = new Visit(browser);
        await next.begin();
        await browser.turn(2000);
        visits.push(next);
        await expectAll(browser, visits, `seed ${seed}, visit ${day}`);
        // A page that could still leave a note has lost nothing.
        const safe = visit.edits.filter(({ atMs }) => isHasty || atMs <= goneMs - 1000);
        const at = visit.edits.findIndex(({ text }) => text === next.found?.text);
        expect(at, `seed ${seed}, visit ${day}: ${next.found?.text}`).toBeGreaterThanOrEqual(safe.length - 1);
        if (at < visit.edits.length - 1) hasLost++;
        next.page.kill(false);
      }
    }
    expect(hasLost).toBeGreaterThan(kills / 2);
  }, 300_000);
});
