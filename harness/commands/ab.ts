import type { ReportComparison } from '../compare/verdict.ts';
import type { AbOptions, Sides } from '../options/ab.ts';
import { renderComparison } from '../report/comparison-table.ts';
import { renderDoubts } from '../report/side-doubts.ts';
import type { Report } from '../result.ts';
import { decideAbExit } from './decide-exit.ts';
import { measureBeside } from './measure-beside.ts';
import type { Terminal } from './terminal.ts';
import { prepareReports, takesStdout, writeReports } from './write-reports.ts';

export async function ab(
  options: AbOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<number> {
  prepareReports(options.reporters);
  const beside = await measureBeside(options, command, terminal);
  if ('interruptedWith' in beside) return beside.interruptedWith;
  const { comparison, reports, path } = beside;
  if (options.json) terminal.print(JSON.stringify(comparison, null, 2));
  else if (!takesStdout(options.reporters)) terminal.print(renderForPeople(comparison, reports, terminal));
  writeReports(options.reporters, { kind: 'comparison', comparison, report: reports.b }, terminal);
  terminal.say(terminal.colors.dim(`results in ${path}`));
  return decideAbExit(comparison, reports, options.strict);
}

const renderForPeople = (comparison: ReportComparison, reports: Sides<Report>, terminal: Terminal): string =>
  [renderComparison(comparison, terminal), renderDoubts(reports, terminal)]
    .filter((part) => part !== '')
    .join('\n\n');
