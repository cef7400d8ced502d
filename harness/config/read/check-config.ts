/** Whether a configuration is valid, and what it sets for each command. */
import { dirname } from 'node:path';
import { describeGiven } from '../../catalogue/wrong-value.ts';
import type { CommandDefinition, Option } from '../../command-line/define-command.ts';
import { COMMANDS, nameOf } from '../../command-line/parser/commands.ts';
import type { FileDefaults, Raw } from '../../command-line/parser/settings.ts';
import { UsageError } from '../../errors.ts';
import { suggestWord } from '../../words/suggest-word.ts';
import { explainFault } from './explain-fault.ts';
import { toRaw } from './raw-value.ts';
import { relocate } from './relocate.ts';

interface Place {
  readonly path: string;
  /** As it is shown. */
  readonly shown: string;
  /** The current folder. */
  readonly from: string;
}

type Command = CommandDefinition<unknown>;
type Values = Readonly<Record<string, unknown>>;

/** A part of the file: what it sets for one command, or for all. */
interface Section {
  readonly values: Values;
  /** `commands.run`; undefined for what is for all. */
  readonly at: string | undefined;
}

const COMMANDS_KEY = 'commands';
/** For editors. */
const IGNORED_KEYS = ['$schema'];

/** By command. Throws one UsageError for all faults, each with the path of its value. */
export function checkConfig(content: unknown, place: Place): ReadonlyMap<string, FileDefaults> {
  const faults: string[] = [];
  const whole = place.path.endsWith('.json') ? 'the file' : 'its default export';
  const { [COMMANDS_KEY]: commands, ...values } = asObject(content, whole, faults);
  const ofAll: Section = { values, at: undefined };
  const sections = new Map(
    Object.entries(commands === undefined ? {} : asObject(commands, COMMANDS_KEY, faults)).map(
      ([name, section]) => {
        const at = `${COMMANDS_KEY}.${name}`;
        return [name, { values: section === undefined ? {} : asObject(section, at, faults), at }] as const;
      },
    ),
  );
  faults.push(...findUnknownKeys(values), ...findUnknownCommands([...sections.keys()]));
  const shared = new SharedFaults();
  const defaults = COMMANDS.map((command) => {
    const own = sections.get(nameOf(command));
    if (own !== undefined) faults.push(...findKeysOfOthers(command, own));
    return [
      nameOf(command),
      new Map([
        ...readSection(command, ofAll, place, (option, fault) => shared.add(option, fault, nameOf(command))),
        ...(own === undefined
          ? []
          : readSection(
              command,
              own,
              place,
              ({ key }, fault) => void faults.push(`${own.at}.${key}: ${fault}`),
            )),
      ]),
    ] as const;
  });
  faults.push(...shared.describe());
  if (faults.length === 0) return new Map(defaults);
  throw new UsageError([`${place.shown} is not a valid configuration:`, ...faults].join('\n  '), {
    hint: 'mend it, give another with --config FILE, or none with --no-config',
  });
}

function asObject(value: unknown, at: string, faults: string[]): Values {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Values;
  faults.push(
    value === undefined ? `${at} is missing` : `${at}: must be an object, not ${describeGiven(value)}`,
  );
  return {};
}

type OnFault = (option: Option<unknown>, fault: string) => void;

function readSection(
  command: Command,
  { values, at }: Section,
  { path, shown, from }: Place,
  onFault: OnFault,
): FileDefaults {
  const defaults = new Map<
    string,
    { readonly raw: Raw; readonly origin: { from: 'file'; path: string; key: string } }
  >();
  for (const option of Object.values(command.options)) {
    const { key, flag, takes } = option;
    if (key === undefined || (at === undefined && option.isApart) || !Object.hasOwn(values, key)) continue;
    // As where a program leaves it out under a condition.
    if (values[key] === undefined) continue;
    try {
      const raw = relocate(toRaw(option, values[key]), takes, { of: dirname(path), current: from });
      option.read(raw);
      const origin = { from: 'file', path: shown, key: at === undefined ? key : `${at}.${key}` } as const;
      defaults.set(flag, { raw, origin });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      onFault(option, explainFault(error, option));
    }
  }
  return defaults;
}

/** What is set for all commands is often wrong for all of them: it is said once. */
class SharedFaults {
  readonly #faults = new Map<string, { readonly fault: string; readonly commands: string[] }>();

  add({ key = '' }: Option<unknown>, fault: string, command: string): void {
    const known = this.#faults.get(key) ?? { fault, commands: [] };
    known.commands.push(command);
    this.#faults.set(key, known);
  }

  describe(): string[] {
    return [...this.#faults].map(([key, { fault, commands }]) => {
      const all = COMMANDS.filter((command) => sharedKeysOf(command).includes(key));
      if (commands.length === all.length) return `${key}: ${fault}`;
      return `${key}: ${fault}, for ${formatList(commands)}; set it for single commands, below ${COMMANDS_KEY}`;
    });
  }
}

const keysOf = ({ options }: Command): string[] =>
  Object.values(options).flatMap(({ key }) => (key === undefined ? [] : [key]));
const sharedKeysOf = ({ options }: Command): string[] =>
  Object.values(options).flatMap(({ key, isApart }) => (key === undefined || isApart ? [] : [key]));

function findUnknownKeys(values: Values): string[] {
  const known = [...new Set(COMMANDS.flatMap(sharedKeysOf)), COMMANDS_KEY];
  return Object.keys(values)
    .filter((key) => !known.includes(key) && !IGNORED_KEYS.includes(key))
    .map((key) => `${key}: ${explainUnknown(key, known)}`);
}

function findKeysOfOthers(command: Command, { values, at }: Section): string[] {
  const known = keysOf(command);
  return Object.keys(values)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const owners = COMMANDS.filter((one) => keysOf(one).includes(key)).map(nameOf);
      const why = owners.length > 0 ? `it is an option of ${owners.join(', ')}` : explainUnknown(key, known);
      return `${at}.${key}: ${why}`;
    });
}

function explainUnknown(given: string, known: readonly string[]): string {
  const options = COMMANDS.flatMap((command) => Object.values(command.options));
  const ofFlag = options.filter(({ flag, isArgument }) => flag === given && !isArgument);
  const meant = ofFlag.find(({ key }) => key !== undefined && known.includes(key));
  if (ofFlag.length > 0 && meant === undefined) return `only the command line can set --${given}`;
  const suggestion = meant === undefined ? suggestWord(given, known) : `did you mean ${meant.key}?`;
  return `unknown key; ${suggestion ?? `the keys are ${known.join(', ')}`}`;
}

function findUnknownCommands(names: readonly string[]): string[] {
  const known = COMMANDS.filter((command) => keysOf(command).length > 0).map(nameOf);
  return names
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        `${COMMANDS_KEY}.${name}: unknown command; ${suggestWord(name, known) ?? `choose from ${known.join(', ')}`}`,
    );
}

/** `ab, tune and check`. */
const formatList = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
