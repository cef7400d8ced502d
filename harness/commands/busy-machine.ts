import { wrapText } from '../report/wrap-text.ts';
import type { Environment } from '../result.ts';
import { warnOfLoad } from '../warnings.ts';
import type { Terminal } from './terminal.ts';

export function warnOfBusyMachine({ loadAverage, cpuCount }: Environment, terminal: Terminal): void {
  if (loadAverage === undefined || loadAverage <= cpuCount) return;
  terminal.say(
    terminal.colors.yellow(wrapText(`! ${warnOfLoad(loadAverage, cpuCount).message}`, terminal.width, '  ')),
  );
}
