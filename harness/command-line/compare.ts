import { UsageError } from '../errors.ts';
import { argument, defineCommand } from './define-command.ts';
import { type ReporterRequest, refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';

/** What `compare` is to do, complete and valid. */
export interface CompareOptions {
  readonly command: 'compare';
  /** Paths or ids. One is the folder of an A/B comparison, or a report whose values are compared. */
  readonly reports: readonly [string] | readonly [string, string];
  /** The values of an axis, and the one that the others are compared with, as it was typed. */
  readonly by: { readonly axis: string; readonly reference: string | undefined } | undefined;
  readonly resultsRoot: string;
  readonly reporters: readonly ReporterRequest[];
  readonly json: boolean;
  readonly verbose: boolean;
  readonly strict: boolean;
}

export const compareCommand = defineCommand({
  usage: 'compare <report> [other]',
  summary: 'compare two reports, or two values of one axis of a report',
  options: {
    report: argument({
      flag: 'report',
      describe: 'A: a report.json, its folder, or an id under results/',
      takes: 'report',
    }),
    other: argument({ flag: 'other', describe: 'B, which is compared with A', takes: 'report' }),
    axis: shared.axis([{ flag: 'reporter' }]),
    reference: shared.reference,
    reporters: shared.reporters,
    json: shared.json('the comparison'),
    resultsRoot: shared.resultsRoot,
    verbose: shared.verbose('every scenario, those without a change as well'),
    strict: shared.strict('if the verdict is inconclusive'),
  },
  examples: [
    ['$0 compare before/report.json after/report.json', 'what changed, and whether it is worse'],
    ['$0 compare 2026-01-02T03-04-05-abcd --by allocation', 'one value against the others'],
  ],
  epilogue:
    'Exit codes: 0 no regression · 1 a regression · 2 usage, or a report that cannot be read · 4 not comparable, or nothing to judge · 5 inconclusive (--strict) · 70 a bug in tidemark',
  resolve: ({ report = '', other, axis, reference, ...output }): CompareOptions => {
    if (axis !== undefined && other !== undefined) {
      throw new UsageError('--by compares the values of an axis within one report', {
        hint: 'give one report, or leave --by out',
      });
    }
    const by = shared.resolveAxis(axis, reference);
    if (axis !== undefined && output.reporters.length > 0) {
      throw new UsageError('--reporter reports a comparison of two reports', {
        hint: 'leave --by out, or use --json',
      });
    }
    refuseSharedStdout(output.reporters, output.json);
    return {
      command: 'compare',
      reports: other === undefined ? [report] : [report, other],
      by,
      ...output,
    };
  },
});
