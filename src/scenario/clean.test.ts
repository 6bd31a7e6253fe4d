/** Unseen characters: taken out of every text, and a clean scenario stays the very same object. */
import { expect, it } from 'vitest';
import { withCleanTexts } from './clean';
import { checkScenario } from './read';
import { maximal } from './test-documents';

const reading = checkScenario(maximal());
if (!reading.ok) throw new Error('the document is wrong');
const whole = reading.scenario;

it('leaves a clean scenario as it is', () => {
  expect(withCleanTexts(whole)).toBe(whole);
});

it('takes unseen characters out, and nothing else', () => {
  const names = { ...whole.nodes, checkout: { ...whole.nodes['checkout']!, name: 'Till\u202E\u0000 1\n2' } };
  const cleaned = withCleanTexts({ ...whole, title: 'A\u2066B', nodes: names });
  expect(cleaned).toEqual({ ...whole, title: 'AB', nodes: { ...names, checkout: { ...names.checkout, name: 'Till 1\n2' } } });
});
