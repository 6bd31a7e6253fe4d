/** Traces handed to the browser as a file, in OpenTelemetry's JSON form that common viewers open. Nothing leaves the machine. */

/** A plain file name: small letters, digits and hyphens. */
export function traceFileName(title: string): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${slug || 'scenario'}-traces.json`;
}

/** Saves the text. */
export function downloadTraces(title: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = traceFileName(title);
  link.click();
  // Some browsers fetch the address only after the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
