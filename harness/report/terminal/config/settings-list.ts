/** The settings of a command: each option, its value, and where that is from. */
import Table from 'cli-table3';
import type { Origin, Raw, Setting } from '../../../command-line/parser/settings.ts';
import { quoteLine } from '../../text/terminal-text.ts';
import { PLAIN_TABLE } from '../plain-table.ts';
import type { TerminalStyle } from '../scenario-report.ts';

/** As JSON has it. */
export type ListedSetting = Origin & {
  /** As it is typed; null for a default that is not a value. */
  readonly value: Raw | null;
  /** What happens then, in words. */
  readonly meaning?: string;
};

interface ListedSettings {
  readonly command: string;
  readonly path: string | undefined;
  readonly options: Readonly<Record<string, ListedSetting>>;
}

/** By flag, in the order of the help. Arguments are not settings. */
export const listSettings = (settings: readonly Setting[]): Readonly<Record<string, ListedSetting>> =>
  Object.fromEntries(
    settings
      .filter(({ option }) => !option.isArgument)
      .map(({ option, raw, origin }) => [
        option.flag,
        { ...(raw === undefined ? describeDefault(option) : { value: raw }), ...origin },
      ]),
  );

function describeDefault({ yargs }: Setting['option']): Pick<ListedSetting, 'value' | 'meaning'> {
  const { default: value = null, defaultDescription: meaning } = yargs as { default?: Raw } & typeof yargs;
  return { value, ...(meaning !== undefined && { meaning }) };
}

const SOURCE_WIDTH = 34;
const MIN_VALUE_WIDTH = 16;

export function renderSettings(
  { command, path, options }: ListedSettings,
  { colors, width }: TerminalStyle,
): string {
  const file = path === undefined ? 'no configuration file' : quoteLine(path);
  const nameWidth = Math.max(...Object.keys(options).map((flag) => flag.length)) + '-- '.length;
  const valueWidth = Math.max(MIN_VALUE_WIDTH, width - nameWidth - SOURCE_WIDTH - 2);
  const table = new Table({
    ...PLAIN_TABLE,
    colWidths: [nameWidth, valueWidth, SOURCE_WIDTH],
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  for (const [flag, setting] of Object.entries(options)) {
    const words = [setting.value ?? 'not set'].flat().map(String);
    const value = quoteLine(setting.meaning ?? words.join(' '));
    const source = quoteLine(describeSource(setting));
    table.push([`--${flag}`, value, setting.from === 'default' ? colors.dim(source) : source]);
  }
  const lines = table.toString().split('\n');
  return [`tidemark ${command}: ${file}`, '', ...lines.map((line) => line.trimEnd())].join('\n');
}

function describeSource(origin: Origin): string {
  switch (origin.from) {
    case 'file':
      return `${origin.path}: ${origin.key}`;
    case 'environment':
      return origin.variable;
    default:
      return origin.from;
  }
}
