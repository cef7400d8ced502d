/** What the script of a shell asks for when the user presses Tab. It is always answered, if only with nothing. */
import { SHELLS } from '../command-line/completion.ts';
import { readBashLine } from './bash-line.ts';
import { completeWord } from './complete-word.ts';

/** The words behind COMPLETE: the shell, and of bash its line and COMP_WORDBREAKS, of others the words up to the cursor. */
export async function answerShell(
  [shell, ...given]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  try {
    if (!SHELLS.some((one) => one === shell)) return '';
    const { words, current, insert } =
      shell === 'bash' ? readBashLine(given[0] ?? '', given[1] ?? '') : readWords(given);
    const candidates = await completeWord({ words, current, env, onlyExtends: shell === 'bash' });
    const lines = candidates
      // A shell would take them for several, or for a command of the terminal.
      .filter(({ word }) => !/\p{Cc}/u.test(word))
      .map(({ word, describe = '' }) => (shell === 'bash' ? insert(word) : `${word}\t${describe}`));
    return lines.map((line) => `${line}\n`).join('');
  } catch {
    return '';
  }
}

interface Line {
  /** Those before the one that is completed, without the program. */
  readonly words: readonly string[];
  readonly current: string;
  /** What is inserted for a word. */
  readonly insert: (word: string) => string;
}

const readWords = (given: readonly string[]): Line => ({
  words: given.slice(0, -1),
  current: given.at(-1) ?? '',
  insert: (word) => word,
});
