/** A count of pods in words, as labels of faults use it. */
export function podsText(count: number): string {
  return count === 0 ? 'all pods' : `${count} pod${count === 1 ? '' : 's'}`;
}
