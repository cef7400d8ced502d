/** Renders what a reader of a comparison needs in addition to the figures: failed expectations, failed runs, and warnings. */
import type { CaseResult, Report } from '../../result.ts';
import type { Sides } from '../../sides.ts';
import { labelCase, varyingAxes } from '../text/case-label.ts';
import { renderFailures, renderWarnings, type TerminalStyle } from './scenario-report.ts';

/** Empty if there is none of these. Ends without a newline. */
export function renderVariantWarnings({ a, b }: Sides<Report>, style: TerminalStyle): string {
  const results = [...a.results, ...b.results];
  const axes = varyingAxes(results);
  const fail = (side: 'A' | 'B') => (result: CaseResult) =>
    renderFailures(result, ` [${[side, labelCase(result, axes)].filter(Boolean).join(', ')}]`, style);
  const failures = [...a.results.flatMap(fail('A')), ...b.results.flatMap(fail('B'))];
  return [failures.join('\n'), renderWarnings(results, axes, style)]
    .filter((part) => part !== '')
    .join('\n\n');
}
