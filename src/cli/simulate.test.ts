/** `simulate`: the story of exercise 3 in figures, the contract of its output, and a sentence for every slip. */
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './simulate';
import { run } from './test-io';
import { SAMPLE_NODE_COLUMNS, SAMPLE_WIRE_COLUMNS } from '@/simulation/layout';
import type { Report } from '@/simulation/report';

const BASE = 'scenarios/circuit-breaker/base.json';
const PATCH = 'scenarios/circuit-breaker/with-breaker.patch.json';

async function report(...args: readonly string[]): Promise<Report> {
  const { code, out, err } = await run(['simulate', BASE, '--json', ...args]);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  return JSON.parse(out) as Report;
}

describe('the story (COURSE.md 3)', () => {
  it.each([7, 1, 2])('seed %d: 60 s after the slowdown 10,000 wait, then checkout runs out of memory', async (seed) => {
    const early = await report('--until', '80s', '--seed', String(seed));
    expect(early.simulatedMs).toBe(80_000);
    expect(Math.abs((early.nodes['checkout'] as Report['nodes'][string]).queue.max / 10_000 - 1)).toBeLessThan(0.05);
    expect(early.transitions.filter(({ where }) => where === 'checkout')).toEqual([]);
    const whole = await report('--seed', String(seed));
    const crash = whole.transitions.find(({ where }) => where === 'checkout');
    expect(crash).toMatchObject({ to: 'crashLoopBackOff', why: expect.stringContaining('out of memory') });
    expect(whole.totals.failedBy['out-of-memory']).toBeGreaterThan(10_000);
  });

  it('with the breaker nothing crashes and nothing is lost', async () => {
    const { nodes, totals, edges, transitions } = await report('--patch', PATCH);
    expect(nodes['checkout']?.queue.max).toBeLessThan(500);
    expect(totals.failed).toBe(0);
    expect(edges['stock']?.breaker?.rejected).toBeGreaterThan(10_000);
    expect(transitions.map(({ to }) => to)).not.toContain('crashLoopBackOff');
  });
});

describe('--json', () => {
  it('has the shape of the contract (DESIGN.md 5)', async () => {
    const result = await report('--until', '30s', '--patch', PATCH);
    expect(Object.keys(result)).toEqual([
      'scenario',
      'seed',
      'simulatedMs',
      'events',
      'fingerprint',
      'totals',
      'nodes',
      'edges',
      'transitions',
      'cost',
      'objectives',
      'stopped',
    ]);
    const spans = {
      count: expect.any(Number),
      mean: expect.any(Number),
      p50: expect.any(Number),
      p95: expect.any(Number),
      p99: expect.any(Number),
      max: expect.any(Number),
    };
    const level = { mean: expect.any(Number), max: expect.any(Number) };
    expect(result.totals).toMatchObject({
      arrived: expect.any(Number),
      completed: expect.any(Number),
      failed: 0,
      failedBy: {},
      latencyMs: spans,
    });
    expect(result.nodes['checkout']).toMatchObject({
      kind: 'service',
      arrived: expect.any(Number),
      completed: expect.any(Number),
      failed: 0,
      failedBy: {},
      latencyMs: spans,
      waitMs: spans,
      queue: level,
      busy: level,
      utilization: expect.any(Number),
      memoryMb: { max: expect.any(Number) },
      state: expect.any(String),
    });
    expect(result.edges['stock']).toMatchObject({
      sent: expect.any(Number),
      succeeded: expect.any(Number),
      failed: 0,
      latencyMs: spans,
      breaker: { state: expect.any(String), rejected: expect.any(Number) },
    });
    expect(result.transitions[0]).toEqual({
      atMs: 20_000,
      where: 'inventory',
      machine: expect.any(String),
      from: expect.any(String),
      to: expect.any(String),
      why: expect.any(String),
    });
    expect(result.stopped).toBeNull();
    const { totals } = result;
    expect(totals.arrived).toBe(totals.completed + totals.failed + totals.inFlight);
  });

  it('is the same again, and another for another seed', async () => {
    const [a, b, c] = [
      await report('--until', '5s'),
      await report('--until', '5s'),
      await report('--until', '5s', '--seed', '8'),
    ];
    expect(b).toEqual(a);
    expect(c.fingerprint).not.toBe(a.fingerprint);
    expect(c.seed).toBe(8);
  });
});

