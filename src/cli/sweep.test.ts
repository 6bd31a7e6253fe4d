/** `sweep` from its options to its bytes: what it reads, that threads and shards change nothing, and its sentences. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseAxis, parseShard } from './sweep-options';
import { type Outcome, run } from './test-io';
import type { Band } from '@/simulation/sweep';

const BASE = 'scenarios/circuit-breaker/base.json';
const PATCH = 'scenarios/circuit-breaker/with-breaker.patch.json';
const WORKERS = 'nodes.checkout.settings.workers';
const VARY = ['--vary', `${WORKERS}=40,100`, '--vary', 'edges.stock.settings.latencyMs=1..3:2'];
const METRICS = ['--metric', 'totals.latencyMs.p99', '--metric', 'nodes.checkout.queue.max'];
const SMALL = [BASE, ...VARY, ...METRICS, '--seeds', '1..3', '--until', '23s'];

interface Result {
  readonly sweep: string;
  readonly shard: string | null;
  readonly cells: readonly {
    readonly settings: Readonly<Record<string, number>>;
    readonly figures: Readonly<Record<string, Band>>;
  }[];
  readonly runs: readonly {
    readonly cell: number;
    readonly seed: number;
    readonly values: readonly number[];
    readonly fingerprint: string;
  }[];
}

/** The figures of a report that are looked at. */
interface Simulated {
  readonly fingerprint: string;
  readonly totals: { readonly latencyMs: { readonly p99: number } };
  readonly nodes: Readonly<Record<string, { readonly queue: { readonly max: number } }>>;
}
const resultOf = ({ out }: Outcome): Result => JSON.parse(out) as Result;

