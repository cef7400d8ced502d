/** `completion`: prints the script that a shell loads to complete the commands of tidemark. */
import type { CompletionOptions } from '../command-line/completion.ts';
import { renderScript } from '../completion/scripts.ts';
import { EXIT } from '../errors.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';

export function completion({ shell }: CompletionOptions, terminal: Terminal): number {
  terminal.print(renderScript(shell));
  return EXIT.pass;
}
