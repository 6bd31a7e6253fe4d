/** Files on the person's own machine: a scenario out as JSON, and in again. Nothing leaves the machine. */
import { MAX_CHARACTERS, type Reading, readScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';

/** Bytes above which a file is not even read: every character may take three. */
const MAX_BYTES = MAX_CHARACTERS * 3;

/** A name for the downloaded file: the title in small letters, digits and hyphens. */
export function fileNameOf(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${slug || 'scenario'}.faultline.json`;
}

/** Hands the scenario to the browser as a download, in canonical form. */
export function downloadScenario(scenario: Scenario): void {
  const address = URL.createObjectURL(new Blob([writeScenario(scenario)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileNameOf(scenario.title);
  link.click();
  URL.revokeObjectURL(address);
}

/** Reads a chosen or dropped file. Never throws; a file that cannot be read at all is a problem like any other. */
export async function readFile(file: File): Promise<Reading> {
  if (file.size > MAX_BYTES) {
    const [size, most] = [file.size, MAX_BYTES].map((bytes) => Math.round(bytes / 1e6));
    const message = `the file has ${size} MB; at most ${most} MB are read. Is it the right file?`;
    return { ok: false, problems: [{ path: 'file', message }] };
  }
  try {
    return readScenario(await file.text());
  } catch (error) {
    const message = `the browser could not read it (${error instanceof Error ? error.message : 'no reason given'}): choose it once more`;
    return { ok: false, problems: [{ path: 'file', message }] };
  }
}
