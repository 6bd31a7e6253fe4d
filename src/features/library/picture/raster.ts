/** From the drawn picture to a file: SVG text as it stands, or PNG by way of the browser's own canvas. */

/** Pixels of the picture per unit; twice, so that it stays sharp on paper and on dense screens. */
const SCALE = 2;
/** Longest side of a PNG; browsers give up on larger ones in silence. Pixels. */
const LONGEST = 8000;

/** The picture as a file of its own. */
export function svgText(picture: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/** The picture as pixels. Rejects with a sentence where the browser cannot. */
export async function pngOf(picture: SVGSVGElement): Promise<Blob> {
  const { width, height } = picture.viewBox.baseVal;
  const scale = Math.min(SCALE, LONGEST / Math.max(width, height));
  const address = URL.createObjectURL(new Blob([svgText(picture)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('this browser has no canvas to draw on: save it as SVG');
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('the picture is too large for a PNG: save it as SVG');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
