/** Commands that build: a part of each kind, wires from anywhere to anywhere, policies on wires, faults. */
import { ArrowRight, ShieldPlus, Spline, SquareDashed, StickyNote, Unplug, Zap, ZapOff } from 'lucide-react';
import {
  type Command,
  type CommandContext,
  type Next,
  scenarioOf,
  selectedIds,
  selectedNodes,
  type Step,
  type StepChoice,
} from './command';
import {
  addAnnotation,
  addEdge,
  addTo,
  canReconnect,
  type End,
  hostsFor,
  hostsText,
  lockOn,
  lockOnKind,
  reasonAgainstHost,
  reconnect,
  removeParts,
  targetsFor,
} from '../editing';
import { applyEdit } from '../shared/apply-edit';
import { canvasPort } from '../shared/canvas-port';
import { withFaultAt } from '../shared/document-store';
import { faultsFor, isActing, spanWords, timelineOf } from '../shared/fault-places';
import { lockReason } from '../shared/locks';
import { placement } from '../shared/placement';
import { policyChange } from '../shared/policy-change';
import { nameOf } from '../shared/words';
import type { KindContract } from '@/engine/contracts';
import { FAULTS } from '@/faults/registry';
import { faultCardOf } from '@/faults/cards';
import { faceOf } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import { policyFaceOf } from '@/policies/faces';
import { POLICIES } from '@/policies/registry';
import type { Scenario } from '@/scenario/schema';
import { announce } from '@/ui';

const kindTitleOf = (scenario: Scenario, id: string): string => {
  const kind = scenario.nodes[id]?.kind ?? '';
  return KINDS.get(kind)?.title ?? kind;
};

/** All parts as choices, those that are selected first. */
export function partChoices(
  context: CommandContext,
  next: (id: string) => Next,
  reason: (id: string) => string | null = () => null,
): readonly StepChoice[] {
  const scenario = scenarioOf(context);
  const chosen = new Set(selectedNodes(context));
  return Object.keys(scenario.nodes)
    .toSorted((a, b) => Number(chosen.has(b)) - Number(chosen.has(a)))
    .map((id) => ({
      id,
      label: nameOf(scenario, id),
      hint: kindTitleOf(scenario, id),
      icon: faceOf(scenario.nodes[id]?.kind ?? '').icon,
      meanings: [id, kindTitleOf(scenario, id)],
      reason: reason(id),
      ...next(id),
    }));
}

/** All wires as choices, those that are selected first. */
export function wireChoices(
  context: CommandContext,
  next: (id: string) => Next,
  reason: (id: string) => string | null = () => null,
): readonly StepChoice[] {
  const scenario = scenarioOf(context);
  const chosen = new Set(selectedIds(context));
  return Object.keys(scenario.edges)
    .toSorted((a, b) => Number(chosen.has(b)) - Number(chosen.has(a)))
    .map((id) => ({
      id,
      label: nameOf(scenario, id),
      hint: scenario.edges[id]?.role === 'call' ? 'wire' : `${scenario.edges[id]?.role} wire`,
      icon: ArrowRight,
      meanings: [id],
      reason: reason(id),
      ...next(id),
    }));
}

function give(kind: KindContract, hosts: readonly string[], context: CommandContext): void {
  const outcome = addTo(scenarioOf(context), kind.id, hosts);
  if (applyEdit(context.playground, outcome) && outcome.ok) canvasPort()?.focus(outcome.id);
}

/** The selected part, where one of this kind can stand. */
function chosenHost(kind: KindContract, context: CommandContext): string | null {
  return selectedNodes(context).find((id) => reasonAgainstHost(scenarioOf(context), kind.id, id) === null) ?? null;
}

function hostStep(kind: KindContract): Step {
  return {
    kind: 'choose',
    title: `${kind.title}: at which part?`,
    emptyText: `No part is called so. It stands at ${hostsText(kind.id)}.`,
    choices: (now) => {
      const hosts = hostsFor(scenarioOf(now), kind.id);
      const { icon } = faceOf(kind.id);
      const all: StepChoice = {
        id: 'all',
        label: `All ${hosts.length} that can have one`,
        icon,
        run: (then) => give(kind, hosts, then),
      };
      const parts = partChoices(
        now,
        (id) => ({ run: (then) => give(kind, [id], then) }),
        (id) => reasonAgainstHost(scenarioOf(now), kind.id, id),
      );
      return [...(hosts.length > 1 ? [all] : []), ...parts];
    },
  };
}

