/** `--print-config`: the value of each option of a command, and where it is from. */
import type { PrintConfig } from '../command-line/parse.ts';
import { EXIT } from '../errors.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { listSettings, renderSettings } from '../report/terminal/config/settings-list.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';

export function printConfig({ of, path, settings, json }: PrintConfig, terminal: Terminal): number {
  const listed = listSettings(settings);
  if (json) terminal.print(renderJsonText({ command: of, config: path ?? null, options: listed }));
  else terminal.print(renderSettings({ command: of, path, options: listed }, terminal));
  return EXIT.pass;
}
