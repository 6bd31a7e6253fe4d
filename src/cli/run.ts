/** Runs a scenario to its end, the same way for every command. */
import { usFromMs } from '@/domain/time';
import { Trace } from '@/engine/trace';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

/** How far and with which chance. */
export interface RunRequest {
  /** Instead of the file's seed. */
  readonly seed?: number;
  /** Instead of the file's duration, which it may exceed. Milliseconds. */
  readonly untilMs?: number;
  /** Share of the requests whose spans are kept, 0 to 1; none when left out. */
  readonly traceShare?: number;
  /** Receives (moment, wire, mark) triples in the order of time, and how many found no room. */
  readonly onMarks?: (marks: Float64Array, lost: number) => void;
}

/** Events between two looks at the trace, and marks that find room meanwhile: one event may end thousands of calls. */
const EVENTS_PER_TAKE = 50_000;
const ROOM = 1 << 20;

/** The run at its end, its invariants checked once more there. */
export function runScenario(scenario: Scenario, { seed, untilMs, traceShare, onMarks }: RunRequest): Simulation {
  const durationMs = Math.max(scenario.durationMs, untilMs ?? 0);
  const simulation = new Simulation(
    { ...scenario, durationMs },
    { ...(seed === undefined ? {} : { seed }), ...(traceShare === undefined ? {} : { traceShare }) },
  );
  const untilUs = usFromMs(untilMs ?? scenario.durationMs);
  if (onMarks) {
    const trace = new Trace(simulation.layout.wires.length, ROOM);
    simulation.parts.context.trace = trace;
    let isThere = false;
    while (!isThere && simulation.run.stopped === null) {
      isThere = simulation.advance(untilUs, EVENTS_PER_TAKE);
      const { lost } = trace;
      onMarks(trace.take(), lost);
    }
  } else {
    simulation.advance(untilUs);
  }
  simulation.run.check();
  return simulation;
}
