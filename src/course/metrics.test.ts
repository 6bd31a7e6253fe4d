/** Metrics of the traces: which name something, and what is said of the others. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { metricProblem } from './metrics';
import { readScenario } from '@/scenario/read';

const reading = readScenario(readFileSync('scenarios/service-mesh/lab-3.json', 'utf8'));
if (!reading.ok) throw new Error('the lab is wrong');
const { scenario } = reading;

it.each(['traces.sampled', 'traces.roots.mobile', 'traces.links.gateway-proxy.order-proxy'])('%s is a figure', (metric) => {
  expect(metricProblem(scenario, metric)).toBeNull();
});

it.each([
  ['traces.links.gateway-proxy', /say traces\.links/],
  ['traces.links.gateway-proxy.nobody', /no node “nobody”/],
  ['traces.roots.nobody', /no node “nobody”/],
  ['traces.spans', /say traces\.links/],
])('%s is not, and it is said why', (metric, words) => {
  expect(metricProblem(scenario, metric)).toMatch(words);
});
