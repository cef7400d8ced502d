/** What stands on the line before the word that is completed: the command, the options with their values, the arguments. */
import { type CommandDefinition, type Option, TRAILING } from '../command-line/define-command.ts';
import { COMMANDS, nameOf } from '../command-line/parser/commands.ts';
import { CONFIG_OPTIONS } from '../command-line/parser/config-options.ts';

export interface ReadLine {
  /** Undefined before one is typed. */
  readonly command: CommandDefinition<unknown> | undefined;
  readonly options: readonly Option<unknown>[];
  /** The values of each option, by flag; none for a toggle, and for what is switched off, such as `--no-config`. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly arguments: readonly string[];
  /** The option whose value comes next. */
  readonly pending: Option<unknown> | undefined;
  /** Behind `--` stands a command of the user. */
  readonly isBehindSeparator: boolean;
}

export function readLine(words: readonly string[]): ReadLine {
  const command = findCommand(words);
  const options = listOptions(command);
  const given = new Map<string, string[]>();
  const others: string[] = [];
  let pending: Option<unknown> | undefined;
  for (const word of words) {
    if (word === TRAILING)
      return { command, options, given, arguments: others, pending: undefined, isBehindSeparator: true };
    const option: Option<unknown> | undefined = pending === undefined ? findOption(word, options) : undefined;
    const value = pending === undefined ? /^--[\w-]+=(.*)$/s.exec(word)?.[1] : word;
    const owner = pending ?? option;
    if (owner === undefined) others.push(word);
    else given.set(owner.flag, [...(given.get(owner.flag) ?? []), ...(value === undefined ? [] : [value])]);
    const isOff = word.startsWith('--no-');
    pending =
      option !== undefined && value === undefined && !isOff && takesValue(option) ? option : undefined;
  }
  const args = others.filter((word) => !word.startsWith('-')).slice(command === undefined ? 0 : 1);
  return { command, options, given, arguments: args, pending, isBehindSeparator: false };
}

/** `--param`, `--param=…`, `-p`. */
export function findOption(word: string, options: readonly Option<unknown>[]): Option<unknown> | undefined {
  const flag = /^--(?:no-)?([\w-]+)/.exec(word)?.[1];
  return options.find(
    (option) => !option.isArgument && (option.flag === flag || `-${option.yargs.alias}` === word),
  );
}

export const takesValue = ({ kind }: Option<unknown>): boolean => kind === 'word' || kind === 'words';

/** `run` of `run --scenario check`, and not `check`: the first word that is neither an option nor its value. */
function findCommand(words: readonly string[]): CommandDefinition<unknown> | undefined {
  const all = listOptions(undefined);
  const first = words.find((word, index) => {
    const before = words[index - 1] ?? '';
    const owner = before.includes('=') ? undefined : findOption(before, all);
    return !word.startsWith('-') && (owner === undefined || !takesValue(owner));
  });
  return COMMANDS.find((command) => nameOf(command) === first);
}

/** Without a command, those of `run`. */
function listOptions(command: CommandDefinition<unknown> | undefined): Option<unknown>[] {
  const own = command ?? COMMANDS.find((one) => [one.usage].flat().includes('$0'));
  return [...Object.values(own?.options ?? {}), ...Object.values(CONFIG_OPTIONS)];
}
