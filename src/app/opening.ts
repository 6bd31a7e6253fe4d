/** The scenario that the page opens with. It comes with the page itself; all others are loaded when somebody looks for them. */
import base from '../../scenarios/circuit-breaker/base.json';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';

/** Reads a file that we ship. Throws when it is wrong, which a test would have seen. */
export function readShipped(value: unknown): Scenario {
  const reading = checkScenario(structuredClone(value));
  if (reading.ok) return reading.scenario;
  const text = reading.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new Error(`a shipped scenario is wrong: ${text}`);
}

/** The story of the slow dependency. */
export function openingScenario(): Scenario {
  return readShipped(base);
}
