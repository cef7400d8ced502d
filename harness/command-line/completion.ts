import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { argument, defineCommand } from './define-command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletionOptions {
  readonly command: 'completion';
  readonly shell: Shell;
}

export const completionCommand = defineCommand({
  usage: 'completion [shell]',
  summary: 'print a completion script for bash, zsh or fish',
  options: {
    shell: argument({
      flag: 'shell',
      describe: 'bash, zsh or fish',
      defaultText: 'that of $SHELL',
      takes: { words: SHELLS },
    }),
  },
  examples: [
    ['source <($0 completion bash)', 'in ~/.bashrc'],
    ['source <($0 completion zsh)', 'in ~/.zshrc, after compinit'],
    ['$0 completion fish > ~/.config/fish/completions/tidemark.fish', 'once'],
  ],
  epilogue:
    'It completes commands, options and their values, scenarios, parameters, baselines and reports. It reads files, and runs none of them.',
  resolve: ({ shell }): CompletionOptions => ({ command: 'completion', shell: findShell(shell) }),
});

function findShell(typed: string | undefined, login = process.env.SHELL): Shell {
  const name = typed ?? login?.split('/').at(-1) ?? '';
  const shell = SHELLS.find((one) => one === name);
  if (shell !== undefined) return shell;
  const what =
    typed === undefined ? '$SHELL does not tell which shell is meant' : `there is no completion for ${name}`;
  throw new UsageError(what, {
    hint: suggestWord(name, SHELLS) ?? 'write `tidemark completion bash`, zsh or fish',
  });
}