describe('--until', () => {
  it.each([
    ['2s', 2000],
    ['1500ms', 1500],
    ['0.05m', 3000],
    ['130s', 130_000],
  ])('%s', async (until, ms) => {
    expect((await report('--until', until, '--set', 'nodes.shoppers.settings.arrivals.perSecond=10')).simulatedMs).toBe(ms);
  });
});

describe('--set and --patch', () => {
  it('change single values, texts and numbers alike, after the patches', async () => {
    const result = await report(
      '--until',
      '1s',
      '--set',
      'title=Quiet',
      '--patch',
      PATCH,
      '--set',
      'nodes.shoppers.settings.arrivals.perSecond=0',
      '--set',
      'edges.stock.policies.timeout.afterMs=300',
      '--set',
      'faults.0.value=20',
      '--set',
      'seed=99',
    );
    expect(result).toMatchObject({ scenario: 'Quiet', seed: 99, totals: { arrived: 0 } });
  });

  it('apply patches in their order', async () => {
    const files = { 'one.json': '{"title":"One","seed":1}', 'two.json': '{"title":"Two"}' };
    const { out } = await run(['simulate', BASE, '--patch', 'one.json', '--patch=two.json', '--until', '1ms', '--json'], files);
    expect(JSON.parse(out)).toMatchObject({ scenario: 'Two', seed: 1 });
  });

  it.each([
    ['nodes.chekout.settings.workers=5', 'nodes.chekout: there is no node “chekout” (did you mean “checkout”?): check the path'],
    ['edges.x.role=call', 'edges.x: there is no wire “x”; there are orders, stock: check the path'],
    [
      'nodes.checkout.settings.wokers=5',
      'nodes.checkout.settings.wokers: unknown field “wokers”: remove it or check the spelling (did you mean “workers”?)',
    ],
    ['nodes.checkout.settings.workers=many', 'nodes.checkout.settings.workers: must be a whole number, but is the text “many”'],
    ['nodes.checkout.settings.workers=0', 'nodes.checkout.settings.workers: must be at least 1, but is 0'],
    ['title=5', 'title: must be a text, but is 5'],
    ['titel=x', 'titel: the file has no field “titel” (did you mean “title”?): check the path'],
    ['title.x=5', 'title: is the text “One slow service takes down another”, and nothing lies within it: end the path here'],
    ['faults.3.value=1', 'faults.3: the list has entries 0 to 0: name one of them'],
    ['objectives.0.limit=1', 'objectives.0: the list is empty: use a patch to fill it'],
    [
      'edges.stock.policies.timout.afterMs=1',
      'edges.stock.policies.timout: this policy is not known here (did you mean “timeout”?): it is kept and does nothing',
    ],
    ['nodes.__proto__.x=1', 'nodes.__proto__.x: the name “__proto__” is reserved: check the path'],
  ])('--set %s', async (assignment, sentence) => {
    expect(await run(['simulate', BASE, '--set', assignment])).toMatchObject({ code: 2, out: '', err: [`${BASE}: ${sentence}`] });
  });
});

describe('--series', () => {
  it('writes a row for each sample, spans in milliseconds', async () => {
    const { written } = await run(['simulate', BASE, '--until', '30s', '--json', '--series', 'out.csv']);
    const [head = '', ...rows] = (written.get('out.csv') ?? '').trimEnd().split('\n');
    const names = head.split(',');
    expect(names[0]).toBe('atMs');
    expect(names).toEqual(
      expect.arrayContaining(['checkout.waiting', 'checkout.p95Ms', 'shoppers.by:timeout', 'stock.sent', 'orders.failed']),
    );
    expect(names).toHaveLength(1 + 3 * SAMPLE_NODE_COLUMNS.length + 2 * SAMPLE_WIRE_COLUMNS.length);
    expect(new Set(names).size).toBe(names.length);
    // 120 s in 600 samples are 0.2 s each.
    expect(rows).toHaveLength(150);
    const last = (rows.at(-1) ?? '').split(',').map(Number);
    expect(last).toHaveLength(names.length);
    expect(last[0]).toBe(30_000);
    expect(last[names.indexOf('checkout.waiting')]).toBeGreaterThan(1000);
    expect(Math.round(last[names.indexOf('inventory.p50Ms')] as number)).toBe(500);
  });

  it('tells a wire from a node of the same name', async () => {
    const patch = { 'same.json': '{"edges":{"checkout":{"source":"shoppers","target":"inventory"}}}' };
    const { written } = await run(
      ['simulate', BASE, '--patch', 'same.json', '--until', '1s', '--json', '--series', 'out.csv'],
      patch,
    );
    expect((written.get('out.csv') ?? '').split('\n')[0]).toContain(',wire:checkout.sent,');
  });
});

