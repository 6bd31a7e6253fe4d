/**
 * The real programs that the deep suites compare with. Where they are missing and we may, Debian's packages are installed; where we
 * may not, a sentence says what to do, and the suites compare with what is there. Needs nothing but Node.
 */
import { spawnSync } from 'node:child_process';

/** Packages of Debian by the program that shows that they are there. */
const packages = { nginx: 'nginx', haproxy: 'haproxy', etcd: 'etcd-server', promtool: 'prometheus' };

const path = [process.env.PATH ?? '', '/usr/sbin', '/usr/local/sbin'].join(':');
// No service is started, and nobody is asked anything.
const env = { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

const isThere = (program) => spawnSync(program, ['--version'], { env, stdio: 'ignore' }).error === undefined;
const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 2], timeout: 300_000 }).status === 0;

/** Installs what is missing, if it can be. Never throws: without them there is less to compare. */
export function ensurePrograms() {
  const missing = Object.keys(packages).filter((program) => !isThere(program));
  if (missing.length === 0) return;
  const names = missing.map((program) => packages[program]);
  if (process.getuid?.() === 0 && isThere('apt-get')) {
    console.error(`Installing ${names.join(', ')} for the deep suites ...`);
    // One by one: a package that a system lacks must not keep the others away.
    if (apt('update')) for (const name of names) apt('install', '-y', '--no-install-recommends', name);
  }
  const left = missing.filter((program) => !isThere(program));
  if (left.length === 0) return;
  const wanted = left.map((program) => packages[program]).join(' ');
  console.error(`Without ${left.join(', ')} the deep suites compare with less. On Debian: apt-get install ${wanted}`);
}
