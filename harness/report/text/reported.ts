import type { ReportComparison } from '../../compare/verdict.ts';
import type { Report } from '../../result.ts';

/** What a reporter renders: a report of `run`, or the comparison of two reports. */
export type Reported =
  | { readonly kind: 'run'; readonly report: Report }
  | {
      readonly kind: 'comparison';
      readonly comparison: ReportComparison;
      /** The report of B, if the expectations of its scenarios count, too. */
      readonly report?: Report;
    };
