/** Notes, frames and groups: what each edit does, what moves along, what is copied, and that every result can be saved and opened. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  addAnnotation, changeAnnotation, copyText, duplicate, group, groupsAmong, groupWith, moveTo, type Outcome, pasteText, removeParts,
  ridersOf, ungroup,
} from '.';
import { nameOf } from '../shared/words';
import { checkScenario, readScenario } from '@/scenario/read';
import { writeScenario } from '@/scenario/write';
import type { Scenario } from '@/scenario/schema';

const reading = readScenario(readFileSync('scenarios/circuit-breaker/base.json', 'utf8'));
if (!reading.ok) throw new Error('the base is wrong');
const base = reading.scenario;
const [first = '', second = '', third = ''] = Object.keys(base.nodes);

function done(outcome: Outcome): Scenario {
  if (!outcome.ok) throw new Error(outcome.reason);
  const again = readScenario(writeScenario(outcome.scenario));
  expect(again).toMatchObject({ ok: true, repairs: [] });
  expect(again.ok && writeScenario(again.scenario)).toBe(writeScenario(outcome.scenario));
  return outcome.scenario;
}

const groupOf = (scenario: Scenario): string => Object.keys(scenario.annotations)[0] ?? '';

describe('notes', () => {
  it('are added, written, moved and deleted, each as a step with a label', () => {
    const added = addAnnotation(base, 'note', { x: 10.4, y: 20 });
    const one = done(added);
    expect(added).toMatchObject({ label: 'add a note', id: 'note' });
    const written = changeAnnotation(one, 'note', { text: 'Why does the queue grow here?' });
    expect(written).toMatchObject({ ok: true, label: 'change the text of the note' });
    expect(nameOf(done(written), 'note')).toBe('note “Why does the queue grow here…”');
    const moved = done(moveTo(done(written), { note: { x: 50, y: 60 } }));
    expect(moved.annotations['note']?.position).toEqual({ x: 50, y: 60 });
    expect(done(removeParts(moved, ['note'])).annotations).toEqual({});
  });

  it('keep a size that a file can hold, and refuse a text that is too long', () => {
    const one = done(addAnnotation(base, 'note', { x: 0, y: 0 }));
    const small = done(changeAnnotation(one, 'note', { size: { width: 3, height: 1e9 } }));
    expect(small.annotations['note']?.size).toEqual({ width: 60, height: 20_000 });
    expect(changeAnnotation(one, 'note', { text: 'a'.repeat(2001) })).toMatchObject({ ok: false, reason: /at most 2000/ });
  });

  it('are locked below the mode for it', () => {
    const locked: Scenario = { ...base, locks: { mode: 'wire', parts: null } };
    expect(addAnnotation(locked, 'note', { x: 0, y: 0 })).toMatchObject({ ok: false, reason: /Notes and frames are locked/ });
  });
});

describe('a group', () => {
  const grouped = done(group(base, [first, second]));
  const id = groupOf(grouped);

  it('takes its parts along, and a frame what lies inside it', () => {
    expect(ridersOf(grouped, [id])).toEqual([first, second]);
    expect(ridersOf(grouped, [id, first])).toEqual([second]);
    const framed = done(addAnnotation(base, 'frame', { x: -5000, y: -5000 }, { size: { width: 20_000, height: 20_000 } }));
    expect(ridersOf(framed, ['frame']).toSorted()).toEqual(Object.keys(base.nodes).toSorted());
    const away = done(addAnnotation(base, 'frame', { x: 50_000, y: 50_000 }));
    expect(ridersOf(away, ['frame'])).toEqual([]);
  });

  it('needs two parts, is not made twice, and a part belongs to one only', () => {
    expect(group(base, [first])).toMatchObject({ ok: false, reason: /at least two/ });
    expect(group(grouped, [second, first])).toMatchObject({ ok: false, reason: /already/ });
    const other = done(group(grouped, [second, third]));
    expect(groupsAmong(other, [first])).toEqual([id]);
    expect(groupsAmong(other, [second])).not.toContain(id);
  });

  it('is joined by a part, and lets all of them go', () => {
    const joined = done(groupWith(grouped, third, first));
    expect(joined.annotations[id]?.members).toEqual([first, second, third]);
    expect(done(ungroup(joined, [second])).annotations).toEqual({});
    expect(ungroup(base, [first])).toMatchObject({ ok: false });
  });

  it('loses a part that is deleted, and goes with the last one', () => {
    const one = done(removeParts(grouped, [first]));
    expect(one.annotations[id]?.members).toEqual([second]);
    expect(done(removeParts(one, [second])).annotations).toEqual({});
    // Deleting the frame keeps the parts.
    expect(Object.keys(done(removeParts(grouped, [id])).nodes)).toEqual(Object.keys(base.nodes));
  });

  it('is copied as a whole, around the copies', () => {
    const twice = done(duplicate(grouped, [id]));
    expect(Object.keys(twice.nodes)).toHaveLength(Object.keys(base.nodes).length + 2);
    const [, copy] = Object.values(twice.annotations);
    expect(copy?.members).toHaveLength(2);
    for (const member of copy?.members ?? []) expect(Object.hasOwn(base.nodes, member)).toBe(false);
    const text = copyText(grouped, [first, second]) ?? '';
    expect(Object.keys(done(pasteText(base, text)).annotations)).toHaveLength(1);
    // One part of it alone is copied without the frame.
    expect(copyText(grouped, [first])).not.toContain('members');
  });
});

describe('a file', () => {
  const withNote = (note: object): unknown => ({ ...base, annotations: { hint: { kind: 'note', ...note } } });

  it.each([
    ['a member that is not there', { kind: 'frame', members: ['nobody'] }, 'annotations.hint.members.0'],
    ['a note around parts', { members: [first] }, 'annotations.hint.members'],
    ['no size to speak of', { size: { width: 0, height: 100 } }, 'annotations.hint.size.width'],
    ['another tone', { tone: 'pink' }, 'annotations.hint.tone'],
    ['a place that is no number', { position: { x: Number.NaN, y: 0 } }, 'annotations.hint.position.x'],
  ])('with %s is refused, with the place', (_, note, path) => {
    expect(checkScenario(withNote(note))).toMatchObject({ ok: false, problems: [{ path }] });
  });

  it('with a note of the id of a part is refused', () => {
    expect(checkScenario({ ...base, annotations: { [first]: { kind: 'note' } } })).toMatchObject({
      ok: false, problems: [{ path: `annotations.${first}` }],
    });
  });
});
