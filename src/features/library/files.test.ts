/** Names of downloads, and files that must not become documents. */
import { describe, expect, it } from 'vitest';
import { fileNameOf, readFile } from './files';

describe('the name of a download', () => {
  it.each([
    ['The slow dependency', 'the-slow-dependency.faultline.json'],
    ['  Ünïcode / ..\\path ', 'n-code-path.faultline.json'],
    ['', 'scenario.faultline.json'],
  ])('of "%s" is %s', (title, name) => expect(fileNameOf(title)).toBe(name));
});

describe('a file that is no scenario', () => {
  it.each([
    ['not JSON', '{ "format": '],
    ['another format', '{"format":"something-else","version":1}'],
    ['nothing', ''],
  ])('%s is answered with a problem that names a place', async (_name, text) => {
    const reading = await readFile(new File([text], 'x.json'));
    expect(reading).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([{ path: expect.stringMatching(/./), message: expect.stringMatching(/./) }]),
    });
  });

  it('is not read when it is far too large', async () => {
    const reading = await readFile({ size: 10_000_000, text: () => Promise.reject(new Error('must not be read')) } as File);
    expect(reading).toMatchObject({ ok: false, problems: [{ path: 'file' }] });
  });
});
