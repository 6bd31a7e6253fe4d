/**
 * HAProxy for the deep suite: its configuration, a backend that answers checks by a script and asks HAProxy's statistics before
 * each answer what it thinks by now, and servers that say who was picked.
 */
import { writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, listen, newFolder, start } from './test-programs';
import type { CheckResult } from '@/machines/health-check/params';

/** What a checked server does: a status, hang up, never answer, or answer 200 after so many milliseconds. */
export type Answer = number | 'hangs-up' | 'silent' | { readonly okAfterMs: number };

/** One check as the backend saw it. */
export interface Seen {
  /** HAProxy's words for the server after all results before this one: `UP 2/3`. */
  readonly before: string;
  readonly answer: Answer;
  /** Milliseconds since the check before began; NaN for the first. */
  readonly gapMs: number;
  /** Milliseconds until this side answered or set a timer to answer, asking HAProxy included. */
  readonly tookMs: number;
}

/** A server under check. */
export interface Patient {
  readonly name: string;
  /** HAProxy's words: `inter 30ms fall 3 rise 2`. */
  readonly options: string;
  readonly script: readonly Answer[];
}

/** The result as our machine takes it. */
export function resultOf(answer: Answer): CheckResult {
  if (typeof answer === 'number') return { kind: 'answer', status: answer };
  if (typeof answer === 'object') return { kind: 'answer', status: 200 };
  return answer === 'silent' ? { kind: 'timeout' } : { kind: 'refused' };
}

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<[Server, number]> {
  const server = createServer(handler);
  return [server, await listen(server)];
}

/** A table of HAProxy's statistics, as rows of columns. */
async function statistics(port: number): Promise<readonly (readonly string[])[]> {
  return new Promise((resolve, reject) => {
    const connection = connect(port, '127.0.0.1');
    let text = '';
    connection.on('data', (chunk) => {
      text += chunk.toString();
    });
    connection.on('error', reject);
    connection.on('end', () => resolve(text.split('\n').map((line) => line.split(','))));
    connection.write('show stat\n');
  });
}

const NAME = 1;
const STATUS = 17;

/** Lets a server be checked until its script is over, and tells what was seen; the last check only asks for HAProxy's words. */
class Ward {
  readonly seen: Seen[] = [];
  readonly end: Promise<void>;
  private done: () => void = () => undefined;
  private lastMs = Number.NaN;

  constructor(
    readonly patient: Patient,
    private readonly statisticsPort: number,
  ) {
    this.end = new Promise((resolve) => {
      this.done = resolve;
    });
  }

  async check(response: ServerResponse): Promise<void> {
    const nowMs = performance.now();
    const { script, name } = this.patient;
    const answer = script[this.seen.length] ?? 'silent';
    const rows = await statistics(this.statisticsPort);
    const before = rows.find((row) => row[0] === 'ward' && row[NAME] === name)?.[STATUS] ?? '';
    if (this.seen.length > script.length) return;
    this.seen.push({ before, answer, gapMs: nowMs - this.lastMs, tookMs: performance.now() - nowMs });
    this.give(answer, response);
    this.lastMs = nowMs;
    if (this.seen.length > script.length) this.done();
  }

  private give(answer: Answer, response: ServerResponse): void {
    if (typeof answer === 'number') response.writeHead(answer).end();
    else if (answer === 'hangs-up') response.socket?.destroy();
    else if (answer !== 'silent') setTimeout(() => response.writeHead(200).end(), answer.okAfterMs);
  }
}

const HEAD = ['defaults', '  mode http', '  timeout connect 5s', '  timeout client 20s', '  timeout server 20s'];

/** `statisticsPort` is one of TCP: a socket file has too short a queue for many checks at once. */
async function run(statisticsPort: number, lines: readonly string[]): Promise<void> {
  const file = join(newFolder(), 'haproxy.cfg');
  const global = ['global', `  stats socket 127.0.0.1:${statisticsPort} level admin`, '  stats maxconn 200', '  nbthread 1'];
  writeFileSync(file, [...global, ...HEAD, ...lines, ''].join('\n'));
  await start('haproxy', ['-db', '-f', file], async () => (await statistics(statisticsPort)).length > 1);
}

/** How long a check may wait for its answer: long beside the pauses of a busy machine. */
const PATIENCE_MS = 1500;

/** Runs all scripts at once, each with a server of its own. What was seen by name. */
export async function checkAll(patients: readonly Patient[]): Promise<ReadonlyMap<string, readonly Seen[]>> {
  const statisticsPort = await freePort();
  const wards = patients.map((patient) => new Ward(patient, statisticsPort));
  const servers = await Promise.all(wards.map(async (ward) => serve((_request, response) => void ward.check(response))));
  await run(statisticsPort, [
    'backend ward',
    '  option httpchk GET /check',
    `  timeout check ${PATIENCE_MS}ms`,
    ...servers.map(([, port], i) => `  server ${patients[i]?.name} 127.0.0.1:${port} check ${patients[i]?.options}`),
  ]);
  await Promise.all(wards.map(async ({ end }) => end));
  for (const [server] of servers) close(server);
  return new Map(wards.map(({ patient, seen }) => [patient.name, seen]));
}

function close(server: Server): void {
  server.closeAllConnections();
  server.close();
}

/** A way of balancing with weights; servers are numbered from 1. */
export interface Balance {
  readonly algorithm: 'roundrobin' | 'static-rr';
  readonly weights: readonly number[];
}

/** Numbers of the servers that got the first `count(way)` requests, one after the other, of each way. */
export async function picksOf(
  ways: readonly Balance[],
  count: (way: Balance) => number,
): Promise<readonly (readonly number[])[]> {
  const [server, target] = await serve((request, response) => void response.end(request.headers['x-picked']));
  const ports: number[] = [];
  const lines: string[] = [];
  for (const { algorithm, weights } of ways) {
    const port = await freePort();
    ports.push(port);
    lines.push(`listen way${ports.length}`, `  bind 127.0.0.1:${port}`, `  balance ${algorithm}`);
    lines.push('  http-send-name-header X-Picked');
    lines.push(...weights.map((weight, i) => `  server ${i + 1} 127.0.0.1:${target} weight ${weight}`));
  }
  await run(await freePort(), lines);
  const all = ways.map(async (way, i) => {
    const picks: number[] = [];
    for (let n = count(way); n > 0; n--) picks.push(Number(await textOf(ports[i] ?? 0)));
    return picks;
  });
  const picks = await Promise.all(all);
  close(server);
  return picks;
}

async function textOf(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path: '/' }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve(text));
    });
    request.on('error', reject);
  });
}
