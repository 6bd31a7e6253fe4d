/** Routes, splits and key caches on their own (DOMAIN.md 4.4 to 4.6). */
import { describe, expect, it } from 'vitest';
import { KeyCache } from './jwks';
import { shareOf } from './limiter';
import { checkRoutes, patternFault, type Precedence, routeOf, RouteTable, type RouteSpec } from './routes';
import { Split } from './split';
import { NEVER, SECOND } from '@/domain/time';
import { TokenFlaw, tokenOf } from '@/domain/token';
import { RunContext } from '@/engine/context';

const rule = (id: string, match: RouteSpec['match'], path: string, beatsPatterns = false): RouteSpec => {
  return { id, match, path, beatsPatterns, to: [{ wire: 'w', weight: 1 }], sticky: false };
};
const TABLE = [
  rule('root', 'prefix', '/'),
  rule('pattern', 'regex', '/foo/[0-9]+'),
  rule('foo', 'prefix', '/foo'),
  rule('exact', 'exact', '/foo/7'),
  rule('static', 'prefix', '/foo/static', true),
  rule('late', 'regex', '.*[.]js'),
];

describe('precedence', () => {
  it.each([
    // path, gateway-api, envoy (list order), nginx
    ['/foo/7', 'exact', 'root', 'exact'],
    ['/foo/8', 'foo', 'root', 'pattern'],
    ['/foo', 'foo', 'root', 'foo'],
    ['/foobar', 'root', 'root', 'foo'],
    ['/foo/8/x', 'foo', 'root', 'pattern'],
    ['/foo/static/a.js', 'static', 'root', 'static'],
    ['/foo/a.js', 'foo', 'root', 'late'],
    ['/bar', 'root', 'root', 'root'],
  ] as const)('%s', (path, api, envoy, nginx) => {
    const found = (['gateway-api', 'envoy', 'nginx'] as const).map((order) => TABLE[routeOf(TABLE, path, order)]?.id);
    expect(found).toEqual([api, envoy, nginx]);
  });

  it('of Envoy is the order of the list, with prefixes by letters and patterns over the whole path', () => {
    const table = TABLE.slice(1);
    const found = ['/foo/7', '/foo/7/x', '/foobar', '/x.js', '/y'].map((path) => table[routeOf(table, path, 'envoy')]?.id);
    expect(found).toEqual(['pattern', 'foo', 'foo', 'late', undefined]);
  });

  it('of Gateway API puts patterns last, in order', () => {
    const table = [rule('one', 'regex', '/a.*'), rule('two', 'regex', '/ab.*'), rule('three', 'prefix', '/abc')];
    expect(['/abc', '/abd', '/x'].map((path) => routeOf(table, path, 'gateway-api'))).toEqual([2, 0, -1]);
  });

  it('prefixes by whole elements, whether or not they end with a slash', () => {
    for (const prefix of ['/foo', '/foo/']) {
      const table = [rule('p', 'prefix', prefix)];
      const fits = ['/foo', '/foo/', '/foo/bar', '/foobar', '/fo'].map((path) => routeOf(table, path, 'gateway-api'));
      expect(fits).toEqual([0, 0, 0, -1, -1]);
    }
  });

  it('is looked up by the index of the path, also for paths that come later', () => {
    const paths = ['/', '/foo/7'];
    const table = new RouteTable(TABLE.slice(1), 'gateway-api' satisfies Precedence, paths);
    expect([table.find(1), table.find(0)]).toEqual([2, -1]);
    paths.push('/a', '/foo');
    expect([table.find(3), table.find(2), table.find(3)]).toEqual([1, -1, 1]);
  });
});

describe('checks of routes', () => {
  it.each([
    [[rule('a', 'regex', '(')], 'The pattern of route "a" is no regular expression.'],
    [[rule('a', 'regex', 'x'.repeat(201))], 'The pattern of route "a" is longer than 200 characters.'],
    [[rule('a', 'exact', '/x'), rule('b', 'exact', '/x')], 'Routes "a" and "b" match the same exact path /x.'],
    [[rule('a', 'exact', '/x'), rule('a', 'exact', '/y')], 'There are two routes called "a".'],
    [[rule('a', 'prefix', 'x')], 'The path of route "a" does not begin with "/".'],
    [[{ ...rule('a', 'prefix', '/'), to: [{ wire: 'w', weight: 0 }] }], 'Route "a" has no target with a weight above 0.'],
    [[{ ...rule('a', 'prefix', '/'), to: [] }], 'Route "a" leads nowhere.'],
  ])('%#: %j', (routes, sentence) => {
    expect(checkRoutes(routes)).toEqual([sentence]);
  });

  it('find nothing wrong with a good table', () => {
    expect(checkRoutes(TABLE)).toEqual([]);
  });

  it.each(['(a+)+', '(a|a)*', '((a+)b)*', '(a*){9}', '(a)\\1', 'a(?=b)', '(?<!a)b', '.*.*.*.*.*'])('refuse %s', (source) => {
    expect(patternFault(source)).not.toBeNull();
  });

  it.each(['/users/[0-9]+', '/(a|b)/x', '/a\\(+', '/[(+*?|]+', '(?:/v1)?/users', '/a{2,3}b?', '(?<name>x)+'])('take %s', (source) => {
    expect(patternFault(source)).toBeNull();
  });
});

