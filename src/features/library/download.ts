/** Hands something to the browser as a download. */

/** A plain file name from a title: small letters, digits and hyphens. */
export function slugOf(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return slug || 'scenario';
}

/** Downloads a blob under a name. */
export function download(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers fetch the address only after the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
