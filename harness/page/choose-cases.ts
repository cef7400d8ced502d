import { UsageError } from '../errors.ts';
import { listShownCases, nameShown } from '../report/html/page-parts.ts';
import type { Report } from '../result.ts';

/** A report of the cases whose name contains the text, as the filter of the page chooses them. */
export function chooseCases(report: Report, text: string): Report {
  const words = (one: string): string => one.toLowerCase().replace(/\s+/g, ' ').trim();
  const cases = listShownCases(report).filter((one) => words(nameShown(one)).includes(words(text)));
  if (cases.length > 0) return { ...report, results: cases.map(({ result }) => result) };
  const names = listShownCases(report).slice(0, MAX_NAMED).map(nameShown);
  throw new UsageError(`no case of the report has a name that contains ${text}`, {
    hint: `its cases: ${names.join('; ')}${report.results.length > names.length ? '; …' : ''}`,
  });
}

const MAX_NAMED = 5;
