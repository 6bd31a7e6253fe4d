/** Fresh processes for measurements, and the middle of several. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a program of Node and reads the line of JSON that it prints.
 * @param {string[]} args the program with its arguments
 * @returns {Promise<object>}
 */
export async function measureProcess(...args) {
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}

/** @param {readonly number[]} values @returns {number} the middle one; the mean of two for an even number */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** @param {readonly number[]} values @returns {number} (most - least) / median, the noise of a measurement */
export function spread(values) {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}
