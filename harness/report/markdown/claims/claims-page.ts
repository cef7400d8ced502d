/** The page of claims, scenarios/claims/README.md: what is said, whether it is so, and how that was measured. Pure. */
import {
  CLAIM_VERDICTS,
  type ClaimSources,
  type ClaimsReport,
  countVerdicts,
  groupByTopic,
  listChanged,
  type MeasuredClaim,
} from '../../../claims/claims-report.ts';
import { groupVerdicts } from '../../text/claims/claim-lines.ts';
import { codeSpan, escapeMarkdown } from '../markdown-text.ts';
import { renderTopic, renderUntested, shortenVersions } from './claims-markdown.ts';

/** Ends with a newline. */
export function renderClaimsPage(report: ClaimsReport, sources: ClaimSources): string {
  const { claims, nodes, notTested } = report;
  const keys = Object.keys(sources);
  const nameSources = ({ source }: Pick<MeasuredClaim, 'source'>): string =>
    source.map((key) => `[${keys.indexOf(key) + 1}](#sources)`).join(', ');
  const name = (claim: Pick<MeasuredClaim, 'id' | 'topic' | 'source'>): string =>
    `[${escapeMarkdown(claim.id)}](${claim.topic}/${claim.id}.ts) ${nameSources(claim)}`;
  const nameUntested = (claim: Pick<MeasuredClaim, 'id' | 'source'>): string =>
    `${escapeMarkdown(claim.id)} ${nameSources(claim)}`;
  return `${[
    '# What is true of streams and Buffers in Node.js',
    INTRODUCTION,
    renderTotals(report),
    ...renderChanged(listChanged(claims), nodes),
    READING,
    ...[...groupByTopic(claims)].map(([topic, ofTopic]) => renderTopic(topic, ofTopic, nodes, name)),
    ...renderUntested(notTested, nameUntested),
    renderSources(sources),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `Articles about Node contradict Node, and each other. Here are sentences that they teach, each with an experiment that
counts or measures what Node does, and a verdict that follows from its readings by a rule. No verdict is written down in
an experiment, and none looks at the version of Node: on another Node, or after a change of Node, it comes out as it is.

See for yourself, on your Node:

\`\`\`sh
npx tidemark claims --topic drain
npx tidemark claims --id drain-when-below-hwm --explain
\`\`\``;

const READING = `## How to read the tables

A claim is **true**, **false**, or **partly** true: then the condition is given under which it is. One whose two runs
differ, or in which a measured time or amount of memory is within 10 % of the edge of its rule, is **uncertain**. It is
**not tested** on a Node or a system that cannot show it. Claims marked *(time)* compare times, which a busy machine may
change; all others are decided by counting, or by amounts of memory that are far apart. What was measured is quoted from
the runs of the first version that is named. Each name leads to the experiment, and each number to the
[source](#sources).`;

function renderTotals({ claims, nodes, notTested }: ClaimsReport): string {
  const verdicts = CLAIM_VERDICTS.filter((verdict) =>
    nodes.some((node) => countVerdicts(claims, node)[verdict] !== undefined),
  );
  const rows = nodes.map((node) => {
    const counts = countVerdicts(claims, node);
    return `| ${escapeMarkdown(`Node ${node}`)} | ${verdicts.map((verdict) => counts[verdict] ?? 0).join(' | ')} |`;
  });
  const head = `| on | ${verdicts.join(' | ')} |\n| --- | ${verdicts.map(() => '---').join(' | ')} |`;
  const untested =
    notTested.length === 0
      ? ''
      : ` ${notTested.length === 1 ? 'One more is' : `${notTested.length} more are`} [not tested](#not-tested): no experiment can decide ${notTested.length === 1 ? 'it' : 'them'}.`;
  return `${claims.length} claims are tested.${untested}\n\n${head}\n${rows.join('\n')}`;
}

function renderChanged(changed: readonly MeasuredClaim[], nodes: readonly string[]): string[] {
  if (changed.length === 0) return [];
  const lines = changed.map((claim) => {
    const { statement, id, topic } = claim;
    const verdicts = groupVerdicts(claim, nodes).map(
      ([verdict, own]) => `${verdict} on Node ${shortenVersions(own)}`,
    );
    return `- ${escapeMarkdown(statement)} ${verdicts.join(', ')} ([${escapeMarkdown(id)}](${topic}/${id}.ts))`;
  });
  return [`## What differs between versions\n\n${lines.join('\n')}`];
}

/** A numbered list: GitHub makes an anchor of its heading. */
function renderSources(sources: ClaimSources): string {
  const lines = Object.values(sources).map(({ title, author, address, summary }, index) => {
    const by = author === undefined ? '' : `, by ${escapeMarkdown(author)}`;
    const at = address === undefined ? '' : ` (${codeSpan(address)})`;
    return `${index + 1}. *${escapeMarkdown(title)}*${by}${at}. ${escapeMarkdown(summary)}`;
  });
  return `## Sources\n\nThe statements are in our words. Where no author is named, the text does not name one.\n\n${lines.join('\n')}`;
}