const adding: readonly Command[] = [...KINDS.values()].map((kind) => ({
  id: `add-${kind.id}`,
  title: `Add ${kind.title}`,
  group: 'Add',
  icon: faceOf(kind.id).icon,
  hint: kind.text,
  meanings: ['new', 'part', 'insert', kind.id, kind.text],
  refusal: (context) => {
    const scenario = scenarioOf(context);
    const locked = lockOnKind(scenario, kind.id);
    if (locked !== null || !kind.clingsTo) return locked;
    return hostsFor(scenario, kind.id).length > 0 ? null : `It stands at ${hostsText(kind.id)}: there is none that could take it.`;
  },
  step: (context) => (kind.clingsTo && chosenHost(kind, context) === null ? hostStep(kind) : null),
  run: (context) => {
    const host = kind.clingsTo ? chosenHost(kind, context) : null;
    if (host === null) placement.place(kind.id, null);
    else give(kind, [host], context);
  },
}));

const annotating: readonly Command[] = (
  [
    ['note', 'Add a note', StickyNote, ['comment', 'text', 'words', 'annotation']],
    ['frame', 'Add a frame', SquareDashed, ['group', 'box', 'area', 'zone']],
  ] as const
).map(([kind, title, icon, meanings]): Command => ({
  id: `add-${kind}`,
  title,
  group: 'Add',
  icon,
  hint: kind === 'note' ? 'Words on the canvas' : 'A rectangle that takes along what lies inside it',
  meanings,
  refusal: (context) => lockOn(scenarioOf(context), 'note'),
  run: (context) => {
    const place = canvasPort()?.freePlace() ?? { x: 0, y: 0 };
    const outcome = addAnnotation(scenarioOf(context), kind, place);
    if (applyEdit(context.playground, outcome) && outcome.ok) canvasPort()?.type(outcome.id);
  },
}));

/** Where a wire from a part may lead. */
export function targetStep(source: string, context: CommandContext): Step {
  return {
    kind: 'choose',
    title: `Connect ${nameOf(scenarioOf(context), source)} to …`,
    emptyText: 'No part is called so.',
    choices: (now) => {
      const scenario = scenarioOf(now);
      return targetsFor(scenario, source).map(({ id, name, verdict }) => ({
        id,
        label: name,
        hint: verdict.ok && verdict.role !== 'call' ? `a ${verdict.role} wire` : kindTitleOf(scenario, id),
        icon: faceOf(scenario.nodes[id]?.kind ?? '').icon,
        reason: verdict.ok ? null : verdict.reason,
        run: ({ playground }) => {
          if (applyEdit(playground, addEdge(scenarioOf(now), source, id))) canvasPort()?.focus(source);
        },
      }));
    },
  };
}

function endStep(wire: string, end: End, context: CommandContext): Step {
  const words = end === 'source' ? 'Begin' : 'Lead';
  return {
    kind: 'choose',
    title: `${words} ${nameOf(scenarioOf(context), wire)} ${end === 'source' ? 'at' : 'to'} …`,
    emptyText: 'No part is called so.',
    choices: (now) =>
      partChoices(
        now,
        (id) => ({ run: ({ playground }) => void applyEdit(playground, reconnect(scenarioOf(now), wire, end, id)) }),
        (id) => {
          if (scenarioOf(now).edges[wire]?.[end] === id) return 'It is there already.';
          const verdict = canReconnect(scenarioOf(now), wire, end, id);
          return verdict.ok ? null : verdict.reason;
        },
      ),
  };
}

function policyStep(wire: string, context: CommandContext): Step {
  return {
    kind: 'choose',
    title: `Policies of ${nameOf(scenarioOf(context), wire)}`,
    emptyText: 'No policy is called so.',
    choices: (now) =>
      [...POLICIES.values()].map((policy) => {
        const isOn = scenarioOf(now).edges[wire]?.policies[policy.id] !== undefined;
        const outcome = policyChange(scenarioOf(now), wire, policy.id, !isOn);
        return {
          id: policy.id,
          label: isOn ? `Take off ${policy.title}` : `Put on ${policy.title}`,
          hint: policy.text,
          icon: policyFaceOf(policy.id).icon,
          meanings: [policy.id],
          isChecked: isOn,
          reason: outcome.ok ? null : outcome.reason,
          run: ({ playground }) => void applyEdit(playground, outcome),
        };
      }),
  };
}

const noWire = (context: CommandContext): string | null =>
  Object.keys(scenarioOf(context).edges).length === 0 ? 'There is no wire yet: connect two parts first.' : null;

function onWire(id: string, title: string, icon: Command['icon'], meanings: readonly string[],
  next: (wire: string) => Next, reason: (context: CommandContext, wire: string) => string | null): Command {
  return {
    id,
    title,
    group: 'Wires',
    icon,
    meanings,
    refusal: noWire,
    step: () => ({
      kind: 'choose',
      title: `${title.replace(/ …$/, '')}: which wire?`,
      emptyText: 'No wire is called so.',
      choices: (context) => wireChoices(context, next, (wire) => reason(context, wire)),
    }),
  };
}

const locked = (context: CommandContext): string | null => lockOn(scenarioOf(context), 'wire');

