/** What a matcher asks the process that measures, and what that answers. */

export type MatcherName =
  | 'toStayBounded'
  | 'toBufferAtMost'
  | 'toRespectBackpressure'
  | 'toRetainNothing'
  | 'toUseNoMoreMemoryThan';

/** A scenario as it was given to `expect()`. */
export interface Selected {
  /** A path, a name of the catalogue, or a file: URL. */
  readonly selector: string;
  /** Of an imported scenario: the file at `selector` must declare the same. */
  readonly declares?: Declares;
}

/** What an imported scenario shows of itself. */
export interface Declares {
  readonly name?: string;
  readonly title?: string;
  /** As JSON. */
  readonly parameters: string;
}

/** The values of parameters, by name: `{ highWaterMark: '16 KiB' }`. */
export type GivenParameters = Readonly<Record<string, string | number>>;

export interface Question {
  readonly matcher: MatcherName;
  readonly scenario: Selected;
  readonly parameters: GivenParameters;
  /** Names of environment variables that the scenario may see. */
  readonly environmentVariables: readonly string[];
  /** The file of the test, in whose folder a path is looked for if it is not in the current one. */
  readonly testFile?: string;
  /** Whether `.not` is before the matcher. */
  readonly isNot: boolean;
  /** For toBufferAtMost. */
  readonly limit?: string | number;
  /** For toUseNoMoreMemoryThan. */
  readonly other?: Selected;
  readonly otherParameters?: GivenParameters;
  readonly within?: string;
}

export type Answer =
  | { readonly state: 'judged'; readonly pass: boolean; readonly message: string }
  /** It is neither true nor false: the test fails, under `.not` as well. */
  | { readonly state: 'not-measured'; readonly message: string };
