/** Renders the answer of `tune`: the values, and last the answer with the command that shows it. */
import Table from 'cli-table3';
import type { TuningReport } from '../../../tune/tuning-report.ts';
import { formatParameter } from '../../text/case-label.ts';
import { quoteLine } from '../../text/terminal-text.ts';
import { commandOfTuning } from '../../text/tuning/tuning-command.ts';
import { listTuningRows, TUNING_HEAD } from '../../text/tuning/tuning-rows.ts';
import { describeAnswer, listRemarks } from '../../text/tuning/tuning-sentences.ts';
import { wrapText } from '../../text/wrap-text.ts';
import { PLAIN_TABLE } from '../plain-table.ts';
import type { TerminalStyle } from '../scenario-report.ts';

/** Ends without a newline. */
export function renderTuning(report: TuningReport, style: TerminalStyle): string {
  return [renderHeading(report, style), renderRows(report, style), renderAnswer(report, style)].join('\n\n');
}

function renderHeading(
  { scenario, parameter, parameters, parameterKinds, givenParameters }: TuningReport,
  { width, colors }: TerminalStyle,
): string {
  const given = givenParameters.map(
    (name) => `${quoteLine(name)} ${formatParameter(parameters[name] ?? '', parameterKinds[name])}`,
  );
  const which = given.length === 0 ? '' : ` [${given.join(', ')}]`;
  return colors.bold(wrapText(`${quoteLine(scenario)}${which}: ${quoteLine(parameter)}`, width));
}

function renderRows(report: TuningReport, { colors }: TerminalStyle): string {
  const table = new Table({
    ...PLAIN_TABLE,
    colAligns: [...TUNING_HEAD.slice(1).map(() => 'right' as const), 'left'],
  });
  table.push(TUNING_HEAD.map((word) => colors.dim(word)));
  for (const row of listTuningRows(report)) table.push(row);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function renderAnswer(report: TuningReport, { width, colors }: TerminalStyle): string {
  const { verdict } = report;
  const paint =
    verdict === 'undecided' ? colors.yellow : report.chosen === undefined ? colors.red : colors.bold;
  return [
    paint(wrapText(quoteLine(describeAnswer(report)), width, '  ')),
    ...listRemarks(report).map((line) => wrapText(`  ${quoteLine(line)}`, width, '    ')),
    // A command that is broken over two lines cannot be copied.
    ...(report.chosen === undefined ? [] : [`  ${quoteLine(commandOfTuning(report))}`]),
  ].join('\n');
}
