import { type AbOptions, parseAbOptions } from '../options/ab.ts';
import {
  type CommandLine,
  flag,
  GROWTH_VOLUME,
  HOW,
  list,
  MEASURE,
  OUTPUT,
  REPORTER,
  RUN_LIMITS,
  SEED,
  word,
} from './vocabulary.ts';

const DIFFER = 'In what A and B differ, one of:';

const sideOf = (what: string, left: string) => ({
  a: { group: DIFFER, describe: `${what} of A`, defaultDescription: left },
  b: { group: DIFFER, describe: `${what} of B`, defaultDescription: left },
});
const node = sideOf('version or path of the Node', 'this Node');
const rev = sideOf('git revision of the project that has the scenario file in it:', 'the working tree');
const param = sideOf('a parameter:', 'that of --param');
const nodeFlag = sideOf('a Node flag:', 'none');

export const abCommand: CommandLine<AbOptions> = {
  usage: 'ab',
  summary: 'measure A and B side by side, in pairs, and say which is worse',
  options: {
    'a-node': { ...word, ...node.a },
    'b-node': { ...word, ...node.b },
    'a-rev': { ...word, ...rev.a },
    'b-rev': { ...word, ...rev.b },
    'a-param': { ...list, ...param.a },
    'b-param': { ...list, ...param.b },
    'a-flag': { ...list, ...nodeFlag.a },
    'b-flag': { ...list, ...nodeFlag.b },
    scenario: {
      ...list,
      alias: 's',
      group: MEASURE,
      describe: 'name, glob or file of a scenario; more than one with commas or again',
      defaultDescription: 'none',
    },
    param: {
      ...list,
      alias: 'p',
      group: MEASURE,
      describe: 'values of a parameter on both sides: name=16KiB,1MiB or name=all',
      defaultDescription: 'the first declared',
    },
    node: {
      ...word,
      group: MEASURE,
      describe: 'version or path of the Node of both sides',
      defaultDescription: 'this Node',
    },
    'node-flag': {
      ...list,
      group: MEASURE,
      describe: 'a flag for the Node of both sides',
      defaultDescription: 'none',
    },
    env: {
      ...list,
      group: MEASURE,
      describe: 'a variable of your environment that scenarios may see',
      defaultDescription: 'none',
    },
    metrics: {
      ...word,
      default: 'all',
      group: HOW,
      describe: 'comma-separated: exact, growth, memory, time; or all',
    },
    pairs: {
      ...word,
      group: HOW,
      describe: 'at least so many pairs of each kind',
      defaultDescription: '3 exact, 10 memory, 30 time',
    },
    'max-pairs': {
      ...word,
      default: '60',
      group: HOW,
      describe: 'pairs are added up to this where the runs differ much',
    },
    'growth-volume': GROWTH_VOLUME,
    interval: { ...word, default: '1ms', group: HOW, describe: 'time between two samples of stable runs' },
    ...RUN_LIMITS,
    seed: SEED,
    json: { ...flag, group: OUTPUT, describe: 'print the comparison as JSON, and nothing else, to stdout' },
    reporter: REPORTER,
    results: { ...word, default: 'results', group: OUTPUT, describe: 'folder that gets <id>/a and <id>/b' },
    strict: { ...flag, group: OUTPUT, describe: 'exit with 5 where something is inconclusive' },
  },
  examples: [
    ['$0 ab -s stream-file --a-node 20 --b-node 24', 'two versions of Node'],
    ['$0 ab -s ./bench/upload.ts --a-rev main', 'your working tree (B) against main (A)'],
    ['$0 ab -s await-drain --b-param highWaterMark=1MiB', 'another value against the default'],
    ['$0 ab -s await-drain --b-flag=--max-semi-space-size=32', 'a Node flag against none'],
  ],
  epilogue:
    'A side that is not given is what you have now. Exit codes: 0 no regression · 1 B is worse · 2 usage · 3 a run could not be measured · 4 not comparable · 5 inconclusive (--strict) · 6 results could not be written · 70 an error of tidemark · 130 interrupted',
  parse: (words) =>
    parseAbOptions({
      node: { a: words.one('a-node'), b: words.one('b-node') },
      rev: { a: words.one('a-rev'), b: words.one('b-rev') },
      sideParam: { a: words.many('a-param'), b: words.many('b-param') },
      flag: { a: words.many('a-flag'), b: words.many('b-flag') },
      scenario: words.many('scenario'),
      param: words.many('param'),
      bothNode: words.one('node'),
      nodeFlag: words.many('node-flag'),
      env: words.many('env'),
      metrics: words.one('metrics') ?? '',
      pairs: words.one('pairs'),
      maxPairs: words.one('max-pairs') ?? '',
      growthVolume: words.one('growth-volume'),
      interval: words.one('interval') ?? '',
      timeout: words.one('timeout') ?? '',
      maxMemory: words.one('max-memory'),
      seed: words.one('seed'),
      results: words.one('results') ?? '',
      reporter: words.many('reporter'),
      json: words.is('json'),
      strict: words.is('strict'),
    }),
};
