/** What the page and a sweep's worker say to each other. One job at a time; a job is called off by ending the worker. */
import type { SweepRun } from '@/simulation/sweep';

/** From the worker. What it is sent is a `SweepJob`. */
export type FromSweeper =
  | { readonly type: 'progress'; readonly ratio: number }
  | { readonly type: 'run'; readonly run: SweepRun }
  | { readonly type: 'failed'; readonly message: string };
