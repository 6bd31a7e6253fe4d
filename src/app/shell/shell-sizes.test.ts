/** Goal: at every screen the course promises, the canvas keeps its room, and spoiled memory never breaks the page. */
import { expect, test } from 'vitest';
import { canvasMinPx, fittedSizes, loadSizes, proposedSizes, readSizes, saveSizes } from './shell-sizes';

const screens = [
  [1024, 768],
  [1280, 720],
  [1600, 900],
  [1920, 1080],
] as const;

test('the proposed sizes leave at least half of every promised screen to the canvas and the palette', () => {
  for (const [widthPx, heightPx] of screens) {
    for (const mode of ['desk', 'projector'] as const) {
      const sizes = proposedSizes(mode, { widthPx, heightPx });
      expect(sizes.rightPx).toBeLessThan(widthPx / 2);
      expect(sizes.bottomPx).toBeLessThan(heightPx / 2);
    }
  }
  expect(proposedSizes('desk', { widthPx: 1024, heightPx: 768 })).toEqual({ rightPx: 272, bottomPx: 236 });
});

test('sizes from a larger screen are cut back', () => {
  const fitted = fittedSizes({ rightPx: 1500, bottomPx: 900 }, { widthPx: 1024, heightPx: 768 });
  expect(fitted).toEqual({ rightPx: 1024 - canvasMinPx.width, bottomPx: 768 - canvasMinPx.height });
});

test('spoiled memory counts as none', () => {
  for (const text of [null, '', '{', '[]', '{"rightPx":"9","bottomPx":1}', '{"rightPx":-4,"bottomPx":100}', 'null']) {
    expect(readSizes(text)).toBeNull();
  }
});

test('what was saved is loaded, and forbidden storage is survived', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value);
    },
  };
  const screen = { widthPx: 1600, heightPx: 900 };
  saveSizes('desk', { rightPx: 333, bottomPx: 222 }, () => storage);
  expect(loadSizes('desk', screen, () => storage)).toEqual({ rightPx: 333, bottomPx: 222 });
  expect(loadSizes('projector', screen, () => storage)).toEqual(proposedSizes('projector', screen));
  const forbidden = (): Storage => {
    throw new Error('denied');
  };
  expect(() => saveSizes('desk', { rightPx: 1, bottomPx: 1 }, forbidden)).not.toThrow();
  expect(loadSizes('desk', screen, forbidden)).toEqual(proposedSizes('desk', screen));
});
