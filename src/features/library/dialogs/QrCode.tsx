/** A text as a QR code: black on white in every theme, because cameras want it so. */
import { type ReactNode, useMemo } from 'react';
import encodeQR from 'qr';

/** Longest text that a camera still reads off a screen; the largest code would hold about 2950 characters. */
export const MAX_QR = 2300;
/** Squares along a side from which on the code is drawn larger. */
const DENSE = 120;

/** The dark squares as an SVG path on a grid, or null where the text is too long. */
export function qrPath(text: string): { readonly path: string; readonly size: number } | null {
  if (text.length > MAX_QR) return null;
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: 3 });
  const path = rows.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  return { path, size: rows.length };
}

/** See the file's header; nothing where the text is too long. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const code = useMemo(() => qrPath(text), [text]);
  if (!code) return null;
  return (
    <svg className="library-qr" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label} shapeRendering="crispEdges"
      data-dense={code.size > DENSE || undefined}>
      <rect width={code.size} height={code.size} fill="#ffffff" />
      <path d={code.path} fill="#000000" />
    </svg>
  );
}
