/**
 * Annotations for GitHub Actions, as lines of its log. Their syntax and what must be escaped:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, and `escapeData` and
 * `escapeProperty` of https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */

import { type Culprit, fails, listCulprits } from '../text/answer/culprits.ts';
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

/** A path of the project as the repository has it, with `/`. */
type PathInRepository = (file: string) => string;

interface Annotation {
  readonly state: FindingState;
  readonly title: string;
  readonly message: string;
  readonly place?: string;
}

/**
 * One line per annotation, the worst first: one for each case that failed, and one for each other finding. Empty where
 * there is nothing to annotate.
 */
export function renderGithub(reported: Reported, pathInRepository: PathInRepository = String): string {
  const all = sortByState(listFindings(reported));
  const findings = all.filter(({ state }) => LEVELS[state] !== undefined);
  const annotations = [
    ...listCulprits(reported, all).map((culprit) => annotateCulprit(culprit, pathInRepository)),
    ...findings.filter((finding) => !fails(finding)).map(annotateFinding),
  ];
  const shown =
    annotations.length > MAX_ANNOTATIONS ? annotations.slice(0, MAX_ANNOTATIONS - 1) : annotations;
  const [next, ...others] = annotations.slice(shown.length);
  return [
    ...shown.map(renderAnnotation),
    ...(next === undefined ? [] : [renderCount(next, others.length + 1)]),
  ].join('\n');
}

/** At the line that wrote after false, or at the scenario of the project. */
function annotateCulprit(
  { name, worse, where, command, site, file }: Culprit,
  path: PathInRepository,
): Annotation {
  const lines = [
    worse.join('; '),
    ...(where === undefined ? [] : [where]),
    ...(command === undefined ? [] : [`shown by: ${command}`]),
  ];
  const place =
    file === undefined
      ? ''
      : site === undefined
        ? `file=${escapeProperty(path(file))},`
        : `file=${escapeProperty(path(site.file))},line=${site.line},`;
  return { state: 'failed', title: name, message: lines.join('. '), place };
}

const annotateFinding = (finding: Finding): Annotation => ({
  state: finding.state,
  title: `${nameCase(finding)}: ${finding.subject}`,
  message: describeFinding(finding),
});

const renderAnnotation = ({ state, title, message, place = '' }: Annotation): string =>
  `::${LEVELS[state]} ${place}title=${escapeProperty(title)}::${escapeData(message)}`;

const renderCount = ({ state }: Annotation, count: number): string =>
  renderAnnotation({
    state,
    title: 'tidemark',
    message: `and ${count} more: see the table above or the job summary`,
  });

/** The older form of a command, `##[`, is recognised anywhere in a line: quoteLine breaks it. */
export const escapeData = (text: string): string =>
  quoteLine(cutText(text)).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

export const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
