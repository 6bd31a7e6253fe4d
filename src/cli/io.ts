/** What the command line reads and writes, as an object, so that tests can look at every byte without a process. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** Thrown when a file cannot be read or written; the message is a sentence for people. */
export class FileError extends Error {}

/** The world around a command. */
export interface Io {
  /** Text of a file; `-` is standard input. Throws a FileError. */
  read(path: string): Promise<string>;
  /** The folder must be there. Throws a FileError. */
  write(path: string, text: string): void;
  isFile(path: string): boolean;
  /** Names in a folder, sorted; none when there is no such folder. */
  list(folder: string): string[];
  /** Standard output. Resolves when the text has left the process. */
  out(text: string): Promise<void>;
  /** A line on standard error. */
  err(line: string): void;
}

/** Why the system refused, in words. */
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file or folder: check the path';
    case 'EISDIR':
      return 'this is a folder: name a file within it';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'permission denied: check the rights, or choose another place';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? error.message : 'no reason given';
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileError('this is not text in UTF-8: choose a scenario file, or save it as UTF-8');
  }
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array));
  return Buffer.concat(chunks);
}

async function read(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = path === '-' ? await standardInput() : readFileSync(path);
  } catch (error) {
    throw new FileError(reasonOf(error));
  }
  return decode(bytes);
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new FileError(`cannot be written: ${reasonOf(error)}`);
  }
}

/** Whoever reads a pipe may stop early (`| head`): that is no mistake. */
function leave(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('error', done);
      resolve();
    };
    stream.once('error', done);
    stream.write(text, done);
  });
}

/** The process that we are. */
export const processIo: Io = {
  read,
  write,
  isFile: (path) => existsSync(path) && statSync(path).isFile(),
  list: (folder) => (existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).sort() : []),
  out: (text) => leave(process.stdout, text),
  err: (line) => {
    process.stderr.write(`${line}\n`);
  },
};
