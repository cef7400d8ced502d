import { type GateSelftestOptions, parseGateSelftestOptions, TRIAL_NAMES } from '../options/gate-selftest.ts';
import { type CommandLine, flag, list, word } from './vocabulary.ts';

export const gateSelftestCommand: CommandLine<GateSelftestOptions> = {
  usage: 'gate-selftest',
  summary: 'try the gate on a program beside itself, without and with faults',
  options: {
    quick: { ...flag, describe: 'a few comparisons of each; all of them take an hour and more' },
    only: {
      ...list,
      describe: `which trials: ${TRIAL_NAMES.join(', ')}; more than one with commas or again`,
      defaultDescription: 'all',
    },
    comparisons: { ...word, describe: 'of each trial', defaultDescription: '25 to 200' },
    seed: { ...word, describe: 'draws the order of the runs', defaultDescription: 'random' },
    json: { ...flag, describe: 'print the rates as JSON, and nothing else, to stdout' },
  },
  examples: [['$0 gate-selftest --quick', 'does the gate work on this machine?']],
  epilogue:
    'Exit codes: 0 all targets are reached · 1 one is not · 70 an error of tidemark · 130 interrupted',
  parse: (words) =>
    parseGateSelftestOptions({
      quick: words.is('quick'),
      only: words.many('only'),
      comparisons: words.one('comparisons'),
      seed: words.one('seed'),
      json: words.is('json'),
    }),
};
