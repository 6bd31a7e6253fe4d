/** What the controller's face says, with a run and without. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { canaryFace } from './Face';
import { canaryKind } from './kind';
import type { CanaryPicture } from './model';

const settings = canaryKind.schema.parse({ split: 'prices' });
const picture: CanaryPicture = {
  mode: 'progressing',
  percent: 25,
  actualPercent: 5,
  step: 2,
  steps: 3,
  failedChecks: 1,
  last: { verdict: 'failed', finding: '3.1 % of 412 requests failed (more than 1 %)', atUs: 5 },
  nextUs: 9,
};

function text(props: object, isBrief = false): string {
  const html = renderToStaticMarkup(<canaryFace.Face settings={settings} figures={null} isBrief={isBrief} {...props} />);
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ').trim();
}

describe('the face of a canary controller', () => {
  it('shows what the callers do now, the step and the last finding', () => {
    expect(text({ picture })).toBe('share 5 % step 2 of 3 failed 1 3.1 % of 412 requests failed (more than 1 %)');
    expect(text({ picture }, true)).toBe('share 5 % step 2 of 3 failed 1');
    const early = { ...picture, last: null, actualPercent: null };
    expect(text({ picture: early })).toBe('share 25 % step 2 of 3 failed 1 no check yet');
  });

  it('shows the plan without a run', () => {
    expect(text({})).toBe('prices: 5, 25, 100 %');
    expect(text({ settings: canaryKind.schema.parse({}) })).toBe('turns nothing yet');
  });
});
