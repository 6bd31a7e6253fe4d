/** An address book against a map, by random scripts. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AddressBook } from './address-book';

it('keeps what a map would keep, and lists it in order of the addresses', () => {
  const address = fc.integer({ min: 0, max: 40 });
  const deed = fc.record({ address, isSet: fc.boolean() });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), address, (deeds, other) => {
      const book = new AddressBook<{ readonly n: number }>();
      const map = new Map<number, { readonly n: number }>();
      deeds.forEach(({ address: at, isSet }, n) => {
        if (isSet) {
          const what = { n };
          book.set(at, what);
          map.set(at, what);
        } else {
          book.delete(at);
          map.delete(at);
        }
        expect(book.get(at)).toBe(map.get(at) ?? null);
      });
      expect(book.get(other)).toBe(map.get(other) ?? null);
      expect(book.values()).toEqual([...map].toSorted(([a], [b]) => a - b).map(([, what]) => what));
    }),
  );
});
