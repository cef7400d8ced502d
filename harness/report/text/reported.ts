import type { ReportComparison } from '../../compare/verdict.ts';
import type { Report } from '../../result.ts';

/** What a reporter turns into text: a report of `run`, or what was found between two reports. */
export type Reported =
  | { readonly kind: 'run'; readonly report: Report }
  | {
      readonly kind: 'comparison';
      readonly comparison: ReportComparison;
      /** Of B, where it counts as well what its scenarios expect. */
      readonly report?: Report;
    };
