/** Expressions: what is read and refused, and values worked out by hand. The deep suite compares them with promtool. */
import { describe, expect, it } from 'vitest';
import { durationText, readDuration } from './durations';
import { evaluate } from './evaluate';
import { MAX_EXPRESSION, parseExpression } from './parser';
import { compilePattern } from './pattern';
import { type Series, labelsText, labelSet, type SeriesSource } from './series';
import { RandomStream } from '@/engine/chance/random-stream';

type Written = readonly [metric: string, labels: Readonly<Record<string, string>>, samples: readonly (readonly [number, number])[]];

/** Series from (second, value) pairs. */
function source(...written: readonly Written[]): SeriesSource {
  const series = ([, labels, samples]: Written): Series => ({
    labels: labelSet(Object.entries(labels)),
    latest: (atMs) => {
      const found = samples.findLast(([second]) => second * 1000 <= atMs);
      return found && found[0] * 1000 >= atMs - 300_000 ? found[1] : null;
    },
    points: (fromMs, toMs) => {
      const inside = samples.filter(([second]) => second * 1000 >= fromMs && second * 1000 <= toMs);
      return { times: inside.map(([second]) => second * 1000), values: inside.map(([, value]) => value) };
    },
  });
  return { series: (metric) => written.filter(([name]) => name === metric).map(series) };
}

/** `name{labels} value` of every series of the result, or the problem. */
function give(text: string, from: SeriesSource, atS: number): readonly string[] | string {
  const reading = parseExpression(text);
  if (!reading.ok) return `${reading.problem.at}: ${reading.problem.says}`;
  const result = evaluate(reading.expr, from, atS * 1000);
  if (!result.ok) return `${result.problem.at}: ${result.problem.says}`;
  return result.samples.map(({ name, labels, value }) => `${name}${labelsText(labels)} ${value}`);
}

describe('reading', () => {
  it.each([
    ['', 0, 'there is no expression'],
    ['up ==', 5, 'breaks off'],
    ['up = 0', 3, 'written "=="'],
    ['rate(up)', 5, 'rate wants a span such as [5m] behind a metric here, this is series'],
    ['rate(up[1m]', 11, 'a ")" is missing to close rate('],
    ['up[1m]', 0, 'a span has to go into a function'],
    ['up[5]', 3, 'a span such as 5m is missing'],
    ['up[5x]', 3, 'there is no unit "x"'],
    ['up[1s1m]', 3, 'units go from long to short'],
    ['max_over_time(up[5m:1m])', 19, 'is not offered here'],
    ['up ^ 2', 3, 'powers (^) are not offered'],
    ['ln(up)', 0, 'there is no function ln here'],
    ['up offset 5m', 3, '"offset" is not offered'],
    ['up{service="a}', 11, 'a quote is missing'],
    ['up{service=a}', 11, 'a string in quotes'],
    ['up{service~"a"}', 10, '"~" means nothing here'],
    ['up{service > "a"}', 11, 'one of = != =~ !~ is missing'],
    ['up{service=~"a("}', 12, 'a ")" is missing'],
    ['up{service=~"^a"}', 12, 'leave "^" out'],
    ['{service="a"}', 0, 'begin with the name of a metric'],
    ['sum(1)', 4, 'sum takes series, this is a number'],
    ['sum by service (up)', 7, 'a "(" is missing'],
    ['1 and up', 2, '"and" needs series on both sides'],
    ['1 < 2', 2, 'needs "bool"'],
    ['up + bool 1', 5, '"bool" goes with a comparison only'],
    ['up > on(a) 1', 5, 'matching by labels needs series'],
    ['up / on(a) group_left up', 11, '"group_left" is not offered here'],
    ['clamp_min(up)', 0, 'takes 2 arguments, not 1'],
    ['up == 0)', 7, 'has no "(" before it'],
    ['up up', 3, 'an operator is missing before it'],
    ['up # note', 3, 'comments are not read'],
    [`up${' '.repeat(MAX_EXPRESSION)}`, MAX_EXPRESSION, 'at most 1000 characters'],
  ])('refuses %j at character %d', (text, at, says) => {
    const reading = parseExpression(text);
    expect(reading).toMatchObject({ ok: false, problem: { at, says: expect.stringContaining(says) } });
  });

  it('never throws, whatever the text, and names a place inside it', () => {
    const stream = new RandomStream(5, 'test', 'texts');
    const signs = ['(', ')', '{', '}', '[', ']', '-', '==', ',', '"a"', '=~', ' ', '^', '{{', '\\'];
    const pieces = [...signs, 'up', '5m', '1', 'sum', 'by', 'rate', 'or'];
    for (let n = 0; n < 5000; n++) {
      const text = Array.from({ length: 1 + stream.below(12) }, () => pieces[stream.below(pieces.length)]).join('');
      const reading = parseExpression(text);
      if (reading.ok) continue;
      expect(reading.problem.at).toBeGreaterThanOrEqual(0);
      expect(reading.problem.at).toBeLessThanOrEqual(text.length);
    }
  });

  it('goes as deep as a text can be', () => {
    const depth = (MAX_EXPRESSION - 2) / 2;
    expect(parseExpression(`${'('.repeat(depth)}up${')'.repeat(depth)}`).ok).toBe(true);
    expect(parseExpression(`${'-'.repeat(MAX_EXPRESSION - 2)}up`).ok).toBe(true);
  });

  it('reads and writes durations', () => {
    expect(['90s', '1m30s', '2h', '1d', '1w', '1y', '250ms', '0s'].map(readDuration)).toEqual([
      90_000, 90_000, 7_200_000, 86_400_000, 604_800_000, 31_536_000_000, 250, 0,
    ]);
    expect([90_000, 7_200_000, 90_061_001, 250, 0].map(durationText)).toEqual(['1m30s', '2h', '1d1h1m1s1ms', '250ms', '0s']);
  });
});

