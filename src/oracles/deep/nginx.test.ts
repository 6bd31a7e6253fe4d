/**
 * Our leaky bucket beside nginx's limit_req. nginx gets requests in real time; ours gets them at the very milliseconds at which
 * nginx says it has judged them, so that a slow machine changes the lists but never the comparison. Recorded lists run always,
 * live ones where nginx (and for frozen time libfaketime) is installed.
 */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Judged, Nginx, type Place, readLog, type Rule, specOf } from './test-nginx';
import { endAll, found, newFolder } from './test-programs';
import { MS } from '@/domain/time';
import { LimitSet } from '@/policies/rate-limit/limit-set';
import { moments, numbers, REFERENCE_MS } from '@/policies/rate-limit/test-script';

const rule = (rate: string, burst: number, held: Rule['held'], per: Rule['per'] = 'global'): Rule => ({ rate, burst, held, per });

const PLACES = [
  { name: 'plain', rules: [rule('10r/s', 0, 'all')] },
  { name: 'meter', rules: [rule('10r/s', 5, 'nodelay')] },
  { name: 'reference', rules: [rule('5r/s', 4, 'nodelay')] },
  { name: 'queue', rules: [rule('10r/s', 5, 'all')] },
  { name: 'stages', rules: [rule('10r/s', 6, 3)] },
  { name: 'minute', rules: [rule('100r/m', 2, 'nodelay')] },
  { name: 'quick', rules: [rule('70r/s', 10, 'nodelay')] },
  { name: 'users', rules: [rule('5r/s', 2, 'nodelay', 'user')] },
  { name: 'pair', rules: [rule('6r/s', 3, 'nodelay', 'user'), rule('9r/s', 4, 'nodelay')] },
  { name: 'queues', rules: [rule('12r/s', 4, 'all', 'user'), rule('20r/s', 6, 'all')] },
] as const satisfies readonly Place[];

const placeOf = (name: string): Place => {
  const place = PLACES.find((one) => one.name === name);
  if (place === undefined) throw new Error(`no place ${name}`);
  return place;
};

/** What both sides say of a request. */
interface Said {
  readonly isIn: boolean;
  /** Of an admitted request, by limit, in 1/1000 requests. */
  readonly excess: readonly number[];
  readonly delayMs: number;
}

const theirs = ({ isIn, excess, delayMs }: Judged): Said => ({
  isIn,
  excess: isIn ? excess.map((requests) => Math.round(requests * 1000)) : [],
  delayMs,
});

/** Ours at the moments of theirs. What `delay=` lets pass at once shortens the wait by its own drain. */
function ours({ rules }: Place, judged: readonly Judged[]): readonly Said[] {
  const set = new LimitSet(rules.map(specOf), 'atomic');
  const [{ held, rate } = rule('1r/s', 0, 'all')] = rules;
  const freeMs = typeof held === 'number' ? (held * 1000) / Number.parseInt(rate, 10) : 0;
  const originMs = judged[0]?.atMs ?? 0;
  return judged.map(({ user, atMs }) => {
    const nowUs = (atMs - originMs) * MS;
    const isIn = set.admit(user, 0, nowUs);
    const delayMs = Math.max(0, set.delayUs / MS - freeMs);
    const excess = rules.map((_, i) => Math.round(set.standing(i, user, 0, nowUs).used * 1000));
    return { isIn, excess: isIn ? excess : [], delayMs };
  });
}

/** Six at once into a queue of 10 r/s, burst 3; nginx 1.22.1 on a busy machine. */
const RECORDED = `
[debug] 1#1: *1 http uri: "/queue"\n[debug] 1#1: *1 http args: "l=1&k=1&n=1"
[debug] 1#1: *1 limit_req[0]: 0 0.000\n[debug] 1#1: *1 event timer add: 7: 75000:4525015
[debug] 1#1: *2 http uri: "/queue"\n[debug] 1#1: *2 http args: "l=1&k=1&n=2"
[debug] 1#1: *2 limit_req[0]: 0 0.680\n[debug] 1#1: *2 event timer add: 7: 68:4450115
[debug] 1#1: *3 http uri: "/queue"\n[debug] 1#1: *3 http args: "l=1&k=1&n=3"
[debug] 1#1: *3 limit_req[0]: 0 1.660\n[debug] 1#1: *3 event timer add: 8: 166:4450215
[debug] 1#1: *4 http uri: "/queue"\n[debug] 1#1: *4 http args: "l=1&k=1&n=4"
[debug] 1#1: *4 limit_req[0]: 0 2.620\n[debug] 1#1: *4 event timer add: 9: 262:4450315
[debug] 1#1: *6 http uri: "/queue"\n[debug] 1#1: *6 http args: "l=1&k=1&n=6"
[debug] 1#1: *6 limit_req[0]: -3 3.490\n[debug] 1#1: *6 event timer add: 12: 75000:4525066
[debug] 1#1: *5 http uri: "/queue"\n[debug] 1#1: *5 http args: "l=1&k=1&n=5"
[debug] 1#1: *5 limit_req[0]: -3 3.370\n[debug] 1#1: *5 event timer add: 11: 75000:4525078`;

