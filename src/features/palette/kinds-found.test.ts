/** Every kind is in the palette, and what it is called finds it first. */
import { expect, it } from 'vitest';
import { kindsFound } from './kinds-found';
import { KINDS } from '@/kinds/registry';

it('shows every kind while nothing is searched for', () => {
  expect(kindsFound(' ')).toEqual([...KINDS.values()]);
});

it('finds each kind by its title, and by a word of its text', () => {
  for (const kind of KINDS.values()) {
    expect(kindsFound(kind.title.toUpperCase())[0]).toBe(kind);
    expect(kindsFound(kind.text.split(' ').find((word) => word.length > 5)?.replace(/\W/g, '') ?? '')).toContain(kind);
  }
  expect(kindsFound('no such thing at all')).toEqual([]);
});
