/**
 * Real programs for the deep suites: finds them on the path, starts them on loopback in a folder of their own, and ends them
 * whatever happens. A suite registers its comparisons for `found(...)` only, so that nothing is skipped where one is missing.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How each program is asked for its version, and what the answer must look like to be of use. */
const PROGRAMS = {
  // The debug log tells the moment and the excess of each request. Debian's build has it.
  nginx: { args: ['-V'], version: /nginx version: nginx\/(\S+)[\s\S]*--with-debug/ },
  haproxy: { args: ['-v'], version: /HAProxy version (\S+)/ },
  etcd: { args: ['--version'], version: /etcd Version: (3\.\S+)/ },
} as const;

/** A program that some suite compares with. */
export type ProgramName = keyof typeof PROGRAMS;

/** All of them. */
export const PROGRAM_NAMES = Object.keys(PROGRAMS) as readonly ProgramName[];

/** Whether this run is a deep one. */
export const isDeep = process.env['FAULTLINE_DEEP'] === '1';

// Debian keeps servers where only the superuser looks.
const PATH = [process.env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(':');
const env = { ...process.env, PATH };

const versions = new Map<ProgramName, string | null>();

/** The version of a program that can be used, null when it is not there. */
export function versionOf(name: ProgramName): string | null {
  const known = versions.get(name);
  if (known !== undefined) return known;
  const { args, version } = PROGRAMS[name];
  const { stdout, stderr, error } = spawnSync(name, [...args], { encoding: 'utf8', env, timeout: 20_000 });
  const answer = error === undefined ? (version.exec(stdout + stderr)?.[1] ?? null) : null;
  versions.set(name, answer);
  return answer;
}

/** The version as a list of one for `describe.each`; empty where nothing can be or shall be compared. */
export function found(name: ProgramName): readonly string[] {
  const version = isDeep ? versionOf(name) : null;
  return version === null ? [] : [version];
}

const children = new Set<ChildProcess>();
const folders = new Set<string>();

function clearAway(): void {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  children.clear();
  folders.clear();
}
process.once('exit', clearAway);
// The runner that had started this process is gone, by a time limit perhaps: nobody would tell us to stop.
process.once('disconnect', clearAway);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => {
    clearAway();
    // The signal's own effect comes after ours.
    process.kill(process.pid, signal);
  });
}

/** A new folder, removed at the end. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-deep-'));
  folders.add(folder);
  return folder;
}

/** Has a server listen on a port of loopback that is free, and gives the port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

const given = new Set<number>();

/** A port of loopback that nobody listens on, and that has not been given before: programs share ports without a word. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}

/** Resolves after so many milliseconds of real time. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Starts a program and waits until `isReady`. What it says is in the error when it ends or is not ready within 20 s. `more` is
 * added to its environment.
 */
export async function start(
  name: ProgramName,
  args: readonly string[],
  isReady: () => Promise<boolean>,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(name, [...args], { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.on('error', (error) => {
    said += error.message;
  });
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) break;
    if (await isReady().catch(() => false)) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${name} does not start:\n${said}`);
}

/** Ends all programs and removes their folders; for `afterAll`. */
export async function endAll(): Promise<void> {
  const ends = [...children].map(
    (child) =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) resolve();
        else child.once('exit', () => resolve());
      }),
  );
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(ends);
  clearAway();
}
