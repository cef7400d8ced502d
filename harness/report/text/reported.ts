import type { ReportComparison } from '../../compare/verdict.ts';
import type { Report } from '../../result.ts';

/** What a reporter renders: a report of `run`, or the comparison of two reports. */
export type Reported =
  | { readonly kind: 'run'; readonly report: Report }
  | {
      readonly kind: 'comparison';
      /** `compare` judges the differences alone; the others have just measured B, so its expectations count as well. */
      readonly by: 'ab' | 'check' | 'compare';
      readonly comparison: ReportComparison;
      /** The report of B. */
      readonly report?: Report;
    };
