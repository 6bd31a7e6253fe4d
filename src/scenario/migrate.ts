/**
 * Older files. Each version of the file that has been published has one step to the next, and a file walks them one by one
 * before the schema sees it, so the schema knows the newest form only. There is one version so far: the list is empty, the
 * machinery stands. Steps are pure, work on a copy, and are kept for ever; a test fails when one of them is never walked.
 */
import { type Problem, quoted } from './problem';

/** The version that this program writes. */
export const CURRENT_VERSION = 1;

/** A file as plain data. */
export type PlainFile = Readonly<Record<string, unknown>>;

/** One step, from a version to the next. */
export interface Migration {
  /** The version that it takes, a whole number from 1. */
  readonly from: number;
  /** What changes, a sentence for the repair report. */
  readonly text: string;
  /** The file as the next version has it; `version` itself is set for it. It may trust nothing about the file but its version. */
  up(file: PlainFile): PlainFile;
}

/** All steps, in order. */
export const MIGRATIONS: readonly Migration[] = [];

/** Outcome: the file in its newest form with what was changed, or why it cannot be brought there. */
export type Migrating =
  | { readonly ok: true; readonly value: unknown; readonly changes: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem };

/** Throws when steps are missing, doubled or out of order: that is a mistake of ours, not of a file. */
export function assertChain(migrations: readonly Migration[], current: number): void {
  const found = migrations.map(({ from }) => from).join(' ');
  const wanted = Array.from({ length: current - 1 }, (_, i) => i + 1).join(' ');
  if (found !== wanted) throw new Error(`steps from versions [${wanted}] are needed, but there are [${found}]`);
}

/**
 * Brings a file to the newest version. What is no object, or has no version that could be older, goes on unchanged: the schema
 * has the better sentence for it. Never throws because of a file.
 */
export function migrate(value: unknown, migrations = MIGRATIONS, current = CURRENT_VERSION): Migrating {
  assertChain(migrations, current);
  const version = versionOf(value);
  if (version === null || !isFile(value)) return { ok: true, value, changes: [] };
  if (version > current) {
    const message = `is ${version}, but this program reads up to ${current}: open the file with a newer Faultline`;
    return { ok: false, problem: { path: 'version', message } };
  }
  let file = value;
  const changes: Problem[] = [];
  for (const step of migrations.slice(version - 1)) {
    try {
      file = { ...step.up(file), version: step.from + 1 };
    } catch (error) {
      return { ok: false, problem: { path: 'version', message: failure(step, error) } };
    }
    changes.push({ path: 'version', message: `brought from ${step.from} to ${step.from + 1}: ${step.text}` });
  }
  return { ok: true, value: file, changes };
}

function isFile(value: unknown): value is PlainFile {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The version of a file, or null where it says nothing that could be one. */
function versionOf(value: unknown): number | null {
  const version = isFile(value) && Object.hasOwn(value, 'version') ? value['version'] : null;
  return typeof version === 'number' && Number.isSafeInteger(version) && version >= 1 ? version : null;
}

function failure(step: Migration, error: unknown): string {
  const reason = error instanceof Error ? quoted(error.message) : 'no reason given';
  return `could not be brought from ${step.from} to ${step.from + 1} (${reason}): the file is damaged, keep it and ask its author`;
}
