/** Goal: a few letters find what people mean, what they mean comes first, and what they do not mean stays away. */
import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { match } from './match';

/** Titles that fit, best first. */
function ranked(search: string, titles: readonly string[]): readonly string[] {
  return titles
    .flatMap((title) => {
      const fit = match(search, title);
      return fit ? [{ title, score: fit.score }] : [];
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ title }) => title);
}

const TITLES = ['Add API gateway', 'Add Service', 'Add Service registry', 'Undo', 'Tidy all parts', 'Play or pause', 'Open a file'];

test('the beginning of a word comes before its middle', () => {
  expect(ranked('pa', TITLES)[0]).toBe('Play or pause');
  expect(ranked('part', TITLES)).toEqual(['Tidy all parts']);
  expect(ranked('do', ['Undo', 'Dot'])).toEqual(['Dot', 'Undo']);
});

test('a whole word comes before the beginning of one, and the shorter way before the longer', () => {
  expect(ranked('add service', TITLES).slice(0, 2)).toEqual(['Add Service', 'Add Service registry']);
  expect(ranked('service reg', TITLES)).toEqual(['Add Service registry']);
});

test('words come in any order, and all of them have to be found', () => {
  expect(ranked('gateway add', TITLES)).toEqual(['Add API gateway']);
  expect(match('gateway undo', 'Add API gateway')).toBeNull();
});

test('initials are enough', () => {
  expect(ranked('aag', TITLES)).toEqual(['Add API gateway']);
  expect(ranked('adsr', TITLES)).toEqual(['Add Service registry']);
  expect(match('dds', 'Add Service')).toBeNull();
});

test('other words for the same thing are found after the title itself', () => {
  const byMeaning = match('proxy', 'Add Sidecar', ['proxy envoy']);
  const byTitle = match('proxy', 'Add proxy');
  expect(byMeaning?.spans).toEqual([]);
  expect(byMeaning?.score ?? 0).toBeGreaterThan(0);
  expect(byTitle?.score ?? 0).toBeGreaterThan(byMeaning?.score ?? 0);
});

test('what is marked in a title is what was typed', () => {
  expect(match('tid', 'Tidy all parts')?.spans).toEqual([[0, 3]]);
  expect(match('all tid', 'Tidy all parts')?.spans).toEqual([
    [0, 3],
    [5, 8],
  ]);
});

test('spans are in order, apart from each other and inside the title, whatever is typed', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 30 }), (search, title) => {
      const fit = match(search, title);
      let end = 0;
      for (const [from, to] of fit?.spans ?? []) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        end = to;
      }
      expect(end).toBeLessThanOrEqual(title.toLowerCase().length);
    }),
  );
});

test('every title is found by itself and by each of its words', () => {
  for (const title of TITLES) {
    expect(match(title, title)).not.toBeNull();
    for (const word of title.split(' ')) expect(match(word, title)?.score).toBeGreaterThan(0);
  }
});
