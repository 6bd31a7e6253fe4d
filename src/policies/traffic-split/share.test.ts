/** Who is on trial: shares of users within chance, and a change of weight that moves only whom it must (DOMAIN.md 4.6). */
import { describe, expect, it } from 'vitest';
import { pointOf } from './share';

const USERS = 100_000;

describe('the point of a user', () => {
  it.each([
    [1, 0],
    [10, 0],
    [10, 0x9e3779b9],
    [25, 7],
    [50, 7],
  ])('puts %d %% of the users below, salt %d', (percent, salt) => {
    let below = 0;
    for (let user = 1; user <= USERS; user++) below += +(pointOf(user, salt) < percent);
    const share = percent / 100;
    expect(Math.abs(below / USERS - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / USERS));
  });

  it('is the same each time, from 0 to below 100', () => {
    for (let user = 1; user <= 1000; user++) {
      expect(pointOf(user, 3)).toBe(pointOf(user, 3));
      expect(pointOf(user, 3)).toBeGreaterThanOrEqual(0);
      expect(pointOf(user, 3)).toBeLessThan(100);
    }
  });

  it('says nothing about another experiment', () => {
    let both = 0;
    for (let user = 1; user <= USERS; user++) both += +(pointOf(user, 11) < 10 && pointOf(user, 12) < 10);
    // Independent: 1 % of the users, with a standard deviation of 31.5.
    expect(Math.abs(both - USERS / 100)).toBeLessThan(4 * 31.5);
  });
});
