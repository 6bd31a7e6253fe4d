/** `sweep --merge`: shares of a sweep, run one by one or on several machines, become the result that one run would have given. */
import { type Io } from './io';
import { OptionError } from './options';
import { readResult, type SweepResult } from './sweep-result';
import { cellsOf, mergeRuns, pairAt, runCountOf, type SweepPlan } from '@/simulation/sweep';

/** What all shares must have in common, as a text to compare. */
const kernelOf = ({ head: { base, untilMs }, plan }: SweepResult): string => JSON.stringify([base, untilMs, plan]);

function nameOf(plan: SweepPlan, number: number): string {
  const { cell, seed } = pairAt(plan, number);
  const values = cellsOf(plan.axes)[cell] ?? [];
  return `${plan.axes.map(({ path }, i) => `${path}=${String(values[i])}`).join(' ')} with seed ${seed}`;
}

/** Reads the files and adds them up. Throws an OptionError or a FileError. */
export async function merged(files: readonly string[], io: Io): Promise<SweepResult> {
  const shares: SweepResult[] = [];
  for (const file of files) shares.push(readResult(file, await io.read(file)));
  const [first] = shares;
  if (!first) throw new OptionError('--merge: name the files to add up: sweep --merge A.json B.json');
  const other = shares.findIndex((share) => kernelOf(share) !== kernelOf(first));
  if (other > 0) {
    throw new OptionError(
      `--merge: ${files[other]} is of another sweep than ${files[0]}: both need the same scenario, settings, seeds and metrics`,
    );
  }
  const { plan } = first;
  let found: ReturnType<typeof mergeRuns>;
  try {
    found = mergeRuns(plan, shares.map(({ runs }) => runs));
  } catch (error) {
    if (error instanceof RangeError) throw new OptionError(`--merge: ${error.message}: make the shares anew`);
    throw error;
  }
  const { runs, missing, contradictory } = found;
  if (contradictory[0] !== undefined) {
    throw new OptionError(`--merge: two files differ about ${nameOf(plan, contradictory[0])}: make the shares anew with one version`);
  }
  if (missing[0] !== undefined) {
    const count = `${missing.length} of ${runCountOf(plan)} runs are missing`;
    throw new OptionError(`--merge: ${count}, the first is ${nameOf(plan, missing[0])}: name the files of all shards`);
  }
  return { head: { ...first.head, shard: null }, plan, runs };
}
