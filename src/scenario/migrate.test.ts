/**
 * Migrations: every published step is walked by a test here (the spies at the end see to it), and the machinery itself is tried
 * with made-up versions, because there is only one real version so far.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { assertChain, CURRENT_VERSION, migrate, type Migration, MIGRATIONS, type PlainFile } from './migrate';
import { checkScenario } from './read';
import { writeScenario } from './write';

/** The real steps, each watched. */
const watched = MIGRATIONS.map((step): Migration => ({ ...step, up: vi.fn(step.up) }));

const base: unknown = JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8'));

describe('the published versions', () => {
  it('make a chain without a gap up to the present one', () => {
    expect(() => assertChain(MIGRATIONS, CURRENT_VERSION)).not.toThrow();
  });

  it('leave a file of the present version as it is', () => {
    const moved = migrate(base, watched);
    expect(moved).toEqual({ ok: true, value: base, changes: [] });
    const textOf = (value: unknown): string => {
      const reading = checkScenario(value);
      return reading.ok ? writeScenario(reading.scenario) : JSON.stringify(reading.problems);
    };
    const [before, after] = [textOf(base), textOf(moved.ok ? moved.value : null)];
    expect(after).toBe(before);
    expect(after).toMatch(/"version": 1,/);
  });

  // One frozen file per published version, brought to the newest form by the watched steps.
  const frozen = readdirSync('src/scenario/fixtures').filter((name) => /^version-\d+\.json$/.test(name));
  it.each(frozen)('open %s', (name) => {
    const moved = migrate(JSON.parse(readFileSync(`src/scenario/fixtures/${name}`, 'utf8')), watched);
    expect(moved.ok && checkScenario(moved.value)).toMatchObject({ ok: true, scenario: { version: CURRENT_VERSION } });
  });

  it('have a frozen file each', () => expect(frozen).toHaveLength(CURRENT_VERSION));

  it('refuse a file from the future, and say what to do', () => {
    const moved = migrate({ ...(base as PlainFile), version: CURRENT_VERSION + 1 });
    expect(moved).toMatchObject({ ok: false, problem: { path: 'version', message: expect.stringContaining('newer Faultline') } });
  });
});

describe('a chain of made-up versions', () => {
  // Version 1 wrote the length in seconds, version 2 had no author.
  const steps = (): Migration[] => [
    {
      from: 1,
      text: 'the length is told in milliseconds',
      up: vi.fn(({ durationS, ...rest }: PlainFile) => ({ ...rest, durationMs: Number(durationS) * 1000 })),
    },
    { from: 2, text: 'an author has come in', up: vi.fn((file: PlainFile) => ({ ...file, author: '' })) },
  ];
  const first: PlainFile = Object.freeze({ format: 'x', version: 1, durationS: 90 });

  it('brings the oldest file to the newest form, step by step, and tells each', () => {
    const chain = steps();
    expect(migrate(first, chain, 3)).toEqual({
      ok: true,
      value: { format: 'x', version: 3, durationMs: 90_000, author: '' },
      changes: [
        { path: 'version', message: 'brought from 1 to 2: the length is told in milliseconds' },
        { path: 'version', message: 'brought from 2 to 3: an author has come in' },
      ],
    });
    expect(first).toEqual({ format: 'x', version: 1, durationS: 90 });
    for (const { up } of chain) expect(up).toHaveBeenCalledTimes(1);
  });

  it('walks only the steps that a younger file needs', () => {
    const chain = steps();
    expect(migrate({ version: 2, durationMs: 5 }, chain, 3)).toMatchObject({ value: { version: 3, durationMs: 5 } });
    expect(chain[0]?.up).not.toHaveBeenCalled();
    expect(chain[1]?.up).toHaveBeenCalledTimes(1);
  });

  it('answers a file that breaks a step with a problem, not with an exception', () => {
    const broken: Migration = { from: 1, text: 'x', up: () => { throw new Error('no nodes'); } };
    expect(migrate(first, [broken], 2)).toMatchObject({
      ok: false,
      problem: { path: 'version', message: expect.stringMatching(/from 1 to 2.*no nodes/) },
    });
  });

  it.each([[[]], [[{ from: 2 }]], [[{ from: 1 }, { from: 1 }]], [[{ from: 1 }, { from: 3 }]]])('refuses %j as a chain', (froms) => {
    const chain = (froms as { from: number }[]).map(({ from }) => ({ from, text: 'x', up: (file: PlainFile) => file }));
    expect(() => migrate(first, chain, 3)).toThrow(/steps from versions/);
  });

  it.each([null, 7, 'x', [], {}, { version: 0 }, { version: 1.5 }, { version: '1' }, { version: -1 }, { version: null }])(
    'leaves %j to the schema',
    (value) => {
      const chain = steps();
      expect(migrate(value, chain, 3)).toEqual({ ok: true, value, changes: [] });
      for (const { up } of chain) expect(up).not.toHaveBeenCalled();
    },
  );
});

// Last in this file: whoever adds a step adds a file of the older version above, or this fails.
describe('every published step', () => {
  it('was walked by a test of this file', () => {
    const idle = watched.filter(({ up }) => vi.mocked(up).mock.calls.length === 0).map(({ from }) => from);
    expect(idle).toEqual([]);
    expect(watched).toHaveLength(CURRENT_VERSION - 1);
  });
});
