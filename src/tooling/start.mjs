/** `npm start`: installs what is missing, builds the page when its sources are newer than the build, serves it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureOrExit, root } from './ensure.mjs';
import { serveAndSay } from './server.mjs';

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Newest change below a folder in milliseconds, the folders themselves included (so that a removal counts). */
function newest(folder) {
  let latest = modified(folder);
  if (latest === 0) return 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : modified(path));
  }
  return latest;
}

function isBuilt() {
  const builtAt = modified(join(root, 'dist/index.html'));
  const files = ['vite.config.ts', 'package-lock.json'].map((name) => modified(join(root, name)));
  const folders = ['src', 'public', 'scenarios'].map((name) => newest(join(root, name)));
  return builtAt > Math.max(...files, ...folders);
}

ensureOrExit();
if (!isBuilt()) {
  console.log('Building the page ...');
  const build = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (build.status !== 0) {
    console.error('The page could not be built; see the messages above.');
    process.exit(1);
  }
}
await serveAndSay();
