/** The watched streams, the claims and the recorded figures of a report as tables. */
import { nameScenario, scenarioKey } from '../../case-key.ts';
import type { CaseResult, Report } from '../../result.ts';
import { findAxes, labelCase, varyingAxes } from '../text/case-label.ts';
import { explainAnswer } from '../text/claims/claim-lines.ts';
import { cutText } from '../text/cut-text.ts';
import { describeFirstCall, LABEL_COLUMNS } from '../text/label-rows.ts';
import { listRecorded } from '../text/recorded-rows.ts';
import { codeCell, escapeMarkdown } from './markdown-text.ts';
import { fold, type Section } from './sections.ts';

/** A few rows are what the reader came for; those of a whole catalogue would hide everything else. */
const SHOWN_ROWS = 20;

/** A row for each label of each case, the worst of a case first. */
export function tabulateLabels({ results }: Pick<Report, 'results'>): Section {
  const heads = LABEL_COLUMNS.map(({ head }) => head.join(' ').trim());
  return fold(
    'Watched streams, the worst first',
    rowsOf(results, ({ labels = [] }) =>
      labels.map((label) => [
        cell(label.label),
        ...LABEL_COLUMNS.map(({ read }) => escapeMarkdown(read(label))),
        cell(describeFirstCall(label) ?? ''),
      ]),
    ),
    [
      `| case | stream | ${heads.join(' | ')} | first call after false |`,
      `| --- | --- | ${heads.map(() => '--:').join(' | ')} | --- |`,
    ].join('\n'),
    SHOWN_ROWS,
  );
}

/** A row for each claim: what its runs show of it. */
export function tabulateClaims({ results }: Pick<Report, 'results'>): Section {
  return fold(
    'Claims',
    rowsOf(results, ({ claim }) => {
      if (claim === undefined) return [];
      const measured = [explainAnswer(claim), claim.reading].filter((part) => part !== undefined).join('; ');
      return [[claim.verdict, claim.statement, measured].map((text) => escapeMarkdown(cutText(text)))];
    }),
    '| case | verdict | claim | what was measured |\n| --- | --- | --- | --- |',
    SHOWN_ROWS,
  );
}

/** A row for each figure that a scenario recorded. */
export function tabulateRecorded({ results }: Pick<Report, 'results'>): Section {
  return fold(
    'Recorded figures',
    rowsOf(results, (result) =>
      listRecorded(result).map(({ name, figure }) => [cell(name), escapeMarkdown(figure)]),
    ),
    '| case | recorded | median |\n| --- | --- | --: |',
  );
}

function rowsOf(
  results: readonly CaseResult[],
  list: (result: CaseResult) => readonly (readonly string[])[],
): string[] {
  const axesOf = findAxes(results, varyingAxes);
  return results.flatMap((result) => {
    const label = labelCase(result, axesOf.get(scenarioKey(result)) ?? []);
    const name = nameScenario(result, results);
    const which = cell(label === '' ? name : `${name} [${label}]`);
    return list(result).map((cells) => `| ${[which, ...cells].join(' | ')} |`);
  });
}

const cell = (text: string): string => codeCell(cutText(text));
