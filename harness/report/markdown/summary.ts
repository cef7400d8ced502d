/** A pull-request comment or a job summary: the verdict, the differences, and the rest collapsed. */

import { groupByScenario, scenarioKey } from '../../case-key.ts';
import { buildComparisonTables } from '../../compare/comparison-table.ts';
import type { ReportComparison } from '../../compare/verdict.ts';
import type { Report } from '../../result.ts';
import { nameNode } from '../../runtimes/runtime.ts';
import { countAll } from '../text/answer/case-counts.ts';
import { listCulprits } from '../text/answer/culprits.ts';
import { listLargeDifferences } from '../text/answer/large-differences.ts';
import { findAxes, labelSentence, varyingAxes } from '../text/case-label.ts';
import { cutText } from '../text/cut-text.ts';
import { describeEnvironment } from '../text/environment-text.ts';
import {
  describeFinding,
  type Finding,
  type FindingState,
  listFindings,
  nameCase,
  sortByState,
} from '../text/findings.ts';
import { describeVerdict } from '../text/growth-sentence.ts';
import { nameVerdict, STATE_WORDS } from '../text/headline.ts';
import type { Reported } from '../text/reported.ts';
import { listTableSentences } from '../text/table/table-sentences.ts';
import { tabulateClaims, tabulateLabels, tabulateRecorded } from './figure-sections.ts';
import { codeCell, codeSpan, escapeMarkdown } from './markdown-text.ts';
import { fitSections, fold, type Section } from './sections.ts';

/** A comment has at most 65,536 characters. */
const COMMENT_MAX_BYTES = 60_000;

/** A real report has few reasons; the verdict must fit whatever the file contains. */
const MAX_REASONS = 10;

/** Ends without a newline. Where it would be too long, rows are cut and counted, and whole sections left out. */
export function renderMarkdown(reported: Reported, maxBytes = COMMENT_MAX_BYTES): string {
  const findings = sortByState(listFindings(reported));
  const head = [
    `## tidemark: ${nameVerdict(reported, findings)}`,
    countAll(findings),
    reported.kind === 'run' ? describeReport(reported.report) : describeSides(reported.comparison),
  ].join('\n\n');
  return fitSections(head, listSections(reported, findings), maxBytes);
}

function describeReport({ id, tool, seed, environment, argv }: Report): string {
  const nodes = environment.nodes.map(({ node }) => node).join(', ');
  const words = codeSpan(cutText(['tidemark', ...argv].join(' ')));
  return `${words}, invocation ${codeSpan(cutText(id))} with tidemark ${codeSpan(tool.version)} on ${nameNode(cutText(nodes), codeSpan)}, seed ${seed}`;
}

function describeSides({ a, b, reasons, isComparable }: ReportComparison): string {
  const [from, to] = [a, b].map(
    ({ label, environment, startedAt }) =>
      `${codeSpan(cutText(label))} (${nameNode(cutText(environment.node), codeSpan)}, ${codeSpan(cutText(startedAt))})`,
  );
  const why = isComparable
    ? ''
    : `\n\n${reasons
        .slice(0, MAX_REASONS)
        .map((reason) => `- ${escapeMarkdown(cutText(reason))}`)
        .join('\n')}`;
  return `A is ${from}, B is ${to}.${why}`;
}

const SHOWN_AT_ONCE: readonly FindingState[] = ['error', 'failed', 'improved'];

function listSections(reported: Reported, findings: readonly Finding[]): Section[] {
  const at = (state: FindingState): Finding[] => findings.filter((one) => one.state === state);
  const shown = findings.filter(({ state }) => SHOWN_AT_ONCE.includes(state));
  const folded = (['inconclusive', 'warning', 'informational', 'passed'] as const).map((state) =>
    fold(`${at(state).length} ${STATE_WORDS[state]}`, at(state).map(renderItem)),
  );
  return [
    listFailed(reported, findings),
    reported.kind === 'run' ? tabulateBroken(shown) : tabulateDifferences(shown),
    ...(reported.kind === 'comparison'
      ? [fold('Why', shown.map(renderItem))]
      : [...sayTables(reported.report), foldSentences(reported.report)]),
    ...(reported.report === undefined
      ? []
      : [
          tabulateLabels(reported.report),
          tabulateClaims(reported.report),
          tabulateRecorded(reported.report),
        ]),
    ...folded,
    fold('Environment', describeEnvironment(reported).map(renderProperty)),
  ].filter(({ rows }) => rows.length > 0);
}

/** The tables below have all of them. */
const MAX_FAILED = 10;

/** A case each, with what got worse, the line that did it, and the command that shows it. */
function listFailed(reported: Reported, findings: readonly Finding[]): Section {
  const large = listLargeDifferences(reported, findings).map((line) => `- ${escapeMarkdown(cutText(line))}`);
  const failed = listCulprits(reported, findings)
    .filter(({ command }) => command !== undefined)
    .slice(0, MAX_FAILED)
    .map(({ name, worse, where, command = '' }) => {
      const place = where === undefined ? '' : `; ${codeSpan(cutText(where))}`;
      const shownBy = `${codeSpan(cutText(name))} (${codeSpan(cutText(command))}${place})`;
      return `- ${shownBy}: ${escapeMarkdown(cutText(worse.join('; ')))}`;
    });
  return { open: '**What to look at**\n', rows: [...failed, ...large], close: '' };
}

function tabulateDifferences(findings: readonly Finding[]): Section {
  return {
    open: '| case | metric | A | B | difference | |\n| --- | --- | --: | --: | --: | --- |',
    rows: findings.map((finding) => {
      const [a, b, difference] = (finding.figures ?? ['', '', '']).map(escapeMarkdown);
      return `| ${cell(nameCase(finding))} | ${cell(finding.subject)} | ${a} | ${b} | ${difference} | ${STATE_WORDS[finding.state]} |`;
    }),
    close: '',
  };
}

function tabulateBroken(findings: readonly Finding[]): Section {
  return {
    open: '| case | what | | why |\n| --- | --- | --- | --- |',
    rows: findings.map(
      (finding) =>
        `| ${cell(nameCase(finding))} | ${cell(finding.subject)} | ${STATE_WORDS[finding.state]} | ${escapeMarkdown(cutText(finding.reason))} |`,
    ),
    close: '',
  };
}

const cell = (text: string): string => codeCell(cutText(text));

/** What each comparison table says. */
const sayTables = ({ results }: Report): Section[] =>
  groupByScenario(results).map((cases) => ({
    open: `**What ${codeSpan(cutText(cases[0]?.scenario ?? ''))} shows**\n`,
    rows: buildComparisonTables(cases)
      .flatMap(listTableSentences)
      .map((sentence) => `- ${escapeMarkdown(cutText(sentence))}`),
    close: '',
  }));

/** The verdict sentence of each case, whether growth was expected or not. */
function foldSentences({ results }: Report): Section {
  const axesOf = findAxes(results, varyingAxes);
  const sentences = results.map(
    (result) =>
      describeVerdict(result, results) + labelSentence(result, axesOf.get(scenarioKey(result)) ?? []),
  );
  return fold(
    'Case by case',
    sentences.map((sentence) => `- ${escapeMarkdown(cutText(sentence))}`),
  );
}

const renderItem = (finding: Finding): string =>
  `- ${codeSpan(cutText(nameCase(finding)))} ${codeSpan(cutText(finding.subject))}: ${escapeMarkdown(cutText(describeFinding(finding)))}`;

const renderProperty = ([name, value]: readonly [string, string]): string =>
  `- ${escapeMarkdown(name)}: ${codeSpan(cutText(value))}`;
