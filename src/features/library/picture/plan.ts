/** Where everything stands in a picture of a scenario: boxes of parts, ways of wires, and the frame around both. Pure. */
import type { Scenario, ScenarioAnnotation } from '@/scenario/schema';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A wire: its way as an SVG path, and the middle of it for a label. */
export interface WirePlan {
  readonly id: string;
  readonly path: string;
  readonly middle: { readonly x: number; readonly y: number };
}

/** A note or a frame. */
export interface NotePlan extends Pick<ScenarioAnnotation, 'kind' | 'text' | 'tone'> {
  readonly id: string;
  readonly box: Box;
}

export interface Plan {
  readonly notes: readonly NotePlan[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly wires: readonly WirePlan[];
  /** Around everything, with a margin. */
  readonly frame: Box;
}

/** Size of a card in the units of the document. */
export const CARD = { width: 216, height: 84 } as const;
const MARGIN = 28;

/** Size of a note's letters, and from one line to the next. */
export const NOTE_FONT = 12;
export const NOTE_LINE = 17;
const EMPTY: Box = { x: 0, y: 0, width: 480, height: 240 };

type Corner = readonly [x: number, y: number];

/** Ends of a wire and the directions in which it leaves: sideways where there is room, else up or down. */
function endsOf(from: Box, to: Box): { readonly a: Corner; readonly b: Corner; readonly out: Corner; readonly into: Corner } {
  const [fromY, toY] = [from.y + from.height / 2, to.y + to.height / 2];
  if (to.x - (from.x + from.width) >= 24) return { a: [from.x + from.width, fromY], b: [to.x, toY], out: [1, 0], into: [-1, 0] };
  if (from.x - (to.x + to.width) >= 24) return { a: [from.x, fromY], b: [to.x + to.width, toY], out: [-1, 0], into: [1, 0] };
  const [fromX, toX] = [from.x + from.width / 2, to.x + to.width / 2];
  return toY >= fromY
    ? { a: [fromX, from.y + from.height], b: [toX, to.y], out: [0, 1], into: [0, -1] }
    : { a: [fromX, from.y], b: [toX, to.y + to.height], out: [0, -1], into: [0, 1] };
}

const short = (value: number): number => Math.round(value * 10) / 10;

function wireBetween(id: string, from: Box, to: Box): WirePlan {
  const { a, b, out, into } = endsOf(from, to);
  const reach = Math.max(20, Math.hypot(b[0] - a[0], b[1] - a[1]) * 0.42);
  const c: Corner = [a[0] + out[0] * reach, a[1] + out[1] * reach];
  const d: Corner = [b[0] + into[0] * reach, b[1] + into[1] * reach];
  const points = [a, c, d, b].map(([x, y]) => `${short(x)} ${short(y)}`);
  return {
    id,
    path: `M${points[0]}C${points.slice(1).join(' ')}`,
    middle: { x: short((a[0] + 3 * c[0] + 3 * d[0] + b[0]) / 8), y: short((a[1] + 3 * c[1] + 3 * d[1] + b[1]) / 8) },
  };
}

function aroundAll(boxes: readonly Box[], side: number, above: number): Box {
  const x = Math.min(...boxes.map((box) => box.x)) - side;
  const y = Math.min(...boxes.map((box) => box.y)) - above;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + side;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + side;
  return { x, y, width: right - x, height: bottom - y };
}

function notePlans({ annotations }: Scenario, boxes: ReadonlyMap<string, Box>): readonly NotePlan[] {
  return Object.entries(annotations).map(([id, { kind, text, tone, position, size, members }]) => {
    const held = members.flatMap((member) => boxes.get(member) ?? []);
    if (held.length > 0) return { id, kind, text, tone, box: aroundAll(held, 20, 36) };
    const lines = kind === 'note' ? linesOf(text, NOTE_FONT, size.width - 28).length : 0;
    return { id, kind, text, tone, box: { ...position, width: size.width, height: Math.max(size.height, lines * NOTE_LINE + 24) } };
  });
}

/** Plans a picture. Places of the document are the middle of a card's left side. */
export function planOf(scenario: Scenario, card: { readonly width: number; readonly height: number } = CARD): Plan {
  const boxes = new Map(Object.entries(scenario.nodes).map(([id, { position: { x, y } }]): [string, Box] =>
    [id, { x, y: y - card.height / 2, ...card }]));
  const wires = Object.entries(scenario.edges).flatMap(([id, { source, target }]) => {
    const [from, to] = [boxes.get(source), boxes.get(target)];
    return from && to && source !== target ? [wireBetween(id, from, to)] : [];
  });
  const notes = notePlans(scenario, boxes);
  const all = [...boxes.values(), ...notes.map(({ box }) => box)];
  return { boxes, wires, notes, frame: all.length === 0 ? EMPTY : aroundAll(all, MARGIN, MARGIN) };
}

/** Width of a letter in shares of its size; rough, because a picture must not depend on the fonts of a machine. */
function widthOf(letter: string): number {
  if (/[ijlft.,:;'|!()[\] ]/.test(letter)) return 0.3;
  if (/[A-ZMWmw@%]/.test(letter)) return 0.72;
  return letter > '\u02ff' ? 1 : 0.56;
}

/** A text that fits into so many pixels, by the usual width of letters; what does not fit ends in an ellipsis. */
export function fitted(text: string, fontPx: number, widthPx: number): string {
  const letters = Array.from(text);
  let used = 0;
  for (const [i, letter] of letters.entries()) {
    used += widthOf(letter) * fontPx;
    if (used > widthPx) return `${letters.slice(0, Math.max(0, i - 1)).join('').trimEnd()}…`;
  }
  return text;
}

/** A text in lines that fit into so many pixels; a word that is longer than a line ends in an ellipsis. */
export function linesOf(text: string, fontPx: number, widthPx: number): readonly string[] {
  const width = (words: string): number => Array.from(words).reduce((sum, letter) => sum + widthOf(letter) * fontPx, 0);
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(/ +/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && width(longer) > widthPx) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line].map((words) => fitted(words, fontPx, widthPx));
  });
}
