/** The matchers as a test sees them, for every test runner. */
import type { GivenParameters } from './messages.ts';

/** What every matcher takes. */
export interface MatcherOptions {
  /**
   * The values of parameters, by name. Sizes take units: `{ highWaterMark: '16 KiB' }`.
   * @default the default of each parameter
   */
  readonly parameters?: GivenParameters;
  /**
   * Names of environment variables that the scenario may see, such as `['DATABASE_URL']`.
   * @default none
   */
  readonly env?: readonly string[];
}

export interface MemoryOptions extends MatcherOptions {
  /**
   * By how much more it may be, in per cent of the other.
   * @default '5 %'
   */
  readonly within?: string;
  /**
   * The parameters of the other scenario.
   * @default the default of each parameter
   */
  readonly otherParameters?: GivenParameters;
}

/**
 * A path of a scenario file, a name from `tidemark list`, a URL of a file, or a scenario that was imported from the file
 * that has it as its default export.
 */
export type GivenScenario = string | URL | { readonly run: unknown } | { readonly default: unknown };

/** Each measures in a process of its own, and has to be awaited. */
export interface TidemarkMatchers {
  /** What the scenario buffers, and its live memory, do not grow with its volume. Needs no number. */
  toStayBounded(options?: MatcherOptions): Promise<void>;
  /**
   * The watched streams never buffer more than this at one moment. It is counted, not sampled.
   * @param limit Bytes, or a size with a unit: `'128 KiB'`.
   */
  toBufferAtMost(limit: string | number, options?: MatcherOptions): Promise<void>;
  /** No watched stream is written to after `write()` returned `false`, or pushed far beyond its highWaterMark. */
  toRespectBackpressure(options?: MatcherOptions): Promise<void>;
  /** After `run()`, nothing that it allocated is still referenced. */
  toRetainNothing(options?: MatcherOptions): Promise<void>;
  /** Peak RSS is not higher than that of the other scenario, in interleaved pairs of runs. Takes many runs. */
  toUseNoMoreMemoryThan(other: GivenScenario, options?: MemoryOptions): Promise<void>;
}
