/**
 * A picture of a scenario for handouts: one SVG with everything inside (plain shapes, plain text, colours written out), so that
 * it looks alike wherever it is opened. Drawn by React, hence all texts are text; what is exported is exactly what the preview
 * shows.
 */
import type { ReactNode, Ref } from 'react';
import { CARD, fitted, linesOf, NOTE_FONT, NOTE_LINE, type NotePlan, type Plan, planOf } from './plan';
import type { Palette } from './palette';
import { POLICIES } from '@/policies/registry';
import { faceOf, type StateLook } from '@/kinds/faces';
import { KINDS } from '@/kinds/registry';
import type { Scenario } from '@/scenario/schema';

export interface PictureProps {
  readonly scenario: Scenario;
  readonly palette: Palette;
  /** States at the moment of the picture, by id of the node; without one no state is drawn. */
  readonly states: ReadonlyMap<string, StateLook>;
  /** A line below: which run this is. */
  readonly caption: string;
  readonly ref?: Ref<SVGSVGElement>;
}

const FONT = 'Inter, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const HEAD = 46;
const FOOT = 34;
const LEAST_WIDTH = 560;

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly palette: Palette;
}

function Glyph({ look, x, y, palette }: Spot & { readonly look: StateLook }): ReactNode {
  const fill = palette.tones[look.tone];
  switch (look.shape) {
    case 'circle':
      return <circle cx={x} cy={y} r="4.5" fill={fill} />;
    case 'ring':
      return <circle cx={x} cy={y} r="3.8" fill="none" stroke={fill} strokeWidth="1.8" />;
    case 'triangle':
      return <path d={`M${x} ${y - 5}l5.4 9.6h-10.8z`} fill={fill} />;
    case 'diamond':
      return <path d={`M${x} ${y - 5.4}l5.4 5.4-5.4 5.4-5.4-5.4z`} fill={fill} />;
    case 'half':
      return (
        <>
          <circle cx={x} cy={y} r="4" fill="none" stroke={fill} strokeWidth="1.4" />
          <path d={`M${x - 4} ${y}a4 4 0 0 0 8 0z`} fill={fill} />
        </>
      );
    case 'bars':
      return <path d={`M${x - 4} ${y - 4.6}h3v9.2h-3zm5 0h3v9.2h-3z`} fill={fill} />;
    case 'square':
      return <rect x={x - 4.4} y={y - 4.4} width="8.8" height="8.8" rx="1" fill={fill} />;
  }
}

function Part({ id, plan, props }: { readonly id: string; readonly plan: Plan; readonly props: PictureProps }): ReactNode {
  const { scenario, palette, states } = props;
  const [node, box] = [scenario.nodes[id], plan.boxes.get(id)];
  if (!node || !box) return null;
  const { icon: Icon } = faceOf(node.kind);
  const kind = KINDS.get(node.kind);
  const look = states.get(id);
  const left = box.x + 46;
  return (
    <g>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="12" fill={palette.card} stroke={palette.line} strokeWidth="1.5" />
      <rect x={box.x + 11} y={box.y + 12} width="26" height="26" rx="7" fill={palette.soft} />
      <Icon x={box.x + 16} y={box.y + 17} width={16} height={16} color={palette.accent} aria-hidden />
      <text x={left} y={box.y + 23} fontSize="14" fontWeight="650" fill={palette.text}>
        {fitted(node.name || id, 14.5, box.width - 58)}
      </text>
      <text x={left} y={box.y + 39} fontSize="11" fill={palette.muted}>{fitted(kind?.title ?? node.kind, 11, box.width - 58)}</text>
      <text x={box.x + 12} y={box.y + 59} fontSize="11" fill={palette.muted}>
        {fitted(kind?.summary(node.settings) ?? 'unknown kind, kept', 11.5, box.width - 24)}
      </text>
      {look && <Glyph look={look} x={box.x + 17} y={box.y + 72} palette={palette} />}
      {look && <text x={box.x + 28} y={box.y + 76} fontSize="11" fontWeight="600" fill={palette.text}>{look.word}</text>}
    </g>
  );
}

const colourOf = (palette: Palette, tone: NotePlan['tone']): string =>
  tone === 'plain' ? palette.line : palette.tones[({ blue: 'info', green: 'ok', amber: 'warn', red: 'bad' } as const)[tone]];

