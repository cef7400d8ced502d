import { type CommandLine, flag } from './vocabulary.ts';

/** What to write for a user's first scenario. */
export interface InitOptions {
  readonly command: 'init';
  /** A file or a folder; undefined for the default. */
  readonly file: string | undefined;
  /** Also a workflow for GitHub Actions, and the lines that keep results out of git. */
  readonly ci: boolean;
  /** Replace files that exist. */
  readonly force: boolean;
}

export const initCommand: CommandLine<InitOptions> = {
  usage: 'init [file]',
  summary: 'write a first scenario of your own',
  options: {
    ci: { ...flag, describe: 'also write .github/workflows/tidemark.yml, and add results/ to .gitignore' },
    force: { ...flag, describe: 'overwrite files that exist' },
  },
  describeArguments: (parser) =>
    parser.positional('file', {
      type: 'string',
      describe: 'where to write it: .ts, .mts, .cts, .js, .mjs or .cjs',
      defaultDescription: 'bench/first.bench.ts',
    }),
  examples: [
    ['$0 init bench/upload.bench.mjs --ci', 'a scenario in JavaScript, and a workflow that runs it'],
  ],
  parse: (words) => ({
    command: 'init',
    file: words.one('file'),
    ci: words.is('ci'),
    force: words.is('force'),
  }),
};
