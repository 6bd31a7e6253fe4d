/** `schema`: prints the JSON Schema of the scenario file, or writes the copy that is published with the site. */
import type { Io } from './io';
import { OptionError, type OptionKind, parseOptions } from './options';
import { scenarioJsonSchema, SCHEMA_FILE } from '@/scenario/json-schema';

const OPTIONS: Readonly<Record<string, OptionKind>> = { write: 'flag' };

/** The text of the published file. */
export function schemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}

/** Runs the command. Throws an OptionError. */
export async function schema(args: readonly string[], io: Io): Promise<number> {
  const options = parseOptions(args, OPTIONS);
  if (options.files.length > 0) throw new OptionError('schema: takes no file: write --write to renew the published one');
  if (!options.has('write')) {
    await io.out(schemaText());
    return 0;
  }
  io.write(SCHEMA_FILE, schemaText());
  io.err(`${SCHEMA_FILE}: written`);
  return 0;
}
