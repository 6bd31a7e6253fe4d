/**
 * Paints the dots on their canvas, in the flow's coordinates. Nothing is painted while nothing has changed: paused is free. Where
 * thousands are under way, requests and answers are small squares, the only shape that stays cheap without a graphics card.
 */
import { type DotPlace, Dots, placeDot, travelUs } from './dots';
import { CUT, type WireEdge } from './flow-model';
import { DOT_LOOKS, makeSprites, type Sprites } from './sprites';
import { Mark } from '@/engine/trace';

/** Distance of a lane from the wire and radius of a dot, in units of the desk. */
const LANE = 7;
const RADIUS = 3.3;

/** From so many dots on they are squares, as long as they are so small (in pixels) that it does not show. */
const SQUARES_FROM = 1500;
const MOST_EDGE = 5;

/** What a picture depends on. */
export interface Scene {
  readonly nowUs: number;
  readonly speed: number;
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  readonly theme: string;
}

/** See the file's header. */
export class DotsPainter {
  readonly dots = new Dots();
  /** Wires in the order of the run's numbers; null for one that is not drawn. */
  wires: readonly (WireEdge | null)[] = [];
  /** For each wire whether its network is cut: what is sent ends there. */
  cuts: readonly boolean[] = [];
  private sprites: Sprites = [];
  /** Colours of the marks that may be squares, in the order of the marks. */
  private colours: readonly string[] = [];
  private edge = 1;
  private spriteKey = '';
  private painted = '';
  private paintedWires: readonly (WireEdge | null)[] | null = null;
  private readonly place: DotPlace = { share: 0, lane: 1, alpha: 1 };

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Paints the moment. */
  paint(scene: Scene): void {
    const { nowUs, speed, x, y, zoom, width, height } = scene;
    const span = travelUs(speed);
    this.dots.forgetBefore(nowUs - span);
    const ratio = window.devicePixelRatio || 1;
    const key = `${nowUs} ${speed} ${x} ${y} ${zoom} ${width} ${height} ${ratio} ${scene.theme} ${scene.unit} ${this.dots.size}`;
    if (key === this.painted && this.wires === this.paintedWires) return;
    this.painted = key;
    this.paintedWires = this.wires;
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    const wide = Math.round(width * ratio);
    const high = Math.round(height * ratio);
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
    pen.clearRect(0, 0, wide, high);
    this.fresh(scene, zoom * ratio);
    this.stamp(pen, scene, zoom * ratio, ratio);
  }

  /** Makes the pictures anew when size or theme have changed. */
  private fresh({ unit, theme }: Scene, scale: number): void {
    const radius = Math.max(2, Math.round(RADIUS * unit * scale * 2) / 2);
    const key = `${radius} ${theme}`;
    if (key === this.spriteKey) return;
    this.spriteKey = key;
    this.sprites = makeSprites(radius);
    const styles = getComputedStyle(document.documentElement);
    this.colours = Object.values(DOT_LOOKS).map(({ token }) => styles.getPropertyValue(token).trim());
    this.edge = Math.max(2, Math.round(radius * 1.5));
  }

  private stamp(pen: CanvasRenderingContext2D, { nowUs, speed, x, y, unit }: Scene, scale: number, ratio: number): void {
    const { place, sprites, wires, colours, edge } = this;
    const half = (sprites[0]?.width ?? 0) / 2;
    const hasSquares = this.dots.size >= SQUARES_FROM && edge <= MOST_EDGE;
    let filled = -1;
    const [right, bottom] = [this.canvas.width + half, this.canvas.height + half];
    this.dots.each(nowUs, travelUs(speed), (wire, mark, share) => {
      const data = wires[wire]?.data;
      const sprite = sprites[mark];
      if (!data || !sprite) return;
      placeDot(mark, share, data.gate, place);
      if (place.share > CUT && (mark === Mark.request || mark === Mark.retry) && this.cuts[wire] === true) return;
      const { points, normals } = data.path;
      // Looked up without a function call or an object for each dot: there may be thousands.
      const i = Math.round(place.share * (points.length / 2 - 1)) * 2;
      const aside = place.lane * LANE * unit;
      const px = ((points[i] as number) + (normals[i] as number) * aside) * scale + x * ratio;
      const py = ((points[i + 1] as number) + (normals[i + 1] as number) * aside) * scale + y * ratio;
      if (px < -half || py < -half || px > right || py > bottom) return;
      if (place.alpha !== pen.globalAlpha) pen.globalAlpha = place.alpha;
      if (hasSquares && (mark === Mark.request || mark === Mark.success)) {
        if (mark !== filled) pen.fillStyle = colours[mark] ?? '';
        filled = mark;
        pen.fillRect(Math.round(px - edge / 2), Math.round(py - edge / 2), edge, edge);
      } else pen.drawImage(sprite, Math.round(px - half), Math.round(py - half));
    });
    pen.globalAlpha = 1;
  }
}
