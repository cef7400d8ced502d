import { UsageError } from '../errors.ts';
import { defineCommand, toggle, words } from './define-command.ts';
import { splitSelectors } from './values/split-selectors.ts';

export interface ListOptions {
  readonly command: 'list';
  /** None for those that come with tidemark. */
  readonly scenarios: readonly string[];
  /** The claims, and not the other scenarios. */
  readonly claims: boolean;
  readonly tags: readonly string[];
  readonly format: 'terminal' | 'json' | 'markdown';
}

export const listCommand = defineCommand({
  usage: 'list',
  summary: 'show the scenarios',
  options: {
    scenarios: words({
      flag: 'scenario',
      alias: 's',
      describe: 'only these: names, globs, files or folders; comma-separated or repeated',
      defaultText: 'all that come with tidemark',
      takes: 'scenarios',
      key: 'scenarios',
      parse: (typed) => splitSelectors(typed),
    }),
    tags: words({
      flag: 'tag',
      describe: 'only scenarios with this tag; if repeated, with all of them',
      defaultText: 'none',
      takes: 'tag',
      isOnlyTyped: true,
      parse: (typed) => typed,
    }),
    claims: toggle({
      flag: 'claims',
      describe: 'the claims about Node that `tidemark claims` measures',
      isOnlyTyped: true,
    }),
    json: toggle({ flag: 'json', describe: 'print JSON', isOnlyTyped: true }),
    markdown: toggle({
      flag: 'markdown',
      describe: 'print the catalogue, scenarios/README.md',
      isOnlyTyped: true,
    }),
  },
  examples: [
    ['$0 list --scenario bench', 'the scenarios of a folder of your own'],
    ['$0 list --tag backpressure', 'scenarios about backpressure'],
  ],
  resolve: ({ scenarios, claims, tags, json, markdown }): ListOptions => {
    if (claims && scenarios.length > 0)
      throw new UsageError('--claims and --scenario exclude each other', { hint: 'give one of them' });
    if (claims && markdown)
      throw new UsageError('--claims and --markdown exclude each other', {
        hint: '`tidemark claims --markdown` measures the claims, and prints what they come to',
      });
    if (json && markdown)
      throw new UsageError('--json and --markdown exclude each other', { hint: 'give one of them' });
    const format = json ? 'json' : markdown ? 'markdown' : 'terminal';
    return { command: 'list', scenarios, claims, tags, format };
  },
});
