/** The algorithms alone, with the values that other systems give. */
import { describe, expect, it } from 'vitest';
import { mix } from './hash';
import { LeastRequest } from './least-request';
import { buildTable, Maglev, preferenceOf, TABLE_SIZE } from './maglev';
import type { Picker, PickerTools } from './picker';
import { RandomPick } from './random';
import { buildRing, LEAST_RING, ownerOf } from './ring-hash';
import { RoundRobin } from './round-robin';
import { Weighing } from './weighing';
import { SECOND } from '@/domain/time';
import { Agenda, Phase, type Target } from '@/engine/agenda';
import { Call } from '@/engine/call';
import { RandomStream } from '@/engine/chance/random-stream';
import { Endpoint } from '@/engine/endpoints';

const call = new Call();

function hosts(...weights: number[]): Endpoint[] {
  return weights.map((weight, i) => {
    const endpoint = new Endpoint(i + 1, 0);
    endpoint.weight = weight;
    return endpoint;
  });
}

const equal = (n: number): Endpoint[] => hosts(...Array.from({ length: n }, () => 1));

function tools(clock: { nowUs: number } = { nowUs: 0 }, windowUs = 0): PickerTools {
  const weighing = new Weighing(clock);
  weighing.windowUs = windowUs;
  return { stream: new RandomStream(1, 'test', 'balancing'), weighing };
}

const picks = (picker: Picker, list: readonly Endpoint[], n: number): number[] =>
  Array.from({ length: n }, () => picker.pick(list, call).address);

function shares(addresses: readonly number[], n: number): number[] {
  return Array.from({ length: n }, (_, i) => addresses.filter((address) => address === i + 1).length / addresses.length);
}

