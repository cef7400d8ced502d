/**
 * Annotations for GitHub Actions, as lines of its log. How they are written and what has to be escaped in them:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, and `escapeData` and
 * `escapeProperty` of https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */

import { cutText } from '../text/cut-text.ts';
import {
  describeFinding,
  type Finding,
  type FindingState,
  listFindings,
  nameCase,
  sortByState,
} from '../text/findings.ts';
import type { Reported } from '../text/reported.ts';
import { quoteLine } from '../text/terminal-text.ts';

/** GitHub shows no more of a step. */
const MAX_ANNOTATIONS = 10;

const LEVELS: Readonly<Partial<Record<FindingState, 'error' | 'warning' | 'notice'>>> = {
  error: 'error',
  failed: 'error',
  inconclusive: 'warning',
  warning: 'warning',
  improved: 'notice',
};

/** A line for each, the worst first. Empty where there is nothing to say. */
export function renderGithub(reported: Reported): string {
  const worth = sortByState(listFindings(reported)).filter(({ state }) => LEVELS[state] !== undefined);
  const shown = worth.length > MAX_ANNOTATIONS ? worth.slice(0, MAX_ANNOTATIONS - 1) : worth;
  const [next, ...others] = worth.slice(shown.length);
  return [
    ...shown.map(renderAnnotation),
    ...(next === undefined ? [] : [renderCount(next, others.length + 1)]),
  ].join('\n');
}

function renderAnnotation(finding: Finding): string {
  const title = `${nameCase(finding)}: ${finding.subject}`;
  return renderCommand(finding.state, title, describeFinding(finding));
}

const renderCount = ({ state }: Finding, count: number): string =>
  renderCommand(state, 'tidemark', `and ${count} more: see the table above or the summary of the job`);

function renderCommand(state: FindingState, title: string, message: string): string {
  return `::${LEVELS[state]} title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** The older form of a command, `##[`, counts anywhere in a line: quoteLine breaks it. */
const escapeData = (text: string): string =>
  quoteLine(cutText(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
