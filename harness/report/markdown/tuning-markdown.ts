/** The answer of `tune` for a job summary or a comment. */
import type { TuningReport } from '../../tune/tuning-report.ts';
import { cutText } from '../text/cut-text.ts';
import { commandOfTuning } from '../text/tuning/tuning-command.ts';
import { listTuningRows, TUNING_HEAD } from '../text/tuning/tuning-rows.ts';
import { describeAnswer, listRemarks } from '../text/tuning/tuning-sentences.ts';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';

/** Ends without a newline. */
export function renderTuningMarkdown(report: TuningReport): string {
  const { scenario, parameter, node, id } = report;
  const rows = listTuningRows(report).map((cells) => `| ${cells.map(escapeMarkdown).join(' | ')} |`);
  const [, ...heads] = TUNING_HEAD;
  return [
    `## tidemark: ${codeSpan(cutText(parameter))} of ${codeSpan(cutText(scenario))}`,
    `**${escapeMarkdown(cutText(describeAnswer(report)))}**`,
    [
      ...listRemarks(report).map((line) => `- ${escapeMarkdown(cutText(line))}`),
      ...(report.chosen === undefined ? [] : [`- ${codeSpan(commandOfTuning(report))}`]),
    ].join('\n'),
    [
      `| ${[escapeMarkdown(cutText(parameter)), ...heads].join(' | ')} |`,
      '| --: | --: | --: | --: | --: | --: | --- |',
      ...rows,
    ].join('\n'),
    `Node ${codeSpan(cutText(node))}, invocation ${codeSpan(cutText(id))}`,
  ].join('\n\n');
}
