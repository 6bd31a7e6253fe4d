/** Small pictures of dots, drawn once per size and theme: stamping a picture is many times cheaper than filling a path. */
import { Mark } from '@/engine/trace';

/** How a mark looks. Shape and colour differ, so that neither is needed alone. */
interface DotLook {
  readonly shape: 'circle' | 'hatched' | 'diamond' | 'ring' | 'triangle';
  /** Name of the token. */
  readonly token: string;
  readonly words: string;
}

/** Looks by mark. */
export const DOT_LOOKS: Readonly<Record<Mark, DotLook>> = {
  [Mark.request]: { shape: 'circle', token: '--text-muted', words: 'request' },
  [Mark.retry]: { shape: 'hatched', token: '--text', words: 'retry' },
  [Mark.success]: { shape: 'circle', token: '--ok-fill', words: 'answer' },
  [Mark.failure]: { shape: 'diamond', token: '--bad-fill', words: 'failed or refused' },
  [Mark.refused]: { shape: 'diamond', token: '--bad-fill', words: 'refused' },
  [Mark.fallback]: { shape: 'ring', token: '--info-fill', words: 'from the fallback' },
  [Mark.expired]: { shape: 'triangle', token: '--warn-fill', words: 'gave up waiting' },
};

/** Pictures by mark. */
export type Sprites = readonly ImageBitmap[];

/** Draws the pictures. `radius` is in device pixels. */
export function makeSprites(radius: number): Sprites {
  const colours = getComputedStyle(document.documentElement);
  const edge = colours.getPropertyValue('--surface-canvas').trim();
  return Object.values(DOT_LOOKS).map(({ shape, token }) => {
    const half = Math.ceil(radius * 1.35) + 2;
    const sprite = new OffscreenCanvas(half * 2, half * 2);
    const pen = sprite.getContext('2d');
    if (pen) draw(pen, half, shape, radius, colours.getPropertyValue(token).trim(), edge);
    // A canvas would be copied each time that it is stamped.
    return sprite.transferToImageBitmap();
  });
}

function draw(
  pen: OffscreenCanvasRenderingContext2D,
  centre: number,
  shape: DotLook['shape'],
  radius: number,
  colour: string,
  edge: string,
): void {
  pen.translate(centre, centre);
  pen.beginPath();
  if (shape === 'diamond') polygon(pen, radius * 1.28, [[0, -1], [1, 0], [0, 1], [-1, 0]]);
  else if (shape === 'triangle') polygon(pen, radius * 1.28, [[0, -1], [0.95, 0.75], [-0.95, 0.75]]);
  else pen.arc(0, 0, shape === 'circle' ? radius : radius * 0.92, 0, Math.PI * 2);
  const isHatched = shape === 'hatched';
  const isHollow = isHatched || shape === 'ring';
  pen.lineWidth = Math.max(1, radius * (shape === 'ring' ? 0.6 : 0.34));
  pen.strokeStyle = isHollow ? colour : edge;
  pen.fillStyle = isHollow ? edge : colour;
  pen.fill();
  pen.stroke();
  if (isHatched) hatch(pen, radius);
}

function polygon(pen: OffscreenCanvasRenderingContext2D, reach: number, corners: readonly (readonly [number, number])[]): void {
  for (const [x, y] of corners) pen.lineTo(x * reach, y * reach);
  pen.closePath();
}

/** Two slanted strokes across the dot that has just been drawn. */
function hatch(pen: OffscreenCanvasRenderingContext2D, radius: number): void {
  pen.clip();
  pen.beginPath();
  for (const shift of [-0.45, 0.45]) {
    pen.moveTo((shift - 1) * radius, radius);
    pen.lineTo((shift + 1) * radius, -radius);
  }
  pen.stroke();
}
