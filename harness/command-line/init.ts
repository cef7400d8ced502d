import { argument, defineCommand, toggle } from './define-command.ts';

/** What to write for a user's first scenario. */
export interface InitOptions {
  readonly command: 'init';
  /** A file or a folder; undefined for the default. */
  readonly file: string | undefined;
  /** Also write a workflow for GitHub Actions, and the lines of .gitignore for the results. */
  readonly ci: boolean;
  /** Overwrite files that exist. */
  readonly force: boolean;
}

export const initCommand = defineCommand({
  usage: 'init [file]',
  summary: 'write a first scenario of your own',
  options: {
    file: argument({
      flag: 'file',
      describe: 'where to write it: a .ts, .mts, .cts, .js, .mjs or .cjs file',
      defaultText: 'bench/first.bench.ts',
      takes: 'path',
    }),
    ci: toggle({
      flag: 'ci',
      describe: 'also write .github/workflows/tidemark.yml, and add results/ to .gitignore',
      isOnlyTyped: true,
    }),
    force: toggle({ flag: 'force', describe: 'overwrite files that exist', isOnlyTyped: true }),
  },
  examples: [
    ['$0 init bench/upload.bench.mjs --ci', 'a scenario in JavaScript, and a workflow that runs it'],
  ],
  resolve: (values): InitOptions => ({ command: 'init', ...values }),
});