const wiring: readonly Command[] = [
  {
    id: 'connect',
    title: 'Connect a part to another …',
    group: 'Wires',
    icon: Spline,
    meanings: ['wire', 'link', 'edge', 'call', 'draw'],
    shortcuts: [{ keys: 'c', label: 'C', where: 'canvas' }],
    refusal: (context) =>
      Object.keys(scenarioOf(context).nodes).length < 2 ? 'A wire needs two parts: add one first.' : lockOn(scenarioOf(context), 'wire'),
    step: () => ({
      kind: 'choose',
      title: 'Connect which part?',
      emptyText: 'No part is called so.',
      choices: (context) => partChoices(context, (id) => ({ step: (now) => targetStep(id, now) })),
    }),
  },
  onWire('lead-to', 'Lead a wire to another part …', ArrowRight, ['reconnect', 'target', 'move', 'end'],
    (wire) => ({ step: (now) => endStep(wire, 'target', now) }), locked),
  onWire('lead-from', 'Let a wire begin at another part …', ArrowRight, ['reconnect', 'source', 'move', 'start'],
    (wire) => ({ step: (now) => endStep(wire, 'source', now) }), locked),
  onWire('unwire', 'Remove a wire …', Unplug, ['disconnect', 'delete', 'cut'],
    (wire) => ({ run: (now) => void applyEdit(now.playground, removeParts(scenarioOf(now), [wire])) }), locked),
  onWire('policies', 'Put a policy on a wire …', ShieldPlus, [...POLICIES.values()].map(({ title }) => title),
    (wire) => ({ step: (now) => policyStep(wire, now) }),
    (context, wire) => {
      const { edges, locks } = scenarioOf(context);
      return edges[wire]?.role === 'call' ? lockReason(locks, { deed: 'policy' }) : 'Policies stand on wires that carry calls.';
    }),
];

function faultStep(target: string, context: CommandContext): Step {
  const name = nameOf(scenarioOf(context), target);
  return {
    kind: 'choose',
    title: `Break ${name}`,
    emptyText: 'No fault is called so.',
    choices: (now) =>
      faultsFor(scenarioOf(now), target).map((fault) => ({
        id: fault.id,
        label: fault.title,
        hint: fault.text,
        icon: faultCardOf(fault.id).icon,
        run: ({ playground }) => {
          const value = fault.value?.usual ?? 0;
          playground.injectFault({ kind: fault.id, target, value });
          announce(`${name}: ${fault.label(value)}, until you end it.`, 'reply');
        },
      })),
  };
}

const faultsLocked = (context: CommandContext): string | null => lockReason(scenarioOf(context).locks, { deed: 'fault' });

const breaking: readonly Command[] = [
  {
    id: 'break',
    title: 'Break a part …',
    group: 'Faults',
    icon: Zap,
    hint: 'A fault that begins now',
    meanings: ['inject', 'chaos', ...[...FAULTS.values()].map(({ title }) => title)],
    refusal: (context) => (Object.keys(scenarioOf(context).nodes).length === 0 ? 'There is no part yet.' : faultsLocked(context)),
    step: () => ({
      kind: 'choose',
      title: 'Break which part or wire?',
      emptyText: 'Nothing is called so.',
      choices: (context) => {
        const reason = (id: string): string | null => (faultsFor(scenarioOf(context), id).length > 0 ? null : 'It knows no fault.');
        const next = (id: string): Next => ({ step: (now) => faultStep(id, now) });
        return [...partChoices(context, next, reason), ...wireChoices(context, next, reason)];
      },
    }),
  },
  {
    id: 'mend',
    title: 'End or take out a fault …',
    group: 'Faults',
    icon: ZapOff,
    meanings: ['repair', 'heal', 'mend', 'remove'],
    refusal: (context) => (scenarioOf(context).faults.length === 0 ? 'There is no fault on the timeline.' : faultsLocked(context)),
    step: () => ({
      kind: 'choose',
      title: 'End which fault?',
      emptyText: 'No fault is called so.',
      choices: (context) => {
        const scenario = scenarioOf(context);
        const nowUs = context.playground.run.status.atUs;
        const ids = [...Object.keys(scenario.nodes), ...Object.keys(scenario.edges)];
        return ids.flatMap((id) =>
          timelineOf(scenario, id).map(({ fault, index }): StepChoice => {
            const isNow = isActing(fault, nowUs);
            const what = `${FAULTS.get(fault.kind)?.title ?? fault.kind} on ${nameOf(scenario, id)}`;
            return {
              id: String(index),
              label: isNow ? `End ${what}` : `Take out ${what}`,
              hint: spanWords(fault),
              icon: faultCardOf(fault.kind).icon,
              run: (now) => {
                if (isNow) now.playground.endFault(index);
                else now.playground.change(`take out ${what}`, (before) => withFaultAt(before, index, null));
                announce(isNow ? `${what} has ended.` : `${what} is out of the timeline.`, 'reply');
              },
            };
          }),
        );
      },
    }),
  },
];

/** All of them. */
export const buildCommands: readonly Command[] = [...adding, ...annotating, ...wiring, ...breaking];
