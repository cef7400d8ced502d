/** What the commands have in common: kinds of options, how they are described, and how their words are read. */
import type { Argv, Options } from 'yargs';
import { UsageError } from '../errors.ts';

/** A command as a person types it. `Parsed` is what is to be done. */
export interface CommandLine<Parsed> {
  /** With its arguments: `compare <a> [b]`; `$0` where it is the default. */
  readonly usage: string | readonly string[];
  readonly summary: string;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples: readonly (readonly [command: string, whatItShows: string])[];
  /** Arguments that are no options. */
  readonly describeArguments?: (parser: Argv) => Argv;
  readonly epilogue?: string;
  readonly parse: (words: Words) => Parsed;
}

export const list = {
  type: 'string',
  array: true,
  requiresArg: true,
  nargs: 1,
  default: [] as string[],
} as const;
export const word = { type: 'string', requiresArg: true } as const;
export const flag = { type: 'boolean', default: false } as const;

export const MEASURE = 'What is measured:';
export const HOW = 'How it is measured:';
export const OUTPUT = 'Output:';

/** Of every command that makes runs. */
export const RUN_LIMITS = {
  timeout: { ...word, default: '60s', group: HOW, describe: 'a run that takes longer is ended' },
  'max-memory': {
    ...word,
    group: HOW,
    describe: 'a run whose RSS passes this is ended',
    defaultDescription: 'half of what is free',
  },
} as const;
export const SEED = {
  ...word,
  group: HOW,
  describe: 'draws the order of the runs',
  defaultDescription: 'random',
} as const;
export const GROWTH_VOLUME = {
  ...word,
  group: HOW,
  describe: 'the largest volume to judge growth by',
  defaultDescription: 'the volume, at least 256MiB',
} as const;

/** Of every command that has something for CI to read. */
export const REPORTER = {
  ...list,
  group: OUTPUT,
  describe:
    'for CI: github, junit, markdown, json, bencher or github-action-benchmark; junit=FILE writes a file; more than one with commas or again',
  defaultDescription: 'none',
} as const;

/** The values that were given, by the names of options and arguments. */
export class Words {
  readonly #words: Readonly<Record<string, unknown>>;

  constructor(words: Readonly<Record<string, unknown>>) {
    this.#words = words;
  }

  /** Of an option that takes one value. Given twice, it arrives as a list. */
  one(name: string): string | undefined {
    const given = this.#words[name];
    if (Array.isArray(given))
      throw new UsageError(`--${name} is given more than once`, { hint: 'give it once' });
    return given as string | undefined;
  }

  many(name: string): string[] {
    return (this.#words[name] as string[] | undefined) ?? [];
  }

  /** Of a flag; the last one counts. */
  is(name: string): boolean {
    return [this.#words[name]].flat().at(-1) === true;
  }

  /** Undefined where nobody said yes or no. */
  maybe(name: string): boolean | undefined {
    return this.#words[name] === undefined ? undefined : this.is(name);
  }
}
