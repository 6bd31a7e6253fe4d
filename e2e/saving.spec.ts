/**
 * Saving in the real browser: a store of which one call fails is told truthfully and used again (RELIABILITY R9), and a page that is
 * gone at any moment has lost the last second at most (R11). All orders and faults: src/features/library/save.
 */
import { type BrowserContext, test as base, type Page } from '@playwright/test';
import { expect, Playground, test } from './fixtures';
import { heading, rename, saved } from './title';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';

interface Trap {
  call: 'transaction' | 'get' | 'put' | 'full';
  nth: number;
}

/** Has the nth call of a sort fail; `full`: the request succeeds and the transaction is given up behind it. */
function setTraps(): void {
  const window = globalThis as { faultlineTrap?: Trap };
  const isHit = (call: Trap['call']): boolean => {
    const trap = window.faultlineTrap;
    if (trap?.call !== call || --trap.nth > 0) return false;
    delete window.faultlineTrap;
    return true;
  };
  type Around = (call: () => unknown, self: unknown) => unknown;
  const wrap = <K extends string>(on: Partial<Record<K, unknown>>, name: K, around: Around): void => {
    const real = on[name] as (...args: unknown[]) => unknown;
    on[name] = function (this: unknown, ...args: unknown[]) {
      return around(() => real.apply(this, args), this);
    };
  };
  const refusing = (call: Trap['call']) => (real: () => unknown) => {
    if (isHit(call)) throw new DOMException('a test refuses', 'InvalidStateError');
    return real();
  };
  wrap(IDBDatabase.prototype, 'transaction', refusing('transaction'));
  wrap(IDBObjectStore.prototype, 'get', refusing('get'));
  wrap(IDBObjectStore.prototype, 'put', (real, self) => {
    refusing('put')(() => undefined);
    const request = real() as IDBRequest;
    if (isHit('full')) {
      const { transaction } = self as IDBObjectStore;
      request.addEventListener('success', () => transaction.abort());
    }
    return request;
  });
}

/** What lies in the store, read past the page's own modules. */
const stored = (page: Page): Promise<string> => page.evaluate(() => new Promise<string>((resolve, reject) => {
  const opening = indexedDB.open('faultline');
  opening.onerror = () => reject(opening.error ?? new Error('no'));
  opening.onsuccess = () => {
    const reading = opening.result.transaction('documents').objectStore('documents').get('head:main');
    reading.onsuccess = () => {
      opening.result.close();
      resolve((reading.result as { readonly title: string }).title);
    };
  };
}));

const ALL = [['get', 1], ['get', 2], ['put', 1], ['transaction', 1], ['get', 3], ['full', 1]] as const;

test('the nth call of the store fails: the page says so, and the next save works', async ({ playground }) => {
  const { page } = playground;
  await page.addInitScript(setTraps);
  await playground.open();
  await rename(page, 'Before');
  await expect(saved(page)).toBeVisible();
  for (const [call, nth] of isDeep ? ALL : ALL.slice(-2)) {
    const name = `${call} ${nth}`;
    await page.evaluate(([which, number]) => {
      (globalThis as { faultlineTrap?: Trap }).faultlineTrap = { call: which, nth: number };
    }, [call, nth] as const);
    await rename(page, `Refused by ${name}`);
    await expect(page.getByRole('button', { name: 'Not saved: download' }), name).toBeVisible();
    // An edit comes before the next attempt does.
    await rename(page, `Written after ${name}`);
    await expect(saved(page)).toBeVisible();
    expect(await stored(page)).toBe(`Written after ${name}`);
  }
  await page.reload();
  await expect(heading(page, 'Written after full 1')).toBeVisible();
});

/** The ways in which a page goes. A crash tells the page nothing, and the driver closes a page without a word to it, too. */
const ENDS = ['crash', 'reload', 'leave', 'close'] as const;

const KILLS = isDeep ? 28 : 3;

async function open(context: BrowserContext): Promise<Playground> {
  const playground = new Playground(await context.newPage());
  await playground.page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await playground.open();
  return playground;
}

/** Ends a page; resolves to the next visit. */
async function end(playground: Playground, how: (typeof ENDS)[number], context: BrowserContext): Promise<Playground> {
  const { page } = playground;
  if (how === 'reload') await page.reload();
  if (how === 'leave') {
    await page.goto('about:blank');
    await playground.open();
  }
  if (how === 'reload' || how === 'leave') return playground;
  if (how === 'crash') {
    const session = await context.newCDPSession(page);
    const gone = page.waitForEvent('crash');
    // The page cannot answer any more.
    void session.send('Page.crash').catch(() => undefined);
    await gone;
  }
  await page.close();
  return open(context);
}

base(`${KILLS} pages are gone without a warning: the last second is lost at most`, async ({ context }) => {
  base.setTimeout(isDeep ? 600_000 : 120_000);
  let playground = await open(context);
  for (let i = 0; i < KILLS; i++) {
    const how = ENDS[i % ENDS.length] ?? 'reload';
    const isTold = how === 'reload' || how === 'leave';
    await rename(playground.page, `Old ${i}`);
    // What is older than a second is safe; the rest may be waiting, under way or written.
    if (!isTold) await playground.page.waitForTimeout(1000 + 97 * (i % 7));
    await rename(playground.page, `New ${i}`);
    playground = await end(playground, how, context);
    await expect(heading(playground.page, new RegExp(`^(New${isTold ? '' : '|Old'}) ${i}\\b`))).toBeVisible();
  }
});
