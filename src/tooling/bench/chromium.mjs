/** Measures in a module worker of Chromium: a page of two lines from a server of our own, driven by Playwright. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright';
import { findBrowser } from '../browser.mjs';

const page = '<!doctype html><meta charset="utf-8"><title>bench</title>';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function serveWorker(file) {
  const server = createServer((request, response) => {
    const isWorker = request.url === '/worker.mjs';
    response.writeHead(200, { 'content-type': isWorker ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8' });
    response.end(isWorker ? readFileSync(file) : page);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** Runs in the page: one task in a worker of its own. */
function runInWorker(task) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('/worker.mjs', { type: 'module' });
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'the worker could not be loaded')));
    worker.addEventListener('message', ({ data }) => {
      worker.terminate();
      resolve(data);
    });
    worker.postMessage(task);
  });
}

/**
 * Opens a browser for measurements.
 * @param {string} file the bundled worker
 * @returns {Promise<{ measure: (task: object) => Promise<object>, version: string, close: () => Promise<void> } | null>} null
 *   without a browser
 */
export async function openChromium(file) {
  const executablePath = findBrowser();
  if (executablePath === null) return null;
  const server = await serveWorker(file);
  const browser = await chromium.launch({ executablePath, args });
  const address = `http://127.0.0.1:${server.address().port}/`;
  return {
    version: browser.version(),
    // A fresh page with a fresh worker each time: what the last run has warmed up is gone.
    measure: async (task) => {
      const tab = await browser.newPage();
      try {
        await tab.goto(address);
        // Its process has started but not come to rest: that work is the browser's, not the engine's.
        await tab.waitForTimeout(700);
        return await tab.evaluate(runInWorker, task);
      } finally {
        await tab.close();
      }
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
