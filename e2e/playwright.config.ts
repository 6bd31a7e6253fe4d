/**
 * End-to-end tests: the built page, served by our own server, in the Chromium that the machine has. One worker, because
 * the simulation uses a core by itself. A test that fails is tried once more, so that a machine that hiccuped refuses
 * nobody's work; one that needed it is named in the last lines of `npm test`, because it has to be mended all the same.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser } from '../src/tooling/browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isDeep = process.env['FAULTLINE_DEEP'] === '1';

/** 4317, or any free port when that is taken. */
function freePort(): string {
  const probe = `
    const { createServer } = require('node:net');
    const tell = (server) => { console.log(server.address().port); server.close(); };
    const first = createServer().once('error', () => { const any = createServer().listen(0, '127.0.0.1', () => tell(any)); });
    first.listen(4317, '127.0.0.1', () => tell(first));`;
  return execFileSync(process.execPath, ['-e', probe], { encoding: 'utf8' }).trim();
}

// Playwright reads this file again in every worker process; they inherit the port that the first reading chose.
const port = (process.env['FAULTLINE_E2E_PORT'] ??= freePort());
const address = `http://127.0.0.1:${port}/`;
const executablePath = findBrowser();

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '.results',
  workers: 1,
  fullyParallel: false,
  retries: isDeep ? 0 : 1,
  forbidOnly: true,
  timeout: isDeep ? 600_000 : 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    // A trace of every step takes a quarter of the time: FAULTLINE_TRACE=1 keeps those of tests that fail.
    trace: process.env['FAULTLINE_TRACE'] === '1' ? 'retain-on-failure' : 'off',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `"${process.execPath}" src/tooling/server.mjs`,
    cwd: root,
    env: { PORT: port },
    url: address,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});
