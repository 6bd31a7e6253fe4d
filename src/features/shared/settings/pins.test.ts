/** Goal: a pinned slider shows what is in force and sets it as a file would. Method: the shipped base scenario, made-up wires. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPinned, pinnedAs, pinnedAt, pinsOf, unpinned, usualRange, withPin, withPinned } from './pins';
import { SECOND } from '@/domain/time';
import type { NumberField } from '@/engine/field-spec';
import { KINDS } from '@/kinds/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { Simulation } from '@/simulation/simulation';

const reading = checkScenario(JSON.parse(readFileSync('scenarios/circuit-breaker/base.json', 'utf8')));
if (!reading.ok) throw new Error('the base is wrong');
const base: Scenario = reading.scenario;

const WORKERS = 'nodes.checkout.settings.workers';
const wire = Object.keys(base.edges).find((id) => base.edges[id]?.source === 'checkout') ?? '';
const guarded: Scenario = {
  ...base,
  edges: { ...base.edges, [wire]: { ...base.edges[wire]!, policies: { 'circuit-breaker': { preset: 'opossum' } } } },
};
const pinned = (...pins: Scenario['pinned']): Scenario => ({ ...base, pinned: pins });

describe('pinned settings', () => {
  it('are sliders over what is there, named by part and field', () => {
    const scenario = pinned(
      { path: WORKERS, label: '', min: 10, max: 500 },
      { path: 'nodes.checkout.settings.nothing', label: '', min: 0, max: 1 },
      { path: 'nodes.nobody.settings.workers', label: '', min: 0, max: 1 },
      { path: 'durationMs', label: 'Length', min: 1000, max: 600_000 },
    );
    expect(pinsOf(scenario)).toEqual([
      { path: WORKERS, label: 'Checkout: workers per pod', unit: '', value: 100, min: 10, max: 500, step: 1, isWhole: true },
      { path: 'durationMs', label: 'Length', unit: '', value: 120_000, min: 1000, max: 600_000, step: 5000, isWhole: true },
    ].map((pin) => ({ ...pin, step: expect.any(Number) as number })));
  });

  it('reach inside variants, with the unit of the field there', () => {
    const [pin] = pinsOf(pinned({ path: 'nodes.inventory.settings.service.meanMs', label: '', min: 1, max: 100 }));
    expect(pin).toMatchObject({ value: 20, unit: 'ms', label: 'Inventory: own work, always' });
  });

  it('show what a preset puts in force, and write it out when they are moved', () => {
    const path = `edges.${wire}.policies.circuit-breaker.minimumCalls`;
    const { scenario, lost } = pinnedAs(guarded, [{ path, range: null }]);
    expect(lost).toEqual([]);
    const [pin] = pinsOf(scenario);
    expect(pin?.value).toBe(0);
    const setting = withPin(scenario, path, 7);
    expect(setting.ok && setting.scenario.edges[wire]?.policies['circuit-breaker']).toMatchObject({ minimumCalls: 7, preset: 'opossum' });
    expect(setting.ok && pinsOf(setting.scenario)[0]?.value).toBe(7);
  });

  it('change the scenario, or say why not', () => {
    const scenario = pinned({ path: WORKERS, label: '', min: 10, max: 500 });
    const setting = withPin(scenario, WORKERS, 250);
    expect(setting.ok && setting.scenario.nodes['checkout']?.settings['workers']).toBe(250);
    expect(setting.ok && setting.scenario.nodes['inventory']).toEqual(base.nodes['inventory']);
    expect(withPin(scenario, WORKERS, -1)).toMatchObject({ ok: false });
    expect(withPin(scenario, 'durationMs', -5)).toMatchObject({ ok: false });
    expect(withPin(scenario, 'durationMs', 60_000)).toMatchObject({ ok: true, scenario: { durationMs: 60_000 } });
  });

  it('change what the run does', () => {
    const setting = withPin(base, WORKERS, 400);
    if (!setting.ok) throw new Error(setting.reason);
    const simulation = new Simulation(setting.scenario);
    simulation.advance(60 * SECOND);
    expect(simulation.report().nodes['checkout']?.queue.max).toBeLessThan(100);
  });
});

describe('the list of pins', () => {
  const field = KINDS.get('service')?.fields.find(({ path }) => path === 'workers') as NumberField;

  it('takes a setting once, over a round range around its value, and gives it up', () => {
    const once = pinnedAt(base, WORKERS, field, 100);
    expect(once.pinned).toEqual([{ path: WORKERS, label: '', min: field.min > 0 ? field.min : 0, max: 500 }]);
    expect(pinnedAt(once, WORKERS, field, 100)).toBe(once);
    expect([isPinned(once, WORKERS), isPinned(base, WORKERS)]).toEqual([true, false]);
    expect(unpinned(once, WORKERS).pinned).toEqual([]);
    expect(unpinned(base, WORKERS)).toBe(base);
    expect(withPinned(once, WORKERS, { label: 'Crew', max: 50 }).pinned[0]).toMatchObject({ label: 'Crew', max: 50 });
  });

  it.each([
    [{ min: 0, max: 1, isWhole: false }, 0.5, { min: 0, max: 1 }],
    [{ min: 0, max: 60_000, isWhole: false }, 20, { min: 0, max: 100 }],
    [{ min: 0, max: 60_000, isWhole: false }, 0, { min: 0, max: 1 }],
    [{ min: 1, max: 10_000, isWhole: true }, 1, { min: 1, max: 10 }],
    [{ min: 1, max: 150, isWhole: true }, 120, { min: 1, max: 150 }],
  ])('a range within %j around %d', (rule, value, range) => {
    expect(usualRange({ ...field, ...rule }, value)).toEqual(range);
  });

  it('comes from an address, too, without what is not there', () => {
    const wish = [{ path: WORKERS, range: { min: 5, max: 50 } }, { path: 'nodes.checkout.name', range: null }];
    const { scenario, lost } = pinnedAs(base, wish);
    expect(scenario.pinned).toEqual([{ path: WORKERS, label: '', min: 5, max: 50 }]);
    expect(lost).toEqual(['nodes.checkout.name']);
  });
});
