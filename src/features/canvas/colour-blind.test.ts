/**
 * Goal: nobody needs colour to tell two states apart.
 * Method: for each theme and each kind of colour vision, every pair of states that may stand side by side differs in its word, and in
 * its shape wherever the two colours are hard to tell. Dots have no words: a pair of one lane differs in shape where colours are close.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DOT_LOOKS } from './sprites';
import { LOOKS as GOALS } from '../shared/goals/Goals';
import { SORTS } from '../statechart/node-charts';
import { Mark } from '@/engine/trace';
import { LOOKS as PARTS } from '@/kinds/faces';
import { REPLICAS } from '@/kinds/gateway/Face';
import { PODS } from '@/kinds/service/Face';
import { distanceOf, VISIONS } from '@/ui/theme/colour-vision';
import { themeNames } from '@/ui/theme/theme';

const css = readFileSync('src/ui/theme/tokens.css', 'utf8');

/** Colours nearer than this are not told apart at a glance. CIE 1976. */
const CLOSE = 20;

interface Look {
  readonly name: string;
  readonly shape: string;
  readonly token: string;
  readonly word: string;
}

type Looks = Readonly<Record<string, { readonly shape: string; readonly tone: string; readonly word?: string }>>;
const listOf = (looks: Looks): readonly Look[] =>
  Object.entries(looks).map(([name, { shape, tone, word }]) => ({ name, shape, token: `--${tone}-fill`, word: word ?? name }));

/** What may stand side by side. Modes of machines are named by their charts, each in its own words. */
const families: Readonly<Record<string, readonly Look[]>> = {
  parts: listOf(PARTS),
  pods: listOf(PODS),
  replicas: listOf(REPLICAS),
  objectives: listOf(GOALS),
  ...Object.fromEntries(
    Object.entries(SORTS).map(([kind, { looks }]) => [kind, listOf({ usual: { shape: 'circle', tone: 'ok' }, ...looks })]),
  ),
};

/** Requests run along one side of a wire, answers along the other. */
const FORTH: readonly number[] = [Mark.request, Mark.retry];
const dots = Object.entries(DOT_LOOKS).map(([mark, { shape, token, words }]) => {
  return { name: words, shape, token, word: '', lane: FORTH.includes(Number(mark)) };
});

function pairsOf<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((one, i) => list.slice(i + 1).map((other) => [one, other] as const));
}

describe.each(themeNames)('in the theme %s', (theme) => {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  const colourOf = (token: string): string => new RegExp(`${token}: (#[0-9a-f]{6});`).exec(block)?.[1] ?? '';
  const areClose = (a: Look, b: Look): boolean =>
    VISIONS.some((vision) => distanceOf(colourOf(a.token), colourOf(b.token), vision) < CLOSE);

  it.each(Object.keys(families))('the states of %s differ in word, and in shape where their colours are close', (family) => {
    const pairs = pairsOf(families[family] ?? []);
    expect(pairs.length).toBeGreaterThan(0);
    expect(pairs.filter(([a, b]) => a.word === b.word).map(([a, b]) => `${a.name} and ${b.name}`)).toEqual([]);
    // Of one shape and one colour are only states that mean alike, and say their word.
    const alike = pairs.filter(([a, b]) => a.shape === b.shape && a.token !== b.token && areClose(a, b));
    expect(alike.map(([a, b]) => `${a.name} and ${b.name}`)).toEqual([]);
  });

  it('dots of one lane differ in shape where their colours are close', () => {
    const alike = pairsOf(dots).filter(([a, b]) => a.lane === b.lane && a.shape === b.shape && a.token !== b.token && areClose(a, b));
    expect(alike.map(([a, b]) => `${a.name} and ${b.name}`)).toEqual([]);
  });
});

it('sees what is known to be hard: red and green of one lightness, but not blue and yellow', () => {
  expect(distanceOf('#c8503c', '#7d7d1e', 'usual')).toBeGreaterThan(50);
  expect(distanceOf('#c8503c', '#7d7d1e', 'deuteranopia')).toBeLessThan(30);
  expect(distanceOf('#0000ff', '#ffff00', 'deuteranopia')).toBeGreaterThan(100);
});
