/** The options that every command takes: where defaults are from, and whether only to show them. */
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.ts';
import { type CommandDefinition, toggle, word } from '../define-command.ts';

const CONFIGURATION = 'Configuration:';

export const CONFIG_OPTIONS = {
  config: word({
    flag: 'config',
    group: CONFIGURATION,
    describe: 'configuration file; --no-config reads none',
    defaultText: 'tidemark.config.* in this folder, or above it up to package.json',
    takes: 'path',
    isOnlyTyped: true,
    parse: (typed) => typed,
  }),
  printsConfig: toggle({
    flag: 'print-config',
    group: CONFIGURATION,
    describe: 'show the value of each option and where it is from, with --json as JSON; run nothing',
    isOnlyTyped: true,
  }),
};

/** Whether any of its options can have a default in a file. */
export const isConfigurable = ({ options }: Pick<CommandDefinition<unknown>, 'options'>): boolean =>
  Object.values(options).some(({ key }) => key !== undefined);

/** With --print-config, --json is for what that prints, whatever it means to the command. */
export function describeConfigOptions(parser: Argv, printsConfig: boolean): Argv {
  for (const { flag, yargs } of Object.values(CONFIG_OPTIONS)) {
    const { default: _shown, ...options } = yargs;
    parser.option(flag, options);
  }
  return printsConfig ? parser.option('json', { type: 'boolean', describe: 'print JSON' }) : parser;
}

/** To the doctor it is a file. */
export function withoutJson<Request>(command: CommandDefinition<Request>): CommandDefinition<Request> {
  const options = Object.entries(command.options).filter(([, { flag }]) => flag !== 'json');
  return { ...command, options: Object.fromEntries(options) };
}

/** A file, none, or undefined for the one that is found. */
export function chooseConfigFile(typed: unknown): string | false | undefined {
  const given: unknown = Array.isArray(typed) ? typed.at(-1) : typed;
  if (given === undefined || given === false) return given;
  const path = String(given).trim();
  if (path !== '') return path;
  throw new UsageError('--config is empty', { hint: 'give a file, or --no-config' });
}
