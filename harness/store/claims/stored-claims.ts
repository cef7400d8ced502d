/** The claims as they were measured last, one file for each version of Node: results/claims/. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { claimsReportSchema } from '../../claims/claim-schema.ts';
import { type ClaimsReport, joinClaimsReports } from '../../claims/claims-report.ts';
import { ResultsError, UsageError } from '../../errors.ts';
import { parseBoundedJson, readBoundedText } from '../../files/bounded-file.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { writeWhole } from '../whole-file.ts';

/** Within the results folder. */
const CLAIMS = 'claims';
const DAMAGED = 'measure it again with `tidemark claims --node VERSION`, or remove it';

/** Renders the claims of one version of Node for people to read. */
type RenderMarkdown = (report: ClaimsReport) => string;

/** Writes JSON and Markdown for each version that was measured, each file completely or not at all. Returns their folder. */
export function storeClaims(
  resultsRoot: string,
  report: ClaimsReport,
  renderMarkdown: RenderMarkdown,
): string {
  const folder = join(resultsRoot, CLAIMS);
  for (const node of report.nodes) {
    const own = selectNode(report, node);
    const path = join(folder, `node-${node}`);
    try {
      makeFolders(folder);
      writeWhole(`${path}.json`, `${JSON.stringify(own, null, 1)}\n`);
      writeWhole(`${path}.md`, `${renderMarkdown(own)}\n`);
    } catch (error) {
      throw new ResultsError(path, error);
    }
  }
  return folder;
}

/** What is stored of all versions of Node, as one report; undefined if nothing is. */
export function readStoredClaims(resultsRoot: string): ClaimsReport | undefined {
  const folder = join(resultsRoot, CLAIMS);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const [first, ...others] = names.sort().map((name) => readClaims(join(folder, name)));
  return first === undefined ? undefined : joinClaimsReports([first, ...others]);
}

function readClaims(path: string): ClaimsReport {
  const remedies = {
    where: 'give the folder of results that `tidemark claims` has written',
    damaged: DAMAGED,
  };
  const parsed = claimsReportSchema.safeParse(
    parseBoundedJson(path, readBoundedText(path, remedies), remedies),
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(
    `${path} is not valid: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`,
    { hint: DAMAGED },
  );
}

/** The same claims with the answers of one Node only. */
const selectNode = (report: ClaimsReport, node: string): ClaimsReport => ({
  ...report,
  nodes: [node],
  claims: report.claims.flatMap((claim) => {
    const answer = claim.answers[node];
    return answer === undefined ? [] : [{ ...claim, answers: { [node]: answer } }];
  }),
});
