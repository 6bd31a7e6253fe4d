/**
 * Queueing theory in closed form and the exact recursions of sample paths. Sources: Kleinrock, Queueing Systems I (1975);
 * Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory; Lindley (1952); Kiefer and Wolfowitz (1955).
 * Rates are per second, times in seconds.
 */

/** What theory says about one station in the long run. */
export interface Station {
  /** Busy share of the workers. */
  readonly utilization: number;
  /** Share of the customers that is turned away. */
  readonly lost: number;
  /** Share of the admitted customers that waits at all. */
  readonly mustWait: number;
  /** Mean time before service. */
  readonly wait: number;
  /** Mean time in the station. */
  readonly sojourn: number;
}

/** Erlang's B: the share of customers that finds c workers busy, `load` erlangs offered, nobody waits. */
export function erlangB(load: number, c: number): number {
  let blocked = 1;
  for (let k = 1; k <= c; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** M/M/c without limit; `rate` below c times `serviceRate`. */
export function mmc(rate: number, serviceRate: number, c: number): Station {
  const load = rate / serviceRate;
  const blocked = erlangB(load, c);
  const mustWait = (c * blocked) / (c - load * (1 - blocked));
  const wait = mustWait / (c * serviceRate - rate);
  return { utilization: load / c, lost: 0, mustWait, wait, sojourn: wait + 1 / serviceRate };
}

/** M/M/1/K: at most k customers, the one in service included. */
export function mm1k(rate: number, serviceRate: number, k: number): Station {
  const r = rate / serviceRate;
  const weights = Array.from({ length: k + 1 }, (_, n) => r ** n);
  const sum = weights.reduce((a, b) => a + b, 0);
  const share = (n: number): number => (weights[n] ?? 0) / sum;
  const inside = weights.reduce((mean, weight, n) => mean + (n * weight) / sum, 0);
  const admitted = rate * (1 - share(k));
  const sojourn = inside / admitted;
  return {
    utilization: 1 - share(0),
    lost: share(k),
    mustWait: (1 - share(0) - share(k)) / (1 - share(k)),
    wait: sojourn - 1 / serviceRate,
    sojourn,
  };
}

/** M/G/1 (Pollaczek and Khinchine); `cv2` is the squared coefficient of variation of the service time. */
export function mg1(rate: number, meanService: number, cv2: number): Station {
  const utilization = rate * meanService;
  const wait = ((utilization / (1 - utilization)) * (1 + cv2) * meanService) / 2;
  return { utilization, lost: 0, mustWait: utilization, wait, sojourn: wait + meanService };
}

/** M/G/c/c: nobody waits, and only the mean of the service time matters. */
export function mgcc(rate: number, meanService: number, c: number): Station {
  const lost = erlangB(rate * meanService, c);
  return { utilization: (rate * (1 - lost) * meanService) / c, lost, mustWait: 0, wait: 0, sojourn: meanService };
}

/** p-quantile of the time in an M/M/1 station. */
export function mm1Quantile(rate: number, serviceRate: number, p: number): number {
  return -Math.log(1 - p) / (serviceRate - rate);
}

/** p-quantile of the wait in an M/M/c station, 0 when that share does not wait. */
export function mmcWaitQuantile(rate: number, serviceRate: number, c: number, p: number): number {
  return Math.max(0, Math.log(mmc(rate, serviceRate, c).mustWait / (1 - p)) / (c * serviceRate - rate));
}

/** Throughput of n users who think `think` seconds (exponential) before one exponential worker (machine repairman, M/M/1//n). */
export function closedThroughput(users: number, think: number, meanService: number): number {
  let weight = 1;
  let sum = 1;
  for (let k = 1; k <= users; k++) sum += weight *= ((users - k + 1) * meanService) / think;
  return (1 - 1 / sum) / meanService;
}

/** Lindley's recursion: the wait of every customer of one FIFO worker. */
export function lindley(arrivals: readonly number[], services: readonly number[]): number[] {
  const waits: number[] = [];
  arrivals.forEach((at, n) => {
    const gap = at - (arrivals[n - 1] ?? at);
    waits.push(n === 0 ? 0 : Math.max(0, (waits[n - 1] ?? 0) + (services[n - 1] ?? 0) - gap));
  });
  return waits;
}

/** Kiefer and Wolfowitz: the wait of every customer of c FIFO workers, by the sorted vector of their remaining work. */
export function kieferWolfowitz(arrivals: readonly number[], services: readonly number[], c: number): number[] {
  let work = new Array<number>(c).fill(0);
  return arrivals.map((at, n) => {
    const gap = at - (arrivals[n - 1] ?? at);
    work = work.map((left) => Math.max(0, left - gap)).sort((a, b) => a - b);
    const wait = work[0] ?? 0;
    work[0] = wait + (services[n] ?? 0);
    return wait;
  });
}

/**
 * G/G/c with `places` for waiting: who is admitted. `services` are those of the admitted, in order. A departure at the very
 * moment of an arrival comes first.
 */
export function admissions(arrivals: readonly number[], services: readonly number[], c: number, places: number): boolean[] {
  const freeAt = new Array<number>(c).fill(0);
  const departures: number[] = [];
  let served = 0;
  return arrivals.map((at) => {
    const inside = departures.filter((left) => left > at);
    departures.splice(0, departures.length, ...inside);
    if (inside.length >= c + places) return false;
    const first = freeAt.indexOf(Math.min(...freeAt));
    const begin = Math.max(at, freeAt[first] ?? 0);
    freeAt[first] = begin + (services[served++] ?? 0);
    departures.push(freeAt[first] ?? 0);
    return true;
  });
}

/** Greatest distance between the sample and a distribution function (Kolmogorov and Smirnov). Sorts the sample in place. */
export function distance(sample: Float64Array, share: (x: number) => number): number {
  sample.sort();
  const n = sample.length;
  return sample.reduce((most, x, i) => Math.max(most, Math.abs(share(x) - i / n), Math.abs(share(x) - (i + 1) / n)), 0);
}

/** The distance that a right sample of n exceeds once in 10,000. */
export const farthest = (n: number): number => 2.225 / Math.sqrt(n);
