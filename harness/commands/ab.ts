import type { AbOptions } from '../command-line/ab.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { EXIT } from '../errors.ts';
import { measureAb } from '../measure/measure-ab.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout, writeReports } from '../report/ci/write-reports.ts';
import { renderAnswer } from '../report/terminal/answer.ts';
import { renderLabelsOfRegressions } from '../report/terminal/label-table.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { renderOutput } from '../report/terminal/scenario-output.ts';
import { renderVariantWarnings } from '../report/terminal/variant-warnings.ts';
import { renderComparison } from '../report/terminal/verdict-table.ts';
import type { Reported } from '../report/text/reported.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { Report } from '../result.ts';
import type { Sides } from '../sides.ts';
import { decideAbExit } from './decide-exit.ts';

export async function ab(options: AbOptions, argv: readonly string[], terminal: Terminal): Promise<number> {
  prepareReports(options.reporters);
  const measured = await measureAb(options, argv, terminal);
  if (measured.state === 'interrupted') return measured.exitCode;
  const { comparison, reports, path } = measured;
  showSides(comparison, reports, options, terminal);
  terminal.say(terminal.colors.dim(`results in ${quoteLine(path)}`));
  // Only a shard can have no cases.
  if (reports.a.results.length === 0 && reports.b.results.length === 0) return EXIT.pass;
  return decideAbExit(comparison, reports, options.strict);
}

/** On stdout and in the files of reporters. */
export function showSides(
  comparison: ReportComparison,
  reports: Sides<Report>,
  options: Pick<AbOptions, 'json' | 'reporters' | 'verbose'>,
  terminal: Terminal,
): void {
  if (options.json) terminal.print(renderJsonText(comparison));
  else if (!takesStdout(options.reporters))
    terminal.print(renderForTerminal(comparison, reports, options, terminal));
  writeReports(options.reporters, asReported(comparison, reports), terminal);
}

const asReported = (comparison: ReportComparison, { b }: Sides<Report>): Reported => ({
  kind: 'comparison',
  by: 'ab',
  comparison,
  report: b,
});

const renderForTerminal = (
  comparison: ReportComparison,
  reports: Sides<Report>,
  { verbose }: Pick<AbOptions, 'verbose'>,
  terminal: Terminal,
): string =>
  [
    renderComparison(comparison, terminal, { verbose, by: 'ab' }),
    renderLabelsOfRegressions(comparison, reports.b.results, terminal),
    renderVariantWarnings(reports, terminal),
    renderOutput([...reports.a.results, ...reports.b.results], verbose, terminal),
    renderAnswer(asReported(comparison, reports), terminal),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