describe('split', () => {
  const users = Array.from({ length: 10_000 }, (_, i) => i + 1);
  const sides = (weights: readonly number[], salt = 1): number[] => users.map((user) => new Split(weights, salt).ofUser(user));

  it.each([1, 2, 3])('sends 10 % of 10,000 users to B, ± 1.2 points; salt %d', (salt) => {
    const share = sides([90, 10], salt).filter((side) => side === 1).length / users.length;
    expect(Math.abs(share - 0.1)).toBeLessThan(0.012);
  });

  it('from 10 % to 25 % keeps all of B in B and moves only the needed; the same with B first', () => {
    const changes = [
      [[90, 10], [75, 25], 1],
      [[10, 90], [25, 75], 0],
    ] as const;
    for (const [before, after, b] of changes) {
      const old = sides(before);
      const now = sides(after);
      const left = users.filter((_, i) => old[i] === b && now[i] !== b).length;
      const came = users.filter((_, i) => old[i] !== b && now[i] === b).length;
      expect(left).toBe(0);
      // 15 points, four standard deviations.
      expect(Math.abs(came / users.length - 0.15)).toBeLessThan(0.0143);
    }
  });

  it('salts make experiments independent', () => {
    const one = sides([50, 50], 1);
    const same = sides([50, 50], 2).filter((side, i) => side === one[i]).length;
    expect(Math.abs(same / users.length - 0.5)).toBeLessThan(0.02);
  });

  it('by request: 10 % ± 0.38 points of 100,000; nothing to a weight of 0', () => {
    const stream = new RunContext(1).stream('gateway', 'split');
    const split = new Split([90, 0, 10]);
    const counts = [0, 0, 0];
    for (let i = 0; i < 100_000; i++) {
      const side = split.ofDraw(stream.uniform());
      counts[side] = (counts[side] ?? 0) + 1;
    }
    expect(counts[1]).toBe(0);
    expect(Math.abs((counts[2] ?? 0) / 100_000 - 0.1)).toBeLessThan(0.0038);
  });
});

describe('shares of a limit', () => {
  it('add up to it, and are one at least', () => {
    const spec = { id: 'a', per: 'user', algorithm: 'token-bucket', limit: 10, windowMs: 1000, burst: 4 } as const;
    const parts = [0, 1, 2].map((replica) => shareOf([spec], replica, 3)[0]);
    expect(parts.map((part) => [part?.limit, part?.burst])).toEqual([[4, 2], [3, 1], [3, 1]]);
    expect(shareOf([{ ...spec, limit: 2 }], 2, 3)[0]?.limit).toBe(1);
  });
});

const MINUTE = 60 * SECOND;
const good = tokenOf(1, TokenFlaw.none);

describe('key cache', () => {
  it('on demand: good for 10 minutes, then the next request waits although old keys are there', () => {
    const cache = new KeyCache({ mode: 'on-demand', cacheMs: 600_000 });
    expect([cache.check(good, 0), cache.pauseUs]).toEqual(['wait', NEVER]);
    cache.succeeded([1], 0);
    expect([cache.check(good, 10 * MINUTE - 1), cache.check(good, 10 * MINUTE)]).toEqual(['good', 'wait']);
    cache.failed();
    expect([cache.check(good, 10 * MINUTE), cache.hasKeys, cache.pauseUs]).toEqual(['wait', true, NEVER]);
  });

  it('ahead of time: 5 s early, 1 s after a failure, the last good keys for ever', () => {
    const cache = new KeyCache({ mode: 'async', cacheMs: 600_000 });
    expect(cache.check(good, 0)).toBe('no-keys');
    cache.isFetching = true;
    expect(cache.check(good, 0)).toBe('wait');
    cache.succeeded([1], 0);
    expect(cache.pauseUs).toBe(595 * SECOND);
    cache.failed();
    cache.failed();
    expect([cache.pauseUs, cache.check(good, 1e6 * MINUTE)]).toEqual([SECOND, 'good']);
    cache.forget();
    expect(cache.check(good, 0)).toBe('no-keys');
  });

  it('pushed: every 20 min, after failures 1, 2, 4 ... 60 min, kept for seven days', () => {
    const cache = new KeyCache({ mode: 'pushed', cacheMs: 1_200_000 });
    cache.succeeded([1], 0);
    expect(cache.pauseUs).toBe(20 * MINUTE);
    const pauses = Array.from({ length: 8 }, () => {
      cache.failed();
      return cache.pauseUs / MINUTE;
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    const weekUs = 7 * 24 * 60 * MINUTE;
    expect([cache.check(good, weekUs - 1), cache.check(good, weekUs)]).toEqual(['good', 'no-keys']);
    cache.succeeded([2], weekUs);
    expect([cache.pauseUs, cache.check(good, weekUs)]).toEqual([20 * MINUTE, 'unknown-key']);
  });

  it('looks at time, then audience, then the key, then the signature; the first two need no keys', () => {
    const cache = new KeyCache({ mode: 'on-demand', cacheMs: 600_000 });
    const check = (key: number, flaw: TokenFlaw): string => cache.check(tokenOf(key, flaw), 0);
    expect([check(9, TokenFlaw.expired), check(9, TokenFlaw.audience)]).toEqual(['expired', 'audience']);
    expect(cache.check(0, 0)).toBe('missing');
    cache.succeeded([1], 0);
    expect([check(9, TokenFlaw.forged), check(1, TokenFlaw.forged)]).toEqual(['unknown-key', 'signature']);
    expect(check(1, TokenFlaw.none)).toBe('good');
  });
});
