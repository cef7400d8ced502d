/** Claims as Markdown: a table for each topic, the totals, and what could not be tested. */
import {
  type ClaimsReport,
  groupByTopic,
  type MeasuredClaim,
  type UntestedClaim,
} from '../../../claims/claims-report.ts';
import {
  explainAnswer,
  groupAnswers,
  groupVerdicts,
  listTotals,
  titleOfTopic,
} from '../../text/claims/claim-lines.ts';
import { codeCell, escapeMarkdown } from '../markdown-text.ts';

/** What stands in the last column of a claim: its name by default. */
type NameClaim = (claim: Pick<MeasuredClaim, 'id' | 'topic' | 'source'>) => string;

const nameOnly: NameClaim = ({ id }) => codeCell(id);

/** The claims that `shown` has, and the totals of `all`. Ends without a newline. */
export function renderClaimsMarkdown(shown: ClaimsReport, all: ClaimsReport = shown): string {
  const topics = [...groupByTopic(shown.claims)].map(([topic, claims]) =>
    renderTopic(topic, claims, shown.nodes, nameOnly),
  );
  return [
    `# Claims about streams and Buffers, on Node ${shown.nodes.join(', ')}`,
    listTotals(all)
      .map((line) => `- ${escapeMarkdown(line)}`)
      .join('\n'),
    ...topics,
    ...renderUntested(shown.notTested, nameOnly),
  ].join('\n\n');
}

/** A heading and a table; `name` is Markdown. */
export function renderTopic(
  topic: string,
  claims: readonly MeasuredClaim[],
  nodes: readonly string[],
  name: NameClaim,
): string {
  const rows = claims.map(
    (claim) =>
      `| ${renderVerdict(claim, nodes)} | ${escapeMarkdown(claim.statement)} | ${renderReading(claim, nodes)} | ${name(claim)} |`,
  );
  return `## ${escapeMarkdown(titleOfTopic(topic))}\n\n| verdict | claim | what was measured | experiment |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
}

/** None if every claim is tested. */
export function renderUntested(claims: readonly UntestedClaim[], name: NameClaim): string[] {
  if (claims.length === 0) return [];
  const rows = claims.map(
    (claim) =>
      `| ${escapeMarkdown(claim.statement)} | ${escapeMarkdown(claim.reason)} | ${name({ ...claim, topic: '' })} |`,
  );
  return [
    `## Not tested\n\n| claim | why no experiment can decide it | name |\n| --- | --- | --- |\n${rows.join('\n')}`,
  ];
}

/** `**true**`, or with the versions of Node of each verdict. */
function renderVerdict(claim: MeasuredClaim, nodes: readonly string[]): string {
  const groups = groupVerdicts(claim, nodes);
  const verdicts = groups.map(([verdict, own]) =>
    groups.length === 1 ? `**${verdict}**` : `**${verdict}** on ${escapeMarkdown(shortenVersions(own))}`,
  );
  return verdicts.join('<br>');
}

/** Of each group of versions, that of the first. */
function renderReading(claim: MeasuredClaim, nodes: readonly string[]): string {
  const groups = groupAnswers(claim, nodes);
  const readings = groups.map(({ nodes: own, answer }) => {
    const why = explainAnswer(answer);
    const parts = [
      ...(why === undefined ? [] : [`*${escapeMarkdown(why)}*`]),
      ...(answer.reading === undefined ? [] : [escapeMarkdown(answer.reading)]),
    ];
    const text = parts.join('; ');
    return groups.length === 1 ? text : `${escapeMarkdown(`Node ${own[0]}`)}: ${text}`;
  });
  return readings.join('<br>') + (claim.isTiming === true ? ' *(time)*' : '');
}

/** `20, 22`: the majors, where that is clear. */
export function shortenVersions(nodes: readonly string[]): string {
  const majors = nodes.map((node) => node.replace(/\..*/, ''));
  return (new Set(majors).size === majors.length ? majors : nodes).join(', ');
}
