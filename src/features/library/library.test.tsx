/** Stills, pictures, gallery, QR codes, tables and the words on saving: each says what the scenario or the run says. */
import { readFileSync } from 'node:fs';
import decodeQR from 'qr/decode.js';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { found } from './dialogs/Gallery';
import { MAX_QR, qrPath } from './dialogs/QrCode';
import { sizeWords } from './dialogs/ImportDialog';
import { paletteFrom } from './picture/palette';
import { Picture } from './picture/Picture';
import { fitted, planOf } from './picture/plan';
import { Thumbnail } from './picture/Thumbnail';
import { csvText, runCsv } from './run-csv';
import { saveWords } from './save/SaveStatus';
import { wished } from './use-arrival';
import { fragmentIn, looksLikeScenario } from './use-incoming';
import { SampleLog } from '../shared/sample-log';
import { seriesCsv } from '@/cli/series';
import { SECOND } from '@/domain/time';
import { faceOf, lookOf } from '@/kinds/faces';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

function load(name: string): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync(`scenarios/${name}.json`, 'utf8')));
  if (!reading.ok) throw new Error(`${name} is wrong`);
  return reading.scenario;
}

const base = load('circuit-breaker/base');
const palette = paletteFrom((token) => `var-${token.slice(2)}`);

describe('a picture', () => {
  const draw = (scenario: Scenario, states = new Map<string, ReturnType<typeof lookOf>>()): string =>
    renderToStaticMarkup(createElement(Picture, { scenario, palette, states, caption: 'seed 7' }));

  it('shows every part by name and every wire, in plain SVG', () => {
    const text = draw(base);
    for (const { name } of Object.values(base.nodes)) expect(text).toContain(`>${name}</text>`);
    expect(text.match(/marker-end/g)).toHaveLength(Object.keys(base.edges).length);
    expect(text).not.toMatch(/foreignObject|<script|<style|<image|href=|\son\w+=/i);
    expect(text).toContain('seed 7');
  });

  it('shows guards and states as words', () => {
    const stock = base.edges['stock'];
    if (!stock) throw new Error('the base has no wire to the stock');
    const guarded = { ...base, edges: { ...base.edges, stock: { ...stock, policies: { timeout: {}, retry: {}, 'circuit-breaker': {} } } } };
    const text = draw(guarded, new Map([['checkout', lookOf(faceOf('service'), 'overloaded')]]));
    expect(text).toMatch(/>timeout, retry \+1</);
    expect(text).toContain('>Overloaded<');
  });

  it('shows hostile names as the text they are', () => {
    const checkout = base.nodes['checkout'];
    if (!checkout) throw new Error('the base has no checkout');
    const nodes = { x: { ...checkout, name: '"><img src=x onerror=1>' } };
    const text = draw({ ...base, title: '</svg><script>alert(1)</script>', nodes, edges: {} });
    expect(text).not.toMatch(/<script|<img/);
  });

  it('has room for all, and for none', () => {
    const { boxes, frame } = planOf(load('api-gateway/base'));
    for (const box of boxes.values()) {
      expect(box.x).toBeGreaterThan(frame.x);
      expect(box.x + box.width).toBeLessThan(frame.x + frame.width);
      expect(box.y + box.height).toBeLessThan(frame.y + frame.height);
    }
    expect(draw({ ...base, nodes: {}, edges: {} })).toContain('<svg');
  });

  it('cuts what is too long', () => {
    expect(fitted('Checkout', 14, 200)).toBe('Checkout');
    expect(fitted('W'.repeat(50), 14, 100)).toMatch(/^W{5,12}…$/);
  });

  it('has a small sister with a mark for each fault and each breaker', () => {
    const text = renderToStaticMarkup(createElement(Thumbnail, { scenario: base }));
    expect(text.match(/library-still-part/g)).toHaveLength(3);
    expect(text.match(/library-still-fault/g)).toHaveLength(1);
    expect(text).not.toContain('library-still-guard');
  });
});

