/** The command line: dispatches a command and turns what went wrong into a sentence and an exit code. */
import { check } from './check';
import { compare } from './compare';
import { format } from './format';
import { HELP } from './help';
import { FileError, type Io, processIo } from './io';
import { OptionError } from './options';
import { schema } from './schema-command';
import { simulate } from './simulate';
import { sweep } from './sweep';
import { didYouMean } from '@/scenario/nearest';
import { quoted } from '@/scenario/problem';

type Command = (args: readonly string[], io: Io) => Promise<number>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['simulate', simulate],
  ['compare', compare],
  ['check', check],
  ['schema', schema],
  ['format', format],
  ['sweep', sweep],
]);

const WRONG = 2;
/** A mistake in the program, not in the file. */
const BROKEN = 4;

/** Runs a command and returns the exit code: 0 to 3 as `help` says. */
export async function main(args: readonly string[], io: Io = processIo): Promise<number> {
  const [name = '', ...rest] = args;
  if (['help', '--help', '-h'].includes(name) || rest.includes('--help')) {
    await io.out(HELP);
    return 0;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    const what = name === '' ? 'name a command' : `there is no command ${quoted(name)}${didYouMean(name, COMMANDS.keys())}`;
    io.err(`faultline: ${what}; there are ${[...COMMANDS.keys()].join(', ')} and help`);
    return WRONG;
  }
  try {
    return await command(rest, io);
  } catch (error) {
    if (error instanceof OptionError || error instanceof FileError) {
      io.err(`faultline: ${error.message}`);
      return WRONG;
    }
    io.err(
      `faultline: a mistake in the program, please report it with the file: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return BROKEN;
  }
}
