/** WCAG 2.2 contrast arithmetic (relative luminance, success criterion 1.4.3). Hex colours with six digits only. */

function channel(byte: number): number {
  const ratio = byte / 255;
  return ratio <= 0.04045 ? ratio / 12.92 : ((ratio + 0.055) / 1.055) ** 2.4;
}

/**
 * Relative luminance, 0 (black) to 1 (white).
 * @throws Error if `hex` is not `#rrggbb`
 */
export function luminanceOf(hex: string): number {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (digits === null) throw new Error(`${hex} is not a six-digit hex colour.`);
  const [red, green, blue] = digits.slice(1).map((pair) => channel(Number.parseInt(pair, 16)));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast ratio of two colours, 1 to 21; the order does not matter. */
export function contrastOf(one: string, other: string): number {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
