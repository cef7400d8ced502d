/** The claims of the report: what is said, the verdict on each Node, what was measured, and who says so. */
import { type ClaimSources, type MeasuredClaim, makeClaimsReport } from '../../../claims/claims-report.ts';
import type { Report } from '../../../result.ts';
import { describeTotal, explainAnswer, groupAnswers } from '../../text/claims/claim-lines.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { type Cell, renderTable } from '../table.ts';

/** Nothing if the report has none. */
export function renderClaims(report: Report, sources: ClaimSources): Markup {
  const nodes = report.environment.nodes.map(({ node }) => node);
  const { platform, arch } = report.environment;
  const described = { tool: report.tool, platform, arch, repeats: 1, nodes, notTested: [] };
  const { claims } = makeClaimsReport(described, report.results, () => '');
  if (claims.length === 0) return NOTHING;
  const columns = [
    { head: 'claim' },
    ...nodes.map((node) => ({ head: `Node ${node}` })),
    { head: 'what was measured' },
    { head: 'source' },
  ];
  const rows = claims.map((claim): Cell[] => [
    html`${claim.statement}<br><small>${claim.id}${claim.isTiming === true ? ' (time)' : ''}</small>`,
    ...nodes.map((node) => claim.answers[node]?.verdict ?? '–'),
    renderReadings(claim, nodes),
    claim.source.map((key) => nameSource(key, sources)).join('; '),
  ]);
  const totals = nodes.map((node) => html`<li>Node ${node}: ${describeTotal(claims, node)}</li>`);
  return html`<section id="claims"><h2>Claims</h2><ul>${totals}</ul>${renderTable('Every claim', columns, rows)}</section>`;
}

/** Of each group of versions, what was measured on the first. */
function renderReadings(claim: MeasuredClaim, nodes: readonly string[]): Markup {
  const groups = groupAnswers(claim, nodes);
  return html`${groups.map(({ nodes: own, answer }, index) => {
    const parts = [explainAnswer(answer), answer.reading].filter((part) => part !== undefined);
    const where = groups.length === 1 ? '' : `Node ${own[0]}: `;
    return html`${index > 0 ? html`<br>` : undefined}${where}${parts.join('; ')}`;
  })}`;
}

const nameSource = (key: string, sources: ClaimSources): string =>
  (Object.hasOwn(sources, key) ? sources[key]?.title : undefined) ?? key;
