/** Notes and frames: words on the canvas, and rectangles around parts. A frame with members is a group and moves as one. */
import { lockOn } from './locks';
import { withoutMembers } from './members';
import { freshId, partsText } from './names';
import { clings, legalPlace, type Place } from './nodes';
import { type Sizes, USUAL_SIZE } from './arrange';
import { edit, type Outcome, refusal } from '../shared/edit';
import { nameOf } from '../shared/words';
import { type Scenario, type ScenarioAnnotation, SPAN } from '@/scenario/schema';

/** What a new one of each kind looks like. */
const FRESH = {
  note: { text: '', size: { width: 240, height: 120 }, tone: 'amber' },
  frame: { text: 'Frame', size: { width: 520, height: 320 }, tone: 'blue' },
} as const;

/** Most letters of a text. */
export const MOST_TEXT = 2000;

/** Room between a group's frame and its parts; above them there is also room for its title. */
export const FRAME_ROOM = { side: 24, above: 46 } as const;

/** A box in units of the document, by its upper left corner. */
export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Adds a note or a frame; `place` is its upper left corner. */
export function addAnnotation(
  scenario: Scenario,
  kind: ScenarioAnnotation['kind'],
  place: Place,
  given: Partial<Pick<ScenarioAnnotation, 'text' | 'size' | 'tone' | 'members'>> = {},
): Outcome {
  const locked = lockOn(scenario, 'note');
  if (locked !== null) return refusal(locked);
  const id = freshId(scenario, kind);
  const fresh = { kind, members: [], ...FRESH[kind], ...given };
  const annotation: ScenarioAnnotation = { ...fresh, size: legalSize(fresh.size), position: legalPlace(place) };
  return edit({ ...scenario, annotations: { ...scenario.annotations, [id]: annotation } }, `add a ${kind}`, [id]);
}

/** A size that a file can hold. */
function legalSize({ width, height }: ScenarioAnnotation['size']): ScenarioAnnotation['size'] {
  const limited = (value: number): number => Math.max(SPAN.least, Math.min(SPAN.most, Math.round(value)));
  return { width: limited(width), height: limited(height) };
}

const known = ({ nodes }: Scenario, ids: readonly string[]): string[] => ids.filter((id) => Object.hasOwn(nodes, id));

/** Puts a frame around parts that from then on moves them as one. A part leaves the group that it was in. */
export function group(scenario: Scenario, ids: readonly string[]): Outcome {
  const locked = lockOn(scenario, 'note');
  if (locked !== null) return refusal(locked);
  const members = known(scenario, ids).filter((id) => !clings(scenario, id));
  if (members.length < 2) return refusal('Select at least two parts to group them.');
  const isSame = Object.values(scenario.annotations).some(
    (other) => other.members.length === members.length && members.every((id) => other.members.includes(id)),
  );
  if (isSame) return refusal('These parts are a group already.');
  const left = withoutMembers(scenario, new Set(members));
  const { x, y, width, height } = extentOf(scenario, members, {});
  const made = addAnnotation(left, 'frame', { x, y }, { text: 'Group', members, size: { width, height }, tone: 'plain' });
  return made.ok ? { ...made, label: `group ${partsText(scenario, members)}` } : made;
}

/** Groups a part with another one: it joins that one's group if there is one. */
export function groupWith(scenario: Scenario, id: string, other: string): Outcome {
  const [joined] = groupsAmong(scenario, [other]);
  if (joined === undefined) return group(scenario, [id, other]);
  const frame = scenario.annotations[joined];
  if (!frame || frame.members.includes(id)) return refusal('These parts are a group already.');
  if (clings(scenario, id)) return refusal(`${nameOf(scenario, id)} goes where its host goes: group the host.`);
  const left = withoutMembers(scenario, new Set([id]));
  const made = changeAnnotation(left, joined, { members: [...frame.members, id] });
  return made.ok ? { ...made, label: `put ${nameOf(scenario, id)} into ${nameOf(scenario, joined)}`, ids: [id], id } : made;
}

