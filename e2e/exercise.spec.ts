/**
 * A student completes a whole exercise: by mouse, by keyboard alone, and offline. A reload in the middle loses nothing. A teacher
 * presents one on a small projector.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { serve } from '../src/tooling/server.mjs';

interface Exercise {
  readonly title: string;
  readonly explanation: string;
  readonly questions: readonly { readonly options: readonly { readonly key: string; readonly isRight: boolean }[] }[];
  readonly labs: readonly { readonly title: string; readonly hints: readonly string[]; readonly rubric: readonly string[] }[];
  readonly story: readonly { readonly title: string }[];
}

function exerciseOf(id: string): Exercise {
  return JSON.parse(readFileSync(new URL(`../scenarios/${id}/exercise.json`, import.meta.url), 'utf8')) as Exercise;
}

const rightKeys = ({ questions }: Exercise): readonly string[] =>
  questions.map(({ options }) => options.find(({ isRight }) => isRight)?.key ?? '');

const sheet = (page: Page): Locator => page.getByRole('complementary', { name: 'Side panel' });
const question = (page: Page, n: number): Locator => sheet(page).getByRole('region', { name: new RegExp(`^${n} `) });
const option = (page: Page, n: number, key: string): Locator =>
  sheet(page).getByRole('group', { name: `Question ${n}:` }).getByRole('radio', { name: new RegExp(`^${key}\\b`) });
const lab = (page: Page, title: string): Locator => sheet(page).getByRole('region', { name: title });

/** How a thing is used: by a click, or by Enter or Space on what has the focus. */
interface Hand {
  /** Brings the course forward. */
  readonly toCourse: (page: Page) => Promise<void>;
  readonly press: (target: Locator) => Promise<void>;
  readonly write: (target: Locator, text: string) => Promise<void>;
}

const mouse: Hand = {
  toCourse: (page) => page.getByRole('tab', { name: 'Course' }).click(),
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
};

/** Runs a command by its name. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

const byCommand = async (page: Page): Promise<void> => {
  await command(page, 'show course');
  await expect(sheet(page).getByRole('tab', { name: 'Course' })).toHaveAttribute('aria-selected', 'true');
};

/**
 * Keys alone. Walking by Tab from control to control is what outline.spec.ts and build.spec.ts do; here each control is made sure to be
 * a stop of Tab, and is pressed by its keys.
 */
const keyboard = (page: Page): Hand => {
  const reach = async (target: Locator): Promise<void> => {
    await target.focus();
    expect(await target.evaluate((element) => (element as HTMLElement).tabIndex)).toBe(0);
    await expect(target).toBeFocused();
  };
  return {
    toCourse: byCommand,
    press: async (target) => {
      const isRadio = (await target.getAttribute('type')) === 'radio';
      if (isRadio) {
        // Arrow keys go from option to option; Tab goes to the group.
        const group = target.locator('xpath=ancestor::fieldset[1]').getByRole('radio');
        const first = (await group.count()) > 0 ? group.first() : target;
        await reach(first);
        await page.keyboard.press('Space');
        for (let i = 0; i < 4 && !(await target.isChecked()); i++) await page.keyboard.press('ArrowDown');
      } else {
        await reach(target);
        await page.keyboard.press('Enter');
      }
    },
    write: async (target, text) => {
      await reach(target);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(text);
    },
  };
};

/** From the list of exercises to "completed", with the first challenge tried, failed, looked up and passed. */
async function complete(page: Page, id: string, hand: Hand): Promise<void> {
  const exercise = exerciseOf(id);
  const right = rightKeys(exercise);
  await hand.press(sheet(page).getByRole('button', { name: new RegExp(`^\\d ${exercise.title} `) }));
  await expect(sheet(page).getByText(`Concept score 0 / ${exercise.questions.length}`)).toBeVisible();
  await hand.press(sheet(page).getByRole('button', { name: 'Open the live diagram' }));
  // A page at rest answers faster; nothing below needs the run.
  await command(page, 'pause');

  // A wrong answer first: the word on it comes at once, and the explanation does not.
  const wrong = right[0] === 'A' ? 'B' : 'A';
  await hand.press(option(page, 1, wrong));
  await expect(question(page, 1).getByText('Not this one')).toBeVisible();
  for (const [i, key] of right.entries()) {
    await hand.press(option(page, i + 1, key));
    await expect(question(page, i + 1).getByText('Right', { exact: true })).toBeVisible();
  }
  await expect(sheet(page).getByText(`Concept score ${right.length} / ${right.length}`)).toBeVisible();
  await expect(sheet(page).getByRole('heading', { name: 'In real systems' })).toBeVisible();
}

