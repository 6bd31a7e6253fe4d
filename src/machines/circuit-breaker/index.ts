/** The circuit breaker as the rest of the product sees it. */
export { CircuitBreaker, REFUSED, WAIT } from './breaker';
export type { BreakerChange, BreakerHost } from './breaker';
export { breakerMachine } from './breaker.machine';
export { describeBreaker } from './describe';
export type { DescribedBreaker, DescribedState, DescribedTransition } from './describe';
export { PlainKeeper, plainKeeper, XStateKeeper, xstateKeeper } from './mode-keeper';
export type { BreakerMode, MakeKeeper, ModeKeeper } from './mode-keeper';
export { effectiveMinimum, openWaitMs, validateBreakerParams } from './params';
export type { BreakerParams, BreakerWindow, BucketTurn, Comparison, EvaluationMoment, LateResults } from './params';
export type { BreakerCell, BreakerSnapshot } from './snapshot';
export { BREAKER_PRESETS } from './presets';
export type { BreakerPreset, BreakerPresetId } from './presets';
