/** The page's server: right types, the policy on every answer, and no way out of its folder. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve } from './server.mjs';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let base = '';
let server: Awaited<ReturnType<typeof serve>>;

/** Asks with the path exactly as given; fetch would tidy it up first. */
function ask(path: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'faultline-server-'));
  const folder = join(base, 'site');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(base, 'site-next'));
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'assets/a b.js'), 'export {};');
  writeFileSync(join(base, 'secret.txt'), 'secret');
  writeFileSync(join(base, 'site-next/secret.txt'), 'secret');
  symlinkSync(join(base, 'secret.txt'), join(folder, 'link.txt'));
  server = await serve({ folder, port: 0 });
});

afterAll(() => {
  server.close();
  rmSync(base, { recursive: true, force: true });
});

describe('the server', () => {
  it('serves the page at its root, under the policy', async () => {
    const { status, headers, body } = await ask('/?profile=projector');
    expect([status, body]).toEqual([200, '<p>page</p>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(
      /default-src 'self'.*script-src 'self';.*base-uri 'none'; form-action 'none'/,
    );
  });

  it('names the type of a script and lets hashed assets be kept', async () => {
    const { status, headers } = await ask('/assets/a%20b.js');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/../../secret.txt',
    '/../site-next/secret.txt',
    '/link.txt',
    '/assets',
    '/index.html%00.js',
    '/%zz',
    '/none',
  ])('has nothing at %s', async (path) => {
    const { status, headers, body } = await ask(path);
    expect([status, body]).toEqual([404, 'There is no such file.\n']);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('answers HEAD without a body and refuses to be written to', async () => {
    expect(await ask('/', 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await ask('/', 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('takes the next port when the first is taken, unless one was asked for', async () => {
    const first = await serve();
    const second = await serve();
    expect(second.port).toBeGreaterThan(first.port);
    await expect(serve({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    first.close();
    second.close();
  });
});
