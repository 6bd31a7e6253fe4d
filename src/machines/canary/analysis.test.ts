/** One check: its operators, and how often chance alone decides it (DOMAIN.md 5.4, binomial table). */
import { describe, expect, it } from 'vitest';
import { type CanaryDemands, judge } from './analysis';
import { RandomStream } from '@/engine/chance/random-stream';

const DEMANDS: CanaryDemands = { successRateMin: 99, p99MaxMs: null, minRequests: 0 };
const ROUNDS = 4000;

/** Failures among `requests` that each fail with the same probability. */
function draw(stream: RandomStream, requests: number, errorRate: number): number {
  let failed = 0;
  for (let i = 0; i < requests; i++) failed += +stream.chance(errorRate);
  return failed;
}

/** Share of the checks that fail. */
function failedChecks(requests: number, errorRate: number, demands: CanaryDemands): number {
  const stream = new RandomStream(20_260_101, `n ${requests}`, `p ${errorRate}`);
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const sample = { requests, failed: draw(stream, requests, errorRate), p99Ms: 0 };
    count += +(judge(sample, demands).verdict === 'failed');
  }
  return count / ROUNDS;
}

describe('a check', () => {
  it.each([
    // requests, failed, minimum, verdict: exactly 1 % passes 99.
    [1000, 10, 99, 'passed'],
    [1000, 11, 99, 'failed'],
    [100, 1, 99, 'passed'],
    [30, 1, 99, 'failed'],
    [1000, 1, 99.9, 'passed'],
    [1000, 2, 99.9, 'failed'],
    [3, 1, 66.7, 'failed'],
    [3, 1, 66.6, 'passed'],
    [5, 5, 0, 'passed'],
    [1, 0, 100, 'passed'],
    [0, 0, 99, 'no-data'],
  ])('%d requests, %d failed, at least %d %%: %s', (requests, failed, successRateMin, verdict) => {
    expect(judge({ requests, failed, p99Ms: 0 }, { ...DEMANDS, successRateMin }).verdict).toBe(verdict);
  });

  it.each([
    [500, 'passed'],
    [500.001, 'failed'],
  ])('a p99 of %d ms against 500: %s', (p99Ms, verdict) => {
    expect(judge({ requests: 9, failed: 0, p99Ms }, { ...DEMANDS, p99MaxMs: 500 }).verdict).toBe(verdict);
  });

  it('tells its figures', () => {
    const sample = { requests: 412, failed: 13, p99Ms: 61.234 };
    expect(judge(sample, DEMANDS).finding).toBe('3.16 % of 412 requests failed (more than 1 %)');
    expect(judge({ ...sample, failed: 1 }, { ...DEMANDS, p99MaxMs: 50 }).finding).toBe(
      '0.24 % of 412 requests failed, p99 61.23 ms (more than 50 ms)',
    );
    expect(judge({ requests: 1, failed: 0, p99Ms: 5 }, DEMANDS).finding).toBe('0 % of 1 request failed');
    expect(judge({ ...sample, requests: 0 }, DEMANDS).finding).toBe('no request came');
  });
});

describe('small samples', () => {
  it.each([
    [20, [0.0198, 0.0954, 0.1821, 0.3324, 0.6415]],
    [100, [0.0046, 0.0898, 0.2642, 0.5967, 0.9629]],
    [500, [0, 0.0416, 0.384, 0.9348, 1]],
    [1000, [0, 0.0135, 0.417, 0.9898, 1]],
  ])('of %d requests fail a check by chance as the binomial distribution says', (requests, shares) => {
    [0.001, 0.005, 0.01, 0.02, 0.05].forEach((errorRate, i) => {
      const share = shares[i] as number;
      // Four standard deviations, and the rounding of the table.
      const bound = 4 * Math.sqrt((share * (1 - share)) / ROUNDS) + 0.0005;
      expect(Math.abs(failedChecks(requests, errorRate, DEMANDS) - share)).toBeLessThanOrEqual(bound);
    });
  });

  it('do not decide below minRequests: a good version is not thrown out by one error of 30', () => {
    const demands = { ...DEMANDS, minRequests: 500 };
    const stream = new RandomStream(7, 'small', 'samples');
    const verdicts = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const requests = 1 + stream.below(499);
      verdicts.add(judge({ requests, failed: draw(stream, requests, 0.05), p99Ms: 0 }, demands).verdict);
    }
    expect([...verdicts]).toEqual(['undecided']);
    // What a fifth of all checks of 20 requests would throw out, hardly any check of 500 does.
    expect(failedChecks(20, 0.005, DEMANDS)).toBeGreaterThan(0.08);
    expect(failedChecks(500, 0.001, demands)).toBeLessThan(0.002);
    expect(failedChecks(500, 0.05, demands)).toBe(1);
  });
});
