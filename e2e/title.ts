/** The title of the scenario: the quickest change that has to be saved, and how to see whether it was. */
import { expect, type Page } from '@playwright/test';

/** Renames the scenario. */
export async function rename(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: /, rename$/ }).click();
  await page.getByLabel('Name of the scenario').fill(title);
  await page.keyboard.press('Enter');
  await expect(heading(page, title)).toBeVisible();
}

export const heading = (page: Page, title: string | RegExp): ReturnType<Page['getByRole']> =>
  page.getByRole('heading', { level: 1, name: title });

export const saved = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('button', { name: /^Saved/ });
