/** What `tune` finds out: the data that its policy, its reports and its JSON share. Units are in the names. */

/** One run at one value of the parameter. */
export type Trial =
  | {
      readonly state: 'measured';
      /** Bytes per second; runs per second where no bytes were counted. */
      readonly throughput: number;
      readonly wallMs: number;
      readonly cpuMs?: number;
      /** Counted, not sampled. Absent if no stream is watched. */
      readonly peakBufferedBytes?: number;
    }
  /** The run did not complete, or failed an expectation of its scenario. */
  | { readonly state: 'failed'; readonly reason: string };

export type MeasuredTrial = Extract<Trial, { state: 'measured' }>;

/** By how much a value is as fast as the best one, 1 for as fast: the estimate with its interval. */
export interface RelativeThroughput {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The coverage of low to high, 0 to 1. */
  readonly confidence: number;
  /** In how many rounds both were measured. */
  readonly rounds: number;
}

/**
 * fast-enough: its lower bound is within the margin of the best. too-slow: its upper bound is not. undecided: the runs vary
 * too much to tell. not-compared: a smaller value is fast enough already. too-large: it exceeds the budget.
 */
export type CandidateState =
  | 'fast-enough'
  | 'too-slow'
  | 'undecided'
  | 'not-compared'
  | 'too-large'
  | 'failed';

/** A value of the parameter, and what was measured at it. */
export interface Candidate {
  readonly value: number;
  readonly state: CandidateState;
  readonly runs: number;
  /** The median, in the unit of the tuning. Absent if every run failed. */
  readonly throughput?: number;
  /** Relative to the best. Absent if there is nothing to compare. */
  readonly relative?: RelativeThroughput;
  readonly peakBufferedBytes?: number;
  readonly cpuMs?: number;
  /** Only measured where counted peaks are equal. */
  readonly liveBytes?: number;
  /** Why it failed. */
  readonly reason?: string;
}

/** How long a step takes however large it is, and how fast it goes then: the model of the first runs. */
export interface StepModel {
  /** In the unit of the parameter: rate times latency. */
  readonly inFlight: number;
  readonly latencyMs: number;
}

/**
 * found: the smallest value that is fast enough. no-difference: every value is. undecided: the runs vary too much.
 * nothing-fits: every value exceeds the budget. failed: the default value could not be measured.
 */
export type TuningVerdict = 'found' | 'no-difference' | 'undecided' | 'nothing-fits' | 'failed';

export interface Tuning {
  readonly verdict: TuningVerdict;
  /** The margin, a fraction: 0.05 for 5 %. */
  readonly within: number;
  /** Absent if nothing fits, or nothing could be measured. */
  readonly chosen?: Candidate;
  /** The fastest of those that fit. */
  readonly best?: Candidate;
  /** The fastest of all, where that does not fit. */
  readonly fastest?: Candidate;
  readonly default?: Candidate;
  /** In the order of their values. */
  readonly candidates: readonly Candidate[];
  /** Absent where the first runs do not show one. */
  readonly model?: StepModel;
  /** What decided between values that are equal in throughput and counted peak. */
  readonly tieBrokenBy?: 'live memory' | 'CPU time' | 'the default';
}