/** Takes the frames of groups away; their parts stay. `ids` may be the frames or parts in them. */
export function ungroup(scenario: Scenario, ids: readonly string[]): Outcome {
  const locked = lockOn(scenario, 'note');
  if (locked !== null) return refusal(locked);
  const frames = groupsAmong(scenario, ids);
  if (frames.length === 0) return refusal('Select a group, or a part of one.');
  const annotations = Object.fromEntries(Object.entries(scenario.annotations).filter(([id]) => !frames.includes(id)));
  const members = frames.flatMap((id) => scenario.annotations[id]?.members ?? []);
  return edit({ ...scenario, annotations }, `ungroup ${partsText(scenario, members)}`, known(scenario, members));
}

/** The groups that are named, or that hold a part which is. */
export function groupsAmong({ annotations }: Scenario, ids: readonly string[]): readonly string[] {
  return Object.entries(annotations)
    .filter(([id, { members }]) => members.length > 0 && (ids.includes(id) || members.some((member) => ids.includes(member))))
    .map(([id]) => id);
}

/** Changes text, tone or size of a note or frame. */
export function changeAnnotation(
  scenario: Scenario,
  id: string,
  change: Partial<Pick<ScenarioAnnotation, 'text' | 'tone' | 'size' | 'position' | 'members'>>,
): Outcome {
  const before = scenario.annotations[id];
  if (!before) return refusal('This note is gone.');
  const locked = lockOn(scenario, 'note');
  if (locked !== null) return refusal(locked);
  if ((change.text ?? '').length > MOST_TEXT) return refusal(`A note has at most ${MOST_TEXT} letters.`);
  const size = change.size ? legalSize(change.size) : before.size;
  const position = change.position ? legalPlace(change.position) : before.position;
  const after = { ...before, ...change, size, position };
  if (JSON.stringify(after) === JSON.stringify(before)) return edit(scenario, `change a ${before.kind}`, [id]);
  const what = change.text !== undefined ? 'the text of' : change.size ? 'the size of' : change.tone ? 'the colour of' : '';
  const label = `change ${what} ${nameOf(scenario, id)}`.replace('  ', ' ');
  return edit({ ...scenario, annotations: { ...scenario.annotations, [id]: after } }, label, [id]);
}

/** The box of a group's frame: around its parts, with room at the sides and for the title. */
export function extentOf(scenario: Scenario, members: readonly string[], sizes: Sizes): Extent {
  const boxes = members.flatMap((id) => {
    const place = scenario.nodes[id]?.position;
    const { width, height } = sizes[id] ?? USUAL_SIZE;
    return place ? [{ left: place.x, right: place.x + width, top: place.y - height / 2, bottom: place.y + height / 2 }] : [];
  });
  const x = Math.min(...boxes.map(({ left }) => left)) - FRAME_ROOM.side;
  const y = Math.min(...boxes.map(({ top }) => top)) - FRAME_ROOM.above;
  return {
    x,
    y,
    width: Math.max(...boxes.map(({ right }) => right)) + FRAME_ROOM.side - x,
    height: Math.max(...boxes.map(({ bottom }) => bottom)) + FRAME_ROOM.side - y,
  };
}

/** What goes along when these are moved: the parts of a group, and whatever lies wholly inside a frame. Never what is among them. */
export function ridersOf(scenario: Scenario, ids: readonly string[], sizes: Sizes = {}): readonly string[] {
  const { annotations, nodes } = scenario;
  const riders = new Set<string>();
  for (const id of ids) {
    const frame = annotations[id];
    if (frame?.kind !== 'frame') continue;
    if (frame.members.length > 0) for (const member of frame.members) riders.add(member);
    else {
      const { position, size } = frame;
      const isInside = (x: number, y: number, width: number, height: number): boolean =>
        x >= position.x && y >= position.y && x + width <= position.x + size.width && y + height <= position.y + size.height;
      for (const [part, { position: at }] of Object.entries(nodes)) {
        const { width, height } = sizes[part] ?? USUAL_SIZE;
        if (!clings(scenario, part) && isInside(at.x, at.y - height / 2, width, height)) riders.add(part);
      }
      for (const [note, { kind, position: at, size: own }] of Object.entries(annotations)) {
        if (note !== id && kind === 'note' && isInside(at.x, at.y, own.width, own.height)) riders.add(note);
      }
    }
  }
  for (const id of ids) riders.delete(id);
  return [...riders];
}