describe('--marks', () => {
  it('tells every call over every wire, and changes nothing', async () => {
    const plain = await report('--until', '25s', '--patch', PATCH);
    const { written, out } = await run(['simulate', BASE, '--until', '25s', '--patch', PATCH, '--json', '--marks', 'out.json']);
    expect(JSON.parse(out)).toEqual(plain);
    const trace = JSON.parse(written.get('out.json') ?? '') as { marks: [number, string, string][]; transitions: unknown };
    expect(trace).toMatchObject({
      format: 'faultline-marks',
      version: 1,
      lost: 0,
      fingerprint: plain.fingerprint,
      columns: ['atMs', 'wire', 'mark'],
    });
    expect(trace.transitions).toEqual(plain.transitions);
    const count = (wire: string, mark: string): number => trace.marks.filter(([, w, m]) => w === wire && m === mark).length;
    expect(count('orders', 'request')).toBe(plain.edges['orders']?.sent);
    expect(count('stock', 'request')).toBe(plain.edges['stock']?.attempts);
    expect(count('stock', 'refused')).toBe(plain.edges['stock']?.breaker?.rejected);
    expect(count('stock', 'fallback')).toBe(plain.edges['stock']?.rescued);
    const moments = trace.marks.map(([atMs]) => atMs);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });
});

