/** A student at the course sheet: an exercise by keyboard alone, progress that survives a reload, an option that is run. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures';

test('an exercise by keyboard alone; a reload loses nothing; an option is run and compared', async ({ playground }) => {
  test.setTimeout(180_000);
  const { page } = playground;
  await playground.open();
  await page.getByRole('tab', { name: 'Course' }).focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('complementary', { name: 'Side panel' });
  await sheet.getByRole('button', { name: /Circuit breaker/ }).focus();
  await page.keyboard.press('Enter');

  const answer = async (question: number, letter: string): Promise<void> => {
    const radio = sheet.getByRole('group', { name: `Question ${question}:` }).getByRole('radio', { name: new RegExp(`^${letter}\\b`) });
    await radio.focus();
    await page.keyboard.press('Space');
    await expect(radio).toBeChecked();
  };
  // One wrong answer: the word on it comes at once.
  await answer(1, 'A');
  await expect(sheet.getByText('0 / 3')).toBeVisible();
  await answer(2, 'B');
  // As quick as a person could be.
  await page.waitForTimeout(300);
  await page.reload();
  await page.getByRole('tab', { name: 'Course' }).click();
  // The sheet opens where it was left.
  await expect(sheet.getByRole('group', { name: 'Question 1:' }).getByRole('radio', { name: /^A\b/ })).toBeChecked();
  await answer(3, 'B');
  await expect(sheet.getByText('2 / 3')).toBeVisible();

  const axe = await new AxeBuilder({ page }).include('aside').analyze();
  expect(axe.violations).toEqual([]);

  const first = sheet.getByRole('region', { name: /^1 / });
  await first.getByRole('button', { name: 'See A happen' }).click();
  await expect(first.getByRole('table')).toBeVisible({ timeout: 60_000 });
});
