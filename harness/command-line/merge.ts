import { UsageError } from '../errors.ts';
import { aPath, argumentList, defineCommand, toggle, word } from './define-command.ts';
import { type ReporterRequest, refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';

/** What `merge` is to do, complete and valid. */
export interface MergeOptions {
  readonly command: 'merge';
  /** Reports, their folders, or folders of such folders. */
  readonly from: readonly string[];
  /** The folder of the merged report. */
  readonly out: string;
  readonly allowsMissing: boolean;
  readonly resultsRoot: string;
  readonly reporters: readonly ReporterRequest[];
  readonly json: boolean;
  readonly strict: boolean;
}

export const mergeCommand = defineCommand({
  usage: 'merge <reports..>',
  summary: 'make one report of the shards that several machines have measured',
  options: {
    from: argumentList({
      flag: 'reports',
      describe: 'a report.json, its folder, an id under results/, or a folder that contains several',
      takes: 'report',
    }),
    out: word({
      flag: 'out',
      group: shared.OUTPUT,
      describe: 'folder to write (required); it must be empty, or not exist',
      takes: 'path',
      isOnlyTyped: true,
      parse: aPath,
    }),
    allowsMissing: toggle({
      flag: 'allow-missing',
      describe: 'write what is there although cases or shards are missing, and exit with 3',
      isOnlyTyped: true,
    }),
    reporters: shared.reporters,
    json: shared.json('the report'),
    resultsRoot: shared.resultsRoot,
    strict: shared.strict('if a verdict is inconclusive'),
  },
  examples: [
    ['$0 merge shards --out merged', 'every report below the folder shards, as CI has downloaded them'],
    ['$0 merge shard-1 shard-2 --out merged --allow-missing', 'what is there'],
  ],
  epilogue:
    'Exit codes: 0 complete, and every expectation passed · 1 an expectation failed · 2 usage, or a report that cannot be read · 3 shards or cases are missing, or a run could not be measured · 4 the reports cannot be one · 6 it could not be written · 70 a bug in tidemark',
  resolve: ({ from, out, ...options }): MergeOptions => {
    if (out === undefined)
      throw new UsageError('no folder is given for the merged report', { hint: 'write --out merged' });
    refuseSharedStdout(options.reporters, options.json);
    return { command: 'merge', from, out, ...options };
  },
});