describe('exit codes', () => {
  const objective = (is: string): string =>
    JSON.stringify({
      objectives: [{ id: 'queue', text: 'The queue stays short', metric: 'nodes.checkout.queue.max', is, limit: 500 }],
    });

  it('0 when all objectives are met, 1 when one is missed', async () => {
    const args = ['simulate', BASE, '--until', '30s', '--patch', 'goal.json'];
    const met = await run(args, { 'goal.json': objective('>') });
    expect(met).toMatchObject({ code: 0, err: [] });
    expect(met.out).toContain('met  queue');
    const missed = await run(args, { 'goal.json': objective('<=') });
    expect(missed.code).toBe(1);
    expect(missed.out).toMatch(/MISSED {2}queue {2}1,\d{3} <= 500 {2}The queue stays short/);
  });

  it('3 when a limit stopped the run, whatever the objectives say', async () => {
    const result = await report('--until', '1ms');
    const stopped = { limit: 'events', where: 'checkout', advice: 'shorten the run' };
    const missed = { id: 'a', met: false, value: 1, limit: 0, text: '' };
    expect([
      exitCodeOf(result),
      exitCodeOf({ ...result, objectives: [missed] }),
      exitCodeOf({ ...result, objectives: [missed], stopped }),
    ]).toEqual([0, 1, 3]);
  });

  it.each([
    [['nowhere.json'], 'nowhere.json: file: there is no such file or folder: check the path'],
    [['scenarios'], 'scenarios: file: this is a folder: name a file within it'],
    [['src/cli/main.ts'], expect.stringMatching(/^src\/cli\/main\.ts: line 1, column 1: JSON has no comments/)],
    [['public/favicon.svg'], expect.stringMatching(/^public\/favicon\.svg: line 1, column 1: here a value must stand/)],
    [[], 'faultline: simulate: name a scenario file, or - for standard input'],
    [[BASE, 'more.json'], 'faultline: simulate: takes one file, but there is more: leave out more.json'],
    [
      [BASE, '--until', '90'],
      'faultline: --until: “90” has no unit: write 90s for seconds, 90ms for milliseconds or 90m for minutes',
    ],
    [
      [BASE, '--until', '90h'],
      'faultline: --until: “90h” is no span of time: write a number with its unit, such as 90s, 1500ms or 2m',
    ],
    [
      [BASE, '--until', 'soon'],
      'faultline: --until: “soon” is no span of time: write a number with its unit, such as 90s, 1500ms or 2m',
    ],
    [[BASE, '--until', '0s'], 'faultline: --until: “0s” must be longer than 0 and at most 24 hours (1440m)'],
    [[BASE, '--until', '1500m'], 'faultline: --until: “1500m” must be longer than 0 and at most 24 hours (1440m)'],
    [[BASE, '--until'], 'faultline: --until: needs a value after it'],
    [[BASE, '--until', '--json'], 'faultline: --until: needs a value after it'],
    [[BASE, '--seed', '-1'], 'faultline: --seed: “-1” is no seed: write a whole number from 0 to 4294967295'],
    [[BASE, '--seed', '4294967296'], 'faultline: --seed: “4294967296” is no seed: write a whole number from 0 to 4294967295'],
    [[BASE, '--seed', '1', '--seed', '2'], 'faultline: --seed: stands twice: keep one of them'],
    [[BASE, '--json=yes'], 'faultline: --json: takes no value: leave out “=yes”'],
    [
      [BASE, '--sed', '1'],
      expect.stringMatching(/^faultline: --sed: there is no such option \(did you mean “--seed”\?\); there are --seed, /),
    ],
    [
      [BASE, '--set', 'workers'],
      'faultline: --set: “workers” is no PATH=VALUE: write it like nodes.checkout.settings.workers=50',
    ],
    [[BASE, '--patch', 'gone.json'], 'gone.json: file: there is no such file or folder: check the path'],
    [['-', '--patch', '-'], 'faultline: -: standard input can be read once only: name a file for the other'],
    [
      [BASE, '--until', '1ms', '--series', 'no-such-folder/x.csv'],
      'no-such-folder/x.csv: file: cannot be written: there is no such file or folder: check the path',
    ],
  ])('2 for %j', async (args, sentence) => {
    expect(await run(['simulate', ...args])).toMatchObject({ code: 2, out: '', err: [sentence] });
  });

  it('2 with a line for each problem, under the names of file and patch', async () => {
    const { code, err } = await run(['simulate', BASE, '--patch', 'bad.json'], {
      'bad.json': '{"seed":-1,"nodes":{"checkout":{"kind":null}}}',
    });
    expect(code).toBe(2);
    expect(err).toEqual([
      `${BASE}+bad.json: seed: must be at least 0, but is -1`,
      `${BASE}+bad.json: nodes.checkout.kind: is missing: it must be a text`,
    ]);
  });
});

describe('the report for people', () => {
  it('holds totals, tables, changes and the fingerprint, on twenty lines of changes at most', async () => {
    const { out } = await run([
      'simulate',
      BASE,
      '--patch',
      PATCH,
      '--set',
      'edges.stock.policies.circuit-breaker.openMs=[1000]',
    ]);
    expect(out).toMatch(
      /^One slow service takes down another\nseed 7, 120\.000 s simulated, [\d,]+ events, fingerprint [0-9a-f]+\n/,
    );
    for (const word of ['Totals', 'Nodes', 'Wires', 'Changes of mode', 'closed -> open']) expect(out).toContain(word);
    expect(out.split('\n').filter((line) => line.includes(' -> '))).toHaveLength(20);
    expect(out).toMatch(/and \d+ more\n$/);
  });

  it('notes on standard error what takes no part, and runs the rest', async () => {
    const patch = { 'later.json': '{"nodes":{"later":{"kind":"quantum"}}}' };
    const { code, err } = await run(['simulate', BASE, '--patch', 'later.json', '--until', '1s'], patch);
    expect(code).toBe(0);
    expect(err).toEqual([
      `${BASE}+later.json: nodes.later.kind: “quantum” is not known here: the node is kept and takes no part in the run`,
    ]);
  });

  it('reads standard input', async () => {
    const document =
      '{"format":"faultline-scenario","version":1,"title":"Bare","nodes":{"a":{"kind":"client"}},"durationMs":1000}';
    const { code, out } = await run(['simulate', '-', '--json'], { '-': document });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ scenario: 'Bare', simulatedMs: 1000 });
  });
});
