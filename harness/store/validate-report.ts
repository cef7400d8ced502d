import { reportFrameSchema, resultFrameSchema } from '../report-schema.ts';
import type { Report } from '../result.ts';
import { runSchema } from '../run-schema.ts';

/**
 * Throws an Error if `compare` would refuse the report: it names the first figure that is wrong. Each run is validated by
 * itself, so that a long report is not copied as a whole.
 */
export function validateReport(report: Report): void {
  refuse(reportFrameSchema.safeParse(report), []);
  for (const [index, result] of report.results.entries()) {
    refuse(resultFrameSchema.safeParse(result), ['results', index]);
    for (const [number, run] of result.runs.entries())
      refuse(runSchema.safeParse(run), ['results', index, 'runs', number]);
  }
}

interface Parsed {
  readonly error?: {
    readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
  };
}

function refuse({ error }: Parsed, below: readonly PropertyKey[]): void {
  const issue = error?.issues[0];
  if (issue === undefined) return;
  const where = [...below, ...issue.path].map(String).join('.');
  throw new Error(`the report would not be valid: ${where}: ${issue.message}`);
}
