/** `format`: rewrites scenario files, patches and exercises in the canonical way. A file that is not valid is left as it is. */
import type { Io } from './io';
import { loadScenario } from './load';
import { OptionError, parseOptions } from './options';
import { readValue } from '@/scenario/read';
import { writeJson, writeScenario } from '@/scenario/write';

/** The canonical text of a file, or lines that say why there is none. */
async function formatted(io: Io, file: string): Promise<{ readonly text: string } | { readonly lines: readonly string[] }> {
  const reading = readValue(await io.read(file));
  if (!reading.ok) return { lines: reading.problems.map(({ path, message }) => `${file}: ${path}: ${message}`) };
  const { value } = reading;
  const isScenario = typeof value === 'object' && value !== null && 'format' in value && value.format === 'faultline-scenario';
  if (!isScenario) return { text: writeJson(value) };
  const loaded = await loadScenario(io, { file, patches: [], sets: [] });
  return loaded.ok ? { text: writeScenario(loaded.scenario) } : { lines: loaded.lines };
}

/** Runs the command. Throws an OptionError. */
export async function format(args: readonly string[], io: Io): Promise<number> {
  const { files } = parseOptions(args, {});
  if (files.length === 0) throw new OptionError('format: name the files to rewrite');
  let code = 0;
  for (const file of files) {
    const result = await formatted(io, file);
    if ('lines' in result) {
      result.lines.forEach((line) => io.err(line));
      code = 2;
    } else if (result.text !== (await io.read(file))) {
      io.write(file, result.text);
      io.err(`${file}: written`);
    }
  }
  return code;
}
