import { warnOfLoad } from '../judge/warnings.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { Environment } from '../result.ts';

export function warnOfBusyMachine({ loadAverage, cpuCount }: Environment, terminal: Terminal): void {
  if (loadAverage === undefined || loadAverage <= cpuCount) return;
  terminal.say(
    terminal.colors.yellow(wrapText(`! ${warnOfLoad(loadAverage, cpuCount).message}`, terminal.width, '  ')),
  );
}