describe('round robin', () => {
  it('goes in turn', () => {
    expect(picks(new RoundRobin(tools()), equal(3), 6)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('goes on behind the last one when the list changes', () => {
    const picker = new RoundRobin(tools());
    const list = equal(4);
    expect(picks(picker, list, 2)).toEqual([1, 2]);
    expect(picks(picker, list.slice(0, 1).concat(list.slice(2)), 4)).toEqual([3, 4, 1, 3]);
  });

  it('weighs 5/1/1 as nginx does', () => {
    expect(picks(new RoundRobin(tools()), hosts(5, 1, 1), 7)).toEqual([1, 1, 2, 1, 3, 1, 1]);
  });

  it('begins a new endpoint at a tenth, gives half at half time, and all at the end of the slow start', () => {
    const clock = { nowUs: 100 * SECOND };
    const lent = tools(clock, 10 * SECOND);
    const young = new Endpoint(2, 100 * SECOND);
    const list = [new Endpoint(1, 0), young];
    const picker = new RoundRobin(lent);
    expect(lent.weighing.of(young)).toBe(0.1);
    // Of 11 picks one: weights 1 and 0.1.
    expect(picks(picker, list, 1100).filter((address) => address === 2)).toHaveLength(100);
    clock.nowUs += 5 * SECOND;
    expect(lent.weighing.of(young)).toBe(0.5);
    expect(lent.weighing.isEven(list)).toBe(false);
    clock.nowUs += 5 * SECOND;
    expect([lent.weighing.of(young), lent.weighing.isEven(list)]).toEqual([1, true]);
  });
});

describe('least request', () => {
  it('takes the less busy of two, which the busiest of all wins only against itself', () => {
    const list = equal(4);
    (list[0] as Endpoint).active = 9;
    // Two picks with replacement: both are the busy one in 1 of 16.
    expect(shares(picks(new LeastRequest(tools(), 2), list, 40_000), 4)[0]).toBeCloseTo(1 / 16, 2);
    // Of one pick there is nothing to compare.
    expect(shares(picks(new LeastRequest(tools(), 1), list, 40_000), 4)[0]).toBeCloseTo(1 / 4, 2);
  });

  it('weighs by weight / (active + 1) where weights differ', () => {
    const list = hosts(1, 2);
    expect(shares(picks(new LeastRequest(tools(), 2), list, 3000), 2)[1]).toBeCloseTo(2 / 3, 3);
    (list[1] as Endpoint).active = 3;
    expect(shares(picks(new LeastRequest(tools(), 2), list, 3000), 2)[1]).toBeCloseTo(1 / 3, 3);
  });
});

describe('ring hash', () => {
  it('has at least 1024 points, also for one host', () => {
    expect(buildRing(equal(1)).points).toHaveLength(LEAST_RING);
  });

  it.each([3, 10, 20])('moves about 1 / (N + 1) of the keys to one more among %d, and no others', (n) => {
    const before = buildRing(equal(n));
    const after = buildRing(equal(n + 1));
    let moved = 0;
    for (let key = 0; key < 20_000; key++) {
      const owner = ownerOf(after, mix(key, 7));
      if (owner === ownerOf(before, mix(key, 7))) continue;
      moved++;
      expect(owner).toBe(n);
    }
    const share = moved / 20_000;
    expect(share * (n + 1)).toBeGreaterThan(0.85);
    expect(share * (n + 1)).toBeLessThan(1.15);
  });

  it('goes round: behind the last point comes the first', () => {
    const ring = { points: Uint32Array.from([10, 20]), owners: Uint32Array.from([4, 5]) };
    expect([0, 10, 11, 20, 21].map((hash) => ownerOf(ring, hash))).toEqual([4, 4, 5, 5, 4]);
  });
});

describe('maglev', () => {
  const toy = [
    { offset: 3, skip: 4, weight: 1 },
    { offset: 0, skip: 2, weight: 1 },
    { offset: 3, skip: 1, weight: 1 },
  ];

  it('fills the table of the paper', () => {
    expect([...buildTable(toy, 7)]).toEqual([1, 0, 1, 0, 2, 2, 0]);
  });

  it('fills it without B1 as the paper does', () => {
    // Places in the shorter list: 0 is B0, 1 is B2.
    const without = [...buildTable([toy[0], toy[2]] as typeof toy, 7)];
    expect(without.map((place) => (place === 0 ? 'B0' : 'B2'))).toEqual(['B0', 'B0', 'B0', 'B0', 'B2', 'B2', 'B2']);
  });

  it('gives weights 1:2 exactly 21,846 and 43,691 entries', () => {
    const table = buildTable(
      hosts(1, 2).map((endpoint) => preferenceOf(endpoint)),
      TABLE_SIZE,
    );
    const first = table.filter((place) => place === 0).length;
    expect([first, table.length - first]).toEqual([21_846, 43_691]);
  });

  it('sends a user to the same endpoint every time, and users without a name to any', () => {
    const picker = new Maglev(tools(), 'user');
    const list = equal(5);
    const named = Object.assign(new Call(), { user: 42 });
    expect(new Set(Array.from({ length: 50 }, () => picker.pick(list, named).address)).size).toBe(1);
    expect(new Set(picks(picker, list, 200)).size).toBe(5);
  });
});

/** N queues with one exponential worker each, mean service 1 s, fed by a Poisson stream through a picker. */
class Queues implements Target {
  readonly tag = 0;
  readonly agenda = new Agenda();
  private readonly list = equal(100);
  private readonly chance = new RandomStream(5, 'test', 'queues');
  private readonly lines: number[][] = this.list.map(() => []);
  private sojourn = 0;
  private ended = 0;
  private come = 0;

  constructor(
    private readonly picker: Picker,
    private readonly rho: number,
    private readonly jobs: number,
  ) {}

  /** Mean sojourn, the first fifth left out. */
  mean(): number {
    this.next();
    while (this.ended < this.jobs) {
      const due = this.agenda.take(Number.POSITIVE_INFINITY);
      if (due === null) break;
      this.handle(due.kind);
    }
    return this.sojourn / (this.jobs * 0.8) / SECOND;
  }

  handle(kind: number): void {
    if (kind > 0) this.depart(kind - 1);
    else {
      const { address } = this.picker.pick(this.list, call);
      const line = this.lines[address - 1] as number[];
      (this.list[address - 1] as Endpoint).active++;
      line.push(this.come++ < this.jobs / 5 ? -1 : this.agenda.nowUs);
      if (line.length === 1) this.serve(address - 1);
      this.next();
    }
  }

  private next(): void {
    const gapUs = Math.round((this.chance.exponential() / (this.rho * 100)) * SECOND);
    this.agenda.book(this.agenda.nowUs + gapUs, Phase.arrival, this, 0, null);
  }

  private serve(at: number): void {
    const workUs = Math.round(this.chance.exponential() * SECOND);
    this.agenda.book(this.agenda.nowUs + workUs, Phase.completion, this, at + 1, null);
  }

  private depart(at: number): void {
    const line = this.lines[at] as number[];
    const sinceUs = line.shift() as number;
    (this.list[at] as Endpoint).active--;
    this.ended++;
    if (sinceUs >= 0) this.sojourn += this.agenda.nowUs - sinceUs;
    if (line.length > 0) this.serve(at);
  }
}

describe('supermarket model: 100 servers', () => {
  it.each([
    [0.8, 'least request', 1.9474, 300_000],
    [0.9, 'least request', 2.6141, 300_000],
    [0.8, 'random', 5, 400_000],
    [0.9, 'random', 10, 1_200_000],
  ] as const)('load %d, %s: mean sojourn %d, five per cent either way', (rho, name, wanted, jobs) => {
    const picker = name === 'random' ? new RandomPick(tools()) : new LeastRequest(tools(), 2);
    expect(Math.abs(new Queues(picker, rho, jobs).mean() / wanted - 1)).toBeLessThan(0.05);
  });
});
