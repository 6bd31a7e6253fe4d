/** Who caused whom: counted between parts, not within one. */
import { expect, it } from 'vitest';
import { SpanLinks } from './span-links';

it('counts roots and links, and leaves out what a part does within itself', () => {
  const links = new SpanLinks();
  for (let i = 0; i < 3; i++) {
    links.add(null, 'client');
    links.add('client', 'gateway');
    links.add('gateway', 'gateway');
    if (i > 0) links.add('gateway', 'order');
  }
  expect([...links.roots]).toEqual([['client', 3]]);
  expect([...links.from].map(([from, to]) => [from, [...to]])).toEqual([
    ['client', [['gateway', 3]]],
    ['gateway', [['order', 2]]],
  ]);
});
