/** The scenarios that come with the product: a chunk of its own, loaded after the page. */
import base from '../../scenarios/circuit-breaker/base.json';
import gateway from '../../scenarios/api-gateway/base.json';
import withBreaker from '../../scenarios/circuit-breaker/with-breaker.patch.json';
import mesh from '../../scenarios/service-mesh/base.json';
import discovery from '../../scenarios/service-discovery/base.json';
import { openingScenario, readShipped } from './opening';
import type { Scenario } from '@/scenario/schema';
import { applyPatch } from '@/scenario/write';

/** One entry of the menu of scenarios. */
export interface ShippedScenario {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  make(): Scenario;
}

/** One scenario for each thing that a part can show; title and words are the file's own. */
const PARTS = import.meta.glob<{ default: { title: string; notes: string } }>('../../scenarios/parts/*.json', { eager: true });

const firstSentence = (notes: string): string => notes.split(/(?<=\.) /)[0] ?? notes;

/** In the order of the menu; the first one opens with the page. */
export const SHIPPED: readonly ShippedScenario[] = [
  {
    id: 'circuit-breaker',
    title: 'The slow dependency',
    text: 'Inventory becomes slow; checkout has no breaker.',
    make: openingScenario,
  },
  {
    id: 'circuit-breaker-guarded',
    title: 'The slow dependency, with a breaker',
    text: 'The same, with a circuit breaker and a fallback on the wire.',
    make: () => readShipped(applyPatch(base, withBreaker)),
  },
  ...[
    { id: 'service-discovery', file: discovery },
    { id: 'api-gateway', file: gateway },
    { id: 'service-mesh', file: mesh },
    ...Object.entries(PARTS).map(([path, { default: file }]) => ({ id: path.replace(/^.*\/|\.json$/g, ''), file })),
  ].map(({ id, file }) => ({ id, title: file.title, text: firstSentence(file.notes), make: () => readShipped(file) })),
];
