/**
 * Student's t for bands of confidence: how many standard errors to either side hold the mean with 95 % certainty when the
 * spread itself was estimated from few runs. A table and a polynomial, because the engine side has no logarithms of the machine.
 */

/**
 * 97.5 % points for 1 to 30 degrees of freedom, to six digits after the point. Source: the table of critical values in the
 * NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2, which prints three of them.
 */
const POINTS: readonly number[] = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139, 2.200985, 2.178813,
  2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899,
  2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272,
];

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;
const Z3 = Z * Z * Z;
const Z5 = Z3 * Z * Z;
const Z7 = Z5 * Z * Z;
const Z9 = Z7 * Z * Z;

/**
 * The factor for a two-sided band of 95 %. `freedom` is the number of runs less one: whole, from 1. Beyond the table it is the
 * expansion around the normal point (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5), there exact to six
 * digits. Throws a RangeError for less than 1.
 */
export function studentT95(freedom: number): number {
  if (!(Number.isInteger(freedom) && freedom >= 1)) throw new RangeError(`no band with ${freedom} degrees of freedom`);
  const point = POINTS[freedom - 1];
  if (point !== undefined) return point;
  const inverse = 1 / freedom;
  const first = (Z3 + Z) / 4;
  const second = (5 * Z5 + 16 * Z3 + 3 * Z) / 96;
  const third = (3 * Z7 + 19 * Z5 + 17 * Z3 - 15 * Z) / 384;
  const fourth = (79 * Z9 + 776 * Z7 + 1482 * Z5 - 1920 * Z3 - 945 * Z) / 92_160;
  return Z + inverse * (first + inverse * (second + inverse * (third + inverse * fourth)));
}