describe('limit_req as nginx 1.22.1 logged it', () => {
  it('is what our queue does at the same milliseconds', () => {
    const judged = readLog(RECORDED);
    expect(judged.map(({ atMs }) => atMs - 4_450_015)).toEqual([0, 32, 34, 38, 51, 63]);
    const said = ours({ name: 'queue', rules: [rule('10r/s', 3, 'all')] }, judged);
    expect(said).toEqual(judged.map(theirs));
    expect(said.map(({ delayMs }) => delayMs)).toEqual([0, 68, 166, 262, 0, 0]);
  });
});

const LISTS = [1, 2, 3, 4, 5, 6];
const COUNT = 70;
type Arrivals = readonly (readonly [ms: number, user: number])[];

/** List 0 is a known one: DOMAIN.md 4.1; the others are drawn, with crowds and pauses. */
function arrivalsOf(place: string, list: number): Arrivals {
  const known: Readonly<Record<string, readonly number[]>> = {
    plain: [0, 50, 99, 100, 150, 199, 201],
    meter: [0, 0, 0, 0, 0, 0, 0, 0, 100, 100, 300, 300],
    reference: REFERENCE_MS,
  };
  if (list === 0) return (known[place] ?? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).map((ms) => [ms, 0] as const);
  const draw = numbers(list * 100 + place.length);
  return moments(list * 31 + place.length, 150, COUNT).map((ms) => [ms, draw(3)] as const);
}

describe.each(found('nginx'))('limit_req beside nginx %s', () => {
  const statuses = new Map<number, number>();
  let judged: readonly Judged[] = [];

  beforeAll(async () => {
    const nginx = await Nginx.start(PLACES);
    // All at once: lists have keys of their own and do not meet.
    const jobs = PLACES.flatMap(({ name }) => [0, ...LISTS].map((list) => nginx.askAt(name, list, arrivalsOf(name, list))));
    for (const answers of await Promise.all(jobs)) for (const [serial, status] of answers) statuses.set(serial, status);
    judged = await nginx.judged();
  });
  afterAll(endAll);

  it.each(PLACES)('$name: verdict, excess and wait of every request are ours', ({ name }) => {
    for (const list of [0, ...LISTS]) {
      const asked = judged.filter((one) => one.place === name && one.list === list);
      expect(asked).toHaveLength(arrivalsOf(name, list).length);
      expect(asked.map(({ serial }) => statuses.get(serial))).toEqual(asked.map(({ isIn }) => (isIn ? 200 : 429)));
      expect(ours(placeOf(name), asked)).toEqual(asked.map(theirs));
    }
    const verdicts = new Set(judged.filter(({ place }) => place === name).map(({ isIn }) => isIn));
    expect(verdicts).toEqual(new Set([true, false]));
  });

  it('compares waits that were really held back', () => {
    const held = judged.filter(({ delayMs }) => delayMs > 0);
    for (const { name } of PLACES) {
      const count = held.filter(({ place }) => place === name).length;
      expect([name, count > 10]).toEqual([name, ['queue', 'stages', 'queues'].includes(name)]);
    }
  });
});

/** Where Debian keeps libfaketime; null when it is not installed. */
function fakeTimeLibrary(): string | null {
  const folders = ['/usr/lib', '/usr/lib64'].flatMap((lib) => {
    try {
      return readdirSync(lib).map((name) => join(lib, name, 'faketime'));
    } catch {
      return [];
    }
  });
  const isHere = (folder: string): boolean => {
    try {
      return readdirSync(folder).includes('libfaketime.so.1');
    } catch {
      return false;
    }
  };
  const folder = folders.find(isHere);
  return folder === undefined ? null : join(folder, 'libfaketime.so.1');
}

const library = fakeTimeLibrary();
const EXACT = [
  ['plain', [0, 50, 99, 100, 150, 199, 201], '1001001'],
  ['meter', [0, 0, 0, 0, 0, 0, 0, 0, 100, 100, 300, 300], '111111001011'],
  ['reference', REFERENCE_MS, '11111111110011011101'],
] as const;

describe.each(library === null ? [] : found('nginx'))('limit_req of nginx %s in frozen time', () => {
  let file = '';
  let nginx: Nginx;

  /** Half a millisecond more, lest the library cuts it down to the one before. */
  function freeze(ms: number): void {
    const stamp = new Date(Date.UTC(2031, 0, 1) + ms).toISOString().replace('T', ' ').replace('Z', '5');
    writeFileSync(`${file}.next`, stamp);
    renameSync(`${file}.next`, file);
  }

  beforeAll(async () => {
    file = join(newFolder(), 'now');
    freeze(0);
    const preload = { LD_PRELOAD: library ?? '', FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', TZ: 'UTC' };
    nginx = await Nginx.start(PLACES, preload);
  });
  afterAll(endAll);

  it.each(EXACT)('%s: the list of DOMAIN.md 4.1 to the millisecond', async (name, times, verdicts) => {
    const said: number[] = [];
    for (const ms of times) {
      freeze(10_000 + ms);
      const { status } = await nginx.ask(name, 1, 0);
      said.push(status);
    }
    expect(said.map((status) => (status === 200 ? '1' : '0')).join('')).toBe(verdicts);
    const judged = (await nginx.judged()).filter(({ place }) => place === name);
    const [first] = judged;
    expect(judged.map(({ atMs }) => atMs - (first?.atMs ?? 0))).toEqual(times);
    expect(ours(placeOf(name), judged)).toEqual(judged.map(theirs));
  });
});
