/** etcd for the deep suite: one member on loopback, asked by its JSON gateway (`/v3/...`); a watch tells when keys go. */
import { join } from 'node:path';
import { freePort, newFolder, start } from './test-programs';

/** When a question was sent and answered, in milliseconds of the test's clock: what was asked took effect in between. */
export interface Span {
  readonly sentMs: number;
  readonly answeredMs: number;
}

/** A granted or prolonged lease; `ttlS` is null when etcd knows no such lease. */
export interface Granted extends Span {
  readonly id: string;
  readonly ttlS: number | null;
}

/** What etcd says when it refuses; 5 is "not found", 9 "exists already". */
export class EtcdError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function wholeOf(value: unknown): number | null {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : null;
}

/** A running member. */
export class Etcd {
  /** When a key was seen to go, by key. */
  readonly goneMs = new Map<string, number>();
  private readonly ending = new AbortController();

  private constructor(private readonly address: string) {}

  /** `electionMs` decides what the shortest lease is: one and a half of it, rounded up to whole seconds. */
  static async start(electionMs = 1000): Promise<Etcd> {
    const client = `http://127.0.0.1:${await freePort()}`;
    const peer = `http://127.0.0.1:${await freePort()}`;
    const etcd = new Etcd(client);
    const args = {
      'data-dir': join(newFolder(), 'data'),
      'listen-client-urls': client,
      'advertise-client-urls': client,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `default=${peer}`,
      'heartbeat-interval': '100',
      'election-timeout': String(electionMs),
    };
    const isReady = async (): Promise<boolean> => (await etcd.ask('maintenance/status', {}))['leader'] !== undefined;
    await start('etcd', Object.entries(args).map(([name, value]) => `--${name}=${value}`), isReady);
    return etcd;
  }

  async grant(ttlS: number, id = '0'): Promise<Granted> {
    const sentMs = performance.now();
    const answer = await this.ask('lease/grant', { TTL: ttlS, ID: id });
    return { sentMs, answeredMs: performance.now(), id: String(answer['ID']), ttlS: wholeOf(answer['TTL']) };
  }

  async keepAlive(id: string): Promise<Granted> {
    const sentMs = performance.now();
    const { result } = await this.ask('lease/keepalive', { ID: id });
    return { sentMs, answeredMs: performance.now(), id, ttlS: isJson(result) ? wholeOf(result['TTL']) : null };
  }

  /** Whole seconds left, -1 when there is no such lease. */
  async timeToLive(id: string): Promise<Granted> {
    const sentMs = performance.now();
    const answer = await this.ask('lease/timetolive', { ID: id });
    // The gateway leaves a zero out.
    return { sentMs, answeredMs: performance.now(), id, ttlS: wholeOf(answer['TTL'] ?? 0) };
  }

  async revoke(id: string): Promise<void> {
    await this.ask('lease/revoke', { ID: id });
  }

  async put(key: string, lease: string): Promise<void> {
    await this.ask('kv/put', { key: base64(key), value: base64('here'), lease });
  }

  /** Watches all keys from now on; resolves when the watch has begun. */
  async watch(): Promise<void> {
    const body = JSON.stringify({ create_request: { key: base64('a'), range_end: base64('{') } });
    const { body: stream } = await fetch(`${this.address}/v3/watch`, { method: 'POST', body, signal: this.ending.signal });
    if (stream === null) throw new Error('a watch without a body');
    const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    let rest = (await reader.read()).value ?? '';
    const follow = async (): Promise<void> => {
      for (;;) {
        rest = this.take(rest);
        const { value, done } = await reader.read();
        if (done) return;
        rest += value;
      }
    };
    // It ends with `stop`.
    follow().catch(() => undefined);
  }

  stop(): void {
    this.ending.abort();
  }

  /** Notes the keys that whole lines say are gone, and gives back what is not yet a line. */
  private take(text: string): string {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    const nowMs = performance.now();
    for (const line of lines) {
      for (const [, key = ''] of line.matchAll(/"type":"DELETE","kv":\{"key":"([^"]+)"/g)) {
        this.goneMs.set(Buffer.from(key, 'base64').toString(), nowMs);
      }
    }
    return rest;
  }

  private async ask(path: string, body: Json): Promise<Json> {
    const response = await fetch(`${this.address}/v3/${path}`, { method: 'POST', body: JSON.stringify(body) });
    const answer: unknown = await response.json();
    if (!isJson(answer)) throw new EtcdError(-1, `${path} answers nonsense`);
    if (!response.ok) throw new EtcdError(wholeOf(answer['code']) ?? -1, `${path}: ${String(answer['message'])}`);
    return answer;
  }
}
