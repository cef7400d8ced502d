/** A line for each watched stream, each recorded figure and each claim of a report: for formats without a table of their own. */
import { nameScenario, scenarioKey } from '../../case-key.ts';
import type { LabelResult, Report } from '../../result.ts';
import { findAxes, labelSentence, varyingAxes } from './case-label.ts';
import { describeAnswer } from './claims/claim-lines.ts';
import { MISSING } from './comparison-figures.ts';
import { describeFirstCall, LABEL_COLUMNS } from './label-rows.ts';
import { listRecorded } from './recorded-rows.ts';

/** By the name of the scenario as it is shown; the worst label first. Not escaped. */
export function listFigureLines({ results }: Pick<Report, 'results'>): Map<string, string[]> {
  const axesOf = findAxes(results, varyingAxes);
  const lines = new Map<string, string[]>();
  for (const result of results) {
    const where = labelSentence(result, axesOf.get(scenarioKey(result)) ?? []);
    const own = [
      ...(result.labels ?? []).map((label) => `stream ${describeLabel(label)}${where}`),
      ...listRecorded(result).map(({ name, figure }) => `recorded ${name}: ${figure}${where}`),
      ...(result.claim === undefined
        ? []
        : [`claim: ${result.claim.statement} ${describeAnswer(result.claim)}${where}`]),
    ];
    const name = nameScenario(result, results);
    if (own.length > 0) lines.set(name, [...(lines.get(name) ?? []), ...own]);
  }
  return lines;
}

/** `enrich: peak buffered 16 MiB, highWaterMark 32 KiB, …; first call after false: parse.ts:42:9 → enrich.write()`. */
function describeLabel(label: LabelResult): string {
  const figures = LABEL_COLUMNS.map(({ head, read }) => [head.join(' ').trim(), read(label)])
    .filter(([, figure]) => figure !== MISSING)
    .map((pair) => pair.join(' '))
    .join(', ');
  const call = describeFirstCall(label);
  return `${label.label}: ${figures}${call === undefined ? '' : `; first call after false: ${call}`}`;
}
