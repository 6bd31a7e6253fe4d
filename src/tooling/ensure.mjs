/**
 * Makes sure that the packages of the lock file are installed, so that `npm test` and `npm start` work right after a clone.
 * Writes only to standard error: the commands that call it may own standard output. Needs nothing but Node.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where our own scripts keep what can be made again. */
export const cache = join(root, 'node_modules/.cache/faultline');

const stampFile = join(cache, 'lock.sha256');

/** Thrown when the packages cannot be installed; its message is meant for people. */
export class InstallError extends Error {}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** True when what npm recorded in node_modules has every required package of the lock file in its exact version. */
function isInstalledAsLocked() {
  try {
    const installed = packagesOf(join(root, 'node_modules/.package-lock.json'));
    return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
      ([path, wanted]) =>
        path === '' || wanted.optional || wanted.devOptional || wanted.peer || installed[path]?.version === wanted.version,
    );
  } catch {
    return false;
  }
}

function npm(...args) {
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const all = [...args, '--include=dev', '--no-audit', '--no-fund'];
  // The npm that runs us is at hand as a script; by name it needs a shell on Windows.
  const script = process.env.npm_execpath;
  const isNpm = script !== undefined && /npm-cli\.c?js$/.test(script);
  const result = isNpm
    ? spawnSync(process.execPath, [script, ...all], options)
    : spawnSync('npm', all, { ...options, shell: process.platform === 'win32' });
  return result.status === 0;
}

/**
 * Installs the locked packages when they are missing or when the lock file changed since the last time.
 * `npm ci` refuses a lock file that lacks packages for other platforms; a plain install then still obeys the versions in it.
 * @throws {InstallError} when both ways fail
 */
export function ensure() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return;
  if (!isInstalledAsLocked()) {
    console.error('Installing the packages of package-lock.json ...');
    if (!npm('ci') && !npm('install', '--no-save')) {
      throw new InstallError('The packages could not be installed: npm says above why. Is the package registry reachable?');
    }
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(stampFile, hash);
}

/** Like `ensure`, for scripts that cannot go on without: says why and ends the process with code 1. */
export function ensureOrExit() {
  try {
    ensure();
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
