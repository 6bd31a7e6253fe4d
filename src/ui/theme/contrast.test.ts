/**
 * Goal: no theme can slip below its contrast floor.
 * Method: parse the tokens, compute the WCAG ratio of every pair the components use. Text 4.5 (projector 7), lines and
 * symbols 3 (projector 4.5): RELIABILITY.md, 4.1.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrastOf } from './contrast';
import { themeFrom, themeNames, type ThemeName } from './theme';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(theme: ThemeName): Map<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

const surfaces = ['surface-canvas', 'surface-bar', 'surface-raised', 'surface-hover', 'surface-overlay'];
const tones = ['ok', 'warn', 'bad', 'idle', 'info'];

const textPairs: readonly (readonly [string, string])[] = [
  ...surfaces.flatMap((surface) => ['text', 'text-muted', 'accent', ...tones].map((text) => [text, surface] as const)),
  ...['text', 'text-muted'].flatMap((text) => ['surface-sunken', 'surface-pressed'].map((surface) => [text, surface] as const)),
  ...tones.flatMap((tone) => [[tone, `${tone}-soft`], ['text', `${tone}-soft`]] as const),
  ['accent', 'accent-soft'], ['text', 'accent-soft'],
  ['on-accent', 'accent-fill'], ['on-accent', 'accent-fill-hover'], ['text-inverse', 'surface-inverse'],
  ['chart-axis', 'surface-bar'],
];

const solidText: readonly (readonly [string, string])[] =
  ['ok', 'warn', 'bad', 'idle'].map((tone) => ['on-fill', `${tone}-fill`]);

const symbolPairs: readonly (readonly [string, string])[] = [
  ...surfaces.flatMap((surface) => ['line-strong', 'focus'].map((line) => [line, surface] as const)),
  ...tones.flatMap((tone) => ['surface-sunken', 'surface-raised', 'surface-canvas'].map((s) => [`${tone}-fill`, s] as const)),
  ...[1, 2, 3, 4, 5, 6].map((index) => [`series-${index}`, 'surface-bar'] as const),
  ['series-ghost', 'surface-bar'], ['wire', 'surface-canvas'], ['playhead', 'surface-bar'],
];

describe.each(themeNames)('theme %s', (theme) => {
  const tokens = tokensOf(theme);
  const isProjector = theme === 'projector';
  const tooPale = (pairs: readonly (readonly [string, string])[], floor: number): string[] =>
    pairs.flatMap(([front, back]) => {
      const ratio = contrastOf(tokens.get(front) ?? `no ${front}`, tokens.get(back) ?? `no ${back}`);
      return ratio >= floor ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
    });

  test('text stands out from every surface it is written on', () => {
    expect(tooPale([...textPairs], isProjector ? 7 : 4.5)).toEqual([]);
  });

  test('words on solid state colours can be read', () => {
    expect(tooPale(solidText, isProjector ? 7 : 4.5)).toEqual([]);
  });

  test('lines, bars and symbols stand out', () => {
    expect(tooPale([...symbolPairs], isProjector ? 4.5 : 3)).toEqual([]);
  });
});

test('every theme gives a value to the same colours', () => {
  const names = (theme: ThemeName): string[] => [...tokensOf(theme).keys()].filter((name) => tokensOf('dark').has(name)).sort();
  expect(names('light')).toEqual([...tokensOf('dark').keys()].sort());
  expect(names('projector')).toEqual([...tokensOf('dark').keys()].sort());
});

test('no text on the wall is below 2.2 % of its height', () => {
  const sizes = [...tokensOf('projector')].filter(([name]) => /^text-(xs|sm|md|lg|xl|2xl|3xl)$/.test(name));
  expect(sizes).toHaveLength(7);
  for (const [, size] of sizes) expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(2.2);
});

test('the ratio agrees with the known pairs', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrastOf('#0072b2', '#ffffff')).toBeCloseTo(5.19, 2);
  expect(() => contrastOf('red', '#ffffff')).toThrow('not a six-digit hex colour');
});

test('the address wins over the memory, and unknown words are ignored', () => {
  expect(themeFrom('?profile=projector', 'light')).toBe('projector');
  expect(themeFrom('?projector', null)).toBe('projector');
  expect(themeFrom('?seed=4', 'light')).toBe('light');
  expect(themeFrom('?profile=neon', 'mauve')).toBe('dark');
});
