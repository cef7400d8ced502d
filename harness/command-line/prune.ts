import { defineCommand, type OptionValues, word } from './define-command.ts';
import * as shared from './shared-options.ts';
import { parseWhole } from './values/parse-values.ts';

const MAX_KEEP = 1_000_000;

const options = {
  keep: word({
    flag: 'keep',
    describe: 'how many of the newest invocations to keep',
    default: '10',
    parse: (typed, option) => parseWhole(typed, option, { min: 0, max: MAX_KEEP, example: 10 }),
  }),
  resultsRoot: shared.resultsRoot,
};

export interface PruneOptions extends OptionValues<typeof options> {
  readonly command: 'prune';
}

export const pruneCommand = defineCommand({
  usage: 'prune',
  summary: 'remove all but the newest invocations from the results directory',
  options,
  examples: [['$0 prune --keep 3', 'keep the last three; baselines are never removed']],
  resolve: (values): PruneOptions => ({ command: 'prune', ...values }),
});
