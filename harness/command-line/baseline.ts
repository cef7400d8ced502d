import { type BaselineOptions, parseBaselineOptions } from '../options/baseline.ts';
import { type CommandLine, word } from './vocabulary.ts';

export const baselineCommand: CommandLine<BaselineOptions> = {
  usage: 'baseline <action> [name] [run]',
  summary: 'keep a report to check against: baseline save NAME, baseline list',
  options: { results: { ...word, default: 'results', describe: 'folder that gets baselines/NAME.json' } },
  describeArguments: (parser) =>
    parser
      .positional('action', { type: 'string', describe: 'save or list' })
      .positional('name', { type: 'string', describe: 'what it will be called: main' })
      .positional('run', {
        type: 'string',
        describe: 'the report: a file, a folder, or the id of an invocation',
        defaultDescription: 'the newest',
      }),
  examples: [['$0 baseline save main', 'keep the report of the last run as results/baselines/main.json']],
  parse: (words) =>
    parseBaselineOptions({
      action: words.one('action'),
      name: words.one('name'),
      run: words.one('run'),
      results: words.one('results') ?? '',
    }),
};
