/**
 * Turns a TypeScript entry of the engine side into one file that Node can run, and keeps it: the key is the state of all
 * sources, so that a second start costs a few milliseconds of looking at files. Rolldown is the bundler inside Vite.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { cache, root } from './ensure.mjs';

const source = join(root, 'src');
const dayMs = 86_400_000;

/** Folders no headless program is made of; a change there must not cost a new bundle. */
const pageFolders = new Set(['app', 'features', 'ui', 'worker', 'doc']);

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (folder !== source || !pageFolders.has(entry.name)) yield* filesBelow(path);
    } else if (/\.(ts|mjs|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts')) {
      yield path;
    }
  }
}

/** Names the present state of the sources: path, size and time of change of each file, and the packages in use. */
function keyOf(entry) {
  const hash = createHash('sha256')
    .update(relative(root, entry))
    .update(readFileSync(join(root, 'package-lock.json')));
  for (const file of filesBelow(source)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Bundles of yesterday and before; a running process has long read its own. */
function forgetOld() {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.endsWith('.mjs') && Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > dayMs) {
      rmSync(path, { force: true });
    }
  }
}

/**
 * Bundles one entry with everything it imports (Node's own modules excepted).
 * @param {string} entry path of a .ts or .mjs file, relative to the working directory or absolute
 * @returns {Promise<string>} absolute path of a module that Node can import
 * @throws {Error} when the sources cannot be bundled
 */
export async function bundle(entry) {
  const input = resolve(entry);
  const output = join(cache, `${basename(input).replace(/\.\w+$/, '')}-${keyOf(input)}.mjs`);
  if (existsSync(output)) return output;
  const { rolldown } = await import('rolldown');
  mkdirSync(cache, { recursive: true });
  forgetOld();
  const build = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    resolve: { alias: { '@': source } },
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'silent',
  });
  // Several processes may bundle at once: each writes its own file, the last rename wins, and all are the same.
  const draft = `${output}.${process.pid}`;
  try {
    await build.write({ file: draft, format: 'es', codeSplitting: false });
  } finally {
    await build.close();
  }
  renameSync(draft, output);
  return output;
}
