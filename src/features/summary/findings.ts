/**
 * What a run comes to, for whoever has twenty seconds: what broke first, where the work got stuck, who was lost and why, and what
 * to look at next. Every figure is counted from the samples and changes of mode of the run at hand.
 */
import type { SampleLog } from '../shared/sample-log';
import { clockText, countText, nameOf } from '../shared/words';
import { REASONS } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** A change of mode in words; the log's own. */
export interface Told {
  readonly title: string;
  readonly text: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'info';
}
export type Describe = (scenario: Scenario, transition: Transition) => Told;

/** What is summed up. */
export interface Subject {
  readonly scenario: Scenario;
  readonly log: SampleLog;
  readonly transitions: readonly Transition[];
  /** Workers of a part now; 0 where it has none. */
  readonly slots: (node: string) => number;
  readonly describe: Describe;
}

/** A moment of the run with its words. */
export interface Event {
  readonly atUs: TimeUs;
  readonly title: string;
  readonly text: string;
}

/** A part under load. */
export interface Load {
  readonly node: string;
  readonly name: string;
  /** Share of its workers' time in use, 0 to 1; null where it has no workers. */
  readonly utilization: number | null;
  readonly meanQueue: number;
  readonly maxQueue: number;
}

/** Requests lost for one reason. */
export interface Loss {
  readonly reason: string;
  readonly text: string;
  readonly count: number;
}

/** See the file's header. */
export interface Summary {
  readonly endUs: TimeUs;
  readonly answered: number;
  readonly lost: number;
  readonly worstP99Ms: number;
  /** In the order of time: the fault that came before, what broke, the first loss; none where all went well. */
  readonly chain: readonly Event[];
  /** The part with the busiest workers, and the one where most wait; null where nobody works or waits. */
  readonly busiest: Load | null;
  readonly longest: Load | null;
  readonly losses: readonly Loss[];
  readonly advice: readonly string[];
}

function loadOf({ scenario, log, slots }: Subject, node: string): Load {
  let [busy, queue, maxQueue] = [0, 0, 0];
  for (let i = 0; i < log.length; i++) {
    busy += log.node(i, node, 'busy');
    const waiting = log.node(i, node, 'waiting');
    queue += waiting;
    maxQueue = Math.max(maxQueue, waiting);
  }
  const samples = Math.max(1, log.length);
  const workers = slots(node);
  const utilization = workers > 0 ? busy / samples / workers : null;
  return { node, name: nameOf(scenario, node), utilization, meanQueue: queue / samples, maxQueue };
}

function lossesOf({ log }: Subject): readonly Loss[] {
  return REASONS.flatMap(({ id, text }, code) => {
    if (code === 0) return [];
    let count = 0;
    for (const source of log.layout.sources) for (let i = 0; i < log.length; i++) count += log.node(i, source, `by:${id}`);
    return count > 0 ? [{ reason: id, text, count }] : [];
  }).toSorted((a, b) => b.count - a.count);
}

function totalsOf({ log }: Subject): Pick<Summary, 'answered' | 'lost' | 'worstP99Ms'> & { readonly firstLossUs: TimeUs | null } {
  let [answered, lost, worstUs] = [0, 0, 0];
  let firstLossUs: TimeUs | null = null;
  for (let i = 0; i < log.length; i++) {
    for (const source of log.layout.sources) {
      const failed = log.node(i, source, 'failed');
      if (failed > 0) firstLossUs ??= log.atUs(i);
      answered += log.node(i, source, 'completed');
      lost += failed;
      worstUs = Math.max(worstUs, log.node(i, source, 'p99Us'));
    }
  }
  return { answered, lost, worstP99Ms: worstUs / 1000, firstLossUs };
}

const isFault = ({ machine, to }: Transition): boolean => machine.startsWith('fault ') && to === 'fault';

function chainOf({ scenario, transitions, describe }: Subject, firstLossUs: TimeUs | null): readonly Event[] {
  const tell = (transition: Transition | undefined): Event[] =>
    [transition].flatMap((one) => {
      if (!one) return [];
      const { title, text } = describe(scenario, one);
      return { atUs: one.atUs, title, text };
    });
  const broke = transitions.find((transition) => !isFault(transition) && describe(scenario, transition).tone === 'bad');
  const firstBadUs = Math.min(broke?.atUs ?? Infinity, firstLossUs ?? Infinity);
  const cause = transitions.findLast((transition) => isFault(transition) && transition.atUs <= firstBadUs);
  const loss = firstLossUs === null ? [] : [{ atUs: firstLossUs, title: 'The first requests are lost', text: '' }];
  return [...(Number.isFinite(firstBadUs) ? tell(cause) : []), ...tell(broke), ...loss].toSorted((a, b) => a.atUs - b.atUs);
}

