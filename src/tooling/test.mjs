/** `npm test`: installs what is missing, runs every stage, and closes with one line of counts. Needs only Node itself. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
const npm = (...args) => run('npm', [...args, '--no-audit', '--no-fund']);

// A mirror may lack packages for other platforms, which `npm ci` takes for a mismatch; a plain install still obeys the lock file.
if (!existsSync(`${root}/node_modules/vitest`) && !npm('ci') && !npm('install', '--no-save')) {
  console.error('The packages could not be installed; see the messages above.');
  process.exit(1);
}

let passed = 0;
let failed = 0;
for (const project of ['tsconfig.json', 'src/engine/tsconfig.json']) {
  const isFine = run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project]);
  console.log(`types of ${project}: ${isFine ? 'fine' : 'FAILED'}`);
  if (isFine) passed++;
  else failed++;
}
const report = 'node_modules/.cache/faultline/unit.json';
mkdirSync(`${root}/node_modules/.cache/faultline`, { recursive: true });
const isGreen = run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
try {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(`${root}/${report}`, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
  // A suite that cannot even be loaded has no failed test of its own.
  if (!isGreen && numFailedTests === 0) failed++;
} catch {
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