function Frame({ note: { box, text, tone }, palette }: { readonly note: NotePlan; readonly palette: Palette }): ReactNode {
  const colour = colourOf(palette, tone);
  return (
    <g>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="12" fill={colour} fillOpacity="0.07" stroke={colour}
        strokeWidth="1.5" strokeDasharray="6 5" />
      <text x={box.x + 14} y={box.y + 22} fontSize="13" fontWeight="650" fill={palette.text}>{fitted(text, 13.5, box.width - 28)}</text>
    </g>
  );
}

function Note({ note: { box, text, tone }, palette }: { readonly note: NotePlan; readonly palette: Palette }): ReactNode {
  const colour = colourOf(palette, tone);
  return (
    <g>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="8" fill={palette.card} stroke={colour} strokeWidth="1.5" />
      <rect x={box.x} y={box.y} width="4" height={box.height} rx="2" fill={colour} />
      {linesOf(text, NOTE_FONT, box.width - 28).map((line, i) => (
        // Lines have no names of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <text key={i} x={box.x + 16} y={box.y + 22 + i * NOTE_LINE} fontSize={NOTE_FONT} fill={palette.text}>{line}</text>
      ))}
    </g>
  );
}

/** What guards a wire, in a word or two. */
function guardsOf(scenario: Scenario, id: string): string {
  const names = Object.keys(scenario.edges[id]?.policies ?? {}).map((policy) => (POLICIES.get(policy)?.title ?? policy).toLowerCase());
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} +${names.length - 2}` : names.join(', ');
}

function WireLabel({ text, x, y, palette }: Spot & { readonly text: string }): ReactNode {
  const width = text.length * 6.1 + 18;
  return (
    <g>
      <rect x={x - width / 2} y={y - 11} width={width} height="22" rx="11" fill={palette.soft} stroke={palette.accent} strokeWidth="1.2" />
      <text x={x} y={y + 4} fontSize="11" fontWeight="600" textAnchor="middle" fill={palette.text}>{text}</text>
    </g>
  );
}

/** See the file's header. */
export function Picture(props: PictureProps): ReactNode {
  const { scenario, palette, caption, ref } = props;
  const plan = planOf(scenario, CARD);
  const width = Math.round(Math.max(LEAST_WIDTH, plan.frame.width));
  const height = Math.round(plan.frame.height + HEAD + FOOT);
  const left = plan.frame.x - (width - plan.frame.width) / 2;
  const top = plan.frame.y - HEAD;
  return (
    <svg ref={ref} xmlns="http://www.w3.org/2000/svg" viewBox={`${left} ${top} ${width} ${height}`} width={width} height={height}
      fontFamily={FONT} role="img" aria-label={`Picture of ${scenario.title}`}>
      <title>{scenario.title}</title>
      <defs>
        <marker id="faultline-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 .5 7.4 4 0 7.5z" fill={palette.wire} />
        </marker>
      </defs>
      <rect x={left} y={top} width={width} height={height} fill={palette.ground} />
      <text x={left + 28} y={top + 36} fontSize="18" fontWeight="700" fill={palette.text}>{fitted(scenario.title, 18, width - 56)}</text>
      {plan.notes.map((note) => note.kind === 'frame' && <Frame key={note.id} note={note} palette={palette} />)}
      {plan.wires.map(({ id, path }) => (
        <path key={id} d={path} fill="none" stroke={palette.wire} strokeWidth="2" markerEnd="url(#faultline-arrow)"
          strokeDasharray={scenario.edges[id]?.role === 'call' ? undefined : '5 5'} />
      ))}
      {plan.notes.map((note) => note.kind === 'note' && <Note key={note.id} note={note} palette={palette} />)}
      {[...plan.boxes.keys()].map((id) => <Part key={id} id={id} plan={plan} props={props} />)}
      {plan.wires.map(({ id, middle }) => {
        const guards = guardsOf(scenario, id);
        return guards === '' ? null : <WireLabel key={id} text={guards} x={middle.x} y={middle.y} palette={palette} />;
      })}
      <text x={left + 28} y={top + height - 16} fontSize="11" fill={palette.muted}>{fitted(caption, 11, width - 56)}</text>
    </svg>
  );
}
