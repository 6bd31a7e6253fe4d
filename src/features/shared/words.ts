/** Words that several features say alike: moments, counts, names of parts and of reasons. */
import type { ReasonId } from '@/domain/reasons';
import { SECOND, type TimeUs } from '@/domain/time';
import type { Scenario, ScenarioAnnotation } from '@/scenario/schema';

/** Letters of a note's text that stand for it. */
const NOTE_LETTERS = 28;

/** Made once: making one costs a thousand times what using it costs. */
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A moment as minutes, seconds and tenths: 1:02.4. */
export function clockText(us: TimeUs): string {
  const tenths = Math.floor(us / 100_000 + 1e-6);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

/** A span that counts: 7.4 s. */
export function secondsText(us: TimeUs): string {
  return `${(Math.max(0, us) / SECOND).toFixed(1)} s`;
}

/** What a reason of loss is called beside its figure: rate limited. */
export function reasonName(id: ReasonId): string {
  return id.replaceAll('-', ' ');
}

/** A whole number in groups of three. */
export function countText(value: number): string {
  return grouped.format(value);
}

/** Display name of a part; a wire is "Checkout to Inventory", a note its first words. */
export function nameOf(scenario: Scenario, id: string): string {
  const node = scenario.nodes[id];
  if (node) return node.name || id;
  const note = scenario.annotations[id];
  if (note) return noteName(note);
  const edge = scenario.edges[id];
  return edge ? `${nameOf(scenario, edge.source)} to ${nameOf(scenario, edge.target)}` : id;
}

/** The beginning of a note's or frame's text, in quotes; what it is when it says nothing. */
export function noteName({ kind, text }: ScenarioAnnotation): string {
  const [line = ''] = text.trim().split('\n');
  if (line === '') return kind === 'note' ? 'the note' : 'the frame';
  const words = Array.from(line);
  return `${kind} “${words.length > NOTE_LETTERS ? `${words.slice(0, NOTE_LETTERS).join('').trimEnd()}…` : line}”`;
}

/** A span of microseconds: 26 ms, 1.24 s. */
export function spanText(us: number): string {
  const ms = us / 1000;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10} ms`;
}
