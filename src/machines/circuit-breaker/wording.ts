/**
 * What a breaker says in words: labels of the statechart and the sentence that explains a change of mode with its figures.
 */
import type { BreakerParams, Comparison } from './params';
import { openWaitMs } from './params';

/** Counts that a sentence is about. */
export interface Counts {
  readonly total: number;
  readonly failed: number;
  readonly slow: number;
}

const figure = (value: number): string => String(Math.round(value * 10) / 10);

/** A span for people: "200 ms", "10 s". */
export function spanText(ms: number): string {
  return ms < 1_000 ? `${figure(ms)} ms` : `${String(Math.round(ms) / 1_000)} s`;
}

/** Whether `count` of `total` reaches the percentage. Written without a division, so exact for whole percentages. */
export function exceeds(count: number, total: number, percent: number | null, comparison: Comparison): boolean {
  if (percent === null || count === 0) return false;
  return comparison === '>' ? count * 100 > percent * total : count * 100 >= percent * total;
}

const sign = (comparison: Comparison): string => (comparison === '>' ? '>' : '≥');
const probes = (count: number): string => (count === 1 ? '1 probe' : `${count} probes`);

/** Beside the arrow CLOSED to OPEN. */
export function openingLabel(params: BreakerParams): string {
  const slow = params.slow?.percent ?? null;
  const failed = params.failurePercent;
  const op = sign(params.comparison);
  if (params.window.kind === 'consecutive') return `${params.window.failures} failures in a row`;
  if (failed !== null && slow === failed) return `slow calls or failures ${op} ${figure(failed)} %`;
  if (failed !== null && slow !== null) return `failures ${op} ${figure(failed)} % or slow calls ${op} ${figure(slow)} %`;
  if (failed !== null) return `failures ${op} ${figure(failed)} %`;
  return slow === null ? 'never' : `slow calls ${op} ${figure(slow)} %`;
}

/** Beside the arrow OPEN to HALF-OPEN. */
export function waitLabel(params: BreakerParams): string {
  const first = spanText(openWaitMs(params, 0));
  const more = params.openMs.length > 1 ? ', longer each time' : '';
  return params.halfOpenBy === 'timer' ? `after ${first}${more}` : `first call after ${first}${more}`;
}

/** Second line of HALF-OPEN. */
export function probesLabel(params: BreakerParams): string {
  return probes(params.probesPermitted);
}

/** Beside the arrow HALF-OPEN to CLOSED. */
export function probesPassLabel(params: BreakerParams): string {
  return params.probesNeeded === 1 ? 'probe answers' : `${params.probesNeeded} probes answer`;
}

/** Beside the arrow HALF-OPEN to OPEN. */
export function probesFailLabel(params: BreakerParams): string {
  if (params.probesNeeded === 1) return 'probe fails';
  return params.probeRule === 'first-bad' ? 'a probe fails' : `probes fail (${openingLabel(params)})`;
}

/** Beside the arrow for an undecided HALF-OPEN. */
export function limitLabel(params: BreakerParams): string {
  return params.halfOpenMaxMs === null ? 'no limit' : `undecided after ${spanText(params.halfOpenMaxMs)}`;
}

function setText(params: BreakerParams, total: number): string {
  const window = params.window;
  if (window.kind === 'time') return `the ${total} calls of the last ${spanText(window.buckets * window.bucketMs)}`;
  return `the last ${total} calls`;
}

function shareText(count: number, total: number, percent: number, comparison: Comparison): string {
  // Calls counted at their start may already have left the window when their failures arrive.
  return total > 0 ? `(${figure((count * 100) / total)} % ${comparison} ${figure(percent)} %)` : '(all of them)';
}

/** Why CLOSED was left: names the threshold that was crossed, failures first. */
export function openingSentence(params: BreakerParams, counts: Counts): string {
  const { total, failed, slow } = counts;
  if (params.window.kind === 'consecutive') return `${failed} calls in a row were bad (limit ${params.window.failures})`;
  const of = setText(params, total);
  if (params.failurePercent !== null && exceeds(failed, total, params.failurePercent, params.comparison)) {
    return `${failed} of ${of} failed ${shareText(failed, total, params.failurePercent, params.comparison)}`;
  }
  const limit = params.slow;
  if (limit === null || limit.percent === null) return `${failed} of ${of} failed`;
  const share = shareText(slow, total, limit.percent, params.comparison);
  return `${slow} of ${of} took longer than ${spanText(limit.overMs)} ${share}`;
}

/** How the probing ended. */
export function probingSentence(params: BreakerParams, counts: Counts, passed: boolean): string {
  const failed = counts.failed > 0 ? `${counts.failed} failed` : '';
  const slow = counts.slow > 0 ? `${counts.slow} slow` : '';
  const bad = [failed, slow].filter((part) => part !== '');
  const result = bad.length === 0 ? 'all answered in time' : bad.join(', ');
  if (params.probesNeeded === 1) {
    if (passed) return 'the probe was answered';
    return counts.failed > 0 ? 'the probe failed' : `the probe took longer than ${spanText(params.slow?.overMs ?? 0)}`;
  }
  return `${probes(counts.total)} finished: ${result}`;
}

/** Why OPEN became HALF-OPEN. */
export function waitSentence(params: BreakerParams, reopenings: number): string {
  const wait = spanText(openWaitMs(params, reopenings));
  return params.halfOpenBy === 'timer' ? `${wait} have passed since it opened` : `a call came more than ${wait} after it opened`;
}
