/** Small pictures of dots, drawn once per size and theme: stamping a picture is many times cheaper than filling a path. */
import { Mark } from '@/engine/trace';

/** How a mark looks. Shape and colour differ, so that neither is needed alone. */
interface DotLook {
  readonly shape: 'circle' | 'hatched' | 'diamond';
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
  [Mark.fallback]: { shape: 'circle', token: '--info-fill', words: 'from the fallback' },
  [Mark.expired]: { shape: 'diamond', token: '--warn-fill', words: 'gave up waiting' },
};

/** Pictures by mark. */
export type Sprites = readonly HTMLCanvasElement[];

/** Draws the pictures. `radius` is in device pixels. */
export function makeSprites(radius: number): Sprites {
  const colours = getComputedStyle(document.documentElement);
  const edge = colours.getPropertyValue('--surface-canvas').trim();
  return Object.values(DOT_LOOKS).map(({ shape, token }) => {
    const sprite = document.createElement('canvas');
    const half = Math.ceil(radius * 1.35) + 2;
    sprite.width = half * 2;
    sprite.height = half * 2;
    const pen = sprite.getContext('2d');
    if (pen) draw(pen, half, shape, radius, colours.getPropertyValue(token).trim(), edge);
    return sprite;
  });
}

function draw(
  pen: CanvasRenderingContext2D,
  centre: number,
  shape: DotLook['shape'],
  radius: number,
  colour: string,
  edge: string,
): void {
  pen.translate(centre, centre);
  pen.beginPath();
  if (shape === 'diamond') {
    const reach = radius * 1.28;
    pen.moveTo(0, -reach);
    pen.lineTo(reach, 0);
    pen.lineTo(0, reach);
    pen.lineTo(-reach, 0);
    pen.closePath();
  } else pen.arc(0, 0, shape === 'hatched' ? radius * 0.92 : radius, 0, Math.PI * 2);
  const isHatched = shape === 'hatched';
  pen.lineWidth = Math.max(1, radius * 0.34);
  pen.strokeStyle = isHatched ? colour : edge;
  pen.fillStyle = isHatched ? edge : colour;
  pen.fill();
  pen.stroke();
  if (isHatched) hatch(pen, radius);
}

/** Two slanted strokes across the dot that has just been drawn. */
function hatch(pen: CanvasRenderingContext2D, radius: number): void {
  pen.clip();
  pen.beginPath();
  for (const shift of [-0.45, 0.45]) {
    pen.moveTo((shift - 1) * radius, radius);
    pen.lineTo((shift + 1) * radius, -radius);
  }
  pen.stroke();
}
