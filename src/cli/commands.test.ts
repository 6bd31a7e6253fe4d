/** `compare`, `check`, `schema`, help, and the command line as a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { shippedFiles, sourceOf } from './check';
import { figure, table } from './table';
import { run } from './test-io';
import type { Report } from '@/simulation/report';

const FOLDER = 'scenarios/circuit-breaker';
const BASE = `${FOLDER}/base.json`;
const PATCH = `${FOLDER}/with-breaker.patch.json`;

describe('compare', () => {
  it('shows what differs, and how much', async () => {
    const { code, out } = await run(['compare', BASE, `${BASE}+${PATCH}`, '--seed', '3']);
    expect(code).toBe(0);
    expect(out).toContain(`B  ${BASE}+${PATCH}: One slow service takes down another`);
    expect(out).toContain('seed 3 for both');
    expect(out).toMatch(/nodes\.checkout\.queue\.max +1\d,\d{3} +\d{1,3} +-1\d,\d{3} \(-\d+(\.\d)? %\)/);
    expect(out).toMatch(/edges\.stock\.breaker\.state +- +open/);
    expect(out).toMatch(/transitions\.checkout pod 1 to crashLoopBackOff +\d +0/);
  });

  it('gives both reports and all differences as JSON', async () => {
    const { code, out } = await run(['compare', BASE, '--patch-b', PATCH, '--until', '40s', '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(out) as {
      seed: number;
      a: Report;
      b: Report;
      differences: { figure: string; a: number; b: number; change: number }[];
    };
    expect(result.seed).toBe(7);
    expect(result.a.totals.arrived).toBe(result.b.totals.arrived);
    const queue = result.differences.find(({ figure: name }) => name === 'nodes.checkout.queue.max');
    expect(queue?.change).toBe((queue?.b ?? 0) - (queue?.a ?? 0));
    expect(queue?.a).toBe(result.a.nodes['checkout']?.queue.max);
  });

  it('says so when nothing differs', async () => {
    expect((await run(['compare', BASE, BASE, '--until', '1s'])).out).toContain('Both runs are the same in every figure.');
  });

  it.each([
    [[], 'faultline: compare: name two scenarios, A and B, each FILE or FILE+PATCH'],
    [[BASE], 'faultline: compare: name a second scenario, or a patch for it with --patch-b'],
    [[BASE, BASE, BASE], `faultline: compare: takes two scenarios, but there is more: leave out ${BASE}`],
    [['-', '-'], 'faultline: -: standard input can be read once only: name a file for the other'],
    [[BASE, `${BASE}+gone.json`], 'gone.json: file: there is no such file or folder: check the path'],
    [[BASE, BASE, '--patch', PATCH], expect.stringContaining('--patch: there is no such option (did you mean “--patch-b”?)')],
  ])('2 for %j', async (args, sentence) => {
    expect(await run(['compare', ...args])).toMatchObject({ code: 2, out: '', err: [sentence] });
  });
});

describe('check', () => {
  it('takes all that is shipped when no file is named', () => {
    const tree: Readonly<Record<string, string[]>> = { scenarios: ['a', 'b'], 'scenarios/a': ['base.json', 'notes.md', 'x.patch.json'] };
    expect(shippedFiles({ list: (folder) => tree[folder] ?? [] })).toEqual(['scenarios/a/base.json', 'scenarios/a/x.patch.json']);
  });

  // The whole course takes minutes: that is `npm run check`.
  it('passes bases and parts, patches on the base beside them', async () => {
    const parts = ['operator', 'rate-limits', 'registry-consul'].map((name) => `scenarios/parts/${name}.json`);
    const { code, out, err } = await run(['check', BASE, PATCH, ...parts]);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    const lines = out.trimEnd().split('\n');
    expect(lines).toContain(`ok      ${BASE}  valid, 1 seed, no objectives, not stopped, invariants hold`);
    expect(lines.some((line) => line.includes(PATCH))).toBe(true);
    expect(lines.at(-1)).toBe(`${lines.length - 1} passed, 0 failed`);
  });

  it('fails a wrong file, and tells of objectives', async () => {
    const goals = JSON.stringify({
      objectives: [
        ['queue', 'nodes.checkout.queue.max'],
        ['lost', 'totals.failed'],
      ].map(([id, metric]) => ({ id, text: '', metric, is: '<=', limit: 500 })),
      durationMs: 30_000,
    });
    const files = { 'bad.json': '{"format":"faultline-scenario"}', [`${FOLDER}/goal.patch.json`]: goals };
    const { code, out, err } = await run(['check', 'bad.json', `${FOLDER}/goal.patch.json`, '--seeds', '1..2'], files);
    expect(code).toBe(1);
    expect(out).toBe(
      'FAILED  bad.json  not valid: 3 problems\n' +
        `ok      ${FOLDER}/goal.patch.json  valid, 2 seeds, objectives 1 of 2 met, missed: queue, not stopped, invariants hold\n` +
        '1 passed, 1 failed\n',
    );
    expect(err).toHaveLength(3);
    expect(err).toContain('bad.json: title: is missing: it must be a text');
  });

  it('puts a patch on the file of its own name first', () => {
    const isFile = (path: string): boolean => path === 'x/lab-1.json';
    expect(sourceOf({ isFile }, 'x/lab-1.reference.patch.json')).toEqual({
      file: 'x/lab-1.json',
      patches: ['x/lab-1.reference.patch.json'],
      sets: [],
    });
    expect(sourceOf({ isFile }, 'x/q1-a.patch.json').file).toBe('x/base.json');
    expect(sourceOf({ isFile }, 'x/lab-1.json')).toEqual({ file: 'x/lab-1.json', patches: [], sets: [] });
  });

  it.each([
    ['2..1', 'faultline: --seeds: “2..1” must rise, and name at most 10000 seeds: write it like 1..20'],
    ['1..99999', 'faultline: --seeds: “1..99999” must rise, and name at most 10000 seeds: write it like 1..20'],
    ['x', 'faultline: --seeds: “x” is no seed: write a whole number from 0 to 4294967295'],
  ])('2 for --seeds %s', async (seeds, sentence) => {
    expect(await run(['check', '--seeds', seeds])).toMatchObject({ code: 2, err: [sentence] });
  });
});

describe('the other commands', () => {
  it('help is asked for, or a command is missing or misspelt', async () => {
    for (const args of [['help'], ['--help'], ['simulate', '--help']]) {
      const { code, out } = await run(args);
      expect(code).toBe(0);
      expect(out).toContain('Exit codes: 0 well');
    }
    const list = 'there are simulate, compare, check, schema, format, sweep and help';
    expect(await run([])).toMatchObject({ code: 2, out: '', err: [`faultline: name a command; ${list}`] });
    expect(await run(['simulat'])).toMatchObject({
      code: 2,
      err: [`faultline: there is no command “simulat” (did you mean “simulate”?); ${list}`],
    });
  });

  it('schema prints what --write would write', async () => {
    const printed = await run(['schema']);
    const { code, written } = await run(['schema', '--write']);
    expect(code).toBe(0);
    expect(written.get('public/schema/faultline-scenario.v1.json')).toBe(printed.out);
  });
});

describe('text for people', () => {
  it('groups thousands and keeps two or three digits', () => {
    expect([0, 7, 1234567, 0.123, 0.999, 12.34, 99.96, 999.5, 1234.5, -1234567, -0.001, NaN].map(figure)).toEqual([
      '0',
      '7',
      '1,234,567',
      '0.12',
      '1.00',
      '12.3',
      '100.0',
      '1,000',
      '1,235',
      '-1,234,567',
      '0.00',
      'NaN',
    ]);
  });

  it('stands in columns', () => {
    expect(
      table(
        [
          ['id', 'n', 'word'],
          ['long-id', '1,000', 'a'],
        ],
        [2],
      ),
    ).toEqual(['  id           n  word', '  long-id  1,000  a']);
  });
});

describe('as a process', () => {
  const cli = ['src/tooling/cli.mjs', 'simulate'];

  it('gives the same bytes as this one, twice', async () => {
    const args = [BASE, '--json', '--until', '5s'];
    const { stdout: first, stderr } = await promisify(execFile)(process.execPath, [...cli, ...args]);
    const { stdout: second } = await promisify(execFile)(process.execPath, [...cli, ...args]);
    expect(first).toBe((await run(['simulate', ...args])).out);
    expect(second).toBe(first);
    expect(stderr).toBe('');
  });

  it('takes a file from a pipe and fills one to the last byte', async () => {
    const nodes = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`idle-${i}`, { kind: 'service' }]));
    const child = spawn(process.execPath, [...cli, '-', '--json'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify({ format: 'faultline-scenario', version: 1, title: 'Wide', durationMs: 1000, nodes }));
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      // A slow reader: the pipe is full again and again.
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), 2);
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(0);
    expect(text.length).toBeGreaterThan(500_000);
    expect(Object.keys((JSON.parse(text) as Report).nodes)).toHaveLength(1500);
  });

  it('reports problems on standard error alone, and the code to the shell', async () => {
    const failure: unknown = await promisify(execFile)(process.execPath, [...cli, BASE, '--until', '5']).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--until: “5” has no unit') });
  });
});
