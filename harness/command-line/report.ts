import { UsageError } from '../errors.ts';
import { aPath, argument, defineCommand, toggle, word } from './define-command.ts';
import * as shared from './shared-options.ts';

/** What `report` is to do, complete and valid. */
export interface ReportOptions {
  readonly command: 'report';
  /** Paths or ids. Two are compared, and so are the sides of the folder of an A/B comparison. */
  readonly reports: readonly [string] | readonly [string, string];
  /** In the folder of the report if it is not given. */
  readonly out: string | undefined;
  /** Where a trace is written as well. */
  readonly trace: string | undefined;
  readonly opens: boolean;
  /** The values of an axis, and the one that the others are compared with, as it was typed. */
  readonly by: { readonly axis: string; readonly reference: string | undefined } | undefined;
  /** Only the cases whose name contains it. */
  readonly caseText: string | undefined;
  readonly resultsRoot: string;
}

export const reportCommand = defineCommand({
  usage: 'report <report> [other]',
  summary:
    'write a page that shows a report, or compares two: one HTML file that loads nothing; output of node:bench is printed',
  options: {
    report: argument({
      flag: 'report',
      describe: 'a report.json, its folder, or an id under results/',
      takes: 'report',
    }),
    other: argument({ flag: 'other', describe: 'B, which is compared with A', takes: 'report' }),
    axis: shared.axis(),
    reference: shared.reference,
    caseText: word({
      flag: 'case',
      describe: 'show only the cases whose name contains this text, such as "sink file"',
      isOnlyTyped: true,
      parse: (text, option) => {
        if (text.trim() !== '') return text;
        throw new UsageError(`${option} is empty`, { hint: 'give a part of a name, or leave it out' });
      },
    }),
    out: word({
      flag: 'out',
      group: shared.OUTPUT,
      describe: 'file to write',
      defaultText: 'report.html in the folder of the report; compare.html in that of B',
      takes: 'path',
      isOnlyTyped: true,
      parse: aPath,
    }),
    trace: word({
      flag: 'trace',
      group: shared.OUTPUT,
      describe: 'write samples, collections and runs to this file as well, for ui.perfetto.dev',
      takes: 'path',
      isOnlyTyped: true,
      parse: aPath,
    }),
    opens: toggle({
      flag: 'open',
      group: shared.OUTPUT,
      describe: 'open the page in the browser',
      isOnlyTyped: true,
    }),
    resultsRoot: shared.resultsRoot,
  },
  examples: [
    ['$0 report 2026-01-02T03-04-05-abcd --open', 'look at what an invocation measured'],
    ['$0 report 2026-01-02T03-04-05-abcd --by allocation', 'with its values over each other'],
    ['$0 report before/report.json after/report.json', 'what changed, over each other'],
    ['$0 report results/baselines/main.json --out main.html', 'the page of a baseline'],
    ['$0 report out.ndjson', 'the times that node:bench measured, printed'],
  ],
  epilogue:
    'Exit codes: 0 written · 2 usage, or a report that cannot be read · 6 the page could not be written · 70 a bug in tidemark',
  resolve: ({ report = '', other, axis, reference, ...options }): ReportOptions => {
    if (axis !== undefined && other !== undefined) {
      throw new UsageError('--by compares the values of an axis within one report', {
        hint: 'give one report, or leave --by out',
      });
    }
    if (options.trace !== undefined && other !== undefined)
      throw new UsageError('--trace writes the runs of one report', { hint: 'give one report' });
    if (options.caseText !== undefined && other !== undefined)
      throw new UsageError('--case chooses cases of one report', {
        hint: 'give one report, or leave --case out',
      });
    const reports = other === undefined ? ([report] as const) : ([report, other] as const);
    return { command: 'report', reports, by: shared.resolveAxis(axis, reference), ...options };
  },
});