/** The first challenge: the starter misses, a hint, the reference is looked at, the own design is mended and passes, in own words why. */
async function tryLab(page: Page, id: string, hand: Hand, mend: () => Promise<void>): Promise<void> {
  const [first] = exerciseOf(id).labs;
  if (!first) throw new Error('there is no challenge');
  const card = lab(page, `1. ${first.title}`);
  await hand.press(card.getByRole('button', { name: 'Open the starter' }));
  await expect(card.getByText('Your design is on the canvas.', { exact: false })).toBeVisible();
  await hand.press(card.getByRole('button', { name: 'Grade my design' }));
  await expect(card.getByText('Not passed yet.', { exact: true })).toBeVisible({ timeout: 60_000 });
  await hand.press(card.getByRole('button', { name: `Hint 1 of ${first.hints.length}` }));
  await expect(card.getByRole('list', { name: 'Hints' }).getByRole('listitem')).toHaveCount(1);
  await hand.press(card.getByRole('button', { name: 'Open the reference' }));
  // What the author did is no design of one's own: it cannot be handed in.
  await expect(card.getByRole('button', { name: 'Grade my design' })).toBeDisabled();
  // Nothing has been changed yet: the starter is the design.
  await hand.press(card.getByRole('button', { name: 'Open the starter' }));
  await expect(card.getByText('Your design is on the canvas.', { exact: false })).toBeVisible();
  await mend();
  await hand.toCourse(page);
  await hand.press(card.getByRole('button', { name: 'Grade my design' }));
  await expect(card.getByText(/^Passed: every objective is met/)).toBeVisible({ timeout: 60_000 });
  const words = card.getByRole('textbox', { name: 'My answer, in my own words' });
  await hand.write(words, 'It fails fast instead of waiting.');
  await words.blur();
  await expect(card.getByRole('group', { name: 'Check yourself: my answer' }).getByRole('checkbox')).toHaveCount(first.rubric.length);
}

/** Short-lived certificates that are renewed early and apart: three settings of the control plane. */
async function mendCertificates(page: Page, hand: Hand, select: () => Promise<void>): Promise<void> {
  await select();
  for (const [label, value] of [['Certificates live', '120000'], ['Renewed after', '0.4'], ['Give or take', '0.15']] as const) {
    // The last name stands for two settings, of which the certificates' comes first.
    await hand.write(sheet(page).getByRole('spinbutton', { name: label, exact: true }).first(), value);
    await page.keyboard.press('Enter');
  }
}

test('by mouse, with a run that is seen, a bet, a reload in the middle, and the answers handed in', async ({ playground }) => {
  test.setTimeout(240_000);
  const { page } = playground;
  await playground.open();
  await page.getByRole('tab', { name: 'Course' }).click();
  await complete(page, 'service-mesh', mouse);
  const axe = await new AxeBuilder({ page }).include('aside').analyze();
  expect(axe.violations).toEqual([]);
  const see = question(page, 1).getByRole('button', { name: 'See A happen' });
  await see.click();
  await expect(question(page, 1).getByRole('table')).toBeVisible({ timeout: 60_000 });

  // At once: what has not been written yet has to be written on the way out.
  await page.reload();
  await page.getByRole('tab', { name: 'Course' }).click();
  await expect(sheet(page).getByText('Concept score 3 / 3')).toBeVisible();
  await tryLab(page, 'service-mesh', mouse, () => mendCertificates(page, mouse, () =>
    page.locator('.part').filter({ hasText: 'Control plane' }).first().locator('.part-icon, .tile-name').first().click()));

  await page.reload();
  await page.getByRole('tab', { name: 'Course' }).click();
  const card = lab(page, `1. ${exerciseOf('service-mesh').labs[0]?.title ?? ''}`);
  await expect(card.getByText('Passed', { exact: true })).toBeVisible();
  await expect(card.getByRole('textbox', { name: 'My answer, in my own words' })).toHaveValue('It fails fast instead of waiting.');
  await sheet(page).getByRole('button', { name: 'All exercises' }).click();
  await expect(sheet(page).getByText('1 / 4 completed')).toBeVisible();
});

