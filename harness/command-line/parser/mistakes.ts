/** What is wrong with the arguments, in words, and what was probably meant. */
import { suggestWord } from '../../words/suggest-word.ts';
import { COMMANDS, nameOf } from './commands.ts';
import { CONFIG_OPTIONS } from './config-options.ts';

const OPTIONS = [
  ...COMMANDS.flatMap(({ options }) => Object.values(options)),
  ...Object.values(CONFIG_OPTIONS),
];
const OPTION_NAMES = [
  ...new Set(OPTIONS.filter(({ isArgument }) => !isArgument).map(({ flag }) => flag)),
  'help',
  'version',
];
const COMMAND_NAMES = COMMANDS.map(nameOf);

/** What yargs says of an argument that it does not know. */
export const UNKNOWN = /^Unknown (?:argument|command)s?: ([^\s,]+)/;

/** Of a scenario, or of several. */
const PATH = /[/\\*]|\.[cm]?[jt]s$/;

/** What yargs says of missing values, in words. */
export function explainMistake(message: string): string {
  const option = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (option !== undefined) return `${option.length === 1 ? '-' : '--'}${option} needs a value`;
  return message.startsWith('Not enough non-option arguments') ? 'an argument is missing' : message;
}

/** yargs names the argument that it does not know, but not the one that was probably meant. */
export async function suggestFor(
  message: string,
  argv: readonly string[],
  listScenarios: () => Promise<readonly string[]>,
): Promise<string> {
  const unknown = UNKNOWN.exec(message)?.[1];
  const command = argv.find((word) => COMMAND_NAMES.includes(word));
  const at = unknown === undefined ? -1 : argv.indexOf(unknown);
  if (command === 'doctor' && at !== -1)
    return `the command comes behind --: tidemark doctor -- ${argv.slice(at).join(' ')}`;
  // Of two that are as near, a word without a hyphen means the command.
  const known = at === -1 ? [...OPTION_NAMES, ...COMMAND_NAMES] : [...COMMAND_NAMES, ...OPTION_NAMES];
  const owners = COMMANDS.filter(({ options }) =>
    Object.values(options).some(({ flag, isArgument }) => flag === unknown && isArgument !== true),
  );
  if (owners.length > 0)
    return `--${unknown} is an option of ${owners.map((owner) => `tidemark ${nameOf(owner)}`).join(', ')}`;
  const suggested = unknown === undefined ? undefined : suggestWord(unknown.replace(/^--?(no-)?/, ''), known);
  if (suggested !== undefined)
    return OPTION_NAMES.includes(/ mean ([\w-]+)/.exec(suggested)?.[1] ?? '')
      ? suggested.replace('mean ', 'mean --')
      : suggested;
  const isName = unknown !== undefined && (await listScenarios()).includes(unknown);
  if (isName) return `did you mean --scenario ${unknown}?`;
  if (unknown !== undefined && PATH.test(unknown) && takesScenarios(command) && !argv.includes('--')) {
    const areMore = message.includes(', ');
    return `did you mean --scenario ${unknown}?${areMore ? " To select several, quote a pattern: --scenario 'scenarios/*.ts'" : ''}`;
  }
  return `\`tidemark ${command === undefined ? '' : `${command} `}--help\` shows every option`;
}

const takesScenarios = (command: string | undefined): boolean =>
  COMMANDS.some((one) => nameOf(one) === command && 'scenarios' in one.options);
