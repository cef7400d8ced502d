/** What the word at the cursor may become: a command, an option, a value of an option, or an argument. */
import type { Option } from '../command-line/define-command.ts';
import { COMMANDS, nameOf } from '../command-line/parser/commands.ts';
import { completeValue } from './complete-value.ts';
import { findSettings, type Settings } from './find-settings.ts';
import { listPaths } from './list-paths.ts';
import { type Candidate, matchWords } from './match-words.ts';
import { findOption, type ReadLine, readLine, takesValue } from './read-line.ts';

interface Asked {
  /** Those before it, without the program. */
  readonly words: readonly string[];
  /** Up to the cursor. */
  readonly current: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether a candidate that does not begin with it may only stand alone. */
  readonly onlyExtends: boolean;
}

export async function completeWord({
  words,
  current,
  env,
  onlyExtends,
}: Asked): Promise<readonly Candidate[]> {
  const line = readLine(words);
  const settings = (): Promise<Settings> => findSettings(line, env);
  const complete = ({ takes }: Pick<Option<unknown>, 'takes'>, typed: string) =>
    completeValue({ takes, typed, settings, onlyExtends });
  if (line.isBehindSeparator) return listPaths(current).filter(({ word }) => word.startsWith(current));
  if (line.pending !== undefined) return complete(line.pending, current);
  const [, before = '', typed] = /^(--[\w-]+=)(.*)$/s.exec(current) ?? [];
  if (typed !== undefined) {
    const option = findOption(before, line.options);
    if (option === undefined || !takesValue(option)) return [];
    return (await complete(option, typed)).map(({ word, ...rest }) => ({ ...rest, word: before + word }));
  }
  if (current.startsWith('-')) return matchWords(listFlags(line, current), current, onlyExtends);
  const argument = findArgument(line);
  if (argument !== undefined) return complete(argument, current);
  const isCommand = line.command === undefined && line.given.size === 0;
  return matchWords(isCommand ? listCommands() : listFlags(line, current), current, onlyExtends);
}

const listCommands = (): Candidate[] =>
  COMMANDS.map((command) => ({ word: nameOf(command), describe: command.summary }));

/** The argument whose turn it is. */
function findArgument({ command, arguments: given }: ReadLine): Option<unknown> | undefined {
  const declared = Object.values(command?.options ?? {}).filter(({ kind }) => kind === 'argument');
  return declared[given.length];
}

/** Without those that are given, unless they can be repeated. */
function listFlags({ command, options, given }: ReadLine, current: string): Candidate[] {
  const own = options
    .filter(({ isArgument, kind, flag }) => !isArgument && (kind === 'words' || !given.has(flag)))
    .flatMap((option) => listForms(option, current));
  const general = [
    { word: '--help', describe: 'show help' },
    ...(command === undefined ? [{ word: '--version', describe: 'show the version' }] : []),
  ];
  return [...own, ...general];
}

/** `--no-…` where it changes something, or is asked for; `-s` only where a single hyphen is typed. */
function listForms({ flag, kind, yargs }: Option<unknown>, current: string): Candidate[] {
  const { describe = '', alias, default: byDefault } = yargs;
  const isShort = current === '-' && alias !== undefined;
  const isOff =
    flag === 'config' || (kind === 'toggle' && (byDefault !== false || current.startsWith('--no-')));
  return [
    ...(isShort ? [{ word: `-${alias}`, describe }] : []),
    { word: `--${flag}`, describe },
    ...(isOff ? [{ word: `--no-${flag}` }] : []),
  ];
}
