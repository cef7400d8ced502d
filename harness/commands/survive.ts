/** `survive`: the smallest memory in which each case still completes. */
import type { SurviveOptions } from '../command-line/survive.ts';
import { EXIT } from '../errors.ts';
import { measureSurvival } from '../measure/survive/survive-session.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { writeSurviveReports } from '../report/ci/survive/survive-reports.ts';
import { prepareReports, takesStdout } from '../report/ci/write-reports.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderSurvive } from '../report/terminal/survive-answer.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { SurviveReport } from '../survive/survive-report.ts';

export async function survive(
  options: SurviveOptions,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  prepareReports(options.reporters);
  const { report, path, exitCode } = await measureSurvival(options, argv, terminal);
  if (options.json) terminal.print(renderJsonText(report));
  else if (!takesStdout(options.reporters) && report.results.length > 0)
    terminal.print(renderSurvive(report, terminal, options.verbose));
  writeSurviveReports(options.reporters, report, terminal);
  terminal.say(terminal.colors.dim(`results in ${quoteLine(path)}`));
  if (!report.complete) terminal.say('interrupted: what was found is saved; start again for the rest');
  return exitCode ?? decideSurviveExit(report);
}

export const decideSurviveExit = ({ results }: Pick<SurviveReport, 'results'>): number =>
  results.every(({ answers }) => answers.length > 0 && answers.every(({ state }) => state === 'found'))
    ? EXIT.pass
    : EXIT.notMeasured;
