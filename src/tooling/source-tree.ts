/**
 * The files of the project as the tidy test reads them: texts with their paths, and syntax trees for questions that a
 * search for words would answer wrongly (a word in a string or a comment is no offence).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A file of the project. */
export interface SourceFile {
  /** From the project's folder, with forward slashes: src/engine/agenda.ts */
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const ignored = new Set(['node_modules', 'dist', '.results', '.git']);
const textual = /\.(tsx?|mjs|cjs|css|html|json|md|svg|txt|webmanifest|yml)$|^\.ci\/run$/;
const topFolders = ['src', 'e2e', 'scenarios', 'public', '.ci'];

/** Folders whose .ts files are the engine side, as in oxlint.json and dependency-cruiser.cjs. */
const engineSide = /^src\/(domain|engine|machines|policies|kinds|faults|scenario|simulation|cli)\/.*\.ts$/;

/** All text files of the project except the lock file, sorted by path. */
export function readTree(): SourceFile[] {
  const paths = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
    .map((entry) => entry.name);
  for (const folder of topFolders) collect(folder, paths);
  return paths
    .filter((path) => textual.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function collect(folder: string, paths: string[]): void {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    // A folder that is not there yet holds no offence.
    return;
  }
  for (const entry of entries) {
    if (ignored.has(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) collect(path, paths);
    else if (entry.isFile()) paths.push(path);
  }
}

/** Text of one file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** True for programs: TypeScript and plain modules. */
export function isCode(path: string): boolean {
  return /\.(tsx?|mjs|cjs)$/.test(path) && !path.endsWith('.d.ts');
}

/** True for a unit test or a browser test. */
export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path);
}

/** True for what must compute the same bits everywhere; tests and faces (.tsx) are not part of it. */
export function isEngineSide(path: string): boolean {
  return engineSide.test(path) && !isTest(path);
}

/** Syntax tree of a file, every node knowing its parent. */
export function parse({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** All nodes of a tree, each before what it holds. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** Says where a node stands: path and line. */
export function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
