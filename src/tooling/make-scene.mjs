/**
 * Writes the scene of two hundred services: `node src/tooling/make-scene.mjs [FILE]`. Run it after a change in scene.ts; a test
 * holds the file to what would be written.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { ensureOrExit, root } from './ensure.mjs';

ensureOrExit();
const { makeScene, TWO_HUNDRED } = await import(pathToFileURL(await bundle(join(root, 'src/tooling/scene.ts'))).href);
const [file = join(root, 'scenarios/parts/two-hundred-services.json')] = process.argv.slice(2);
writeFileSync(file, JSON.stringify(makeScene(TWO_HUNDRED)));
// The canonical form is the command line's business.
const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('cli.mjs', import.meta.url)), 'format', file], { stdio: 'inherit' });
process.exitCode = status ?? 1;
