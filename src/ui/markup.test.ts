/**
 * Goal: every part says its name, role and value to a screen reader. Method: render to text and look for the attributes;
 * the behaviour under keys and the axe rules are checked in the browser suite.
 */
import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Play } from 'lucide-react';
import { expect, test } from 'vitest';
import {
  Button, DataTable, IconButton, Meter, NumberField, Panel, ProgressBar, SegmentedControl, StateBadge, ToggleButton, shareOf,
} from '.';

const markup = (node: ReactNode): string => renderToStaticMarkup(node);
const nothing = (): void => undefined;

test('a button that is off can still be focused', () => {
  const text = markup(createElement(Button, { disabled: true, children: 'Undo' }));
  expect(text).toContain('aria-disabled="true"');
  expect(text).not.toMatch(/\sdisabled=/);
});

test('an icon button and a pressed button name themselves', () => {
  expect(markup(createElement(IconButton, { icon: Play, label: 'Start' }))).toContain('aria-label="Start"');
  const toggle = createElement(ToggleButton, { isPressed: true, onChange: nothing, children: 'Projector' });
  expect(markup(toggle)).toContain('aria-pressed="true"');
});

test('a state is told by shape and word in every tone', () => {
  const texts = (['circle', 'triangle', 'diamond', 'square', 'ring'] as const)
    .map((shape) => markup(createElement(StateBadge, { shape, tone: 'warn', word: 'Slow' })));
  expect(new Set(texts).size).toBe(5);
  for (const text of texts) expect(text).toContain('Slow');
});

test('a meter speaks its figures and never overflows', () => {
  expect(markup(createElement(Meter, { label: 'Busy', value: 4, max: 100, text: '4 / 100' })))
    .toMatch(/role="meter" aria-label="Busy".*aria-valuenow="4" aria-valuetext="4 \/ 100"/);
  expect([shareOf(5, 0), shareOf(Number.NaN, 1), shareOf(9, 3), shareOf(-1, 3), shareOf(1, 4)]).toEqual([0, 0, 1, 0, 0.25]);
});

test('a number field is a spin button with bounds, and unknown progress has no value', () => {
  const field = markup(createElement(NumberField, {
    label: 'Limit', value: 1500, min: 1, max: 60_000, unit: 'ms', onCommit: nothing,
  }));
  expect(field).toContain('aria-valuetext="1,500 ms"');
  expect(field).toContain('aria-valuemax="60000"');
  expect(markup(createElement(ProgressBar, { label: 'Sweep', ratio: null }))).not.toContain('aria-valuenow');
});

test('exactly one segment is checked', () => {
  const text = markup(createElement(SegmentedControl<'1' | '4'>, {
    label: 'Speed', value: '4', onChange: nothing, options: [{ value: '1', label: '1x' }, { value: '4', label: '4x' }],
  }));
  expect(text.match(/aria-checked="true"/g)).toHaveLength(1);
  expect(text).toContain('role="radiogroup"');
});

test('a table has a caption, column heads and row heads', () => {
  const text = markup(createElement(DataTable<{ readonly name: string }>, {
    caption: 'Nodes', rows: [{ name: 'Orders' }], keyOf: (row) => row.name,
    columns: [{ id: 'name', header: 'Name', cell: (row) => row.name }],
  }));
  expect(text).toContain('Nodes</caption>');
  expect(text).toMatch(/scope="col".*scope="row"/);
});

test('only a panel that scrolls is a Tab stop', () => {
  expect(markup(createElement(Panel, { title: 'Facts', children: 'text' }))).not.toContain('tabindex');
  expect(markup(createElement(Panel, { title: 'Facts', children: 'text', isScrolling: true }))).toContain('tabindex="0"');
});
