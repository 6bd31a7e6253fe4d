/**
 * Parts that come and go while a run is under way: in random topologies any node or wire may be taken out at any moment and put back
 * later. Books balance all the while, nothing is left when all is calm, and the same edits at the same moments give the same run.
 */
import { describe, expect, it } from 'vitest';
import { BUSY_MS, RandomScenario } from './test-random-scenarios';
import { isDeep } from './test-scenarios';
import { MS } from '@/domain/time';
import { RandomStream } from '@/engine/chance/random-stream';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

const RUNS = isDeep ? 400 : 20;
const LIMITS = { events: 150_000, inFlight: 20_000, perInstant: 20_000 };

/** The scenario without some of its parts; null when what is left would be refused. */
function without(scenario: Scenario, dice: RandomStream): Scenario | null {
  const stays = (): boolean => dice.below(5) > 0;
  const nodes = Object.fromEntries(Object.entries(scenario.nodes).filter(stays));
  const edges = Object.fromEntries(
    Object.entries(scenario.edges).filter(([, { source, target }]) => source in nodes && target in nodes && stays()),
  );
  const faults = scenario.faults.filter(({ target }) => target in nodes || target in edges);
  const reading = checkScenario(structuredClone({ ...scenario, nodes, edges, faults }));
  return reading.ok ? reading.scenario : null;
}

interface Played {
  readonly simulation: Simulation;
  readonly edits: number;
}

function play(seed: number): Played {
  const draft = new RandomScenario(seed, new Map());
  const dice = new RandomStream(seed, 'test', 'edits');
  const simulation = new Simulation(draft.scenario(), { limits: LIMITS });
  let edits = 0;
  while (simulation.nowUs < BUSY_MS * MS && simulation.run.stopped === null) {
    simulation.advance(simulation.nowUs + dice.below(2000 * MS));
    const whole = draft.scenario();
    const next = without(whole, dice);
    if (next) edits++;
    simulation.update(next ?? whole);
    simulation.run.check();
    const { layout, parts } = simulation;
    expect(layout.nodes).toEqual([...parts.nodes.keys()].toSorted());
    expect(layout.wires).toEqual([...parts.wires.keys()].toSorted());
  }
  draft.calm();
  simulation.update(draft.scenario());
  simulation.advance(simulation.nowUs + 2_000_000 * MS);
  return { simulation, edits };
}

describe('parts that come and go during a run', () => {
  it(`keep the books in ${RUNS} runs, and leave nothing behind`, () => {
    let edits = 0;
    let dry = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      try {
        const played = play(seed);
        edits += played.edits;
        const { parts, run } = played.simulation;
        expect(run.stopped?.limit === 'invariant' ? run.stopped : null).toBeNull();
        const sources = [...parts.nodes.values(), ...parts.gone].filter(({ isSource }) => isSource);
        const report = played.simulation.report();
        expect(report.totals.arrived).toBe(sources.reduce((sum, { tally }) => sum + tally.arrived, 0));
        if (run.stopped !== null) continue;
        dry++;
        const left = [...parts.nodes.values(), ...parts.gone].filter((node) => node.holding() !== 0).map(({ id }) => id);
        expect([left, parts.context.pool.live]).toEqual([[], 0]);
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
    expect(edits).toBeGreaterThan(RUNS * 3);
    expect(dry).toBeGreaterThan(RUNS * 0.6);
  }, isDeep ? 1_800_000 : 300_000);

  it('are the same run when the same edits come at the same moments', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const [one, two] = [play(seed), play(seed)];
      expect(two.simulation.run.fingerprint.hex()).toBe(one.simulation.run.fingerprint.hex());
      expect(two.simulation.samples()).toEqual(one.simulation.samples());
    }
  });
});
