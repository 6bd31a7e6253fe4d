/**
 * Packs text for the fragment of an address and unpacks it again. The zlib form is used on purpose: it carries a checksum, so a
 * link that lost a letter says so instead of opening as something else. Unpacking is fed in small pieces and stops at a cap: a
 * few letters can stand for gigabytes.
 */

/** Longest packed text that is looked at, in characters. */
export const MAX_PACKED = 32 * 1024;
/** From here on a file is the better way: chats and mail programs cut long addresses. Characters. */
export const LONG_PACKED = 8000;
/** Most bytes that a link may unfold to. */
export const MAX_UNPACKED = 1024 * 1024;
/** Bytes handed over at a time: the browser unfolds one piece as a whole before anyone can say stop. */
const PIECE = 512;

/** Why a packed text cannot be read. */
export type CodecFailure = 'too-long' | 'not-base64url' | 'damaged' | 'too-large' | 'not-text';

/** Outcome of unpacking. */
export type Unpacked =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly failure: CodecFailure };

/** Base64 with the letters that an address may hold, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The bytes again, or null where the text is something else. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  // The last letter may hold bits that stand for nothing: with another one there the text is not what was packed.
  return toBase64Url(bytes) === text ? bytes : null;
}

/** Compresses a text into letters of an address. */
export async function pack(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'));
  return toBase64Url(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** Unpacks; never throws, and never holds more than the caps allow. */
export async function unpack(packed: string): Promise<Unpacked> {
  if (packed.length > MAX_PACKED) return { ok: false, failure: 'too-long' };
  const bytes = fromBase64Url(packed);
  if (!bytes) return { ok: false, failure: 'not-base64url' };
  const inflated = await inflate(bytes);
  if (typeof inflated === 'string') return { ok: false, failure: inflated };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(inflated) };
  } catch {
    return { ok: false, failure: 'not-text' };
  }
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | 'damaged' | 'too-large'> {
  const stream = new DecompressionStream('deflate');
  const reader = stream.readable.getReader();
  const feed = new Feed(stream.writable.getWriter(), bytes);
  const feeding = feed.run();
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > MAX_UNPACKED) return 'too-large';
      pieces.push(value);
    }
  } catch {
    return 'damaged';
  } finally {
    // Whatever happened, nothing goes on in the background.
    feed.stop();
    await Promise.allSettled([reader.cancel(), feeding]);
  }
  return joined(pieces, size);
}

/** Hands the bytes over piece by piece. */
class Feed {
  private isStopped = false;

  constructor(
    private readonly writer: WritableStreamDefaultWriter<BufferSource>,
    private readonly bytes: Uint8Array<ArrayBuffer>,
  ) {}

  /** Ends when everything is written, after `stop`, or at the first error, which the reader hears of. */
  async run(): Promise<void> {
    try {
      for (let at = 0; at < this.bytes.length && !this.isStopped; at += PIECE) {
        await this.writer.write(this.bytes.subarray(at, at + PIECE));
      }
      if (!this.isStopped) await this.writer.close();
    } catch {
      // The reading side fails for the same reason and tells it.
    }
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.writer.abort().catch(() => undefined);
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
