/** The story's figures against the run they are about: who piles up, by how much, why it died, what the breaker changed. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from './comparison';
import { happening } from './events';
import { lastDeath, pilingUp, pressureAt, sampleBefore } from './causes';
import { guardableWires, isGuarded, lastParts, withGuard } from './guard';
import { count, headline, howLong } from './wording';
import { clockText, nameOf } from '../shared/words';
import { RunStore } from '../shared/run-store';
import type { SampleLog } from '../shared/sample-log';
import { SECOND } from '@/domain/time';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

function base(): Scenario {
  const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
  if (!reading.ok) throw new Error('the base is wrong');
  return reading.scenario;
}

interface Played {
  readonly scenario: Scenario;
  readonly run: RunStore;
  readonly log: SampleLog;
}

function play(scenario: Scenario, untilS: number): Played {
  const simulation = new Simulation(scenario);
  const run = new RunStore(() => 0);
  run.begun(simulation.layout);
  simulation.advance(untilS * SECOND);
  run.take(simulation.frame(), false, false);
  return { scenario, run, log: run.samples };
}

const headlineOf = ({ scenario, run, log }: Played): string => {
  const piling = pilingUp(log, run.layout.nodes);
  return headline({ scenario, log, piling, death: lastDeath(log, run.transitions), status: run.status, run, missed: [] }).title;
};

describe('the story without a breaker', () => {
  let well: Played;
  let piling: Played;
  let dead: Played;
  beforeAll(() => {
    well = play(base(), 15);
    piling = play(base(), 60);
    dead = play(base(), 90);
  });

  it('has not begun before the first figures, and asks for the button only while nothing plays', () => {
    const { scenario, run, log } = play(base(), 0);
    const scene = { scenario, log, piling: null, death: null, run, missed: [] };
    expect(headline({ ...scene, status: run.status })).toMatchObject({ title: 'Not begun', text: 'Press play.' });
    expect(headline({ ...scene, status: { ...run.status, isPlaying: true } }).text).not.toContain('ress');
  });

  it('is well before the fault', () => {
    expect(headlineOf(well)).toBe('All is well');
    expect(pilingUp(well.log, well.run.layout.nodes)).toBeNull();
  });

  it('says what fails and why, also where no fault acts', () => {
    const shown = (file: string, untilS: number, folder = 'parts'): string => {
      const reading = checkScenario(JSON.parse(readFileSync(`scenarios/${folder}/${file}.json`, 'utf8')));
      if (!reading.ok) throw new Error(file);
      const { scenario, run, log } = play(reading.scenario, untilS);
      const { title, text } = headline({ scenario, log, piling: null, death: null, status: run.status, run, missed: [] });
      return `${title}: ${text}`;
    };
    expect(shown('mesh-mtls', 30)).toMatch(/^Some requests fail: \d\d of 1\d\d requests a second fail: plaintext refused\.$/);
    expect(shown('registry-eureka', 120)).toMatch(/^Something is wrong: .* crash of 1 pod\. .* of \d+ .* fail: connection refused\.$/);
    expect(shown('mesh-permissive-rogue', 30)).toMatch(/^All is well: 1\d\d requests a second are answered, half of them within \d+ ms\.$/);
    // Nobody calls what is down here: what fails are the rogue's calls, as before and after.
    expect(shown('base', 45, 'service-mesh')).toMatch(/^Control plane is down: .* of 1\d\d requests a second fail: plaintext refused\.$/);
    expect(shown('mesh-control-plane-outage', 12)).toBe('Control plane is down: No request fails.');
  });

  it('is not well while an objective is not met', () => {
    const { scenario, run, log } = well;
    const scene = { scenario, log, piling: null, death: null, status: run.status, run };
    expect(headline({ ...scene, missed: ['Quick.'] })).toMatchObject({ title: 'An objective is not met', tone: 'warn' });
    expect(headline({ ...scene, missed: ['Quick.'] }).text).toMatch(/^3\d\d requests a second are answered, .* ms\. Not met: Quick\.$/);
    expect(headline({ ...scene, missed: ['Quick.', 'Cheap.'] })).toMatchObject({
      title: '2 objectives are not met',
      text: expect.stringMatching(/ Not met, among others: Quick\.$/) as string,
    });
  });

  it('finds checkout piling up by what arrives less what its workers finish', () => {
    const pressure = pilingUp(piling.log, piling.run.layout.nodes);
    expect(pressure?.node).toBe('checkout');
    // 100 workers, each held for 504 ms: 2 ms of its own, 500 ms of inventory, 2 ms on the wire.
    expect(Math.abs((pressure?.heldMs ?? 0) / 504 - 1)).toBeLessThan(0.02);
    expect(Math.abs((pressure?.finishing ?? 0) / (100 / 0.504) - 1)).toBeLessThan(0.03);
    expect(Math.abs((pressure?.growth ?? 0) - ((pressure?.arriving ?? 0) - (pressure?.finishing ?? 0)))).toBeLessThan(2);
    expect(headlineOf(piling)).toBe('Requests pile up in Checkout');
  });

  it('explains the death by memory', () => {
    const death = lastDeath(dead.log, dead.run.transitions);
    expect(death).toMatchObject({ node: 'checkout', isMemory: true });
    expect(death?.pressure?.memoryMb).toBeGreaterThan(700);
    expect(headlineOf(dead)).toBe('Checkout is down');
  });
});

describe('the story with a breaker', () => {
  const guarded = (): Scenario => withGuard(base(), 'stock', true);

  it('is told by the breaker, and loses nothing where its twin dies', () => {
    const played = play(guarded(), 90);
    expect(headlineOf(played)).toMatch(/^The breaker Checkout to Inventory is (open|probing)$/);
    expect(lastDeath(played.log, played.run.transitions)).toBeNull();
    const mine = figuresOf(played.log, played.run.transitions, played.log.length);
    const bare = play(base(), 90);
    const other = figuresOf(bare.log, bare.run.transitions, played.log.length);
    expect(mine.lost).toBe(0);
    expect(other.lost).toBeGreaterThan(5000);
    expect(mine.peakWaiting).toBeLessThan(500);
    expect(other.peakWaiting).toBeGreaterThan(10_000);
  });
});

describe('the levers', () => {
  it('find the wire to guard and the service to slow', () => {
    expect(guardableWires(base())).toEqual(['stock']);
    expect(lastParts(base())).toEqual(['inventory']);
    expect(isGuarded(withGuard(base(), 'stock', true), 'stock')).toBe(true);
    expect(withGuard(withGuard(base(), 'stock', true), 'stock', false)).toEqual(base());
  });

  it('put on what the shipped patch puts on', () => {
    const patch = JSON.parse(readFileSync('scenarios/circuit-breaker/with-breaker.patch.json', 'utf8'));
    expect(withGuard(base(), 'stock', true).edges['stock']?.policies).toEqual(patch.edges.stock.policies);
  });
});

describe('words', () => {
  it.each([
    [0, '0:00.0'],
    [62_450_000, '1:02.4'],
    [3_599_990_000, '59:59.9'],
  ])('%d microseconds are %s', (us, text) => {
    expect(clockText(us)).toBe(text);
  });
  it('counts and spans', () => {
    expect([count(3.14159), count(10_003.4), count(7), howLong(42.3), howLong(180)]).toEqual([
      '3.1',
      '10,003',
      '7',
      '42 s',
      '3 min',
    ]);
  });
  it('names parts, wires and what happens to them', () => {
    expect([nameOf(base(), 'checkout'), nameOf(base(), 'stock'), nameOf(base(), 'gone')]).toEqual([
      'Checkout',
      'Checkout to Inventory',
      'gone',
    ]);
    const change = { atUs: 1, where: 'stock', machine: 'circuit breaker', from: 'closed', to: 'open', why: 'because' };
    expect(happening(base(), change)).toMatchObject({
      title: 'Breaker Checkout to Inventory opened',
      text: 'Because.',
      kind: 'breaker',
      tone: 'bad',
    });
  });
  it('ask for samples that exist', () => {
    const { log } = play(base(), 1);
    expect([sampleBefore(log, 0), sampleBefore(log, 10 * SECOND)]).toEqual([-1, log.length - 1]);
    expect(pressureAt(log, 'checkout', -1)).toBeNull();
  });
});
