/** Every fault has a card, every card a fault: a fault without one could not be set on the page as it should. */
import { expect, it } from 'vitest';
import { FAULT_CARDS } from './cards';
import { FAULTS } from './registry';

it('has a card for each fault and no other', () => {
  expect([...FAULT_CARDS.keys()].toSorted()).toEqual([...FAULTS.keys()].toSorted());
});
