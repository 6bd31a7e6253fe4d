/**
 * `npm run simulate` and its sisters: runs src/cli/main.ts, bundled on the way. Standard output belongs to the program;
 * what happens before it starts is told on standard error.
 */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ensureOrExit, root } from './ensure.mjs';

export { bundle };

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  ensureOrExit();
  const { main } = await import(pathToFileURL(await bundle(join(root, 'src/cli/main.ts'))).href);
  // Not process.exit: that would cut off what is still on its way into a pipe.
  process.exitCode = await main(process.argv.slice(2));
}
