/** Parameters of the address: each reads its own example, refuses nonsense with a sentence, and the help is the same table. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksForDocument, PARAMS, readParams } from './params';

const shipped = ['circuit-breaker', 'api-gateway'];
const read = (query: string) => readParams(query, { shipped });

describe('an address', () => {
  it.each([
    ['', {}],
    ['scenario=api-gateway&seed=42', { scenario: 'api-gateway', seed: 42 }],
    ['t=42.5&speed=max&run=0', { atUs: 42_500_000, speed: 'max', isPlaying: false }],
    ['speed=0.25&run=1', { speed: 0.25, isPlaying: true }],
    ['mode=design&parts=service,cache', { mode: 'design', parts: ['service', 'cache'] }],
    ['pin=nodes.a.settings.workers:10..500,edges.b.policies.timeout.timeoutMs', { pins: [
      { path: 'nodes.a.settings.workers', range: { min: 10, max: 500 } }, { path: 'edges.b.policies.timeout.timeoutMs', range: null },
    ] }],
    ['pin=nodes.a.settings.share:0.25..0.5', { pins: [{ path: 'nodes.a.settings.share', range: { min: 0.25, max: 0.5 } }] }],
    ['seed=4294967295&t=0', { seed: 4_294_967_295, atUs: 0 }],
    ['profile=projector&projector&utm_source=moodle&fbclid=x&v=2', {}],
  ])('"%s" is understood, without a word', (query, wishes) => expect(read(query)).toEqual({ wishes, warnings: [] }));

  it.each([
    'scenario=nothing', 'scenario=', 'scenario=__proto__', 'seed=-1', 'seed=1.5', 'seed=4294967296', 'seed=0x10', 'seed=', 't=-1', 't=1e3',
    't=NaN',
    't=90000', 'speed=0', 'speed=-1', 'speed=fast', 'speed=10001', 'run=yes', 'mode=AUTHOR', 'mode=', 'mode=toString', 'parts=',
    'parts=a,,b',
    'pin=', 'pin=workers', 'pin=nodes.a.settings.b:5..1', 'pin=nodes.a.settings.b:1', 'pin=nodes..b', 'pin=nodes.<b>.c:1..2',
    'parts=<b>', 'profile=beamer', 'seed=1&seed=2',
  ])('with "%s" warns about it and goes on without it', (query) => {
    const { wishes, warnings } = read(`${query}&speed=2`.replace(/^(speed=[^&]*)&speed=2$/, '$1&run=1'));
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(query.split('=')[0]);
    expect(Object.keys(wishes)).toEqual(query.startsWith('speed') ? ['isPlaying'] : ['speed']);
  });

  it('with a misspelt name asks what was meant', () => {
    expect(read('scenarios=x&speeed=2').warnings).toEqual([
      expect.stringContaining('did you mean “scenario”'),
      expect.stringContaining('did you mean “speed”'),
    ]);
  });

  it('never throws, whatever it holds', () => {
    const piece = fc.tuple(fc.constantFrom(...PARAMS.map(({ name }) => name), 'x', '__proto__'), fc.string({ unit: 'binary' }));
    fc.assert(fc.property(fc.array(piece), (pairs) => {
      const { wishes, warnings } = read(new URLSearchParams(pairs).toString());
      expect(wishes).toBeTypeOf('object');
      for (const sentence of warnings) expect(sentence.length).toBeLessThan(250);
    }), { seed: 3, numRuns: 500 });
  });

  it('asks for a document only where it names one or changes it', () => {
    const queries = ['speed=2&run=0&profile=light', 'seed=3', 'mode=watch', 't=3', 'scenario=api-gateway'];
    expect(queries.map((query) => asksForDocument(read(query).wishes)))
      .toEqual([false, true, true, true, true]);
  });
});

describe('the help', () => {
  it.each(PARAMS)('of $name gives an example that works', ({ name, example, text, values }) => {
    expect(example.startsWith(`${name}=`)).toBe(true);
    expect(read(example).warnings).toEqual([]);
    expect(text).toMatch(/\.$/);
    expect(values).not.toBe('');
  });
});
