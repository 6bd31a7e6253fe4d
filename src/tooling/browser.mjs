/**
 * Finds the Chromium that the end-to-end tests drive. Playwright's own download is not needed; a machine that has none
 * (a bare container) gets the distribution's package where we may install it. Run directly, it prints the path.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const advice =
  'No Chromium was found. Install one (Debian, Ubuntu: apt-get install chromium), or name the one you have in the environment ' +
  'variable FAULTLINE_CHROMIUM.';

/** Thrown when there is no browser and none can be installed; its message says what to do. */
export class BrowserError extends Error {}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | null} path of a Chromium: FAULTLINE_CHROMIUM when set, else the first of the usual places */
export function findBrowser() {
  const named = process.env.FAULTLINE_CHROMIUM;
  if (named) return isExecutable(named) ? named : null;
  return usualPlaces.find(isExecutable) ?? null;
}

function succeeds(command, args, stdio = 'ignore') {
  return spawnSync(command, args, { stdio, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

/** Runs apt-get as root or through sudo without a password. False when neither is possible or it fails. */
function installWithApt() {
  if (process.platform !== 'linux' || !succeeds('apt-get', ['--version'])) return false;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !succeeds('sudo', ['-n', 'true'])) return false;
  const apt = (...args) => {
    const [command, ...rest] = isRoot ? ['apt-get', ...args] : ['sudo', '-n', 'apt-get', ...args];
    return succeeds(command, rest, ['ignore', 2, 2]);
  };
  console.error('No Chromium found: installing the package "chromium" with apt-get ...');
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium');
}

/**
 * @returns {string} path of a Chromium, installed just now if need be and possible
 * @throws {BrowserError} when there is none
 */
export function ensureBrowser() {
  const named = process.env.FAULTLINE_CHROMIUM;
  if (named && !isExecutable(named)) throw new BrowserError(`FAULTLINE_CHROMIUM names ${named}, which cannot be run.`);
  const found = findBrowser();
  if (found) return found;
  const installed = installWithApt() ? findBrowser() : null;
  if (!installed) throw new BrowserError(advice);
  return installed;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureBrowser());
  } catch (error) {
    if (!(error instanceof BrowserError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