describe('sweep', () => {
  it('reads what simulate reports for the same settings and seed', async () => {
    const { code, ...outcome } = await run(['sweep', ...SMALL, '--json']);
    expect(code).toBe(0);
    const { cells, runs } = resultOf({ code, ...outcome });
    const grid = [
      [40, 1],
      [40, 3],
      [100, 1],
      [100, 3],
    ];
    expect(cells.map(({ settings }) => settings)).toEqual(
      grid.map(([workers, latency]) => ({ [WORKERS]: workers, 'edges.stock.settings.latencyMs': latency })),
    );
    const { cell, seed, values, fingerprint } = runs[7]!;
    expect({ cell, seed }).toEqual({ cell: 2, seed: 2 });
    const sets = ['--set', `${WORKERS}=100`, '--set', 'edges.stock.settings.latencyMs=1'];
    const alone = await run(['simulate', BASE, ...sets, '--seed', '2', '--until', '23s', '--json']);
    const report = JSON.parse(alone.out) as Simulated;
    expect({ values, fingerprint }).toEqual({
      values: [report.totals.latencyMs.p99, report.nodes['checkout']!.queue.max],
      fingerprint: report.fingerprint,
    });
    const three = runs.filter((one) => one.cell === 2).map((one) => one.values[1]!);
    expect(cells[2]!.figures['nodes.checkout.queue.max']).toMatchObject({
      mean: three.reduce((a, b) => a + b) / 3,
      min: Math.min(...three),
      max: Math.max(...three),
      runs: 3,
    });
  });

  it('prints a table and writes a spreadsheet of the same figures', async () => {
    const [json, text] = [await run(['sweep', ...SMALL, '--json']), await run(['sweep', ...SMALL, '--csv', 'out.csv'])];
    expect(text.out).toContain('4 combinations with 3 seeds each');
    expect(text.out).toMatch(/workers +edges\.stock\.settings\.latencyMs +mean +95 % +min +max +runs\n +40 +1 +[\d,.]+ ms +±/);
    const lines = text.written.get('out.csv')!.trimEnd().split('\n');
    expect(lines[0]).toBe(`${WORKERS},edges.stock.settings.latencyMs,metric,mean,half95,min,max,runs,missing`);
    expect(lines).toHaveLength(1 + 4 * 2);
    const { mean, half, min, max } = resultOf(json).cells[0]!.figures['totals.latencyMs.p99']!;
    expect(lines[1]).toBe(`40,1,totals.latencyMs.p99,${mean},${half},${min},${max},3,0`);
  });

  it('adds shards up to the very bytes of the whole', async () => {
    const whole = await run(['sweep', ...SMALL, '--json']);
    const shards: Record<string, string> = {};
    for (const index of [1, 2, 3, 4, 5]) {
      const { code, out } = await run(['sweep', ...SMALL, '--shard', `${index}/5`]);
      expect(code).toBe(0);
      shards[`${index}.json`] = out;
    }
    expect((JSON.parse(shards['5.json']!) as Result).runs).toHaveLength(2);
    const names = Object.keys(shards).toReversed();
    const merged = await run(['sweep', '--merge', ...names, '--json'], shards);
    expect(merged).toMatchObject({ code: 0, out: whole.out, err: [] });
    expect((await run(['sweep', '--merge', ...names.slice(1)], shards)).err[0]).toMatch(
      /^faultline: --merge: 2 of 12 runs are missing, the first is nodes\.checkout\.settings\.workers=40 .* with seed 2: name/,
    );
    const other = shards['2.json']!.replace('"seeds": [1,2,3]', '"seeds": [1,2,4]');
    const strange = await run(['sweep', '--merge', '1.json', 'x.json'], { ...shards, 'x.json': other });
    expect(strange.err[0]).toContain('--merge: x.json is of another sweep than 1.json');
  });

  it('measures what the file asks for, and changes of mode', async () => {
    const calls = 'edges.stock.policies.circuit-breaker.minimumCalls=10,20';
    const args = [BASE, '--patch', PATCH, '--vary', calls, '--seeds', '1,2'];
    const metrics = ['transitions.stock.open.count', 'transitions.stock.closed.firstMs'].flatMap((metric) => ['--metric', metric]);
    const { code, err, out } = await run(['sweep', ...args, ...metrics, '--until', '40s', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    const [first] = (JSON.parse(out) as Result).cells;
    expect(first!.figures['transitions.stock.open.count']!.mean).toBeGreaterThan(0);
    expect(first!.figures['transitions.stock.closed.firstMs']).toMatchObject({ runs: 0, missing: 2, mean: null });
  });
});

describe('options of sweep', () => {
  it('reads lists, ranges and words', () => {
    expect(parseAxis('a.b=1,2,5')).toEqual({ path: 'a.b', values: [1, 2, 5] });
    expect(parseAxis('a=10..40:10')).toEqual({ path: 'a', values: [10, 20, 30, 40] });
    expect(parseAxis('a=0.1..0.5:0.2,7')).toEqual({ path: 'a', values: [0.1, 0.3, 0.5, 7] });
    expect(parseAxis('a=random,true,-1..1')).toEqual({ path: 'a', values: ['random', true, -1, 0, 1] });
    expect(parseShard('2/5')).toEqual({ index: 2, of: 5 });
  });

  const M = ['--metric', 'totals.failed'];
  it.each([
    [[], 'faultline: sweep: name a scenario file'],
    [[BASE], 'faultline: --vary: name at least one setting'],
    [[BASE, '--vary', 'workers'], 'faultline: --vary: “workers” is no PATH=VALUES'],
    [[BASE, '--vary', 'a=1,,2'], 'faultline: --vary: “a=1,,2” has an empty value'],
    [[BASE, '--vary', 'a=5..1'], 'faultline: --vary: “5..1” must rise'],
    [[BASE, '--vary', 'a=1..5:0'], 'faultline: --vary: “1..5:0” needs a step above 0'],
    [[BASE, '--vary', 'seed=1..5', ...M], 'faultline: --vary: the seed is not a setting'],
    [[BASE, '--vary', `${WORKERS}=1`, '--vary', `${WORKERS}=2`, ...M], `faultline: --vary: “${WORKERS}” stands twice`],
    [[BASE, '--vary', `${WORKERS}=1`], 'faultline: --metric: name at least one figure'],
    [[BASE, '--vary', `${WORKERS}=1`, '--metric', 'totals.fialed'], 'faultline: --metric: the report has no figure “totals.fialed”'],
    [[BASE, '--vary', 'nodes.chekout.state=1', ...M], 'faultline: --vary nodes.chekout.state=1: nodes.chekout: there is no node'],
    [[BASE, '--vary', `${WORKERS}=-5`, ...M], `faultline: --vary ${WORKERS}=-5: ${WORKERS}: `],
    [[BASE, '--vary', `${WORKERS}=1..900`, '--seeds', '1..900', ...M], 'faultline: --vary: this makes 810000 runs'],
    [[BASE, '--vary', `${WORKERS}=1`, ...M, '--shard', '6/5'], 'faultline: --shard: “6/5” is no share'],
    [[BASE, '--vary', `${WORKERS}=1`, ...M, '--jobs', '0'], 'faultline: --jobs: “0” is no number of threads'],
    [['--merge'], 'faultline: --merge: name the files to add up'],
    [['--merge', BASE], `faultline: --merge: ${BASE} is no result of a sweep`],
    [['--merge', 'a.json', '--seeds', '1'], 'faultline: --seeds: does not go with --merge'],
    [['gone.json', '--vary', 'a=1', ...M], 'gone.json: file: there is no such file'],
  ])('2 for %j', async (args, sentence) => {
    const { code, out, err } = await run(['sweep', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err[0]).toContain(sentence);
  });
});

describe('as a process', () => {
  const cli = ['src/tooling/cli.mjs', 'sweep'];

  it('gives the same bytes with one thread and with several', async () => {
    const here = await run(['sweep', ...SMALL, '--json']);
    for (const jobs of ['1', '3']) {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [...cli, ...SMALL, '--json', '--jobs', jobs]);
      expect({ stdout, stderr }).toEqual({ stdout: here.out, stderr: '' });
    }
  });

  it('ends at once when it is interrupted', async () => {
    const args = [BASE, '--vary', `${WORKERS}=10..900:10`, '--metric', 'totals.failed', '--seeds', '1..100', '--jobs', '2'];
    const child = spawn(process.execPath, [...cli, ...args], { stdio: 'ignore' });
    await once(child, 'spawn');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([null, 'SIGINT']);
  });
});
