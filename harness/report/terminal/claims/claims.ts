/** Renders claims by topic, and their totals. */
import type { ClaimAnswer, ClaimAnswerVerdict } from '../../../claims/claim.ts';
import {
  type ClaimsReport,
  groupByTopic,
  isDecided,
  listChanged,
  type MeasuredClaim,
  type UntestedClaim,
} from '../../../claims/claims-report.ts';
import { type AnswerGroup, explainAnswer, groupAnswers, listTotals } from '../../text/claims/claim-lines.ts';
import type { Colors } from '../../text/colors.ts';
import { quoteLine } from '../../text/terminal-text.ts';
import { wrapText } from '../../text/wrap-text.ts';
import type { TerminalStyle } from '../scenario-report.ts';

/** As wide as the longest verdict, and two spaces. */
const VERDICT_WIDTH = 'not measured'.length + 2;
const MARGIN = ' '.repeat(2);
const INDENT = MARGIN + ' '.repeat(VERDICT_WIDTH);

const DIFFERS = 'differs';

/** Shows the claims that `shown` has, and the totals of `all`. Ends without a newline. */
export function renderClaims(shown: ClaimsReport, all: ClaimsReport, style: TerminalStyle): string {
  const topics = [...groupByTopic(shown.claims)].map(
    ([topic, claims]) =>
      `${style.colors.bold(quoteLine(topic))}\n\n${claims.map((claim) => renderClaim(claim, shown.nodes, style)).join('\n\n')}`,
  );
  const untested = shown.notTested.map((claim) => renderUntested(claim, style));
  const totals = listTotals(all).map((line) => wrapText(quoteLine(line), style.width, MARGIN));
  const isNothingShown = all.claims.length > 0 && shown.claims.length + shown.notTested.length === 0;
  return [
    ...topics,
    ...(untested.length > 0 ? [`${style.colors.bold('not tested')}\n\n${untested.join('\n')}`] : []),
    totals.join('\n'),
    ...(isNothingShown ? ['no claim is shown: none matches --verdict and --changed'] : []),
  ].join('\n\n');
}

function renderClaim(claim: MeasuredClaim, nodes: readonly string[], style: TerminalStyle): string {
  const groups = groupAnswers(claim, nodes);
  const [first] = groups;
  const heading = renderHeading(nameVerdict(claim, groups), claim.statement, style);
  const lines =
    groups.length === 1 && first !== undefined
      ? listAnswerLines(first.answer, style)
      : groups.map((group) => renderGroup(group, style));
  return [heading, ...lines, renderId(claim, style)].join('\n');
}

/** `differs` only if two versions of Node decide it differently: one that has no verdict contradicts nothing. */
function nameVerdict(
  claim: MeasuredClaim,
  groups: readonly AnswerGroup[],
): ClaimAnswerVerdict | typeof DIFFERS {
  if (listChanged([claim]).length > 0) return DIFFERS;
  const verdicts = groups.map(({ answer }) => answer.verdict);
  return verdicts.find(isDecided) ?? verdicts[0] ?? 'not measured';
}

/** The id is what `--id` takes. */
const renderId = ({ id, isTiming }: MeasuredClaim, { colors }: TerminalStyle): string =>
  INDENT + colors.dim(`${quoteLine(id)}${isTiming === true ? ' (time)' : ''}`);

function renderHeading(verdict: ClaimAnswerVerdict | typeof DIFFERS, text: string, style: TerminalStyle) {
  const { colors, width } = style;
  const line = wrapText(`${MARGIN}${verdict.padEnd(VERDICT_WIDTH)}${quoteLine(text)}`, width, INDENT);
  return line.replace(verdict, paintVerdict(verdict, colors));
}

/** Not red and green: that a claim is false is not a failure. */
export function paintVerdict(verdict: ClaimAnswerVerdict | typeof DIFFERS, colors: Colors): string {
  switch (verdict) {
    case 'true':
      return colors.green(verdict);
    case 'uncertain':
    case 'differs':
      return colors.yellow(verdict);
    case 'not measured':
      return colors.red(verdict);
    case 'not tested':
      return colors.dim(verdict);
    default:
      return colors.cyan(verdict);
  }
}

function listAnswerLines(answer: ClaimAnswer, style: TerminalStyle): string[] {
  return [explainAnswer(answer), answer.reading]
    .filter((line) => line !== undefined)
    .map((line) => wrapText(INDENT + quoteLine(line), style.width, INDENT));
}

/** `20.20.2, 22.23.3: true: a slab is 8 KiB` */
function renderGroup({ nodes, answer }: AnswerGroup, { colors, width }: TerminalStyle): string {
  const parts = [answer.verdict, explainAnswer(answer), answer.reading].filter((part) => part !== undefined);
  const text = `${nodes.join(', ')}: ${parts.join('; ')}`;
  const line = wrapText(INDENT + quoteLine(text), width, INDENT + MARGIN);
  return line.replace(`: ${answer.verdict}`, `: ${paintVerdict(answer.verdict, colors)}`);
}

function renderUntested({ id, statement, reason }: UntestedClaim, { colors, width }: TerminalStyle): string {
  return [
    wrapText(MARGIN + quoteLine(statement), width, MARGIN),
    wrapText(MARGIN + MARGIN + quoteLine(reason), width, MARGIN + MARGIN),
    MARGIN + MARGIN + colors.dim(quoteLine(id)),
  ].join('\n');
}
