/**
 * Maglev (Eisenbud et al., NSDI 2016; Envoy `maglev`): endpoints fill a table in turn, each along an order of its own, and a call
 * looks up one entry. Table of 65,537 entries; an endpoint gets entries in proportion to its weight.
 */
import { type HashBy, hashOf, mix } from './hash';
import type { Picker, PickerTools } from './picker';
import type { Call } from '@/engine/call';
import type { Endpoint } from '@/engine/endpoints';

/** Entries of the table: Envoy's default, a prime. */
export const TABLE_SIZE = 65_537;

/** Where an endpoint would like to stand: entry `offset` first, then every `skip`-th. */
export interface Preference {
  /** 0 to size - 1. */
  readonly offset: number;
  /** 1 to size - 1. */
  readonly skip: number;
  /** Above 0. */
  readonly weight: number;
}

/** The table: for each entry the place of its owner in the list. `size` is a prime; the list has at least one. */
export function buildTable(preferences: readonly Preference[], size: number): Int32Array<ArrayBuffer> {
  const table = new Int32Array(size).fill(-1);
  const heaviest = preferences.reduce((most, { weight }) => Math.max(most, weight), 0);
  const next = Int32Array.from(preferences, ({ offset }) => offset);
  // An endpoint takes its turn in a round once the rounds times its weight have caught up with this.
  const due = new Float64Array(preferences.length);
  let filled = 0;
  for (let round = 1; ; round++) {
    for (let place = 0; place < preferences.length; place++) {
      const { skip, weight } = preferences[place] as Preference;
      if (round * weight < (due[place] as number)) continue;
      due[place] = (due[place] as number) + heaviest;
      let entry = next[place] as number;
      while (table[entry] !== -1) entry = (entry + skip) % size;
      table[entry] = place;
      next[place] = (entry + skip) % size;
      if (++filled === size) return table;
    }
  }
}

/** The preference of an endpoint, from its address. */
export function preferenceOf({ address, weight }: Endpoint, size = TABLE_SIZE): Preference {
  return { offset: mix(address, 1) % size, skip: (mix(address, 2) % (size - 1)) + 1, weight };
}

/** See the file's header. */
export class Maglev implements Picker {
  private built: readonly Endpoint[] | null = null;
  private table = new Int32Array(0);

  constructor(
    private readonly tools: PickerTools,
    private readonly by: HashBy,
  ) {}

  pick(eligible: readonly Endpoint[], call: Call): Endpoint {
    if (eligible !== this.built) {
      this.table = buildTable(eligible.map((endpoint) => preferenceOf(endpoint)), TABLE_SIZE);
      this.built = eligible;
    }
    return eligible[this.table[hashOf(call, this.by, this.tools.stream) % TABLE_SIZE] as number] as Endpoint;
  }
}
