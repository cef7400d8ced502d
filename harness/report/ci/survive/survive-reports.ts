/** What `survive` found, in the formats of CI services. */

import { nameScenario } from '../../../case-key.ts';
import type { ReporterRequest } from '../../../command-line/reporters.ts';
import type { SurviveReporterName } from '../../../command-line/survive.ts';
import type { SurviveAnswer, SurviveReport, SurviveResult } from '../../../survive/survive-report.ts';
import { codeCell, escapeMarkdown } from '../../markdown/markdown-text.ts';
import { fitSections } from '../../markdown/sections.ts';
import type { Terminal } from '../../terminal/open-terminal.ts';
import { labelSentence, varyingAxes } from '../../text/case-label.ts';
import {
  describeAnswer,
  describeDetails,
  describeReference,
  KIND_NAMES,
} from '../../text/survive/survive-sentences.ts';
import { renderJsonText } from '../json-text.ts';
import { attribute, escapeXml } from '../junit.ts';
import { writeRendered } from '../write-reports.ts';

const RENDER: Readonly<Record<SurviveReporterName, (report: SurviveReport, maxBytes?: number) => string>> = {
  junit: renderSurviveJunit,
  markdown: renderSurviveMarkdown,
  json: renderJsonText,
};

export const writeSurviveReports = (
  requests: readonly ReporterRequest<SurviveReporterName>[],
  report: SurviveReport,
  terminal: Pick<Terminal, 'print' | 'printCommands' | 'say'>,
): void => writeRendered(requests, (name, maxBytes) => RENDER[name](report, maxBytes), terminal);

/** A test case for each answer; what was not found is an error. Ends without a newline. */
function renderSurviveJunit({ results }: SurviveReport): string {
  const cases = listAnswers(results);
  const errors = cases.filter(({ answer }) => answer?.state !== 'found').length;
  const counts = ` tests="${cases.length}" failures="0" errors="${errors}" skipped="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tidemark survive"${counts}>`,
    `  <testsuite name="tidemark survive"${counts}>`,
    ...cases.flatMap(({ name, result, answer }) => {
      const text = answer === undefined ? describeReference(result) : describeAnswer(answer);
      const details = answer === undefined ? [] : describeDetails(answer, result);
      const what = answer === undefined ? 'completes' : KIND_NAMES[answer.kind];
      return [
        `    <testcase${attribute('classname', name)}${attribute('name', what)}>`,
        ...(answer?.state === 'found' ? [] : [`      <error${attribute('message', text)}/>`]),
        `      <system-out>${[text, ...details].map(escapeXml).join('\n')}</system-out>`,
        '    </testcase>',
      ];
    }),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

/** A comment has at most 65,536 characters. */
const COMMENT_MAX_BYTES = 60_000;

/** Ends without a newline. */
function renderSurviveMarkdown({ results }: SurviveReport, maxBytes = COMMENT_MAX_BYTES): string {
  const rows = listAnswers(results).map(({ name, result, answer }) => {
    const text = answer === undefined ? describeReference(result) : describeAnswer(answer);
    const details = answer === undefined ? [] : describeDetails(answer, result);
    return `| ${codeCell(name)} | ${escapeMarkdown(text)} | ${escapeMarkdown(details.join('; '))} |`;
  });
  const table = { open: '| case | answer | how sure |\n| --- | --- | --- |', rows, close: '' };
  return fitSections('## tidemark survive', [table], maxBytes);
}

interface Named {
  readonly name: string;
  readonly result: SurviveResult;
  /** Undefined for a case that does not complete without a limit. */
  readonly answer: SurviveAnswer | undefined;
}

function listAnswers(results: readonly SurviveResult[]): Named[] {
  const axes = varyingAxes(results);
  return results.flatMap((result) => {
    const name = `${nameScenario(result, results)}${labelSentence(result, axes)}`;
    const answers = result.answers.length === 0 ? [undefined] : result.answers;
    return answers.map((answer) => ({ name, result, answer }));
  });
}
