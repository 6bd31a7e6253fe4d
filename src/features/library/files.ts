/** Files on the person's own machine: a scenario out as JSON, and in again. Nothing leaves the machine. */
import { download, slugOf } from './download';
import { MAX_CHARACTERS, type Reading, readScenario } from '@/scenario/read';
import type { Scenario } from '@/scenario/schema';
import { writeScenario } from '@/scenario/write';

/** Bytes above which a file is not even read: every character may take three. */
const MAX_BYTES = MAX_CHARACTERS * 3;

/** A name for the downloaded file: the title in small letters, digits and hyphens. */
export function fileNameOf(title: string): string {
  return `${slugOf(title)}.faultline.json`;
}

/** Hands the scenario to the browser as a download, in canonical form. */
export function downloadScenario(scenario: Scenario): void {
  download(fileNameOf(scenario.title), new Blob([writeScenario(scenario)], { type: 'application/json' }));
}

/** Reads a chosen or dropped file. Never throws; a file that cannot be read at all is a problem like any other. */
export async function readFile(file: File): Promise<Reading> {
  const wrong = (message: string): Reading => ({ ok: false, problems: [{ path: 'file', message }] });
  if (file.size > MAX_BYTES) {
    const [size, most] = [file.size, MAX_BYTES].map((bytes) => Math.round(bytes / 1e6));
    return wrong(`the file has ${size} MB; at most ${most} MB are read. Is it the right file?`);
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch (error) {
    return wrong(`the browser could not read it (${error instanceof Error ? error.message : 'no reason given'}): choose it once more`);
  }
  try {
    return readScenario(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return wrong('it is no text in UTF-8: choose a scenario file, or save it again as UTF-8');
  }
}
