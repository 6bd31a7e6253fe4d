/** Goal: a listener is told what changed, and never flooded. Method: a hand-driven clock, exact times. */
import { expect, test } from 'vitest';
import { AnnouncementQueue, shortened } from './announcement-queue';

function rig() {
  let now = 0;
  let timers: { dueMs: number; action: () => void }[] = [];
  const spoken: string[] = [];
  const queue = new AnnouncementQueue({
    nowMs: () => now,
    after: (delayMs, action) => {
      const timer = { dueMs: now + delayMs, action };
      timers.push(timer);
      return () => { timers = timers.filter((other) => other !== timer); };
    },
  }, ({ text, kind }) => spoken.push(`${now / 1000} ${kind}: ${text}`));
  const advance = (ms: number): void => {
    const end = now + ms;
    for (;;) {
      const next = timers.filter((timer) => timer.dueMs <= end).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      now = next.dueMs;
      next.action();
    }
    now = end;
  };
  return { queue, spoken, advance };
}

test('the first news is spoken at once, the next waits five seconds', () => {
  const { queue, spoken, advance } = rig();
  queue.add('A');
  queue.add('B');
  queue.add('C');
  advance(20_000);
  expect(spoken).toEqual(['0 news: A', '5 news: B', '10 news: C']);
});

test('equal news is merged and stale news is dropped', () => {
  const { queue, spoken, advance } = rig();
  for (const text of ['A', 'B', 'B', 'C', 'D']) queue.add(text);
  advance(60_000);
  expect(spoken).toEqual(['0 news: A', '5 news: B', '10 news: C']);
});

test('a flood of news for a minute stays within twelve announcements', () => {
  const { queue, spoken, advance } = rig();
  for (let tick = 0; tick < 599; tick += 1) {
    queue.add(`change ${tick}`);
    advance(100);
  }
  expect(spoken.length).toBeLessThanOrEqual(12);
  expect(spoken.length).toBeGreaterThanOrEqual(11);
});

test('a reply and an urgent text do not wait', () => {
  const { queue, spoken, advance } = rig();
  queue.add('A');
  advance(1_000);
  queue.add('Deleted. Undo available.', 'reply');
  queue.add('Not saved.', 'urgent');
  expect(spoken.slice(1)).toEqual(['1 reply: Deleted. Undo available.', '1 urgent: Not saved.']);
});

test('cleared news is never spoken', () => {
  const { queue, spoken, advance } = rig();
  queue.add('A');
  queue.add('B');
  queue.clear();
  advance(20_000);
  expect(spoken).toEqual(['0 news: A']);
});

test('long texts are cut at a word', () => {
  expect(shortened('one two three', 9)).toBe('one two\u2026');
  expect(shortened('  a   b ')).toBe('a b');
  expect(shortened('x'.repeat(500)).length).toBe(150);
});
