/** The claims of the report: what is said, the verdict on each Node, what was measured, and who says so. */
import {
  type ClaimSources,
  type ClaimsReport,
  groupByTopic,
  listChanged,
  type MeasuredClaim,
  makeClaimsReport,
} from '../../../claims/claims-report.ts';
import type { Report } from '../../../result.ts';
import { describeTotal, explainAnswer, groupAnswers, titleOfTopic } from '../../text/claims/claim-lines.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { renderSentences } from '../table.ts';

export interface ClaimNames {
  /** Where claims are from, by the key that they give; by default, they are shown by that. */
  readonly sources?: ClaimSources;
  /** The topic of each claim, by its id: a claim without one is the user's own. */
  readonly topics?: ReadonlyMap<string, string>;
}

/** `151 claims on 4 versions of Node, of which 13 differ between them` */
export function countClaimsOf(report: Report): string {
  const { claims, nodes } = describeClaims(report, () => '');
  const count = claims.length === 1 ? '1 claim' : `${claims.length} claims`;
  if (nodes.length === 1) return `${count} on Node ${nodes[0]}`;
  const changed = listChanged(claims).length;
  return `${count} on ${nodes.length} versions of Node, of which ${changed} ${changed === 1 ? 'differs' : 'differ'} between them`;
}

function describeClaims(report: Report, topicOf: (id: string) => string): ClaimsReport {
  const nodes = report.environment.nodes.map(({ node }) => node);
  const { platform, arch } = report.environment;
  const described = { tool: report.tool, platform, arch, repeats: 1, nodes, notTested: [] };
  return makeClaimsReport(described, report.results, topicOf);
}

/** A table for each topic. Nothing if the report has no claim. */
export function renderClaims(report: Report, { sources = {}, topics = new Map() }: ClaimNames): Markup {
  const { claims, nodes } = describeClaims(report, (id) => topics.get(id) ?? '');
  if (claims.length === 0) return NOTHING;
  const columns = [
    { head: 'claim' },
    ...nodes.map((node) => ({ head: `Node ${node}` })),
    { head: 'what was measured' },
    { head: 'source' },
  ];
  const listRow = (claim: MeasuredClaim): (string | Markup)[] => [
    html`${claim.statement}<br><small>${claim.id}${claim.isTiming === true ? ' (time)' : ''}</small>`,
    ...nodes.map((node) => claim.answers[node]?.verdict ?? '–'),
    renderReadings(claim, nodes),
    claim.source.map((key) => nameSource(key, sources)).join('; '),
  ];
  const tables = [...groupByTopic(claims)].map(([topic, own]) =>
    renderSentences(`Claims: ${topic === '' ? 'your own' : titleOfTopic(topic)}`, columns, own.map(listRow)),
  );
  const totals = nodes.map((node) => html`<li>Node ${node}: ${describeTotal(claims, node)}</li>`);
  return html`<section id="claims"><h2>Claims</h2><ul>${totals}</ul>${tables}</section>`;
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
