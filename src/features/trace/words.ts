/** Words about requests: spans of time, what was spent on what, what a span did. */
import { nameOf } from '../shared/words';
import { REASONS } from '@/domain/reasons';
import type { TimeUs } from '@/domain/time';
import type { Scenario } from '@/scenario/schema';
import type { SpentOn, TraceRow, TraceSummary, TraceView } from '@/simulation/trace-book';

/** What the five sorts of time are called. */
export const SPENT_WORDS: Readonly<Record<SpentOn, string>> = {
  waiting: 'Waiting in line',
  service: 'Work',
  network: 'Network',
  proxy: 'Proxies',
  held: 'Held by its caller',
};

/** A span of time with three digits that count: 0.42 ms, 8.5 ms, 175 ms, 12.3 s. */
export function spanText(us: TimeUs): string {
  const [value, unit] = us >= 10_000_000 ? [us / 1_000_000, 's'] : [us / 1_000, 'ms'];
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${String(Number(value.toFixed(digits)))} ${unit}`;
}

const FAILURES: ReadonlyMap<string, string> = new Map(REASONS.map(({ id, text }) => [id, text]));

/** How a request ended: a word or two. */
export function endWord({ reason, isFallback }: Pick<TraceSummary, 'reason' | 'isFallback'>): string {
  if (reason !== null) return 'failed';
  return isFallback ? 'answered by a fallback' : 'answered';
}

/** A list entry's second line: what is worth saying about this one. */
export function lineText({ reason, retries, isFallback, spans }: TraceSummary): string {
  const said = [
    ...(reason === null ? [] : [FAILURES.get(reason) ?? reason]),
    ...(retries > 0 ? [`${retries} ${retries === 1 ? 'retry' : 'retries'}`] : []),
    ...(isFallback && reason === null ? ['fallback'] : []),
  ];
  return said.length > 0 ? said.join(', ') : `${spans} spans`;
}

/** The part in which a span was recorded: a sidecar reports for its host. */
function hostOf(scenario: Scenario, { span }: TraceRow): string {
  const parent = span.isProxy ? scenario.nodes[span.node]?.parent : null;
  return nameOf(scenario, parent ?? span.node);
}

/** What a span is, short enough for a line of the waterfall. */
export function rowTitle(scenario: Scenario, row: TraceRow): string {
  const { span, depth } = row;
  const host = hostOf(scenario, row);
  if (span.isProxy) return span.kind === 3 ? `Proxy of ${host}, out` : `Proxy of ${host}, in`;
  if (span.kind === 2) return host;
  const target = nameOf(scenario, scenario.edges[span.wire]?.target ?? span.wire);
  return depth === 0 ? `${host} calls ${target}` : `calls ${target}`;
}

/** Microseconds of a row's own time on one thing. */
export function ownUs({ own }: TraceRow, on: SpentOn): TimeUs {
  return own.reduce((sum, stretch) => (stretch.on === on ? sum + stretch.endUs - stretch.startUs : sum), 0);
}

const PHRASES: Readonly<Record<SpentOn, (text: string) => string>> = {
  waiting: (text) => `waited ${text} for a worker`,
  service: (text) => `worked ${text}`,
  network: (text) => `was ${text} on the network`,
  proxy: (text) => `spent ${text} in the proxy`,
  held: (text) => `held the call back for ${text}`,
};

/** What happened during a span: "Waited 12 ms for a worker, worked 20 ms." */
export function rowSentences(row: TraceRow): readonly string[] {
  const { span, untilUs, orphanedUs, isOpen, failure, waitUs } = row;
  const parts = (['waiting', 'service', 'proxy', 'held', 'network'] as const).flatMap((on) => {
    const us = ownUs(row, on);
    return us > 0 ? [PHRASES[on](spanText(us))] : [];
  });
  const sentences = parts.length > 0 ? [capital(`${parts.join(', ')}.`)] : [];
  if (span.attempt > 0) sentences.push(`This is try ${span.attempt + 1} of the call.`);
  if (span.isFallback) sentences.push('A fallback answered in the place of the part that was asked.');
  if (failure !== null) sentences.push(`Failed: ${failure}.`);
  if (orphanedUs !== null) {
    const for_ = spanText(untilUs - orphanedUs);
    const asleep = waitUs >= untilUs - span.startUs && waitUs > 0 ? 'It stayed in the queue' : 'It went on';
    sentences.push(`${asleep} for ${for_} ${isOpen ? 'so far ' : ''}although nobody waited for the answer any more.`);
  }
  if (isOpen && orphanedUs === null) sentences.push('It has not ended yet.');
  return sentences.length > 0 ? sentences : ['All of its time was spent in the calls below.'];
}

/** How the request went as a whole. */
export function traceSentence({ latencyUs, retries, lastUs, endUs, reason, rows }: TraceView): string {
  const failure = reason === null ? null : rows[0]?.failure;
  const said = [failure ? `Failed after ${spanText(latencyUs)}: ${failure}.` : `Answered in ${spanText(latencyUs)}.`];
  if (retries > 0) said.push(retries === 1 ? 'One call was tried again.' : `Calls were tried again ${retries} times.`);
  if (lastUs > endUs) said.push(`Work for it went on ${spanText(lastUs - endUs)} longer, for nobody.`);
  return said.join(' ');
}


function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
