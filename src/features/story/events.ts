/** What happened, in words, by kind and part: the log's lines, and the moments that a presenter can go through. */
import { nameOf } from '../shared/words';
import type { TimeUs } from '@/domain/time';
import type { Transition } from '@/engine/context';
import type { Scenario } from '@/scenario/schema';

/** How a line is meant. */
export type Tone = 'ok' | 'warn' | 'bad' | 'info';

/** Kinds of event, in the order of the filter. */
export const EVENT_KINDS = [
  { id: 'fault', label: 'faults' },
  { id: 'breaker', label: 'breakers' },
  { id: 'pod', label: 'pods' },
  { id: 'health', label: 'health' },
  { id: 'registry', label: 'discovery' },
  { id: 'rollout', label: 'rollouts' },
  { id: 'mesh', label: 'certificates and configuration' },
  { id: 'alert', label: 'alerts' },
  { id: 'other', label: 'other' },
] as const;
/** One of them. */
export type EventKind = (typeof EVENT_KINDS)[number]['id'];

/** One line of what happened. */
export interface Happening {
  readonly atUs: TimeUs;
  readonly where: string;
  readonly kind: EventKind;
  readonly title: string;
  /** Why, a sentence; empty when the title says it. */
  readonly text: string;
  readonly tone: Tone;
}

/** Words and tone of a mode. */
type Words = readonly [words: string, tone: Tone];
type Dictionary = Readonly<Record<string, Words>>;

const BREAKER: Dictionary = {
  open: ['opened', 'bad'],
  'half-open': ['lets probes through', 'info'],
  closed: ['closed', 'ok'],
  'forced-open': ['is held open by hand', 'info'],
  'forced-closed': ['is switched off by hand', 'info'],
};
const POD: Dictionary = {
  crashLoopBackOff: ['died', 'bad'],
  down: ['died', 'bad'],
  starting: ['starts', 'info'],
  running: ['is ready', 'ok'],
  draining: ['is being taken out', 'info'],
  stopping: ['is shutting down', 'info'],
  gone: ['is gone', 'info'],
  unready: ['is not ready', 'warn'],
};
const ADMISSION: Dictionary = { refused: ['cannot be created', 'bad'], admitted: ['can be created again', 'ok'] };
const PROBE: Dictionary = { passing: ['passes', 'ok'], failing: ['fails', 'bad'] };
const ENTRY: Dictionary = {
  listed: ['is listed', 'ok'],
  absent: ['is no longer listed', 'warn'],
  fit: ['gets traffic', 'ok'],
  unfit: ['gets no more traffic', 'warn'],
};
const LIST: Dictionary = { fresh: ['list of instances is fresh', 'ok'], stale: ['list of instances is stale', 'warn'] };
const EJECTION: Dictionary = { ejected: ['put an instance out', 'warn'], 'in rotation': ['took an instance back', 'ok'] };
const CERTIFICATE: Dictionary = {
  requested: ['is asked for', 'info'],
  valid: ['is valid', 'ok'],
  renewing: ['is being renewed', 'info'],
  expired: ['has expired', 'bad'],
};
const CONFIGURATION: Dictionary = { wrong: ['is wrong', 'bad'], right: ['is right', 'ok'] };
const CANARY: Dictionary = {
  progressing: ['goes on', 'info'],
  promoting: ['is being promoted', 'ok'],
  succeeded: ['has succeeded', 'ok'],
  rolledBack: ['was rolled back', 'bad'],
  paused: ['waits', 'info'],
};
const OPERATOR: Dictionary = { acting: ['acts', 'info'], watching: ['watches', 'ok'] };
const ALERT: Dictionary = { pending: ['is pending', 'warn'], firing: ['fires', 'bad'], inactive: ['is over', 'ok'] };

/** How the machines of one kind are known by their names, and what their modes are called. */
interface Family {
  readonly kind: EventKind;
  readonly is: RegExp;
  readonly words: Dictionary;
  /** Who does it: the part's name and the machine's. */
  readonly who: (part: string, machine: string) => string;
}

const FAMILIES: readonly Family[] = [
  { kind: 'breaker', is: /breaker/, words: BREAKER, who: (part) => `Breaker ${part}` },
  { kind: 'health', is: /probe/, words: PROBE, who: (part, machine) => `${part}: ${machine}` },
  { kind: 'mesh', is: /^certificate/, words: CERTIFICATE, who: (part, machine) => `${part}: ${machine}` },
  { kind: 'mesh', is: /^configuration/, words: CONFIGURATION, who: (part) => `${part}: configuration` },
  { kind: 'pod', is: /^(pod|replica) /, words: POD, who: (part, machine) => `${part}: ${machine}` },
  { kind: 'pod', is: /^new pods$/, words: ADMISSION, who: (part) => `${part}: new pods` },
  { kind: 'alert', is: /^alert /, words: ALERT, who: (_part, machine) => `Alert ${machine.slice('alert '.length)}` },
  { kind: 'rollout', is: /^canary/, words: CANARY, who: (part) => `Canary ${part}` },
  { kind: 'other', is: /^operator$/, words: OPERATOR, who: (part) => `Operator ${part}` },
  { kind: 'health', is: /^outlier/, words: EJECTION, who: (part) => `${part}: outlier detection` },
  { kind: 'registry', is: /^discovery/, words: LIST, who: (part) => `${part}:` },
  { kind: 'registry', is: / \d+\.\d+\.\d+\.\d+$/, words: ENTRY, who: (part, machine) => `${part}: ${machine}` },
];

/** With a capital letter in front and a full stop behind. */
function sentence(text: string): string {
  const trimmed = text.trim().replaceAll('>=', '≥');
  if (trimmed === '') return '';
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}

/** A change of mode in words. */
export function happening(scenario: Scenario, { atUs, where, machine, to, why }: Transition): Happening {
  const part = nameOf(scenario, where);
  if (machine.startsWith('fault ')) {
    const isOver = to === 'well';
    const text = sentence(why.replace(/ (begins|ends)$/, ''));
    return { atUs, where, kind: 'fault', title: `${part}: fault ${isOver ? 'ends' : 'begins'}`, text, tone: isOver ? 'ok' : 'warn' };
  }
  const family = FAMILIES.find(({ is }) => is.test(machine));
  const [words, tone] = family?.words[to] ?? ([`is ${to}`, 'info'] as const);
  const who = family?.who(part, machine) ?? `${part}: ${machine}`;
  return { atUs, where, kind: family?.kind ?? 'other', title: `${who} ${words}`, text: sentence(why), tone };
}

/** What the log is narrowed to; null stands for everything. */
export interface LogFilter {
  readonly part: string | null;
  readonly kind: EventKind | null;
}

/** True when a line passes. A wire's line also belongs to the parts at its ends. */
export function passes({ part, kind }: LogFilter, scenario: Scenario, line: Happening): boolean {
  if (kind !== null && line.kind !== kind) return false;
  if (part === null || line.where === part) return true;
  const edge = scenario.edges[line.where];
  return edge !== undefined && (edge.source === part || edge.target === part);
}
