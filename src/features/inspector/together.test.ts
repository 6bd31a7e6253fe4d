/** Goal: an edit of several parts changes all of them or none, and says where they differ. Method: the shipped base, made-up parts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sortsOf } from './ManyPanel';
import { alike, differing, differsWords, editTogether, type Member, type Other } from './together';
import type { Settings } from '../shared/settings/paths';
import { edited, inForce, nodePlace, type Place, policyPlace, writtenAll } from '../shared/settings/place';
import type { FieldSpec } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const base: Scenario = reading.scenario;

const placeOf = (id: string): Place => nodePlace('service', id)!;
const checkout = placeOf('checkout');
const inventory: Member = { name: 'Inventory', place: placeOf('inventory') };
const fields = KINDS.get('service')!.fields;
const fieldOf = (path: string): FieldSpec => fields.find((field) => field.path === path)!;
const valuesOf = (scenario: Scenario, place: Place): Other => {
  return { name: 'Inventory', values: inForce(place, place.read(scenario) ?? {}) };
};
const set = (scenario: Scenario, path: string, value: unknown) =>
  editTogether(scenario, checkout, [inventory], { path, label: path, make: (settings, at) => edited(at, settings, path, value) });

describe('an edit of several parts', () => {
  it('changes all of them and nothing else', () => {
    const edits = set(base, 'workers', 30);
    if (!edits.ok) throw new Error(edits.sentence);
    const next = writtenAll([checkout, inventory.place], base, edits.settings);
    expect([next.nodes['checkout']?.settings['workers'], next.nodes['inventory']?.settings['workers']]).toEqual([30, 30]);
    expect(next.nodes['inventory']?.settings['service']).toEqual(base.nodes['inventory']?.settings['service']);
    expect(next.nodes['shoppers']).toBe(base.nodes['shoppers']);
  });

  it('changes none where one of them refuses, with the reader’s sentence', () => {
    expect(set(base, 'workers', -3)).toMatchObject({ ok: false, sentence: expect.stringMatching(/\.$/) as string });
  });

  it('goes into a variant only where all have the same one', () => {
    expect(set(base, 'service.meanMs', 9)).toMatchObject({ ok: true });
    const other = inventory.place.write(base, { ...base.nodes['inventory']!.settings, service: { kind: 'erlang', meanMs: 4, stages: 2 } });
    expect(set(other, 'service.meanMs', 9)).toMatchObject({ ok: false, sentence: expect.stringContaining('Inventory') as string });
    expect(set(other, 'service', { kind: 'constant', meanMs: 9 })).toMatchObject({ ok: true });
  });

  it('takes policies of wires as well', () => {
    const place = policyPlace('stock', 'timeout')!;
    const other: Member = { name: 'Other', place: policyPlace('orders', 'timeout')! };
    const on = writtenAll([place, other.place], base, [{}, {}]);
    const make = (settings: Settings, at: Place): Settings => edited(at, settings, 'afterMs', 300);
    expect(editTogether(on, place, [other], { path: 'afterMs', label: 'timeout', make })).toMatchObject({
      ok: true, settings: [{ afterMs: 300 }, { afterMs: 300 }],
    });
  });
});

describe('what differs', () => {
  const values = inForce(checkout, checkout.read(base) ?? {});
  const other = valuesOf(base, inventory.place);

  it('is named with the value there, and only where it differs', () => {
    const field = fieldOf('workers');
    const odd = differing(field, 'workers', values['workers'], [other]);
    expect(differsWords(field, 'workers', values['workers'], odd)).toEqual({ who: 'Inventory: 200', same: 'All 100' });
    expect(differing(fieldOf('pods'), 'pods', values['pods'], [other])).toEqual([]);
  });

  it('of a variant is its kind; inside it each field for itself', () => {
    const field = fieldOf('service');
    expect(differing(field, 'service', { kind: 'constant', meanMs: 77 }, [other])).toEqual([]);
    expect(differing(field, 'service', { kind: 'erlang', meanMs: 77, stages: 2 }, [other])).toEqual([other]);
    expect(alike(values, 'service', [other])).toEqual([other]);
    const erlang = { ...values, service: { kind: 'erlang', meanMs: 77, stages: 2 } };
    expect(alike(erlang, 'service', [other])).toEqual([]);
  });

  it('of many is counted', () => {
    const five = [1, 2, 3, 4, 5].map((workers) => ({ name: `S${workers}`, values: { workers } }));
    expect(differsWords(fieldOf('workers'), 'workers', 9, five).who).toBe('S1: 1; S2: 2 and 3 more');
  });
});

describe('what is selected', () => {
  it('is sorted by what can be edited together', () => {
    const parts = [
      { kind: 'node', id: 'checkout' }, { kind: 'wire', id: 'stock' }, { kind: 'node', id: 'inventory' }, { kind: 'node', id: 'shoppers' },
    ] as const;
    expect(sortsOf(base, parts).map(({ title, parts: { length } }) => `${length} ${title}`)).toEqual([
      '2 Service', '1 Wire of calls', '1 Client',
    ]);
  });
});
