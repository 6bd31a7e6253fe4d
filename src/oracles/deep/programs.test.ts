/** Which programs the deep suites beside this file can compare with, told by a test's name: nothing is skipped in silence. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { endAll, found, freePort, isDeep, listen, newFolder, PROGRAM_NAMES, start, versionOf } from './test-programs';

const missing = isDeep ? PROGRAM_NAMES.filter((name) => versionOf(name) === null) : [];
const there = PROGRAM_NAMES.filter((name) => !missing.includes(name));

const versions = there.map((name) => `${name} ${found(name).join()}`).join(', ');
const notDeep = `are compared with only when FAULTLINE_DEEP is 1: ${PROGRAM_NAMES.join(', ')}`;
const notAll = `were not found, so that nothing is compared with them: ${missing.join(', ')}`;
const title = isDeep ? (missing.length === 0 ? `were all found: ${versions}` : notAll) : notDeep;

describe('real programs', () => {
  afterAll(endAll);

  it(`${title}`, () => {
    const compared = PROGRAM_NAMES.filter((name) => found(name).length === 1);
    expect(compared).toEqual(isDeep ? there : []);
    // What is called missing does not start, or lacks what the suite reads (nginx: --with-debug).
    for (const name of missing) {
      const { error, stdout, stderr } = spawnSync(name, ['-V'], { encoding: 'utf8' });
      expect(error === undefined && /--with-debug|HAProxy version|etcd Version: 3/.test(stdout + stderr)).toBe(false);
    }
  });

  it('get ports of their own', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, async () => freePort()));
    expect(new Set(ports).size).toBe(20);
    const server = createServer();
    expect(ports).not.toContain(await listen(server));
    server.close();
  });

  it.each(there.slice(0, isDeep ? 1 : 0))('%s says what is wrong when it does not start', async (name) => {
    const nonsense = ['--no-such-option', newFolder()];
    await expect(start(name, nonsense, async () => Promise.resolve(false))).rejects.toThrow(`${name} does not start`);
  });
});
