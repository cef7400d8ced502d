/** The answer of `tune`, in the formats of CI services. */
import type { TuneOptions, TuneReporterName } from '../../command-line/tune.ts';
import type { TuningReport } from '../../tune/tuning-report.ts';
import { renderTuningMarkdown } from '../markdown/tuning-markdown.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { cutText } from '../text/cut-text.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { describeAnswer } from '../text/tuning/tuning-sentences.ts';
import { escapeData, escapeProperty } from './github.ts';
import { renderJsonText } from './json-text.ts';
import { pathInRepository, writeRendered } from './write-reports.ts';

const RENDER: Readonly<Record<TuneReporterName, (report: TuningReport) => string>> = {
  github: renderNotice,
  markdown: renderTuningMarkdown,
  json: renderJsonText,
};

export const writeTuningReports = (
  { reporters }: Pick<TuneOptions, 'reporters'>,
  report: TuningReport,
  terminal: Pick<Terminal, 'print' | 'printCommands' | 'say'>,
): void => writeRendered(reporters, (name) => RENDER[name](report), terminal);

/** A notice, or a warning where no value can be named. */
function renderNotice(report: TuningReport): string {
  const level = report.chosen === undefined || report.verdict === 'undecided' ? 'warning' : 'notice';
  const file = report.file === undefined ? '' : `file=${escapeProperty(pathInRepository(report.file))},`;
  const message = quoteLine(cutText(describeAnswer(report)));
  return `::${level} ${file}title=${escapeProperty(`tidemark tune: ${report.scenario}`)}::${escapeData(message)}`;
}
