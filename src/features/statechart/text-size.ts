/**
 * How wide a text will be, without a page: the layout is computed before anything is drawn, and in tests. Widths are those
 * of Inter, rounded up, in multiples of the font's size.
 */

const NARROW = /[ijlIft.,:;'|!()[\]/ ]/;
const WIDE = /[mwMW%@≥≤—]/;
const CAPITAL_OR_DIGIT = /[A-Z0-9<>=+]/;

function widthOf(sign: string): number {
  if (NARROW.test(sign)) return 0.34;
  if (WIDE.test(sign)) return 0.9;
  return CAPITAL_OR_DIGIT.test(sign) ? 0.69 : 0.58;
}

/** Width of a line in multiples of the font's size. */
export function textWidth(line: string, isStrong = false): number {
  const width = Array.from(line).reduce((sum, sign) => sum + widthOf(sign), 0);
  return isStrong ? width * 1.05 : width;
}

// A figure stays with its unit and with the sign before it.
const GLUE = /(≥|>|<|≤) (?=\d)|(?<=\d) (?=%|ms\b|s\b|probes?\b)/g;

/** Breaks a text into lines of at most `most` font sizes where words allow it. */
export function wrap(text: string, most: number): readonly string[] {
  const words = text.replaceAll(GLUE, (part) => part.replace(' ', '\u00a0')).split(' ');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`) <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
