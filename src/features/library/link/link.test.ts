/** Links: what goes in comes out, whatever else comes in is a sentence, and a bomb is stopped before it bursts. */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo, readFragment } from './address';
import { holdsMoment } from './fragment';
import { fromBase64Url, MAX_PACKED, MAX_UNPACKED, pack, toBase64Url, unpack } from './codec';
import { FIRST_MOMENT, type Moment } from '@/scenario/link';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';

const isDeep = process.env['FAULTLINE_DEEP'] === '1';
const PAGE = 'https://example.org/play/?scenario=x#old';

function base(): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
  if (!reading.ok) throw new Error('the base is wrong');
  return reading.scenario;
}

const moments = fc.record<Moment>({
  atUs: fc.integer({ min: 0, max: 120_000_000 }),
  isPlaying: fc.boolean(),
  speed: fc.constantFrom<Moment['speed']>('max', 0.25, 1, 20),
  camera: fc.option(
    fc.record({ x: fc.integer({ min: -9000, max: 9000 }), y: fc.integer({ min: -900, max: 900 }), zoom: fc.constantFrom(0.5, 1) }),
  ),
  panels: fc.array(fc.constantFrom('story', 'charts', 'inspector'), { maxLength: 5 }),
  focus: fc.constantFrom(null, 'checkout', 'stock'),
});
const scenarios = fc
  .record({
    title: fc.string({ unit: 'grapheme', maxLength: 60 }),
    seed: fc.integer({ min: 0, max: 4_294_967_295 }),
    notes: fc.string({ unit: 'binary', maxLength: 300 }),
  })
  .map((some): Scenario => {
    // Whatever is on the page has been read: control characters, for one, are gone by then.
    const reading = checkScenario({ ...base(), ...some });
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    return reading.scenario;
  });

async function fragmentOf(scenario: Scenario, moment: Moment): Promise<string> {
  const link = await linkTo(PAGE, scenario, moment);
  if (!link.ok) throw new Error(link.message);
  return new URL(link.address).hash;
}

describe('a link', () => {
  it('opens exactly what was shared, from a short address that holds nothing else', async () => {
    const link = await linkTo(PAGE, base(), FIRST_MOMENT);
    expect(link).toMatchObject({ ok: true, isLong: false, address: expect.stringMatching(/^https:\/\/example\.org\/play\/#s=1\.[\w-]+$/) });
    expect(link.ok && link.address.length).toBeLessThan(2000);
  });

  it('carries any scenario and any moment without a change', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(scenarios, moments, async (scenario, moment) => {
        const reading = await readFragment(await fragmentOf(scenario, moment));
        if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
        expect(writeScenario(reading.scenario)).toBe(writeScenario(scenario));
        expect(reading.moment).toEqual(moment);
        count++;
      }),
      { seed: 11, numRuns: isDeep ? 20_000 : 2000 },
    );
    expect(count).toBeGreaterThanOrEqual(2000);
  });

  it('is refused with a sentence when a letter has changed, and never opens as something else', async () => {
    let refused = 0;
    let same = 0;
    const wantedSentence: unknown = expect.stringMatching(/\w{4}/);
    const whole = await fragmentOf(base(), FIRST_MOMENT);
    const start = whole.indexOf('.') + 1;
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: start, max: whole.length - 2 }), fc.nat(63), async (at, letter) => {
        const changed = letters[letter] ?? 'A';
        fc.pre(whole[at] !== changed);
        const reading = await readFragment(whole.slice(0, at) + changed + whole.slice(at + 1));
        const seen = reading.ok
          ? { text: writeScenario(reading.scenario), moment: reading.moment }
          : { problems: reading.problems };
        // A few bits between the end of the packed text and its checksum stand for nothing: then nothing has changed.
        const wanted = reading.ok
          ? { text: writeScenario(base()), moment: FIRST_MOMENT }
          : { problems: [{ path: 'link', message: wantedSentence }] };
        expect(seen).toEqual(wanted);
        if (reading.ok) same++;
        else refused++;
      }),
      { seed: 12, numRuns: isDeep ? 20_000 : 2000 },
    );
    expect(refused).toBeGreaterThan(same * 100);
  });

  it('is refused when it is cut off anywhere, or something hangs on', async () => {
    const whole = await fragmentOf(base(), FIRST_MOMENT);
    for (let length = 1; length < whole.length; length += 16) {
      expect(await readFragment(whole.slice(0, length))).toMatchObject({ ok: false });
    }
    // Whole letters behind the end are a matter of the browser: e2e/files.spec.ts.
    for (const tail of ['====', ' ', '&x=1', '\u0000']) expect(await readFragment(whole + tail)).toMatchObject({ ok: false });
  });

  it.each(['', '#', '#s=', '#s=1', '#s=2.abcd', '#s=1.%%%', '#s=1.YWJj', '#t=1.YWJj', `#s=1.${'A'.repeat(MAX_PACKED + 1)}`])(
    'that reads "%.24s" is answered with a problem',
    async (fragment) => {
      const reading = await readFragment(fragment);
      expect(reading).toMatchObject({ ok: false, problems: [{ path: 'link' }] });
    },
  );

  it('is not offered for what is too large, with the way out', async () => {
    // Digits of a generator do not compress.
    let state = 1;
    const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
    const noise = Array.from({ length: 90_000 }, () => next().toString(36).at(-1)).join('');
    const link = await linkTo(PAGE, { ...base(), notes: noise }, FIRST_MOMENT);
    expect(link).toMatchObject({ ok: false, message: expect.stringContaining('file') });
  });

  it('is told from other fragments', () => {
    expect(['#s=1.x', 's=', '#outline', '', '#share=1'].map(holdsMoment)).toEqual([true, true, false, false, false]);
  });
});

