import { UsageError } from '../errors.ts';
import { defineCommand, toggle, words } from './define-command.ts';

export interface ListOptions {
  readonly command: 'list';
  readonly tags: readonly string[];
  readonly format: 'terminal' | 'json' | 'markdown';
}

export const listCommand = defineCommand({
  usage: 'list',
  summary: 'show the scenarios',
  options: {
    tags: words({
      flag: 'tag',
      describe: 'only scenarios with this tag; if repeated, with all of them',
      defaultText: 'none',
      takes: 'tag',
      isOnlyTyped: true,
      parse: (typed) => typed,
    }),
    json: toggle({ flag: 'json', describe: 'print JSON', isOnlyTyped: true }),
    markdown: toggle({
      flag: 'markdown',
      describe: 'print the catalogue, scenarios/README.md',
      isOnlyTyped: true,
    }),
  },
  examples: [['$0 list --tag backpressure', 'scenarios about backpressure']],
  resolve: ({ tags, json, markdown }): ListOptions => {
    if (json && markdown)
      throw new UsageError('--json and --markdown exclude each other', { hint: 'give one of them' });
    return { command: 'list', tags, format: json ? 'json' : markdown ? 'markdown' : 'terminal' };
  },
});
