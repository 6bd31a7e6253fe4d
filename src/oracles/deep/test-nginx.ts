/**
 * nginx for the deep suite: its configuration, requests at chosen moments, and what its debug log says of each. The log tells the
 * very moment that limit_req has reckoned with: a timer is booked for `moment + length` in the same turn of the event loop.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { freePort, newFolder, sleep, start } from './test-programs';
import type { LimitSpec } from '@/policies/rate-limit/limit-set';
import { spec } from '@/policies/rate-limit/test-script';

const KEEPALIVE_MS = 75_000;

/** One limit_req line of a location, and the limit of ours that must do the same. */
export interface Rule {
  /** As nginx writes it: `10r/s`, `100r/m`. */
  readonly rate: string;
  readonly burst: number;
  /** `nodelay`, `delay=N`, or nothing: every excess is held back. */
  readonly held: 'nodelay' | 'all' | number;
  /** Counted for each user apart, or for all users of a list together. */
  readonly per: 'user' | 'global';
}

/** A location of nginx. */
export interface Place {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** What nginx has made of a request. */
export interface Judged {
  readonly place: string;
  readonly list: number;
  readonly user: number;
  readonly serial: number;
  /** nginx's own clock, whole milliseconds. */
  readonly atMs: number;
  /** Excess by limit, as far as they were asked, requests. */
  readonly excess: readonly number[];
  readonly isIn: boolean;
  readonly delayMs: number;
}

/** Ours for one of nginx's. */
export function specOf({ rate, burst, held, per }: Rule, index: number): LimitSpec {
  const [, limit = '', unit = ''] = /^(\d+)r\/([sm])$/.exec(rate) ?? [];
  return spec(held === 'nodelay' ? 'leaky-bucket' : 'leaky-queue', {
    id: `limit${index}`,
    per,
    limit: Number(limit),
    windowMs: unit === 's' ? 1000 : 60_000,
    burst: burst === 0 ? null : burst,
  });
}

function heldText(held: Rule['held']): string {
  if (held === 'all') return '';
  return held === 'nodelay' ? ' nodelay' : ` delay=${held}`;
}

function configuration(folder: string, port: number, places: readonly Place[]): string {
  const zones = places.flatMap(({ name, rules }) =>
    rules.map(({ rate, per }, i) => `limit_req_zone $arg_l${per === 'user' ? '-$arg_k' : ''} zone=${name}${i}:1m rate=${rate};`),
  );
  const locations = places.map(({ name, rules }) => {
    const limits = rules.map(({ burst, held }, i) => {
      const size = burst === 0 ? '' : ` burst=${burst}${heldText(held)}`;
      return `limit_req zone=${name}${i}${size};`;
    });
    return `location = /${name} { ${limits.join(' ')} empty_gif; }`;
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`);
  return [
    'daemon off; master_process off;',
    `pid ${folder}/pid; error_log ${folder}/debug.log debug;`,
    'env FAKETIME_TIMESTAMP_FILE; env FAKETIME_NO_CACHE;',
    'events { worker_connections 2048; }',
    `http { access_log off; keepalive_timeout ${KEEPALIVE_MS / 1000}s; limit_req_status 429; ${temporary.join(' ')}`,
    ...zones,
    `server { listen 127.0.0.1:${port} backlog=1024; location = /ready { return 204; }`,
    ...locations,
    '} }',
    '',
  ].join('\n');
}

/** Reads what the debug log says, in the order in which limit_req was asked. */
export function readLog(text: string): readonly Judged[] {
  const judged: Judged[] = [];
  const open = new Map<string, { place: string; query: URLSearchParams; excess: number[]; code: number }>();
  for (const line of text.split('\n')) {
    const [, connection = '', says = ''] = /\*(\d+) (.*)$/.exec(line) ?? [];
    const place = /^http uri: "\/([^"]*)"/.exec(says)?.[1];
    if (place !== undefined) open.set(connection, { place, query: new URLSearchParams(), excess: [], code: 0 });
    const request = open.get(connection);
    if (request === undefined) continue;
    const query = /^http args: "([^"]*)"/.exec(says)?.[1];
    if (query !== undefined) request.query = new URLSearchParams(query);
    const [, code, excess] = /^limit_req\[\d+\]: (-?\d+) ([\d.]+)$/.exec(says) ?? [];
    if (excess !== undefined) {
      request.excess.push(Number(excess));
      request.code = Number(code);
    }
    const [, lengthMs, endMs] = /^event timer add: \d+: (\d+):(\d+)$/.exec(says) ?? [];
    if (endMs === undefined || request.excess.length === 0) continue;
    open.delete(connection);
    const asNumber = (name: string): number => Number(request.query.get(name));
    judged.push({
      place: request.place,
      list: asNumber('l'),
      user: asNumber('k'),
      serial: asNumber('n'),
      atMs: Number(endMs) - Number(lengthMs),
      excess: request.excess,
      // NGX_BUSY is -3.
      isIn: request.code !== -3,
      delayMs: Number(lengthMs) === KEEPALIVE_MS ? 0 : Number(lengthMs),
    });
  }
  return judged;
}

/** A running nginx. */
export class Nginx {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 0 });
  private serial = 0;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(places: readonly Place[], environment: Readonly<Record<string, string>> = {}): Promise<Nginx> {
    const nginx = new Nginx(newFolder(), await freePort());
    const { folder, port } = nginx;
    for (const what of ['logs', 'client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, what));
    writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, places));
    const isReady = async (): Promise<boolean> => (await nginx.get('/ready')) === 204;
    await start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], isReady, environment);
    return nginx;
  }

  /** Sends a request at once and gives its status. */
  async ask(place: string, list: number, user: number): Promise<{ readonly serial: number; readonly status: number }> {
    const serial = ++this.serial;
    return { serial, status: await this.get(`/${place}?l=${list}&k=${user}&n=${serial}`) };
  }

  /** Statuses by serial number of requests sent at these moments (about: what counts is what nginx says about them). */
  async askAt(place: string, list: number, arrivals: readonly (readonly [ms: number, user: number])[]) {
    const answers = await Promise.all(
      arrivals.map(async ([ms, user]) => {
        await sleep(ms);
        return this.ask(place, list, user);
      }),
    );
    return new Map(answers.map(({ serial, status }) => [serial, status]));
  }

  /** What the log says of all requests sent so far. nginx answers before it books the timer that tells the moment. */
  async judged(): Promise<readonly Judged[]> {
    for (let tries = 0; ; tries++) {
      const judged = readLog(readFileSync(join(this.folder, 'debug.log'), 'utf8'));
      if (judged.length >= this.serial || tries === 40) return judged;
      await sleep(50);
    }
  }

  private async get(path: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port: this.port, path, agent: this.agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      request.on('error', reject);
    });
  }
}