describe('a QR code', () => {
  it('holds the link, as another program reads it', () => {
    for (const length of [40, 800, MAX_QR]) {
      const text = `https://example.org/#s=1.${'aZ9_-'.repeat(MAX_QR).slice(0, length - 25)}`;
      const code = qrPath(text);
      if (!code) throw new Error('no code');
      const scale = 4;
      const side = code.size * scale;
      const pixels = new Uint8Array(side * side * 4).fill(255);
      for (const [, x = '', y = ''] of code.path.matchAll(/M(\d+) (\d+)h/g)) {
        for (let i = 0; i < scale * scale; i++) {
          const at = ((Number(y) * scale + Math.floor(i / scale)) * side + Number(x) * scale + (i % scale)) * 4;
          pixels.fill(0, at, at + 3);
        }
      }
      expect(decodeQR({ width: side, height: side, data: pixels })).toBe(text);
    }
  });

  it('is not drawn where it could not be read', () => expect(qrPath('x'.repeat(MAX_QR + 1))).toBeNull());
});

describe('the table of a run', () => {
  it('is what the command line writes, byte for byte', () => {
    const simulation = new Simulation(base, { isTraced: false });
    const log = new SampleLog(simulation.layout);
    const all: number[] = [];
    for (const seconds of [10, 30]) {
      simulation.advance(seconds * SECOND);
      const { samples } = simulation.frame();
      log.append(samples);
      all.push(...samples);
    }
    expect(log.length).toBeGreaterThan(100);
    expect(runCsv(log)).toBe(seriesCsv(simulation.layout, Float64Array.from(all)));
  });

  it.each([
    ['=1+1', "'=1+1"], ['+x', "'+x"], ['-x', "'-x"], ['@x', "'@x"], ['\tx', "'\tx"], ['\rx', '"\'\rx"'],
    ['a,b', '"a,b"'], ['say "x"', '"say ""x"""'], ['plain', 'plain'],
  ])('guards the cell %j', (text, cell) => expect(csvText(text)).toBe(cell));
});

describe('the gallery', () => {
  const entries = [
    { id: 'a', haystack: ['circuit', 'breaker', 'open'] },
    { id: 'b', haystack: ['breaker', 'registry'] },
  ];
  it.each([
    ['', 'a,b'], ['break', 'a,b'], ['REG break', 'b'], ['reaker', ''], ['open registry', ''], ['  open, ', 'a'],
  ])('finds for "%s": %s', (search, ids) => {
    expect(found(entries, search).map(({ id }) => id).join()).toBe(ids);
  });

  it('tells the size of a scenario', () => expect(sizeWords(base)).toBe('3 parts, 2 wires, 1 fault, 120 s, seed 7'));
});

describe('what is pasted', () => {
  it.each([
    ['https://example.org/p/#s=1.abc', true], ['  https://example.org/#s=1.abc\n', true], ['{ "format": "faultline-scenario" }', true],
    ['{ "format": "faultline-parts" }', false], ['hello', false],
    ['see https://example.org/#s=1.abc', false], ['https://example.org/#top', false],
  ])('%j is taken: %s', (text, isTaken) => expect(looksLikeScenario(text)).toBe(isTaken));

  it('gives up its fragment', () => expect(fragmentIn('https://example.org/p/?x=1#s=1.ab_-')).toBe('#s=1.ab_-'));
});

describe('wishes of an address', () => {
  it('change seed and locks, and nothing else', () => {
    expect(wished(base, {})).toEqual(base);
    const locks = { mode: 'poke', parts: ['cache'] } as const;
    expect(wished(base, { seed: 9, ...locks })).toEqual({ ...base, seed: 9, locks });
  });
});

describe('the word on saving', () => {
  const place = { slot: 'main', isFirst: true };
  it('is one of a few, and never "saved" when it is not', () => {
    expect(saveWords({ status: { kind: 'untouched' }, place })).toBeNull();
    expect(saveWords({ status: { kind: 'saving' }, place })?.label).toBe('Saving…');
    expect(saveWords({ status: { kind: 'saved', atMs: 1 }, place })?.label).toBe('Saved');
    expect(saveWords({ status: { kind: 'saved', atMs: 1 }, place: { slot: 'tab-2', isFirst: false } })?.label).toBe('Saved as a copy');
    expect(saveWords({ status: { kind: 'failed', reason: 'the browser’s storage is full' }, place })).toMatchObject({
      label: 'Not saved', hint: expect.stringMatching(/^The browser’s storage is full\. Export/),
    });
  });
});
