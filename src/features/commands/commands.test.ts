/** Goal: one list of everything the page can do, in words, with keys that never contradict each other, and each of them works. */
import { beforeEach, describe, expect, test } from 'vitest';
import { acts, isSingleKey, type KeyTarget } from './bind-keys';
import { commandChoices } from './CommandPalette';
import { type Command, type CommandContext, GROUPS, isAvailable, type Next, type PagePort, scenarioOf } from './command';
import { RECENT_MOST, recentCommands, rememberCommand } from './memory';
import { COMMANDS, commandsFor, keySheet, PAGE_KEYS } from './registry';
import { foundChoices } from '../shared/chooser/Chooser';
import { createDocumentStore, withFault } from '../shared/document-store';
import { placement } from '../shared/placement';
import type { Playground } from '../shared/playground';
import { RunStore } from '../shared/run-store';
import { hasSingleKeys, setSingleKeys } from '../shared/single-keys';
import { addNode } from '../editing';
import { KINDS } from '@/kinds/registry';
import { checkScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import base from '../../../scenarios/circuit-breaker/base.json';

function scenarioFrom(value: unknown): Scenario {
  const reading = checkScenario(structuredClone(value));
  if (!reading.ok) throw new Error('the scenario of this test is wrong');
  return reading.scenario;
}

const SYSTEM = scenarioFrom(base);
const EMPTY = scenarioFrom({ format: 'faultline-scenario', version: 1, title: 'Nothing yet', nodes: {} });

// The store of traces is a whole of its own and no command uses it.
const NO_TRACES = {} as Playground['traces'];

/** A page and a playground that write down what is asked of them. */
function contextOf(scenario: Scenario): { readonly context: CommandContext; readonly done: string[] } {
  const done: string[] = [];
  const note = (what: string) => (...values: readonly unknown[]): void => void done.push([what, ...values.map(String)].join(' '));
  const document = createDocumentStore(scenario);
  const playground: Playground = {
    document,
    run: new RunStore(() => 0),
    controls: {
      play: note('play'),
      pause: note('pause'),
      toggle: note('toggle'),
      setSpeed: note('speed'),
      step: note('step'),
      seek: note('seek'),
      reset: note('reset'),
      rest: note('rest'),
      setPauseOn: note('pause on'),
      watch: note('watch'),
    },
    change: (label, next) => document.trigger.change({ label, next }),
    undo: () => document.trigger.undo(),
    redo: () => document.trigger.redo(),
    select: (selection, more = []) => document.trigger.select({ selection, more }),
    injectFault: ({ kind, target, value }) => {
      const fault = { kind, target, value, atMs: 0, durationMs: null, share: 1, jitterMs: 0, hidden: false };
      document.trigger.change({ label: 'inject', next: (now) => withFault(now, fault) });
    },
    endFault: note('end fault'),
    traces: NO_TRACES,
    objectives: { objectives: () => Promise.resolve(null) },
    twin: { get: () => null, subscribe: () => () => undefined },
  };
  const page: PagePort = {
    scenarios: [{ id: 'one', title: 'The first', text: 'Shows something.' }],
    tabs: [
      { id: 'story', label: 'Story' },
      { id: 'outline', label: 'Outline' },
    ],
    openScenario: note('scenario'),
    openDialog: note('dialog'),
    showTab: note('tab'),
    toggleSidePanel: note('panel'),
    showHelp: note('help'),
    showKeys: note('keys'),
    showPalette: note('palette'),
    theme: 'dark',
    setTheme: note('theme'),
    toggleProjector: note('projector'),
    toggleFullScreen: note('full screen'),
    takeScreenshot: note('screenshot'),
    goToArea: note('area'),
  };
  return { context: { playground, page }, done };
}

const command = (id: string, context?: CommandContext): Command => {
  const found = (context ? commandsFor(context) : COMMANDS).find((one) => one.id === id);
  if (!found) throw new Error(`there is no command ${id}`);
  return found;
};

/** Goes on to the deed, answering each question with the entry that has this label. */
function answer(first: Next, context: CommandContext, ...answers: readonly string[]): void {
  let next = first;
  for (const label of answers) {
    const step = next.step?.(context);
    if (step?.kind === 'ask') return step.take(label, context);
    const choice = step?.choices(context).find((one) => one.label === label);
    if (!choice) throw new Error(`there is no entry ${label}`);
    expect(choice.reason ?? null).toBeNull();
    next = choice;
  }
  expect(next.step?.(context) ?? null).toBeNull();
  next.run?.(context);
}

const select = ({ playground }: CommandContext, ...ids: readonly string[]): void => {
  const [first, ...more] = ids.map((id) => ({ kind: 'node', id }) as const);
  playground.select(first ?? null, more);
};

const lastLabel = ({ playground }: CommandContext): string | undefined => playground.document.getSnapshot().context.past.at(-1)?.label;

describe('the list', () => {
  const { context } = contextOf(SYSTEM);
  const all = commandsFor(context);

  test('ids, titles and keys are there once', () => {
    const twice = (values: readonly string[]): readonly string[] => values.filter((value, at) => values.indexOf(value) !== at);
    expect(twice(all.map(({ id }) => id))).toEqual([]);
    expect(twice(all.map(({ title }) => title))).toEqual([]);
    const shortcuts = all.flatMap(({ shortcuts: keys = [] }) => keys);
    expect(twice(shortcuts.map(({ keys }) => keys.toLowerCase()))).toEqual([]);
    expect(twice(shortcuts.map(({ label }) => label.toLowerCase()))).toEqual([]);
    expect(shortcuts.length).toBeGreaterThan(20);
  });

  test('every command has words, a group, and something that it does', () => {
    const isIdle = ({ step, run }: Command): boolean => step === undefined && run === undefined;
    for (const { title, group } of all) {
      expect(title).toMatch(/^[A-Z]/);
      expect(title.length).toBeLessThanOrEqual(70);
      expect(GROUPS).toContain(group);
    }
    expect(all.filter(isIdle).map(({ id }) => id)).toEqual([]);
  });

  test('a title ends in three dots where a question or a dialog follows, and only there', () => {
    const { context: empty, done } = contextOf(EMPTY);
    const asks = (one: Command): boolean => {
      done.length = 0;
      if (one.step) return true;
      if (one.refusal === undefined) one.run?.(empty);
      return done.some((what) => what.startsWith('dialog'));
    };
    const others = COMMANDS.filter(({ group, id }) => group !== 'Add' && id !== 'describe');
    expect(others.filter(asks).map(({ id }) => id)).toEqual(others.filter(({ title }) => title.endsWith(' …')).map(({ id }) => id));
  });

  test('each kind of part, tab and scenario has its command', () => {
    for (const kind of KINDS.keys()) expect(command(`add-${kind}`).group).toBe('Add');
    expect(command('tab-story', context).title).toBe('Show Story');
    expect(command('scenario-one', context).title).toBe('Scenario: The first');
  });

  test('what cannot be done says why, as a sentence, and in an empty document there is much of it', () => {
    const { context: empty } = contextOf(EMPTY);
    const refused = commandsFor(empty).flatMap((one) => {
      const reason = one.refusal?.(empty) ?? null;
      return reason === null ? [] : [{ id: one.id, reason }];
    });
    for (const { reason } of refused) expect(reason).toMatch(/^[A-Z“].*[.!?]$/);
    const ids = refused.map(({ id }) => id);
    for (const id of ['undo', 'redo', 'delete', 'duplicate', 'connect', 'align-left', 'unwire', 'break', 'mend', 'add-sidecar']) {
      expect(ids).toContain(id);
    }
    expect(isAvailable(command('add-client'), empty)).toBe(true);
  });

  test('a scenario that is only watched refuses every change and no view', () => {
    const { context: watched } = contextOf({ ...SYSTEM, locks: { mode: 'watch', parts: null } });
    select(watched, 'checkout', 'inventory', 'shoppers');
    const available = COMMANDS.filter((one) => isAvailable(one, watched));
    expect(available.filter(({ group }) => ['Add', 'Arrange', 'Faults'].includes(group))).toEqual([]);
    const ids = available.map(({ id }) => id);
    for (const id of ['delete', 'duplicate', 'rename', 'copy-more', 'connect']) expect(ids).not.toContain(id);
    for (const id of ['play', 'reset', 'describe', 'share', 'keys']) expect(ids).toContain(id);
  });

  test('every command is found in the palette by its title', () => {
    const choices = commandChoices(context, []);
    for (const { id, title } of all) {
      const found = foundChoices(choices, title.replace(' …', ''));
      expect(found.map(({ choice }) => choice.id)).toContain(id);
    }
  });
});

describe('what commands do', () => {
  let { context, done } = contextOf(SYSTEM);
  beforeEach(() => {
    ({ context, done } = contextOf(SYSTEM));
  });

  test('a wire from anywhere to anywhere, by two questions', () => {
    const added = addNode(SYSTEM, 'cache', { x: 0, y: 0 });
    if (!added.ok) throw new Error(added.reason);
    context.playground.change(added.label, () => added.scenario);
    answer(command('connect'), context, 'Inventory', 'Cache');
    expect(lastLabel(context)).toBe('connect Inventory to Cache');
    const wires = Object.values(scenarioOf(context).edges).map(({ source, target }) => `${source}-${target}`);
    expect(wires).toContain('inventory-cache');
  });

  test('illegal ends are in the list, with the reason', () => {
    const step = command('connect').step?.(context);
    const inventory = step?.kind === 'choose' ? step.choices(context).find(({ id }) => id === 'inventory') : undefined;
    const second = inventory?.step?.(context);
    const entries = second?.kind === 'choose' ? second.choices(context) : [];
    expect(entries.find(({ id }) => id === 'shoppers')?.reason).toContain('A client cannot be called');
  });

  test('a policy goes on and off again', () => {
    answer(command('policies'), context, 'Checkout to Inventory', 'Put on Timeout');
    expect(Object.keys(scenarioOf(context).edges['stock']?.policies ?? {})).toEqual(['timeout']);
    expect(checkScenario(scenarioOf(context)).ok).toBe(true);
    answer(command('policies'), context, 'Checkout to Inventory', 'Take off Timeout');
    expect(scenarioOf(context).edges['stock']?.policies).toEqual({});
  });

  test('rename, copies, delete and undo act on what is selected', () => {
    select(context, 'checkout');
    answer(command('rename'), context, 'Till');
    expect(scenarioOf(context).nodes['checkout']?.name).toBe('Till');
    command('copy-more').run?.(context);
    expect(scenarioOf(context).nodes['checkout']?.settings['pods']).toBe(2);
    command('delete').run?.(context);
    expect(Object.keys(scenarioOf(context).nodes).toSorted()).toEqual(['inventory', 'shoppers']);
    for (let i = 0; i < 3; i++) command('undo').run?.(context);
    expect(scenarioOf(context)).toBe(SYSTEM);
  });

  test('a new part goes to the canvas, one that stands at others asks where', () => {
    const placed: string[] = [];
    const stop = placement.onPlace((kind) => placed.push(kind));
    answer(command('add-service'), context);
    stop();
    expect(placed).toEqual(['service']);
    answer(command('add-sidecar'), context, 'Checkout');
    expect(Object.values(scenarioOf(context).nodes).find(({ kind }) => kind === 'sidecar')?.parent).toBe('checkout');
  });

  test('faults begin, and planned ones are taken out', () => {
    answer(command('break'), context, 'Checkout', 'Crash');
    expect(scenarioOf(context).faults.at(-1)).toMatchObject({ kind: 'crash', target: 'checkout' });
    answer(command('mend'), context, 'Take out Slow on Inventory');
    expect(scenarioOf(context).faults.map(({ kind }) => kind)).toEqual(['crash']);
  });

  test('the speed goes up and down by names, and stops at the ends', () => {
    command('faster').run?.(context);
    command('slower').run?.(context);
    expect(done).toEqual(['speed 2', 'speed 0.25']);
    context.playground.run.setStatus({ speed: 'max' });
    expect(isAvailable(command('faster'), context)).toBe(false);
    command('slower').run?.(context);
    expect(done.at(-1)).toBe('speed 20');
  });
});

describe('keys', () => {
  const nowhere: KeyTarget = { isTyping: false, isInOverlay: false, isControl: false };
  const key = (label: string): (typeof PAGE_KEYS)[number]['shortcut'] => {
    const found = PAGE_KEYS.find(({ shortcut }) => shortcut.label === label);
    if (!found) throw new Error(`no command has the key ${label}`);
    return found.shortcut;
  };

  test('nothing acts in a menu or dialog; while somebody types only the palette opens, and the focus leaves for another area', () => {
    for (const { shortcut } of PAGE_KEYS) {
      expect(acts(shortcut, nowhere, true)).toBe(true);
      expect(acts(shortcut, { ...nowhere, isInOverlay: true }, true)).toBe(false);
      expect(acts(shortcut, { ...nowhere, isTyping: true }, true)).toBe(['Ctrl+K', 'F6', 'Shift+F6'].includes(shortcut.label));
    }
  });

  test('space belongs to a button that has the focus, other keys do not', () => {
    expect(acts(key('Space'), { ...nowhere, isControl: true }, true)).toBe(false);
    expect(acts(key('R'), { ...nowhere, isControl: true }, true)).toBe(true);
  });

  test('single keys can be switched off; those with Ctrl stay', () => {
    for (const { shortcut } of PAGE_KEYS) expect(acts(shortcut, nowhere, false)).toBe(!isSingleKey(shortcut));
    expect(PAGE_KEYS.filter(({ shortcut }) => !isSingleKey(shortcut)).length).toBeGreaterThan(4);
  });

  test('the sheet shows every key of every command', () => {
    const shown = keySheet().flatMap(({ lines }) => lines.flatMap(({ keys }) => keys));
    for (const { shortcuts = [] } of COMMANDS) for (const { label } of shortcuts) expect(shown).toContain(label);
  });
});

describe('memory', () => {
  test('the newest come first, once each, and not too many', () => {
    const kept = new Map<string, string>();
    const storage = () => ({
      getItem: (id: string) => kept.get(id) ?? null,
      setItem: (id: string, text: string) => void kept.set(id, text),
    });
    for (const id of ['a', 'b', 'a', 'c', 'd', 'e', 'f']) rememberCommand(id, storage);
    expect(recentCommands(storage)).toEqual(['f', 'e', 'd', 'c', 'a']);
    expect(recentCommands(storage)).toHaveLength(RECENT_MOST);
    setSingleKeys(false, storage);
    expect(hasSingleKeys(storage)).toBe(false);
  });

  test('spoiled or forbidden memory counts as none', () => {
    for (const text of ['', '{', '{}', '[1,null]', 'null']) {
      expect(recentCommands(() => ({ getItem: () => text, setItem: () => undefined }))).toEqual([]);
    }
    const forbidden = (): never => {
      throw new Error('denied');
    };
    expect(recentCommands(forbidden)).toEqual([]);
    expect(() => rememberCommand('a', forbidden)).not.toThrow();
    expect(hasSingleKeys(forbidden)).toBe(true);
  });

  test('what was used last leads the palette, unless it cannot be done now', () => {
    const { context } = contextOf(SYSTEM);
    const choices = commandChoices(context, ['undo', 'describe', 'gone']);
    expect(choices[0]).toMatchObject({ id: 'describe', group: 'Used last' });
    expect(choices.filter(({ id }) => id === 'describe')).toHaveLength(1);
    expect(choices.find(({ id }) => id === 'undo')?.group).toBe('Edit');
  });
});
