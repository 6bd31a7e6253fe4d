/** Writes the service worker of a build: its list of files, and a version that changes when any of them does. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const template = fileURLToPath(new URL('./service-worker.js', import.meta.url));

/** Files below a folder, as addresses relative to it. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'));
}

/**
 * The text of the service worker for a folder of built files.
 * @param {string} folder
 * @returns {string}
 */
export function serviceWorkerOf(folder) {
  const files = filesBelow(folder)
    .filter((file) => file !== 'sw.js')
    .toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  const version = hash.digest('hex').slice(0, 16);
  // A static host may know the page by its folder alone.
  const addresses = files.map((file) => (file === 'index.html' ? './' : file));
  return readFileSync(template, 'utf8')
    .replace(/\/\* global .*\*\/\n/, '')
    .replace('__FILES__', JSON.stringify(addresses))
    .replace('__VERSION__', JSON.stringify(version));
}
