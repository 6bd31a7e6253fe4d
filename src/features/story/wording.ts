/** Sentences of the story, made from figures of the run. */
import { type Death, outcomesAt, type Pressure } from './causes';
import type { RunStatus, RunStore } from '../shared/run-store';
import type { SampleLog } from '../shared/sample-log';
import { countText, nameOf, reasonName } from '../shared/words';
import { FAULTS } from '@/faults/registry';
import type { Scenario } from '@/scenario/schema';
import type { StateShape, StateTone } from '@/ui';

/** A whole number in groups of three, or one decimal below ten. */
export function count(value: number): string {
  if (Math.abs(value) < 10 && !Number.isInteger(value)) return value.toFixed(1);
  return countText(Math.round(value));
}

/** A span in words: 42 s, 3 min. */
export function howLong(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** What is going on now. */
export interface Headline {
  readonly tone: StateTone;
  readonly shape: StateShape;
  readonly title: string;
  readonly text: string;
}

/** What a headline is made from. */
export interface Scene {
  readonly scenario: Scenario;
  readonly log: SampleLog;
  readonly piling: Pressure | null;
  readonly death: Death | null;
  readonly status: RunStatus;
  readonly run: Pick<RunStore, 'node' | 'wire' | 'layout'>;
  /** The objectives that are not kept now. */
  readonly missed: readonly string[];
}

interface OpenBreaker {
  readonly mode: string;
  readonly wire: string;
  readonly rescuedPerS: number;
  readonly refusedPerS: number;
}

function openBreaker({ run }: Scene): OpenBreaker | null {
  for (const wire of run.layout.wires) {
    const view = run.wire(wire);
    const picture = view?.machine?.picture;
    if (!view || typeof picture !== 'object' || picture === null || !('mode' in picture)) continue;
    if (picture.mode === 'open' || picture.mode === 'half-open') {
      return { mode: picture.mode, wire, rescuedPerS: view.rescuedPerS, refusedPerS: view.refusedPerS };
    }
  }
  return null;
}

function faultWords({ scenario, status }: Scene): string {
  return status.activeFaults
    .map(({ kind, target, value }) => {
      const fault = FAULTS.get(kind);
      return `${nameOf(scenario, target)}${fault?.isState ? ' is' : ':'} ${fault?.label(value) ?? kind}`;
    })
    .join('; ');
}

/** The one sentence that matters most at this moment. */
export function headline(scene: Scene): Headline {
  const { scenario, status, run, piling } = scene;
  if (status.failure !== null) {
    const what = status.failure.charAt(0).toUpperCase() + status.failure.slice(1);
    return { tone: 'bad', shape: 'square', title: 'The engine stopped', text: `${what}. Your scenario is untouched.` };
  }
  if (status.stopped) {
    const { limit, where, advice } = status.stopped;
    return {
      tone: 'warn',
      shape: 'square',
      title: `The run stopped at its limit: ${limit}`,
      text: `${nameOf(scenario, where)} held most: ${advice}.`,
    };
  }
  const down = run.layout.nodes.find((id) => run.node(id)?.state === 'crashed');
  if (down !== undefined) {
    const pod = run.node(down)?.pods.find(({ restartsInUs }) => restartsInUs >= 0);
    const back = pod ? ` It is ready again in ${howLong(pod.restartsInUs / 1_000_000)}.` : '';
    // Why they fail is told, too: it need not be what is down.
    return { tone: 'bad', shape: 'square', title: `${nameOf(scenario, down)} is down`, text: lossWords(scene.log) + back };
  }
  const breaker = openBreaker(scene);
  if (breaker) {
    const refused = `${count(breaker.refusedPerS)} calls a second are refused at once`;
    const rescued = breaker.rescuedPerS > 0 ? `, and the fallback answers ${count(breaker.rescuedPerS)} instead` : '';
    const text = `${refused}${rescued}.`;
    const word = breaker.mode === 'open' ? 'is open' : 'is probing';
    return { tone: 'info', shape: 'diamond', title: `The breaker ${nameOf(scenario, breaker.wire)} ${word}`, text };
  }
  if (piling) {
    const name = nameOf(scenario, piling.node);
    return {
      tone: 'warn',
      shape: 'triangle',
      title: `Requests pile up in ${name}`,
      text: `${count(piling.waiting)} wait, and ${count(piling.growth)} more each second. ${faultWords(scene)}`.trim() + '.',
    };
  }
  const faults = faultWords(scene);
  const losses = lossSentence(scene.log);
  if (faults !== '') return { tone: 'warn', shape: 'triangle', title: 'Something is wrong', text: `${faults}. ${losses}`.trim() };
  if (losses !== '') return { tone: 'warn', shape: 'triangle', title: 'Some requests fail', text: losses };
  return well(scene);
}

/** Fewer failures than this are no news: per second, and as a share of all that ends. */
const LOSS_LEAST = 0.3;
const LOSS_SHARE = 0.01;

function lossSentence(log: SampleLog): string {
  if (log.length === 0) return '';
  const { answered, failed, reason } = outcomesAt(log, log.length - 1);
  if (reason === null || failed < Math.max(LOSS_LEAST, (answered + failed) * LOSS_SHARE)) return '';
  const many = answered === 0 ? `All ${count(failed)}` : `${count(failed)} of ${count(answered + failed)}`;
  return `${many} requests a second fail: ${reasonName(reason)}.`;
}

/** The same where something is down: that hardly anything fails is news there. */
function lossWords(log: SampleLog): string {
  const isAny = log.length > 0 && outcomesAt(log, log.length - 1).failed > 0;
  return lossSentence(log) || (isAny ? 'Hardly any request fails.' : 'No request fails.');
}

function well({ log, status, missed }: Scene): Headline {
  const last = log.length - 1;
  if (last < 0 || log.layout.sources.length === 0) {
    const [title, text] = status.isPlaying ? ['Beginning', 'The first figures are about to come.'] : ['Not begun', 'Press play.'];
    return { tone: 'idle', shape: 'ring', title, text };
  }
  // Half of each client's, that is, where there are several.
  const p50 = Math.max(...log.layout.sources.map((id) => log.recentOfNode(log.atUs(last), id, 'p50Us').at(-1) ?? 0)) / 1000;
  const within = p50 < 0.1 ? 'at once' : `within ${count(p50)} ms`;
  const text = `${count(outcomesAt(log, last).answered)} requests a second are answered, half of them ${within}.`;
  const [first] = missed;
  if (first === undefined) return { tone: 'ok', shape: 'circle', title: 'All is well', text };
  const title = missed.length === 1 ? 'An objective is not met' : `${missed.length} objectives are not met`;
  return { tone: 'warn', shape: 'triangle', title, text: `${text} Not met${missed.length === 1 ? '' : ', among others'}: ${first}` };
}
