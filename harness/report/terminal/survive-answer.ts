/** Renders what `survive` found: a block for each case, its answers in bold. */
import { nameScenario } from '../../case-key.ts';
import type { SurviveAnswer, SurviveReport, SurviveResult, Trial } from '../../survive/survive-report.ts';
import { formatBytes, formatDuration } from '../../units.ts';
import { labelSentence, varyingAxes } from '../text/case-label.ts';
import {
  describeAnswer,
  describeDetails,
  describeFailure,
  describeReference,
  formatMiB,
} from '../text/survive/survive-sentences.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import type { TerminalStyle } from './scenario-report.ts';

/** Ends without a newline. */
export function renderSurvive(
  { results }: Pick<SurviveReport, 'results'>,
  style: TerminalStyle,
  verbose: boolean,
): string {
  const axes = varyingAxes(results);
  const blocks = results.map((result) => {
    const name = quoteLine(nameScenario(result, results));
    return renderResult(result, `${name}${labelSentence(result, axes)}`, style, verbose);
  });
  return blocks.join('\n\n');
}

function renderResult(
  result: SurviveResult,
  name: string,
  { width, colors }: TerminalStyle,
  verbose: boolean,
): string {
  const lines = [
    wrapText(`${colors.bold(name)}: ${quoteLine(result.title)}`, width, '  '),
    wrapText(`  ${describeReference(result)}`, width, '    '),
  ];
  for (const answer of result.answers) {
    const text = wrapText(`  ${describeAnswer(answer)}`, width, '    ');
    lines.push(answer.state === 'found' ? colors.bold(text) : colors.yellow(text));
    if (verbose)
      lines.push(...listTrials(answer).map((line) => wrapText(`      ${line}`, width, '        ')));
    for (const line of describeDetails(answer, result)) lines.push(wrapText(`    ${line}`, width, '      '));
  }
  return lines.join('\n');
}

/** In the order in which they were made. */
const listTrials = ({ trials }: SurviveAnswer): string[] =>
  trials.map(
    (trial) => `${trial.isSuccess ? '✓' : '✗'} ${formatMiB(trial.limitBytes)}: ${describeTrial(trial)}`,
  );

function describeTrial(trial: Trial): string {
  const { isSuccess, durationMs, wallMs, peakRssBytes } = trial;
  const how = isSuccess ? 'completed' : describeFailure(trial);
  const peak = peakRssBytes === undefined ? '' : `, peak RSS ${formatBytes(peakRssBytes)}`;
  return `${how} (${formatDuration(durationMs ?? wallMs)}${peak})`;
}