describe('a moment that does not fit', () => {
  const linkOf = async (moment: unknown): Promise<string> => `#s=1.${await pack(JSON.stringify({ scenario: base(), moment }))}`;

  it('costs the moment, not the scenario, and says so', async () => {
    const reading = await readFragment(await linkOf({ atUs: -1, speed: 'warp', what: 1 }));
    expect(reading).toMatchObject({ ok: true, moment: { atUs: 0, isPlaying: false } });
    expect(reading.ok && reading.repairs.map(({ path }) => path).join(' ')).toMatch(/moment\.atUs.*moment/);
  });

  it('is held within the run and its parts', async () => {
    const reading = await readFragment(await linkOf({ atUs: 86_000_000_000, focus: 'nobody' }));
    expect(reading).toMatchObject({ ok: true, moment: { atUs: 120_000_000, focus: null } });
    expect(reading.ok && reading.repairs).toHaveLength(2);
  });

  it('may be missing', async () => {
    const packed = await pack(JSON.stringify({ scenario: base() }));
    expect(await readFragment(`#s=1.${packed}`)).toMatchObject({ ok: true, moment: { atUs: 0 }, repairs: [] });
  });
});

describe('unpacking', () => {
  const packedOf = (bytes: Uint8Array): string => toBase64Url(deflateSync(bytes, { level: 9 }));

  it('is the opposite of packing for any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2000, size: 'max' }), async (text) => {
        expect(await unpack(await pack(text))).toEqual({ ok: true, text });
      }),
      { seed: 13, numRuns: 60 },
    );
  });

  it('is the opposite of packing for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect([...(fromBase64Url(toBase64Url(bytes)) ?? [])]).toEqual([...bytes]);
    }), { seed: 14 });
  });

  it('takes a text of exactly the cap and refuses one byte more', async () => {
    expect(await unpack(packedOf(new Uint8Array(MAX_UNPACKED).fill(97)))).toMatchObject({ ok: true });
    expect(await unpack(packedOf(new Uint8Array(MAX_UNPACKED + 1).fill(97)))).toEqual({ ok: false, failure: 'too-large' });
  });

  it('stops a bomb early', async () => {
    const bomb = packedOf(new Uint8Array(20_000_000));
    expect(bomb.length).toBeLessThan(MAX_PACKED);
    const before = performance.now();
    expect(await unpack(bomb)).toEqual({ ok: false, failure: 'too-large' });
    expect(performance.now() - before).toBeLessThan(500);
  });

  it('refuses bytes that are no text', async () => {
    expect(await unpack(packedOf(Uint8Array.of(0xff, 0xfe, 0x41)))).toEqual({ ok: false, failure: 'not-text' });
  });
});