test('by keyboard alone', async ({ playground }) => {
  test.setTimeout(300_000);
  const { page } = playground;
  await playground.open();
  const hand = keyboard(page);
  await hand.toCourse(page);
  await complete(page, 'service-mesh', hand);
  await tryLab(page, 'service-mesh', hand, () => mendCertificates(page, hand, async () => {
    await command(page, 'find a part');
    await expect(page.getByRole('combobox', { name: 'Find a part' })).toBeFocused();
    await page.keyboard.type('Control plane');
    await page.keyboard.press('Enter');
    await expect(sheet(page).getByRole('heading', { name: 'Control plane', exact: true })).toBeVisible();
    await page.keyboard.press('F6');
  }));
});

test('offline, after the server has gone', async ({ browser }) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'faultline-exercise-'));
  cpSync(fileURLToPath(new URL('../dist', import.meta.url)), folder, { recursive: true });
  const { port, close } = await serve({ folder, port: 0 });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  // What the reload breaks off is asked for again by the page that comes.
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') problems.push(`${request.url()} failed: ${why}`);
  });
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    close();
    await page.reload();
    await page.getByRole('tab', { name: 'Course' }).click();
    await complete(page, 'circuit-breaker', mouse);
    const card = lab(page, `1. ${exerciseOf('circuit-breaker').labs[0]?.title ?? ''}`);
    await card.getByRole('button', { name: 'Open the starter' }).click();
    await card.getByRole('button', { name: 'Grade my design' }).click();
    await expect(card.getByText('Not passed yet.', { exact: true })).toBeVisible({ timeout: 60_000 });
    expect(problems).toEqual([]);
  } finally {
    await context.close();
    close();
    rmSync(folder, { recursive: true });
  }
});

test('a teacher presents one at 1024x768: story, questions by key, a run seen from the wall', async ({ playground }) => {
  test.setTimeout(180_000);
  const { page } = playground;
  await page.setViewportSize({ width: 1024, height: 768 });
  await playground.open('profile=projector');
  const exercise = exerciseOf('service-discovery');
  await page.getByRole('tab', { name: 'Course' }).click();
  await sheet(page).getByRole('button', { name: new RegExp(exercise.title) }).click();

  const beyond = await page.locator('aside').evaluate((panel) => {
    const { right } = panel.getBoundingClientRect();
    const all = [...panel.querySelectorAll('*')];
    return all.filter((part) => part.getBoundingClientRect().right > right + 1).map(({ className }) => className);
  });
  expect(beyond).toEqual([]);

  // Everything of a screen is in sight, or can be scrolled to: nothing is cut at the side.
  const isWhole = async (): Promise<void> => {
    const cut = await page.locator('.wall-body').evaluate((body) =>
      [body, ...body.querySelectorAll<HTMLElement>('h2, p, li, button')].some((part) => part.scrollWidth > part.clientWidth + 1));
    expect(cut).toBe(false);
  };
  await page.getByRole('button', { name: /wall|class|present/i }).first().click();
  const wall = page.getByRole('dialog', { name: new RegExp(exercise.title) });
  await expect(wall).toBeVisible();
  await isWhole();
  for (const [i, key] of rightKeys(exercise).entries()) {
    await page.keyboard.press('PageDown');
    await expect(wall.getByText(`Question ${i + 1} of 3`)).toBeVisible();
    await expect(wall.getByText('Right.')).toHaveCount(0);
    await page.keyboard.press('Space');
    await expect(wall.getByRole('listitem').filter({ hasText: 'Right.' })).toContainText(key);
    await isWhole();
  }
  await page.keyboard.press('PageDown');
  await expect(wall.getByRole('heading', { name: 'Explanation' })).toBeVisible();
  await isWhole();
  await page.keyboard.press('Escape');
  await expect(wall).toHaveCount(0);
});
