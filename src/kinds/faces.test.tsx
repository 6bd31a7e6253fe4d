/** Every kind and every policy has a face, and every state a shape, a word and a tone of its own. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { FaceFigures } from './face-contract';
import { FACES, faceOf, lookOf, unknownFace } from './faces';
import { KINDS } from './registry';
import { fillTone, podWords, queueShare } from './service/Face';
import { POLICY_FACES, policyFaceOf } from '@/policies/faces';
import { POLICIES } from '@/policies/registry';
import { NODE_STATES } from '@/simulation/layout';

const pod = { state: 'running', busy: 0, waiting: 0, restarts: 0, restartsInUs: -1, address: 0 } as const;
const figures: FaceFigures = {
  state: 'running',
  waiting: 4012,
  busy: 100,
  slots: 100,
  memoryMb: 613,
  memoryLimitMb: 770,
  arrivedPerS: 366,
  completedPerS: 200,
  failedPerS: 12,
  pods: [pod],
};
const settings = (kind: string): unknown => KINDS.get(kind)?.schema.parse({});

describe('faces', () => {
  it('cover all kinds and all policies', () => {
    expect([...FACES.keys()].sort()).toEqual([...KINDS.keys()].sort());
    expect([...POLICY_FACES.keys()].sort()).toEqual([...POLICIES.keys()].sort());
    expect(faceOf('quantum')).toBe(unknownFace);
    expect(policyFaceOf('quantum')).toMatchObject({ icon: expect.anything() });
  });

  it('draw without figures and with them', () => {
    for (const [kind, { Face }] of FACES) {
      for (const isBrief of [false, true]) {
        expect(() => renderToStaticMarkup(<Face settings={settings(kind)} figures={null} isBrief={isBrief} />)).not.toThrow();
        expect(renderToStaticMarkup(<Face settings={settings(kind)} figures={figures} isBrief={isBrief} />)).toMatch(
          /role="meter"|<dd>|<p/,
        );
      }
    }
    const { Face } = unknownFace;
    expect(renderToStaticMarkup(<Face settings={{}} figures={null} isBrief={false} />)).toContain('unknown kind, kept');
  });

  it('tell states apart without colour', () => {
    for (const face of FACES.values()) {
      const looks = NODE_STATES.map((state) => lookOf(face, state));
      expect(new Set(looks.map(({ shape, word }) => `${shape} ${word}`)).size).toBe(NODE_STATES.length);
    }
  });
});

describe('the service says', () => {
  it('how full it is, on a bar that tells ten from ten thousand', () => {
    expect(queueShare(10, null, 1)).toBeGreaterThan(0.2);
    expect(queueShare(10_000, null, 1)).toBeCloseTo(1, 3);
    expect(queueShare(50, 100, 2)).toBe(0.25);
    expect([fillTone(0.7), fillTone(0.71), fillTone(0.91)]).toEqual(['info', 'warn', 'bad']);
  });

  it('when a pod comes back', () => {
    expect(podWords({ ...pod, state: 'crashed', restarts: 1, restartsInUs: 7_400_000 })).toBe('restarts in 7.4 s');
    expect(podWords(pod)).toBe('ready');
    const html = renderToStaticMarkup(
      <FaceOfService pods={[{ ...pod, state: 'crashed', restarts: 2, restartsInUs: 7_400_000 }]} />,
    );
    expect(html).toContain('restarts in 7.4 s');
    expect(html).toContain('2 restarts');
  });
});

function FaceOfService({ pods }: { readonly pods: FaceFigures['pods'] }): ReturnType<typeof unknownFace.Face> {
  const { Face } = faceOf('service');
  return <Face settings={settings('service')} figures={{ ...figures, state: 'crashed', pods }} isBrief={false} />;
}
