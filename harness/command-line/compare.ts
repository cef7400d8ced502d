import { type CompareOptions, parseCompareOptions } from '../options/compare.ts';
import { type CommandLine, flag, OUTPUT, REPORTER, word } from './vocabulary.ts';

export const compareCommand: CommandLine<CompareOptions> = {
  usage: 'compare <report> [other]',
  summary: 'compare two reports, or two values of one axis of a report',
  describeArguments: (parser) =>
    parser
      .positional('report', {
        type: 'string',
        demandOption: true,
        describe: 'A: a report.json, its folder, or an id under results/',
      })
      .positional('other', { type: 'string', describe: 'B, held against A' }),
  options: {
    by: { ...word, describe: 'compare the values of a parameter, or of node, within one report' },
    against: {
      ...word,
      describe: 'the value that the others are held against',
      defaultDescription: 'the first',
    },
    reporter: REPORTER,
    json: { ...flag, group: OUTPUT, describe: 'print the comparison as JSON, and nothing else, to stdout' },
    results: { ...word, default: 'results', group: OUTPUT, describe: 'folder that has <id>/' },
    strict: { ...flag, group: OUTPUT, describe: 'exit with 5 where the verdict is inconclusive' },
  },
  examples: [
    ['$0 compare before/report.json after/report.json', 'is it worse now?'],
    ['$0 compare 2026-01-02T03-04-05-abcd --by allocation', 'one value against the others'],
  ],
  epilogue:
    'Exit codes: 0 no regression · 1 a regression · 2 usage, or a report that cannot be read · 4 not comparable, or nothing to judge · 5 inconclusive (--strict) · 70 an error of tidemark',
  parse: (words) =>
    parseCompareOptions({
      report: words.one('report') ?? '',
      other: words.one('other'),
      by: words.one('by'),
      against: words.one('against'),
      results: words.one('results') ?? '',
      reporter: words.many('reporter'),
      json: words.is('json'),
      strict: words.is('strict'),
    }),
};
