/**
 * Goal: the statechart can be read whatever the setting: no label on a box, on another label or out of the picture, and each
 * arrow between the edges of its boxes. Method: all presets, the pod's machine, and rings of up to seven states.
 */
import { describe, expect, it } from 'vitest';
import { type Chart, makeChart } from './chart';
import { areClose, type Box, holds, type Point, pointAt } from './geometry';
import { type ChartLayout, layoutChart } from './layout';
import { breakerChart, podChart } from './machine-charts';
import { sortOf } from './node-charts';
import { CANARY_PRESETS } from '@/machines/canary/presets';
import { CERTIFICATE_PRESETS } from '@/machines/certificate/presets';
import { BREAKER_PRESETS } from '@/machines/circuit-breaker/presets';
import { HEALTH_PRESETS } from '@/machines/health-check/presets';
import { LEASE_PRESETS } from '@/machines/lease/presets';

const DESK = { width: 24, leastHeight: 12.5, hasHints: true } as const;
const WALL = { width: 22, leastHeight: 9, hasHints: false } as const;

function ring(count: number): Chart {
  const ids = Array.from({ length: count }, (_, i) => `s${i}`);
  return makeChart(
    's0',
    ids.map((id) => ({ id, label: id.toUpperCase(), hint: 'some hint', text: '' })),
    ids.flatMap((from, i) => {
      const to = ids[(i + 1) % count] ?? from;
      const ways = [{ from, to, label: `after ${i} s`, isTimed: true }];
      return i === 0 ? [...ways, { from: to, to: from, label: 'back', isTimed: false }] : ways;
    }),
  );
}

const sort = (kind: string, params: unknown): Chart => {
  const found = sortOf(kind);
  if (!found) throw new RangeError(`no sort ${kind}`);
  return found.chartOf(params);
};

const presetsOf = (kind: string, presets: Readonly<Record<string, { readonly params: unknown }>>) =>
  Object.entries(presets).map(([id, { params }]) => [`${kind} ${id}`, sort(kind, params)] as const);

const charts: readonly (readonly [string, Chart])[] = [
  ...Object.entries(BREAKER_PRESETS).map(([id, { params }]) => [id, breakerChart(params)] as const),
  ['pod', podChart()],
  ...presetsOf('health-check', HEALTH_PRESETS),
  ...presetsOf('lease', LEASE_PRESETS),
  ...presetsOf('certificate', CERTIFICATE_PRESETS),
  ...presetsOf('canary', CANARY_PRESETS),
  ...[
    { forMs: 0, keepFiringForMs: 0 },
    { forMs: 300_000, keepFiringForMs: 0 },
    { forMs: 60_000, keepFiringForMs: 600_000 },
  ].map((params) => [`alert ${params.forMs} ${params.keepFiringForMs}`, sort('alert-rule', params)] as const),
  ...[1, 2, 3, 4, 5, 6, 7].map((count) => [`ring of ${count}`, ring(count)] as const),
];

function isOnEdge({ x, y, width, height }: Box, point: Point): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
  const isBeside = near(point.x, x) || near(point.x, x + width);
  const isAbove = near(point.y, y) || near(point.y, y + height);
  return holds({ x, y, width, height }, point, 1e-6) && (isBeside || isAbove);
}

const steps = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k / (count - 1));

/** What is wrong with a drawing, a few words each. */
function flaws(layout: ChartLayout): string[] {
  const labels = layout.arrows.flatMap(({ label }) => label ?? []);
  const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
  const found: string[] = [];
  for (const [i, box] of layout.boxes.entries()) {
    if (layout.boxes.slice(i + 1).some((other) => areClose(box, other))) found.push(`a box over ${box.id}`);
    if (labels.some((label) => areClose(box, label))) found.push(`a label over ${box.id}`);
  }
  for (const [i, label] of labels.entries()) {
    const name = label.lines.join(' ');
    if (labels.slice(i + 1).some((other) => areClose(label, other))) found.push(`a label over "${name}"`);
    if (!holds(whole, label) || !holds(whole, { x: label.x + label.width, y: label.y + label.height }))
      found.push(`"${name}" is cut`);
    if (layout.arrows.some(({ curve }) => steps(60).some((t) => holds(label, pointAt(curve, t)))))
      found.push(`an arrow over "${name}"`);
  }
  for (const {
    from,
    to,
    curve,
    head: [tip],
  } of layout.arrows) {
    if (steps(60).some((t) => !holds(whole, pointAt(curve, t)))) found.push(`${from} to ${to} is cut`);
    if (
      !isOnEdge(
        layout.boxes.find(({ id }) => id === from)!,
        curve.start,
      )
    )
      found.push(`${from} to ${to} starts off the edge`);
    if (
      !isOnEdge(
        layout.boxes.find(({ id }) => id === to)!,
        tip,
      )
    )
      found.push(`${from} to ${to} ends off the edge`);
  }
  return found;
}

describe.each(charts)('%s', (_name, chart) => {
  it('is drawn without overlaps on the desk', () => expect(flaws(layoutChart(chart, DESK))).toEqual([]));
  it('is drawn without overlaps on the wall', () => expect(flaws(layoutChart(chart, WALL))).toEqual([]));
  it('shows every state and every way', () => {
    const layout = layoutChart(chart, DESK);
    expect(layout.boxes.map(({ id }) => id)).toEqual(chart.states.map(({ id }) => id));
    expect(layout.arrows).toHaveLength(chart.arrows.length);
    expect(layout.arrows.filter(({ label }) => label === null)).toHaveLength(
      chart.arrows.filter(({ labels }) => labels.length === 0).length,
    );
  });
});

it('keeps the course’s drawing within the card', () => {
  const { width, height } = layoutChart(breakerChart(BREAKER_PRESETS.course.params), DESK);
  expect(width).toBe(DESK.width);
  expect(height).toBeLessThanOrEqual(14);
});
