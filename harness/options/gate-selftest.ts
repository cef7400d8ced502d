import { UsageError } from '../errors.ts';
import { suggestWord } from '../suggest-word.ts';
import { parseSeed, parseWhole, splitWords } from './values.ts';

/** What the gate is tried by. */
export const TRIAL_NAMES = ['alone', 'background-load', 'exact', 'growth', 'memory', 'time'] as const;
export type TrialName = (typeof TRIAL_NAMES)[number];

export interface GateSelftestOptions {
  readonly command: 'gate-selftest';
  /** A few comparisons of each kind instead of hundreds. */
  readonly quick: boolean;
  /** Which trials. */
  readonly only: ReadonlySet<TrialName>;
  /** Of each trial; undefined where it says itself. */
  readonly comparisons: number | undefined;
  readonly seed: number;
  readonly json: boolean;
}

export interface RawGateSelftestArguments {
  readonly quick: boolean;
  readonly only: readonly string[];
  readonly comparisons: string | undefined;
  readonly seed: string | undefined;
  readonly json: boolean;
}

const MAX_COMPARISONS = 10_000;

/** Throws a UsageError that names the option and its range. */
export const parseGateSelftestOptions = ({
  quick,
  only,
  comparisons,
  seed,
  json,
}: RawGateSelftestArguments): GateSelftestOptions => ({
  command: 'gate-selftest',
  quick,
  only: parseTrials(only),
  comparisons:
    comparisons === undefined ? undefined : parseWhole('--comparisons', comparisons, 1, MAX_COMPARISONS),
  seed: parseSeed(seed),
  json,
});

function parseTrials(words: readonly string[]): Set<TrialName> {
  const names = splitWords(words);
  const unknown = names.find((name) => !isTrial(name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no trial ${unknown}`, {
      hint: suggestWord(unknown, TRIAL_NAMES) ?? `it is one or more of ${TRIAL_NAMES.join(', ')}`,
    });
  }
  return new Set(names.length === 0 ? TRIAL_NAMES : names.filter(isTrial));
}

const isTrial = (word: string): word is TrialName => (TRIAL_NAMES as readonly string[]).includes(word);
