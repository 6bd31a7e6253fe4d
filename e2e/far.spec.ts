/** From far away every part is a tile: its pictures are there in the colours of the theme, and near by a word tells its state. */
import { expect, test } from './fixtures';

test('tiles have their pictures in the colours of the theme, and none is a drawing in the page', async ({ playground }) => {
  const { page } = playground;
  await playground.open('profile=dark&scenario=two-hundred-services&run=0');
  const tiles = page.locator('.part-tile');
  await expect.poll(() => tiles.count()).toBeGreaterThan(400);
  // Their coordinate systems would have to be put in order anew for each frame.
  await expect(tiles.locator('svg')).toHaveCount(0);
  const pictures = async (): Promise<ReadonlyMap<string, string>> =>
    new Map(await page.locator('.tile-picture').evaluateAll((all) =>
      all.map((each) => [each.getAttribute('data-picture') ?? '', getComputedStyle(each).backgroundImage] as const)));
  const dark = await pictures();
  expect([...dark.keys()].toSorted()).toEqual(expect.arrayContaining(['kind gateway', 'kind service', 'kind sidecar']));
  for (const [name, image] of dark) expect(image, name).toMatch(/^url\("data:image\/svg\+xml,.*svg/);
  expect(new Set(dark.values()).size).toBe(dark.size);

  await page.getByRole('button', { name: 'Light theme' }).click();
  const light = await pictures();
  expect([...light.keys()]).toEqual([...dark.keys()]);
  for (const [name, image] of light) expect(image, name).not.toBe(dark.get(name));
});

test('on a small screen tiles tell their states in words', async ({ playground }) => {
  const { page } = playground;
  await page.setViewportSize({ width: 1024, height: 768 });
  await playground.open('scenario=service-mesh&t=50&run=0');
  for (const [part, word] of [['Control plane', 'Down'], ['Order', 'OK'], ['Internet', 'Sending']] as const) {
    await expect(page.locator('.part-tile').filter({ hasText: part }).locator('.tile-word')).toHaveText(word);
    await expect(page.locator('.part-tile').filter({ hasText: part }).locator('.tile-word')).toBeVisible();
  }
  // Further away there is no room for them.
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await expect(page.locator('.tile-word').first()).toBeHidden();
});
