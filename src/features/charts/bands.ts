/**
 * States over time, read from the run's transitions: one lane for each breaker, for the pods and the probes of each part, for alerts,
 * certificates and rollouts. A lane of several machines shows the worst of them.
 */
import { nameOf } from '../shared/words';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** How bad a state is; drawn as height and pattern besides colour. */
export type Gravity = 'well' | 'between' | 'worse' | 'bad';

/** A span of one state, shares of the axis from 0 to 1. */
export interface BandSpan {
  readonly from: number;
  readonly to: number;
  readonly gravity: Gravity;
  /** "open", or "2 crashLoopBackOff" of several machines. */
  readonly text: string;
}

/** One lane. */
export interface Band {
  readonly id: string;
  readonly label: string;
  readonly spans: readonly BandSpan[];
  /** Changes in it, for the order of the lanes. */
  readonly changes: number;
}

const GRAVITIES: Readonly<Record<string, Gravity>> = {
  open: 'bad',
  'half-open': 'between',
  crashLoopBackOff: 'bad',
  starting: 'between',
  draining: 'between',
  stopping: 'between',
  failing: 'worse',
  pending: 'between',
  firing: 'bad',
  kept: 'worse',
  requested: 'between',
  renewing: 'between',
  expired: 'bad',
  progressing: 'between',
  promoting: 'between',
  paused: 'worse',
  rolledBack: 'bad',
  unfit: 'worse',
  absent: 'between',
  down: 'bad',
  stale: 'worse',
};
/** Words for states whose own names are long. */
const WORDS: Readonly<Record<string, string>> = { crashLoopBackOff: 'down', rolledBack: 'rolled back' };
const RANK: Readonly<Record<Gravity, number>> = { well: 0, between: 1, worse: 2, bad: 3 };

/** A state that no longer counts: its machine is gone. */
const GONE = new Set(['gone', 'absent']);

const gravityOf = (state: string): Gravity => GRAVITIES[state] ?? 'well';

/** What the machines of a lane are called together; null for what has no lane. */
function laneOf(machine: string): string | null {
  if (machine === 'circuit breaker') return 'breaker';
  if (/^pod \d+$/.test(machine)) return 'pods';
  if (/ probe of pod \d+$/.test(machine)) return 'probes';
  if (/ 10\.\d+\.\d+\.\d+$/.test(machine)) return 'instances';
  if (machine.startsWith('alert ')) return machine;
  if (machine.startsWith('certificate ')) return 'certificates';
  if (machine.startsWith('replica ')) return 'replicas';
  if (machine === 'discovery') return 'known addresses';
  return machine === 'canary' ? 'rollout' : null;
}

interface Lane {
  readonly where: string;
  readonly name: string;
  /** State by machine. */
  readonly states: Map<string, string>;
  readonly steps: { atUs: number; gravity: Gravity; text: string }[];
  changes: number;
}

/** The worst state of a lane now, with how many share it. */
function worst({ states }: Lane): { readonly gravity: Gravity; readonly text: string } {
  const present = [...states.values()].filter((state) => !GONE.has(state));
  const gravest = present.reduce((high, state) => Math.max(high, RANK[gravityOf(state)]), 0);
  const alike = present.filter((state) => RANK[gravityOf(state)] === gravest);
  const [first = ''] = alike;
  const word = WORDS[first] ?? first;
  return { gravity: gravityOf(first), text: states.size > 1 && gravest > 0 ? `${alike.length} ${word}` : word };
}

function step(lane: Lane, atUs: number): void {
  const next = worst(lane);
  const last = lane.steps.at(-1);
  if (last?.text === next.text && last.gravity === next.gravity) return;
  if (last?.atUs === atUs) lane.steps[lane.steps.length - 1] = { atUs, ...next };
  else lane.steps.push({ atUs, ...next });
}

/** A pod that dies takes its probes along: new ones begin with the new container, and tell only what they find then. */
function forgetProbes(lanes: ReadonlyMap<string, Lane>, { where, machine, to, atUs }: Transition): void {
  if (!/^pod \d+$/.test(machine) || (to !== 'crashLoopBackOff' && to !== 'gone')) return;
  const lane = lanes.get(`${where} probes`);
  if (!lane) return;
  for (const probe of lane.states.keys()) if (probe.endsWith(` probe of ${machine}`)) lane.states.set(probe, 'gone');
  step(lane, atUs);
}

/** Lanes of the parts, those that changed most often first. `nowUs` is where the last span ends. */
export function bandsOf(scenario: Scenario, transitions: readonly Transition[], endUs: number, nowUs: number): Band[] {
  const lanes = new Map<string, Lane>();
  for (const change of transitions) {
    const { atUs, where, machine, from, to } = change;
    forgetProbes(lanes, change);
    const name = laneOf(machine);
    if (name === null || from === '') continue;
    const key = `${where} ${name}`;
    const lane = lanes.get(key) ?? { where, name, states: new Map<string, string>(), steps: [], changes: 0 };
    lanes.set(key, lane);
    // Before its first change a machine was in the state that it left then.
    if (!lane.states.has(machine) && lane.steps.length === 0) {
      lane.states.set(machine, from);
      step(lane, 0);
    }
    lane.states.set(machine, to);
    lane.changes++;
    step(lane, atUs);
  }
  return [...lanes.entries()]
    .map(([id, lane]): Band => ({
      id,
      label: lane.name === 'breaker' ? nameOf(scenario, lane.where) : `${nameOf(scenario, lane.where)} ${lane.name}`,
      changes: lane.changes,
      spans: lane.steps.map(({ atUs, gravity, text }, i) => ({
        from: atUs / endUs,
        to: Math.min(1, (lane.steps[i + 1]?.atUs ?? nowUs) / endUs),
        gravity,
        text,
      })),
    }))
    .toSorted((a, b) => b.changes - a.changes);
}

/** The state of a lane at a share of the axis; null where it has none. */
export function stateAt({ spans }: Band, share: number): BandSpan | null {
  return spans.findLast(({ from, to }) => from <= share && share <= to) ?? null;
}