/** Utilisation from which waiting times grow steeply with every further request. */
const HIGH = 0.85;
/** A queue this short on average is no bottleneck. */
const SHORT = 1;

function adviceOf(subject: Subject, summary: Omit<Summary, 'advice'>): readonly string[] {
  const { busiest, longest, lost, losses, chain } = summary;
  const deaths = subject.transitions.filter(({ to }) => to === 'crashLoopBackOff');
  const memory = deaths.find(({ why }) => why.startsWith('out of memory'));
  const advice: string[] = [];
  if (memory) {
    advice.push(`Bound what waits in ${nameOf(subject.scenario, memory.where)}: a queue limit, a bulkhead, or a breaker on what it calls.`);
  }
  if (longest && busiest && longest.node !== busiest.node && longest.maxQueue > 50) {
    advice.push(`Requests wait in ${longest.name}; look at the parts it calls: its workers are held while they wait for an answer.`);
  } else if (busiest?.utilization !== null && busiest && (busiest.utilization ?? 0) > HIGH) {
    advice.push(`${busiest.name} was at its limit: more workers or pods, less work for each request, or less traffic let in.`);
  }
  const [main] = losses;
  if (main && advice.length < 2) {
    advice.push(`Look at a failed one among the requests: ${countText(main.count)} times ${main.text}.`);
  }
  if (lost === 0 && chain.length > 0) advice.push('Nothing was lost although something broke: see in the comparison what protected it.');
  if (advice.length === 0) advice.push('Nothing broke. Put a fault on the timeline, or raise the traffic, and run again.');
  return advice.slice(0, 3);
}

/** Sums a run up; null before there is a sample. */
export function summaryOf(subject: Subject): Summary | null {
  const { log } = subject;
  if (log.length === 0) return null;
  const { firstLossUs, ...totals } = totalsOf(subject);
  const loads = log.layout.nodes.filter((id) => !log.layout.sources.includes(id)).map((id) => loadOf(subject, id));
  const busy = loads.filter(({ utilization }) => utilization !== null);
  const busiest = busy.toSorted((a, b) => (b.utilization ?? 0) - (a.utilization ?? 0))[0];
  const longest = loads.toSorted((a, b) => b.meanQueue - a.meanQueue)[0];
  const summary = {
    endUs: log.atUs(log.length - 1),
    ...totals,
    chain: chainOf(subject, firstLossUs),
    busiest: busiest && (busiest.utilization ?? 0) > 0 ? busiest : null,
    longest: longest && longest.meanQueue >= SHORT ? longest : null,
    losses: lossesOf(subject),
  };
  return { ...summary, advice: adviceOf(subject, summary) };
}

/** 93 %, or <1 %. */
export function percentText(share: number): string {
  const percent = Math.round(share * 100);
  return share > 0 && percent === 0 ? '<1 %' : `${percent} %`;
}

/** A load in words. */
export function loadText({ name, utilization, meanQueue, maxQueue }: Load): string {
  const busy = utilization === null ? '' : `workers ${percentText(utilization)} busy, `;
  return `${name}: ${busy}${countText(Math.round(meanQueue))} waiting on average, ${countText(Math.round(maxQueue))} at most`;
}

/** The parts where work got stuck: one where both are the same. */
export function stuckAt(busiest: Load | null, longest: Load | null): readonly Load[] {
  const loads = [busiest, longest].filter((load) => load !== null);
  return loads.filter(({ node }, i) => loads.findIndex((one) => one.node === node) === i);
}

/** The summary as plain text, to be copied. */
export function textOf(summary: Summary, title: string, seed: number): string {
  const { answered, lost, endUs, worstP99Ms, chain, busiest, longest, losses, advice } = summary;
  const list = (head: string, lines: readonly string[]): string[] =>
    lines.length > 0 ? ['', head, ...lines.map((line) => `- ${line}`)] : [];
  const told = chain.map(({ atUs, title: what, text }) => `${clockText(atUs)} ${what}${text === '' ? '' : `: ${text}`}`);
  return [
    `${title} (seed ${seed}), up to ${clockText(endUs)}`,
    `${countText(answered)} requests answered, ${countText(lost)} lost; worst p99 ${countText(Math.round(worstP99Ms))} ms.`,
    ...list('What broke first', told),
    ...list('Where the work got stuck', stuckAt(busiest, longest).map(loadText)),
    ...list('Lost requests', losses.map(({ text, count }) => `${countText(count)}: ${text}`)),
    ...list('Look at next', advice),
  ].join('\n');
}
