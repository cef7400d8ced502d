import { type CheckOptions, parseCheckOptions } from '../options/check.ts';
import {
  type CommandLine,
  flag,
  HOW,
  MEASURE,
  OUTPUT,
  REPORTER,
  RUN_LIMITS,
  SEED,
  word,
} from './vocabulary.ts';

export const checkCommand: CommandLine<CheckOptions> = {
  usage: 'check',
  summary: 'run the cases of a baseline, compare, and exit: the gate for CI',
  options: {
    baseline: { ...word, group: MEASURE, describe: 'name of a kept baseline, or path of a report file' },
    'against-rev': {
      ...word,
      group: MEASURE,
      describe: 'run the scenario files of this git revision beside yours, for time and RSS',
    },
    metrics: {
      ...word,
      group: MEASURE,
      describe: 'metric classes that must be gated: exact, growth, memory, time, or all',
      defaultDescription: 'what can be',
    },
    node: {
      ...word,
      group: MEASURE,
      describe: 'version or path of the Node to check',
      defaultDescription: 'this Node',
    },
    'dry-run': { ...flag, group: HOW, describe: 'say what would be gated, and by which rule; run nothing' },
    'max-pairs': {
      ...word,
      default: '60',
      group: HOW,
      describe: 'with --against-rev: at most so many pairs',
    },
    ...RUN_LIMITS,
    seed: SEED,
    reporter: REPORTER,
    json: { ...flag, group: OUTPUT, describe: 'print the comparison as JSON, and nothing else, to stdout' },
    results: { ...word, default: 'results', group: OUTPUT, describe: 'folder of <id>/ and baselines/' },
    strict: { ...flag, group: OUTPUT, describe: 'exit with 5 where something is inconclusive' },
  },
  examples: [
    ['$0 check --baseline main', 'what CI runs: buffering, counters and growth, on any machine'],
    ['$0 check --baseline main --dry-run', 'what that would gate'],
    ['$0 check --baseline main --metrics all --against-rev main', 'time and RSS as well'],
  ],
  epilogue:
    'Exit codes: 0 pass · 1 regression, or an expectation or limit that did not hold · 2 usage or unreadable input · 3 a run could not be measured · 4 not comparable · 5 inconclusive (--strict) · 6 results could not be written',
  parse: (words) =>
    parseCheckOptions({
      baseline: words.one('baseline'),
      againstRev: words.one('against-rev'),
      metrics: words.one('metrics'),
      dryRun: words.is('dry-run'),
      node: words.one('node'),
      maxPairs: words.one('max-pairs') ?? '',
      timeout: words.one('timeout') ?? '',
      maxMemory: words.one('max-memory'),
      seed: words.one('seed'),
      results: words.one('results') ?? '',
      reporter: words.many('reporter'),
      json: words.is('json'),
      strict: words.is('strict'),
    }),
};
