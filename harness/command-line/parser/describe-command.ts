/** Declares a command to yargs: what it takes, and what its help shows. */
import type { Argv, Options } from 'yargs';
import { type CommandDefinition, TRAILING } from '../define-command.ts';

export function describeCommand(parser: Argv, command: CommandDefinition<unknown>): Argv {
  for (const { flag, isArgument, yargs } of Object.values(command.options)) {
    const { describe = '', defaultDescription } = yargs;
    if (flag === TRAILING) continue;
    if (isArgument)
      parser.positional(flag, {
        type: 'string',
        describe,
        ...(defaultDescription !== undefined && { defaultDescription }),
      });
    else parser.option(flag, onlyShowDefault(yargs));
  }
  if (command.synopsis !== undefined) parser.usage(`$0 ${command.synopsis}\n\n${command.summary}`);
  for (const [example, whatItShows] of command.examples) parser.example(example, whatItShows);
  return command.epilogue === undefined ? parser : parser.epilogue(command.epilogue);
}

/** An option that is not typed is undefined: its value may come from the environment or a file. */
function onlyShowDefault({ default: byDefault, ...yargs }: Options): Options {
  if (byDefault === undefined || yargs.defaultDescription !== undefined) return yargs;
  return { ...yargs, defaultDescription: JSON.stringify(byDefault) };
}
