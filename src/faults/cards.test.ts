/** Every fault has a card, every card a fault: a fault without one could not be set on the page as it should. */
import { expect, it } from 'vitest';
import { FAULT_CARDS } from './cards';
import { FAULT_GROUPS } from './groups';
import { FAULTS } from './registry';

it('has a card for each fault and no other', () => {
  expect([...FAULT_CARDS.keys()].toSorted()).toEqual([...FAULTS.keys()].toSorted());
});

it('has each fault in one group, and none left over', () => {
  const ids = FAULT_GROUPS.flatMap(({ faults }) => faults.map(({ id }) => id));
  expect(ids.toSorted()).toEqual([...FAULTS.keys()].toSorted());
  expect(FAULT_GROUPS.map(({ title }) => title)).not.toContain('Other');
});

it('says what each fault is, with a usual value within its range', () => {
  for (const { title, text, value, label } of FAULTS.values()) {
    expect(title).toMatch(/^.{1,30}$/);
    expect(text).toMatch(/^.{20,200}\.$/);
    expect(label(value?.usual ?? 0)).not.toBe('');
    expect(value === null || (value.usual >= value.min && value.usual <= value.max)).toBe(true);
  }
});
