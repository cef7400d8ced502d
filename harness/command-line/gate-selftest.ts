import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { defineCommand, type OptionValues, toggle, word, words } from './define-command.ts';
import * as shared from './shared-options.ts';
import { drawSeed, parseWhole, splitWords } from './values/parse-values.ts';

export const TRIAL_NAMES = ['alone', 'background-load', 'exact', 'growth', 'memory', 'time'] as const;
export type TrialName = (typeof TRIAL_NAMES)[number];

const MAX_COMPARISONS = 10_000;

const options = {
  quick: toggle({
    flag: 'quick',
    describe: 'a few comparisons of each trial; all of them take about two and a half hours',
  }),
  only: words({
    flag: 'only',
    describe: `trials to run: ${TRIAL_NAMES.join(', ')}; comma-separated or repeated`,
    defaultText: 'all',
    takes: { words: TRIAL_NAMES },
    parse: parseTrials,
  }),
  /** Undefined if each trial has its own number. */
  comparisons: word({
    flag: 'comparisons',
    describe: 'comparisons of each trial',
    defaultText: '25 to 200',
    parse: (typed, option) => parseWhole(typed, option, { min: 1, max: MAX_COMPARISONS, example: 25 }),
  }),
  seed: shared.seed,
  json: toggle({ flag: 'json', describe: 'print the rates as JSON, and nothing else, to stdout' }),
};

export interface GateSelftestOptions extends Omit<OptionValues<typeof options>, 'seed'> {
  readonly command: 'gate-selftest';
  readonly seed: number;
}

export const gateSelftestCommand = defineCommand({
  usage: 'gate-selftest',
  summary: 'A/A and fault-injection test of the regression gate',
  options,
  examples: [['$0 gate-selftest --quick', 'does the gate work on this machine?']],
  epilogue:
    'Exit codes: 0 all targets are reached · 1 one is not · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: ({ seed = drawSeed(), ...values }): GateSelftestOptions => ({
    command: 'gate-selftest',
    ...values,
    seed,
  }),
});

function parseTrials(typed: readonly string[]): ReadonlySet<TrialName> {
  const names = splitWords(typed);
  const unknown = names.find((name) => !isTrial(name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no trial ${unknown}`, {
      hint: suggestWord(unknown, TRIAL_NAMES) ?? `choose from ${TRIAL_NAMES.join(', ')}`,
    });
  }
  return new Set(names.length === 0 ? TRIAL_NAMES : names.filter(isTrial));
}

const isTrial = (word: string): word is TrialName => (TRIAL_NAMES as readonly string[]).includes(word);
