/**
 * Serves the built page from dist to this machine only. A few dozen lines instead of a package: it needs no install, sends
 * the same policy as the built page carries, and never leaves its folder.
 */
import { createReadStream, realpathSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policyForHeader } from './content-security-policy.mjs';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const host = '127.0.0.1';
const firstPort = 4173;
const portsToTry = 50;

const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const safety = {
  'content-security-policy': policyForHeader,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The file inside `folder` that an address means, links followed; null when there is none or it lies outside. */
async function fileFor(folder, address) {
  let path;
  try {
    path = decodeURIComponent(address.split(/[?#]/, 1)[0]);
  } catch {
    return null;
  }
  if (!path.startsWith('/') || /[\0\\]/.test(path)) return null;
  try {
    const base = await realpath(folder);
    let file = await realpath(join(base, path));
    let facts = await stat(file);
    if (facts.isDirectory()) {
      file = await realpath(join(file, 'index.html'));
      facts = await stat(file);
    }
    return file.startsWith(base + sep) && facts.isFile() ? { file, size: facts.size } : null;
  } catch {
    return null;
  }
}

async function answer(folder, request, response) {
  const say = (status, text, more = {}) => {
    response.writeHead(status, { ...safety, 'content-type': 'text/plain; charset=utf-8', ...more });
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'Only GET and HEAD.', { allow: 'GET, HEAD' });
  const found = await fileFor(folder, request.url ?? '/');
  if (!found) return say(404, 'There is no such file.');
  response.writeHead(200, {
    ...safety,
    'content-type': types[extname(found.file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': found.size,
    // The names of built assets carry a hash of what is in them.
    'cache-control': /[\\/]assets[\\/]/.test(found.file) ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') return response.end();
  const stream = createReadStream(found.file);
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  return stream.pipe(response);
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address().port);
    });
  });
}

/**
 * Starts serving.
 * @param {object} [options]
 * @param {string} [options.folder] what to serve; the built page when not given
 * @param {number} [options.port] the port to insist on (0: any free one); without it the first free one from 4173 on
 * @returns {Promise<{ port: number, close: () => void }>}
 * @throws {Error} with code EADDRINUSE when the port is taken
 */
export async function serve({ folder = dist, port } = {}) {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.destroy());
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  if (port !== undefined) return { port: await listen(server, port), close };
  for (let candidate = firstPort; ; candidate++) {
    try {
      return { port: await listen(server, candidate), close };
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate >= firstPort + portsToTry) throw error;
    }
  }
}

/** Serves the built page on PORT (or the first free port) and says where; on failure says why and sets exit code 1. */
export async function serveAndSay() {
  const wanted = process.env.PORT;
  const port = wanted ? Number(wanted) : undefined;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    console.error(`PORT is "${wanted}"; it must be a whole number from 0 to 65535.`);
    process.exitCode = 1;
    return;
  }
  try {
    const served = await serve({ port });
    console.log(`Faultline is at http://localhost:${served.port}/`);
  } catch (error) {
    const isTaken = error.code === 'EADDRINUSE';
    console.error(isTaken ? `Port ${port ?? firstPort} is taken; choose another: PORT=8080 npm start` : error.message);
    process.exitCode = 1;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await serveAndSay();
