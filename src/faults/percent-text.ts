/** A share in words, as labels of faults use it. */
export function percentText(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
