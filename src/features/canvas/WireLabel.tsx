/**
 * What stands on a wire: its rate, how it is protected, why calls are lost on it, its policies as chips, its switch with a label, and the
 * mark of a cut. Real buttons, so that keys reach them.
 */
import type { ReactNode } from 'react';
import { EdgeLabelRenderer } from '@xyflow/react';
import { Lock as LockIcon, LockOpen, type LucideIcon, Unlink } from 'lucide-react';
import { useCanvasTools } from './canvas-context';
import type { Point, WirePath } from './geometry';
import { whole, wireLabel, wireName } from './labels';
import { LossChips } from './LossChips';
import { useWireKeys } from './node-keys';
import type { Gate } from './use-gate';
import { type Lock, wireTraits } from './wire-traits';
import { LimitMark } from '../shared/limits/LimitMark';
import { useDocument, usePlayground, useWireView } from '../shared/playground';
import type { WireView } from '../shared/run-store';
import { policyFaceOf } from '@/policies/faces';
import { POLICIES } from '@/policies/registry';
import { Tooltip } from '@/ui';
import '@/policies/faces.css';

function Chips({
  wire,
  policies,
  view,
}: {
  readonly wire: string;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly view: WireView | null;
}): ReactNode {
  // In the order in which a call meets them.
  const known = [...POLICIES.keys()].filter((id) => policies[id] !== undefined);
  const all = [...known, ...Object.keys(policies).filter((id) => !POLICIES.has(id))];
  const chips = all.flatMap((id) => {
    const face = policyFaceOf(id);
    if ('gate' in face) return [];
    return [{ id, icon: face.icon, ...face.chip(policies[id], view) }];
  });
  if (chips.length === 0) return null;
  return (
    <ul className="wire-chips">
      {chips.map(({ id, icon: Icon, text, tone }) => (
        <li key={id} className="wire-chip" data-tone={tone}>
          <Icon aria-hidden />
          {text}
          {id === 'rate-limit' && <LimitMark wire={wire} />}
        </li>
      ))}
    </ul>
  );
}

/** Wires that carry no requests say what they are for: "0 /s" would read as a fault. */
const ROLE_WORDS: Readonly<Record<'discovery' | 'control', string>> = { discovery: 'discovery', control: 'control' };

/** A wire between neighbours has room for its rates alone; the padlock and reasons are told in words. */
const TIGHT = 110;

const LOCKS: Readonly<Record<Lock, { readonly icon: LucideIcon; readonly text: string }>> = {
  mutual: { icon: LockIcon, text: 'encrypted, both ends prove who they are (mutual TLS)' },
  server: { icon: LockIcon, text: 'encrypted, only the callee proves who it is (TLS)' },
  plain: { icon: LockOpen, text: 'in plaintext to a part of the mesh' },
};

/** Padlock of a wire that leads into a mesh. */
function Padlock({ lock }: { readonly lock: Lock }): ReactNode {
  const { icon: Icon, text } = LOCKS[lock];
  return <Icon className="wire-lock" data-lock={lock} data-tone={lock === 'plain' ? 'warn' : undefined} aria-label={text} role="img" />;
}

function Rate({ view, role, lock }: {
  readonly view: WireView | null;
  readonly role: 'call' | 'discovery' | 'control';
  readonly lock: Lock | null;
}): ReactNode {
  const { isStill } = useCanvasTools();
  if (!view) return <span className="wire-rate">not in the run</span>;
  const { sentPerS, failedPerS, refusedPerS } = view;
  return (
    <>
      <span className="wire-rate">
        {lock !== null && <Padlock lock={lock} />}
        {role !== 'call' && `${ROLE_WORDS[role]} `}
        {(role === 'call' || sentPerS >= 0.5) && `${whole(sentPerS)} /s`}
      </span>
      {failedPerS > 0 && (
        <span className="wire-failing" data-tone="bad">
          {whole(failedPerS)} failing/s
        </span>
      )}
      {isStill && refusedPerS > 0 && (
        <span className="wire-failing" data-tone="bad">
          {whole(refusedPerS)} refused/s
        </span>
      )}
    </>
  );
}

function Switch({ id, gate, name }: { readonly id: string; readonly gate: Gate; readonly name: string }): ReactNode {
  const playground = usePlayground();
  const { closedCards, toggleCard } = useCanvasTools();
  const isOpen = !closedCards.has(id);
  const { word, detail, tone } = gate.state;
  const title = POLICIES.get(gate.policy)?.title ?? gate.policy;
  return (
    <>
      <Tooltip text={isOpen ? 'Hide its state machine' : 'Show its state machine'} side="top">
        <button
          type="button"
          className="wire-gate"
          data-tone={tone}
          aria-expanded={isOpen}
          aria-label={`${title} on ${name}: ${word.toLowerCase()}${detail === '' ? '' : `, ${detail}`}`}
          onClick={() => {
            playground.select({ kind: 'wire', id });
            toggleCard(id);
          }}
        >
          <gate.face.Face state={gate.state} />
        </button>
      </Tooltip>
      <span className="wire-below" data-tone={tone} aria-hidden>
        <b>{word}</b>
        {detail !== '' && <span className="wire-detail">{detail}</span>}
      </span>
    </>
  );
}

/** See the file's header. */
export function WireLabel({
  id,
  path,
  at,
  cut,
  gate,
  isSelected,
}: {
  readonly id: string;
  readonly path: WirePath;
  readonly at: Point;
  readonly cut: Point | null;
  readonly gate: Gate | null;
  readonly isSelected: boolean;
}): ReactNode {
  const { editor, openMenu, unit } = useCanvasTools();
  const onKeyDown = useWireKeys(id);
  const scenario = useDocument((state) => state.scenario);
  const view = useWireView(id);
  const { policies = {}, role = 'call' } = scenario.edges[id] ?? {};
  const { lock } = wireTraits(scenario, id);
  const isUpright = path.from === 'top' || path.from === 'bottom';
  return (
    <EdgeLabelRenderer>
      <div
        className="wire-label nodrag nopan"
        data-run={isUpright ? 'upright' : 'level'}
        data-gate={gate !== null || undefined}
        data-tight={(!isUpright && path.length < TIGHT * unit) || undefined}
        style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
      >
        <div className="wire-above" style={isUpright ? undefined : { maxWidth: Math.max(60, path.length - 12) }}>
          <button
            type="button"
            className="wire-button"
            data-wire={id}
            aria-label={wireLabel(scenario, id, view)}
            aria-current={isSelected || undefined}
            onClick={(event) => {
              // The wire itself, whose child this is for React, would choose it a second time.
              event.stopPropagation();
              editor.choose('wire', id, event.shiftKey || event.ctrlKey || event.metaKey);
            }}
            onKeyDown={onKeyDown}
            onContextMenu={(event) => {
              event.preventDefault();
              openMenu('wire', id, { x: event.clientX, y: event.clientY });
            }}
          >
            <Rate view={view} role={role} lock={lock} />
          </button>
          <LossChips id={id} />
          <Chips wire={id} policies={policies} view={view} />
        </div>
        {gate && <Switch id={id} gate={gate} name={wireName(scenario, id)} />}
      </div>
      {cut && (
        <span
          className="wire-cut"
          data-tone="bad"
          style={{ transform: `translate(${cut.x}px, ${cut.y}px) translate(-50%, -0.85em)` }}
        >
          <Unlink aria-hidden />
          cut
        </span>
      )}
    </EdgeLabelRenderer>
  );
}
