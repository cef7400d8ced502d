/** The contract of a scenario: what a scenario file declares, and what it receives. It loads nothing at run time. */
import type { Claim } from './claims/claim.ts';
import type {
  Expectation,
  GrowthMetric,
  Limits,
  ParameterValue,
  RunContext,
  SetupContext,
} from './scenario-context.ts';

export type { Claim, ClaimVerdict, Ruling } from './claims/claim.ts';
export type * from './scenario-context.ts';

/** 1024 bytes. */
export const KiB = 1024;
/** 1024 KiB, in bytes. */
export const MiB = 1024 * KiB;
/** 1024 MiB, in bytes. */
export const GiB = 1024 * MiB;

/** Sizes in bytes, such as of a highWaterMark. */
export interface BytesParameter {
  readonly kind: 'bytes';
  readonly values: readonly number[];
}

/** Numbers of things, such as connections. */
export interface CountParameter {
  readonly kind: 'count';
  readonly values: readonly number[];
}

/** A closed list of words. */
export interface ChoiceParameter<Word extends string = string> {
  readonly kind: 'choice';
  readonly values: readonly Word[];
}

/** How many bytes are streamed. */
export interface VolumeParameter {
  readonly kind: 'volume';
  readonly values: readonly [number];
}

/** An axis on which a scenario can be varied. */
export type Parameter = BytesParameter | CountParameter | ChoiceParameter | VolumeParameter;

/**
 * A parameter that is a size.
 * @param values Bytes, positive and whole; the first is the default. `--param` accepts any other size too.
 * @example
 * parameters: { highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]) }
 */
export const bytes = (values: readonly number[]): BytesParameter => ({ kind: 'bytes', values });

/**
 * A parameter that is a number of things.
 * @param values Positive whole numbers; the first is the default. `--param` accepts any other number too.
 * @example
 * parameters: { connections: count([10, 100]) }
 */
export const count = (values: readonly number[]): CountParameter => ({ kind: 'count', values });

/**
 * A parameter that is one of a few words.
 * @param values All words that are allowed; the first is the default.
 * @example
 * parameters: { allocation: choice(['alloc', 'allocUnsafe']) }
 */
export const choice = <const Word extends string>(values: readonly Word[]): ChoiceParameter<Word> => ({
  kind: 'choice',
  values,
});

/**
 * The parameter that is multiplied to judge growth: how many bytes are streamed. A scenario has at most one.
 * @param defaultBytes A positive whole number.
 * @example
 * parameters: { volume: volume(64 * MiB) }
 */
export const volume = (defaultBytes: number): VolumeParameter => ({ kind: 'volume', values: [defaultBytes] });

/** The value of each parameter in one case: a word for a choice, a number for everything else. */
export type ValuesOf<P> = {
  readonly [Name in keyof P]: P[Name] extends ChoiceParameter<infer Word>
    ? Word
    : P[Name] extends BytesParameter | CountParameter | VolumeParameter
      ? number
      : ParameterValue;
};

/**
 * Shows the cases of a scenario as one comparison table, with a block, a row and a column for each value of a
 * parameter. All declared values of these parameters are measured unless the user requests others.
 */
export interface ComparisonTable<Name extends string = string> {
  /** The metric in the cells; less is better. */
  readonly metric: GrowthMetric;
  /** The parameter with a row for each value. */
  readonly rows: Name;
  /**
   * The value of `rows` that the others are shown relative to.
   * @default none
   */
  readonly reference?: string;
  /** The parameter with a column for each value. */
  readonly columns?: Name;
  /** The parameter with a separate table for each value. */
  readonly blocks?: Name;
  /** Metrics that are shown next to the first one in each cell. */
  readonly cellMetrics?: readonly GrowthMetric[];
  /** Metrics that are the same in all columns, shown once at the end of the row. */
  readonly rowMetrics?: readonly GrowthMetric[];
  /** Sentences about a row, where a metric of it is more than 0, or than the parameter `above`; `{}` is its figure. */
  readonly remarks?: readonly {
    readonly metric: GrowthMetric;
    readonly above?: Name;
    readonly text: string;
  }[];
}

/** Any set of parameters, by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** What only some versions of Node have. */
export interface Needs {
  /**
   * The first version of each release line that has it, as `'major.minor'`. Versions of later lines have it, too; those of
   * earlier lines do not.
   * @default every version
   */
  readonly node?: readonly string[];
  /**
   * Flags that Node gets in every run of this scenario.
   * @default none
   */
  readonly nodeFlags?: readonly string[];
}

/** A scenario. Only `run` is required. */
export interface Scenario<P extends Parameters = Parameters, Prepared = unknown> {
  /**
   * The name of the scenario: any text of one line, at most 100 characters. It need not be the name of the file.
   * @default the name of the file, without its extension and a `.bench` or `.scenario` before it
   */
  readonly name?: string;
  /**
   * One line that says what the scenario does.
   * @default the statement of its claim, or the name
   */
  readonly title?: string;
  /** Shown in the catalogue. */
  readonly about?: {
    /** What the scenario does, in a sentence or two. */
    readonly what: string;
    /** Why that matters in production. */
    readonly why: string;
    /** What to expect of its figures. */
    readonly expect: string;
  };
  /**
   * Words by which it is listed, each without spaces.
   * @default []
   */
  readonly tags?: readonly string[];
  /**
   * The name of the scenario that does the same work correctly, or incorrectly. Several correct ones can name the same
   * incorrect one, which names the first of them.
   */
  readonly pairedWith?: string;
  /**
   * The versions of Node and the flags without which it cannot run. On other versions it is skipped, and that is said.
   * @example
   * needs: { node: ['24.20', '26.6'], nodeFlags: ['--experimental-stream-iter'] }
   */
  readonly needs?: Needs;
  /**
   * What can be varied.
   * @default no parameters
   */
  readonly parameters?: P;
  /** How the cases are shown, if there are several. */
  readonly comparisonTable?: ComparisonTable<Extract<keyof P, string>>;
  readonly expect?: Expectation<ValuesOf<P>>;
  readonly limits?: Limits;
  /** A sentence about Node that the runs show to be true, false, or true under a condition. */
  readonly claim?: Claim<ValuesOf<P>>;
  /** Opens what the run needs. Not measured. */
  readonly setup?: (context: SetupContext<ValuesOf<P>>) => Prepared | Promise<Prepared>;
  /**
   * The measured work. It is over when the returned promise settles. The value it resolves with is kept alive until
   * retained memory has been measured, so a scenario that shows what a reference retains returns that reference.
   */
  readonly run: (context: RunContext<ValuesOf<P>, Prepared>) => unknown;
  /** Closes what `setup` opened. Not measured. */
  readonly teardown?: (prepared: Prepared) => void | Promise<void>;
}

/**
 * Gives a scenario its types, and returns it unchanged.
 * @example
 * export default defineScenario({
 *   parameters: { highWaterMark: bytes([64 * KiB]), volume: volume(64 * MiB) },
 *   expect: { growth: 'bounded' },
 *   async run({ parameters, watch, signal }) {
 *     const sink = watch('sink', openSink(parameters.highWaterMark));
 *     await pipeline(produce(parameters.volume), sink, { signal });
 *   },
 * });
 */
export function defineScenario<const P extends Parameters = Record<never, never>, Prepared = undefined>(
  scenario: Scenario<P, Prepared>,
): Scenario<P, Prepared> {
  return scenario;
}
