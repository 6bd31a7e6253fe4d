/** Addresses that hold a moment, told by their look: what reads them comes when one has come. */

/** What stands before the moment in a fragment. */
export const NAME = 's';

/** True when a fragment claims to hold a moment. */
export function holdsMoment(fragment: string): boolean {
  return new RegExp(`^#?${NAME}=`).test(fragment);
}
