/** The notes of a kind or a policy as help: fetched when somebody wants to read them, without the names of documents that are not here. */

/** Texts by path; each is a file of its own, fetched when it is asked for. */
const FILES = import.meta.glob<string>(['../../kinds/*/notes.md', '../../policies/*/notes.md'], { query: '?raw', import: 'default' });

/** Folders that are not called like what they hold. */
const FOLDERS: Readonly<Record<string, string>> = { 'kinds/registry': 'kinds/service-registry' };

/** Whether there are notes; `of` is such as `kinds/service` or `policies/timeout`. */
export function hasNotes(of: string): boolean {
  return Object.hasOwn(FILES, pathOf(of));
}

/** The notes' text in Markdown; null when there are none. Rejects when they cannot be fetched. */
export async function notesOf(of: string): Promise<string | null> {
  const file = FILES[pathOf(of)];
  return file ? forReaders(await file()) : null;
}

const pathOf = (of: string): string => `../../${FOLDERS[of] ?? of}/notes.md`;

const PLACES = String.raw`(?: [\d.]+(?:(?:,| and|, and) [\d.]+)*)?`;

/** Without what only those who build it can look up: pages of theirs, and places in the code. */
export function forReaders(text: string): string {
  return text
    .replaceAll(new RegExp(String.raw`[;,]?\s*\bDOMAIN\.md${PLACES}`, 'g'), '')
    .replaceAll(/\bCOURSE\.md (\d)/g, 'exercise $1')
    .replaceAll(/\s*\(COURSE\.md\)/g, '')
    .replaceAll(/\s*\((?:`[\w./-]+\.ts`(?:, )?)+(?:, [\d.]+)?\)/g, '')
    .replaceAll(/\(\s*[;:,]?\s*/g, '(')
    .replaceAll(/\s*\(\)/g, '');
}
