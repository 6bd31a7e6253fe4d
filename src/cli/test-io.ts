/** A world for commands in tests: files are read from the disk or from here, everything written is kept here. */
import { FileError, type Io, processIo } from './io';
import { main } from './main';

/** What a command did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: readonly string[];
  readonly written: ReadonlyMap<string, string>;
}

/** Runs a command in this process. `files` stand in for files of the disk; `-` is standard input. */
export async function run(args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  let out = '';
  const err: string[] = [];
  const written = new Map<string, string>();
  const io: Io = {
    read: (path) => {
      if (Object.hasOwn(files, path)) return Promise.resolve(files[path] as string);
      return path === '-' ? Promise.reject(new FileError('standard input is empty in this test')) : processIo.read(path);
    },
    write: (path, text) => {
      if (path.startsWith('no-such-folder/'))
        throw new FileError('cannot be written: there is no such file or folder: check the path');
      written.set(path, text);
    },
    isFile: (path) => Object.hasOwn(files, path) || processIo.isFile(path),
    list: (folder) => processIo.list(folder),
    out: (text) => {
      out += text;
      return Promise.resolve();
    },
    err: (line) => err.push(line),
  };
  const code = await main(args, io);
  return { code, out, err, written };
}
