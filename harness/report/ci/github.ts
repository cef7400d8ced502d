/**
 * Annotations for GitHub Actions, as lines of its log. Their syntax and what must be escaped:
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

/** GitHub shows no more annotations per step. */
export const MAX_ANNOTATIONS = 10;

const LEVELS: Readonly<Partial<Record<FindingState, 'error' | 'warning' | 'notice'>>> = {
  error: 'error',
  failed: 'error',
  inconclusive: 'warning',
  warning: 'warning',
  improved: 'notice',
};

/** One line per annotation, the worst first. Empty where there is nothing to annotate. */
export function renderGithub(reported: Reported): string {
  const annotated = sortByState(listFindings(reported)).filter(({ state }) => LEVELS[state] !== undefined);
  const shown = annotated.length > MAX_ANNOTATIONS ? annotated.slice(0, MAX_ANNOTATIONS - 1) : annotated;
  const [next, ...others] = annotated.slice(shown.length);
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
  renderCommand(state, 'tidemark', `and ${count} more: see the table above or the job summary`);

function renderCommand(state: FindingState, title: string, message: string): string {
  return `::${LEVELS[state]} title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** The older form of a command, `##[`, is recognised anywhere in a line: quoteLine breaks it. */
export const escapeData = (text: string): string =>
  quoteLine(cutText(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

export const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
