/**
 * How colours look to people who lack a kind of cone, and how far two colours are apart. Matrices of Machado, Oliveira and Fernandes,
 * "A Physiologically-based Model for Simulation of Color Vision Deficiency" (IEEE TVCG 15, 2009), severity 1, on linear light.
 */

/** Kinds of sight; the first sees all there is. */
export const VISIONS = ['usual', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Vision = (typeof VISIONS)[number];

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const SEEN: Readonly<Record<Vision, Matrix>> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** Linear light to CIE XYZ (sRGB, IEC 61966-2-1), and the white it is seen beside. */
const TO_XYZ: Matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
const WHITE: Triple = [0.95047, 1, 1.08883];

const times = (matrix: Matrix, [a, b, c]: Triple): Triple => {
  const row = ([x, y, z]: Triple): number => x * a + y * b + z * c;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
};

function linearOf(hex: string): Triple {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (digits === null) throw new Error(`${hex} is not a six-digit hex colour.`);
  const linear = (pair: string | undefined): number => {
    const ratio = Number.parseInt(pair ?? '0', 16) / 255;
    return ratio <= 0.04045 ? ratio / 12.92 : ((ratio + 0.055) / 1.055) ** 2.4;
  };
  return [linear(digits[1]), linear(digits[2]), linear(digits[3])];
}

/** CIE 1976 L*a*b* of a colour as it is seen. */
function labOf(hex: string, vision: Vision): Triple {
  const clip = (light: number): number => Math.min(1, Math.max(0, light));
  const [red, green, blue] = times(SEEN[vision], linearOf(hex));
  const [x, y, z] = times(TO_XYZ, [clip(red), clip(green), clip(blue)]);
  const bent = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * (24389 / 27) + 16) / 116);
  const [fx, fy, fz] = [bent(x / WHITE[0]), bent(y / WHITE[1]), bent(z / WHITE[2])];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/**
 * How far apart two colours look, CIE 1976: about 2 is just seen side by side, 100 is black to white.
 * @throws Error if a colour is not `#rrggbb`
 */
export function distanceOf(one: string, other: string, vision: Vision): number {
  const [a, b] = [labOf(one, vision), labOf(other, vision)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
