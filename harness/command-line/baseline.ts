import { UsageError } from '../errors.ts';
import { argument, defineCommand, toggle } from './define-command.ts';
import * as shared from './shared-options.ts';

export interface SaveBaseline {
  readonly command: 'baseline';
  readonly action: 'save';
  /** A plain name, and so a file name. */
  readonly name: string;
  /** The report to store: a file, a folder or the id of an invocation; undefined for the newest one. */
  readonly report: string | undefined;
  /** Also one that failed, or was measured with changes that are not committed. */
  readonly force: boolean;
  readonly resultsRoot: string;
}

export interface ListBaselines {
  readonly command: 'baseline';
  readonly action: 'list';
  readonly resultsRoot: string;
}

export type BaselineOptions = SaveBaseline | ListBaselines;

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;

export const baselineCommand = defineCommand({
  usage: 'baseline <action> [name] [report]',
  summary: 'store a report to check against: baseline save NAME, baseline list',
  options: {
    action: argument({ flag: 'action', describe: 'save or list', takes: { words: ['save', 'list'] } }),
    name: argument({ flag: 'name', describe: 'name of the baseline, such as main', takes: 'baseline' }),
    report: argument({
      flag: 'report',
      describe: 'a report.json, its folder, or the id of an invocation',
      defaultText: 'the newest',
      takes: 'report',
    }),
    force: toggle({
      flag: 'force',
      group: shared.HOW,
      describe: 'store it although runs or expectations failed, or changes were not committed',
      isOnlyTyped: true,
    }),
    resultsRoot: shared.resultsRoot,
  },
  examples: [
    ['$0 baseline save main', 'store the report of the last invocation as results/baselines/main.json'],
  ],
  resolve: ({ action, name, report, force, resultsRoot }): BaselineOptions => {
    const hint = 'write `tidemark baseline save main`, or `tidemark baseline list`';
    if (action !== 'save' && action !== 'list') {
      throw new UsageError(`a baseline can be saved or listed, not '${action ?? ''}'`, { hint });
    }
    const common = { command: 'baseline', resultsRoot } as const;
    if (action === 'list') {
      if (name === undefined) return { ...common, action };
      throw new UsageError(`baseline list does not take a name: ${name}`, { hint });
    }
    if (name === undefined) throw new UsageError('baseline save needs a name', { hint });
    return { ...common, action, name: requireBaselineName(name), report, force };
  },
});

/** A name is a file name: it cannot leave its folder. */
function requireBaselineName(name: string): string {
  if (NAME.test(name)) return name;
  throw new UsageError(`'${name}' is not a valid name for a baseline`, {
    hint: 'use letters, digits, dots, hyphens and underscores, at most 64: main, release-2.1',
  });
}