describe('patterns', () => {
  it('mean what the language’s own regular expressions mean, for the whole value', () => {
    const stream = new RandomStream(3, 'test', 'patterns');
    const parts = ['a', 'b', '.', '.*', 'a+', 'b?', '[ab]', '[^a]', '(a|b)', '(?:ab)*', '(a|ba)+', '|', '\\d', '[a-c]+', '\\.', '()'];
    let matches = 0;
    for (let n = 0; n < 3000; n++) {
      const pattern = Array.from({ length: stream.below(5) }, () => parts[stream.below(parts.length)]).join('');
      const test = compilePattern(pattern);
      const value = Array.from({ length: stream.below(6) }, () => 'abc.1'[stream.below(5)]).join('');
      if (typeof test === 'string') throw new Error(`${pattern}: ${test}`);
      const own = new RegExp(`^(?:${pattern})$`).test(value);
      expect([pattern, value, test(value)]).toEqual([pattern, value, own]);
      matches += +own;
    }
    expect(matches).toBeGreaterThan(300);
  });

  it('take no longer for a pattern that makes others hang', () => {
    const test = compilePattern('(a+)+(a|aa)*b');
    expect(typeof test === 'string' ? test : test('a'.repeat(200))).toBe(false);
  });
});

describe('values', () => {
  // 100 requests a minute, a restart from zero between 30 s and 45 s.
  const counter: Written = ['c', { s: 'a' }, [[0, 100], [15, 125], [30, 150], [45, 20], [60, 45]]];
  const late: Written = ['c', { s: 'b' }, [[30, 0], [45, 30], [60, 60]]];

  it('extrapolates counters to the edges of the span, and not below zero', () => {
    // 25 + 25 + 20 + 25 = 95 in the whole span.
    expect(give('increase(c{s="a"}[1m])', source(counter), 60)).toEqual(['{s="a"} 95']);
    expect(give('rate(c{s="a"}[1m])', source(counter), 60)).toEqual([`{s="a"} ${95 / 60}`]);
    // Both ends lie 5 s inside: 50 over 30 s become 50 over 40 s.
    const steady: Written = ['c', {}, [[15, 1000], [30, 1025], [45, 1050]]];
    expect(give('increase(c[40s])', source(steady), 50)).toEqual([` ${50 * (40 / 30)}`]);
    // It was zero at 30 s: nothing is added before, 60 stay 60 though the span is 60 s long.
    expect(give('increase(c{s="b"}[1m])', source(late), 60)).toEqual(['{s="b"} 60']);
    // A gauge may fall: 45 - 100.
    expect(give('delta(c{s="a"}[1m])', source(counter), 60)).toEqual(['{s="a"} -55']);
    expect(give('rate(c[10s])', source(counter, late), 60)).toEqual([]);
  });

  it('looks back five minutes and no further', () => {
    expect(give('c', source(counter), 360)).toEqual(['c{s="a"} 45']);
    expect(give('c', source(counter), 360.001)).toEqual([]);
    expect(give('absent(c{s="a", t!="x"})', source(counter), 400)).toEqual(['{s="a"} 1']);
  });

  it('finds quantiles between the bounds of buckets by proportion', () => {
    const bucket = (le: string, count: number): Written => ['d_bucket', { le }, [[0, count]]];
    const buckets = source(bucket('0.1', 50), bucket('0.5', 90), bucket('+Inf', 100));
    expect(give('histogram_quantile(0.5, d_bucket)', buckets, 0)).toEqual([' 0.1']);
    expect(give('histogram_quantile(0.7, d_bucket)', buckets, 0)).toEqual([' 0.30000000000000004']);
    expect(give('histogram_quantile(0.25, d_bucket)', buckets, 0)).toEqual([' 0.05']);
    // Above the last bound nothing is known but the bound.
    expect(give('histogram_quantile(0.99, d_bucket)', buckets, 0)).toEqual([' 0.5']);
    expect(give('histogram_quantile(0.9, d_bucket{le!="+Inf"})', buckets, 0)).toEqual([' NaN']);
  });

  it('keeps a series in a filter, and makes a nameless one of arithmetic', () => {
    const world = source(['x', { s: 'a' }, [[0, 3]]], ['x', { s: 'b' }, [[0, 8]]], ['y', { s: 'b' }, [[0, 2]]]);
    expect(give('x > 5', world, 0)).toEqual(['x{s="b"} 8']);
    expect(give('x > bool 5', world, 0)).toEqual(['{s="a"} 0', '{s="b"} 1']);
    expect(give('x / y', world, 0)).toEqual(['{s="b"} 4']);
    expect(give('x - 2 * 3 + 1', world, 0)).toEqual(['{s="a"} -2', '{s="b"} 3']);
    expect(give('sum(x) - on() sum(y)', world, 0)).toEqual([' 9']);
    expect(give('x unless y or y', world, 0)).toEqual(['x{s="a"} 3', 'y{s="b"} 2']);
    expect(give('x / 0 > 1', world, 0)).toEqual(['{s="a"} Infinity', '{s="b"} Infinity']);
    expect(give('x * NaN == x * NaN', world, 0)).toEqual([]);
  });

  it('refuses a match of several with one, at the operator', () => {
    const world = source(['x', { s: 'a', k: '1' }, [[0, 3]]], ['x', { s: 'a', k: '2' }, [[0, 8]]], ['y', { s: 'a' }, [[0, 2]]]);
    expect(give('x / on(s) y', world, 0)).toBe('2: two series on the left of "/" match the same one');
    expect(give('y / on(s) x', world, 0)).toBe('2: two series on the right of "/" match the same one');
    expect(give('abs(x) or -x', world, 0)).toEqual(['{k="1", s="a"} 3', '{k="2", s="a"} 8']);
  });
});
