/** The run at this moment in a few sentences: of what is selected, or of the whole system. Pure but for reading the stores. */
import type { Playground } from '../shared/playground';
import type { NodeView, WireView } from '../shared/run-store';
import { clockText, countText, nameOf } from '../shared/words';
import { faceOf, lookOf } from '@/kinds/faces';
import { policyFaceOf } from '@/policies/faces';
import { POLICIES } from '@/policies/registry';
import type { Scenario } from '@/scenario/schema';

/** A message: title and sentences. */
export interface Description {
  readonly title: string;
  readonly text: string;
}

const share = (busy: number, slots: number): string => `${Math.round((100 * busy) / slots)} %`;

/** "Overloaded. 367 a second arrive, 12 fail. 4,012 wait, 97 % busy." */
export function nodeWords(kind: string, view: NodeView | null): string {
  if (!view) return 'Takes no part in this run.';
  const { arrivedPerS, failedPerS, waiting, busy, slots, state } = view;
  const flow = [`${countText(arrivedPerS)} a second arrive`, ...(failedPerS > 0 ? [`${countText(failedPerS)} fail`] : [])];
  const load = [
    ...(waiting > 0 ? [`${countText(waiting)} wait`] : []),
    ...(slots > 0 ? [`${share(busy, slots)} busy`] : []),
  ];
  return [lookOf(faceOf(kind), state).word, flow.join(', '), load.join(', ')].filter((part) => part !== '').join('. ').concat('.');
}

/** "367 calls a second, 12 fail, 30 refused. Circuit breaker: OPEN." */
export function wireWords(view: WireView | null, nowUs: number): string {
  if (!view) return 'Takes no part in this run.';
  const { sentPerS, failedPerS, refusedPerS, isCut, machine } = view;
  const flow = [
    `${countText(sentPerS)} calls a second`,
    ...(failedPerS > 0 ? [`${countText(failedPerS)} fail`] : []),
    ...(refusedPerS > 0 ? [`${countText(refusedPerS)} refused`] : []),
  ];
  const face = machine ? policyFaceOf(machine.policy) : null;
  const gate = machine && face && 'gate' in face ? face.gate.stateOf(machine.picture, nowUs) : null;
  const title = machine ? (POLICIES.get(machine.policy)?.title ?? machine.policy) : '';
  const more = [...(gate ? [`${title}: ${gate.word}`] : []), ...(isCut > 0 ? ['The network is cut'] : [])];
  return [flow.join(', '), ...more].join('. ').concat('.');
}

/** The part whose workers are the busiest, if it is nearly as busy as it can be. */
function bottleneck(scenario: Scenario, viewOf: (id: string) => NodeView | null): string | null {
  let best: string | null = null;
  let most = 0.8;
  for (const id of Object.keys(scenario.nodes)) {
    const view = viewOf(id);
    if (!view || view.slots === 0) continue;
    const load = (view.busy + view.waiting) / view.slots;
    if (load <= most) continue;
    most = load;
    best = `Busiest: ${nameOf(scenario, id)}, ${share(view.busy, view.slots)} busy, ${countText(view.waiting)} waiting`;
  }
  return best;
}

/** See the file's header. */
export function describeNow({ document, run }: Playground): Description {
  const { scenario, selection } = document.getSnapshot().context;
  const at = clockText(run.shownUs);
  if (selection?.kind === 'node') {
    const kind = scenario.nodes[selection.id]?.kind ?? '';
    return { title: `${nameOf(scenario, selection.id)} at ${at}`, text: nodeWords(kind, run.node(selection.id)) };
  }
  if (selection) return { title: `${nameOf(scenario, selection.id)} at ${at}`, text: wireWords(run.wire(selection.id), run.shownUs) };
  const sources = run.layout.sources.map((id) => run.node(id)).filter((view) => view !== null);
  const sum = (of: (view: NodeView) => number): number => sources.reduce((total, view) => total + of(view), 0);
  const done = `${countText(sum(({ completed }) => completed))} of ${countText(sum(({ arrived }) => arrived))} done`;
  const faults = run.status.shownFaults.length;
  const parts = [
    `${done}, ${countText(sum(({ failed }) => failed))} failed`,
    bottleneck(scenario, (id) => run.node(id)),
    faults === 0 ? null : `${faults === 1 ? 'One fault acts' : `${faults} faults act`} now`,
  ];
  return { title: `The system at ${at}`, text: parts.filter((part) => part !== null).join('. ').concat('.') };
}
