import { type ListOptions, parseListOptions } from '../options/list.ts';
import { type CommandLine, flag, list } from './vocabulary.ts';

export const listCommand: CommandLine<ListOptions> = {
  usage: 'list',
  summary: 'show the scenarios',
  options: {
    tag: { ...list, describe: 'only scenarios with this tag; again: with all of them' },
    json: { ...flag, describe: 'print JSON' },
    markdown: { ...flag, describe: 'print the page that is scenarios/README.md' },
  },
  examples: [['$0 list --tag backpressure', 'scenarios about backpressure']],
  parse: (words) =>
    parseListOptions({ tag: words.many('tag'), json: words.is('json'), markdown: words.is('markdown') }),
};
