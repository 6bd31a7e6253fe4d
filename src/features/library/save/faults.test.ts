/**
 * "Saved" means saved, whatever the store does (RELIABILITY R9). The real keeper, shelf and idb-keyval on a browser of the test's
 * own, in which the Nth call fails, for every N until none is left to fail; then plans by chance.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { onDisk, Visit } from './test-visits';
import { FAILURES, type Failure, type FaultPlan, picker, TestBrowser } from '../../shared/test-browser';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

afterAll(() => void Reflect.deleteProperty(globalThis, 'indexedDB'));

/** Nothing that was called saved is missing, nothing is damaged, and nobody was told a falsehood. */
async function expectTruth(visits: readonly Visit[], where: string): Promise<void> {
  const [first] = visits;
  if (!first) return;
  const { contents, texts } = await onDisk(first.browser);
  expect({ where, damaged: contents.damaged, ...Object.fromEntries(visits.map((visit, i) => [i, [visit.falsehood, visit.lost(texts)]])) })
    .toEqual({ where, damaged: 0, ...Object.fromEntries(visits.map((_, i) => [i, [null, []]])) });
}

/** A visit with edits and other documents, then the next one; the store fails by the plan in the first. */
async function twoVisits(plan: FaultPlan, where: string): Promise<{ readonly first: Visit; readonly next: Visit }> {
  const browser = new TestBrowser();
  browser.plan = plan;
  const first = new Visit(browser);
  await first.begin();
  await browser.turn(50);
  for (const [isOther, ms] of [[false, 600], [false, 600], [true, 600], [true, 100], [false, 20]] as const) {
    await first.edit(isOther);
    await browser.turn(ms);
    await expectTruth([first], where);
  }
  await first.leave();
  await browser.turn(180_000);
  await expectTruth([first], where);
  first.page.kill(false);
  browser.plan = () => null;
  const next = new Visit(browser);
  await next.begin();
  await browser.turn(6000);
  await expectTruth([first, next], where);
  // What could not be written is in the note.
  expect({ where, text: next.found?.text }).toEqual({ where, text: first.edits.at(-1)?.text });
  expect(next.status).toMatch(/untouched|saved/);
  return { first, next };
}

describe('a store of which one call fails', () => {
  it.each(FAILURES)('(%s) is told truthfully, loses nothing, and is used again', async (failure) => {
    let nth = 0;
    for (let isHit = true; isHit; ) {
      nth++;
      isHit = false;
      let call = 0;
      const plan = (): Failure | null => {
        if (++call !== nth) return null;
        isHit = true;
        return failure;
      };
      const { first } = await twoVisits(plan, `${failure} at call ${nth}`);
      // A store that hangs keeps everybody waiting until the page is gone; after anything else it is used again.
      const isHung = failure === 'never' && isHit;
      expect(isHung ? 'saved' : first.status, `${failure} at call ${nth}`).toBe('saved');
      // What was written although nobody said so is not taken for another tab's.
      expect(first.keeper.get().place, `${failure} at call ${nth}`).toEqual({ slot: 'main', isFirst: true });
    }
    expect(nth).toBeGreaterThan(20);
  });

  it.each(FAILURES)('(%s) and all after it, neither', async (failure) => {
    for (let nth = 1; nth < 30; nth++) {
      let call = 0;
      const { first, next } = await twoVisits(() => (++call < nth ? null : failure), `${failure} from call ${nth}`);
      // Most of it came too late to be saved, and nothing of it is lost.
      expect(next.found?.text).toBe(first.edits.at(-1)?.text);
    }
  });
});

describe('a store that fails by chance', () => {
  const plans = isDeep ? 10_000 : 500;

  it(`in ${plans} ways costs nothing that was called saved`, async () => {
    let hits = 0;
    let acknowledged = 0;
    for (let seed = 1; seed <= plans; seed++) {
      const pick = picker(seed);
      const rate = 2 + pick(12);
      const kinds = FAILURES.filter(() => pick(2) === 0);
      const browser = new TestBrowser();
      browser.plan = () => {
        if (kinds.length === 0 || pick(rate) > 0) return null;
        hits++;
        return kinds[pick(kinds.length)] ?? null;
      };
      const visits: Visit[] = [];
      for (let day = 0; day < 3; day++) {
        const visit = new Visit(browser, pick(4) > 0);
        visits.push(visit);
        await visit.begin();
        await browser.turn(pick(400), pick);
        const edits = 1 + pick(6);
        for (let i = 0; i < edits; i++) {
          // No more documents than the list of versions keeps, whatever is kept twice.
          await visit.edit(i > 0 && visit.edits.at(-1)?.document === 0 && pick(3) === 0);
          if (pick(6) === 0) await visit.leave();
          if (pick(6) === 0) await visit.flush();
          await browser.turn(pick(3) === 0 ? pick(20_000) : pick(700), pick);
          await expectTruth(visits, `plan ${seed}, visit ${day}`);
        }
        acknowledged += visit.acknowledged;
        if (pick(2) === 0) await visit.leave();
        visit.page.kill(pick(2) === 0);
      }
      browser.plan = () => null;
      const last = new Visit(browser);
      await last.begin();
      await browser.turn(6000);
      await expectTruth([...visits, last], `plan ${seed}, after all`);
    }
    expect(hits).toBeGreaterThan(plans * 3);
    expect(acknowledged).toBeGreaterThan(plans * 2);
  }, 300_000);
});
