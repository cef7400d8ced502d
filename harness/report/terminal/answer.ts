/** The end of every command: the verdict, and the cases that failed, worst first, each with the command that shows it. */
import { isGated } from '../../compare/verdict.ts';
import { countAll, describeReference } from '../text/answer/case-counts.ts';
import { type Culprit, listCulprits } from '../text/answer/culprits.ts';
import { listLargeDifferences } from '../text/answer/large-differences.ts';
import { type Finding, listFindings, nameCase } from '../text/findings.ts';
import { nameVerdict } from '../text/headline.ts';
import type { Reported } from '../text/reported.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import { paintWords } from './paint-verdict.ts';
import type { TerminalStyle } from './scenario-report.ts';

/** With three lines each and the verdict, all of it is in the last ten lines. */
const MAX_CULPRITS = 3;
const MAX_NAMES = 8;
const MAX_LARGE = 3;
const MAX_INCONCLUSIVE = 2;

/** Ends without a newline. */
export function renderAnswer(reported: Reported, style: TerminalStyle): string {
  const findings = listFindings(reported);
  const culprits = listCulprits(reported, findings).filter(({ command }) => command !== undefined);
  const shown = culprits.length > MAX_CULPRITS ? culprits.slice(0, MAX_CULPRITS - 1) : culprits;
  return [
    ...renderLarge(reported, findings, style),
    renderHeadline(reported, findings, style),
    ...shown.flatMap((culprit) => renderCulprit(culprit, style)),
    ...renderOthers(culprits.slice(shown.length), style),
    ...(culprits.length === 0 ? renderInconclusive(findings, style) : []),
  ].join('\n');
}

function renderHeadline(
  reported: Reported,
  findings: readonly Finding[],
  { width, colors }: TerminalStyle,
): string {
  const verdict = nameVerdict(reported, findings);
  const reference =
    reported.kind === 'run' ? '' : `, compared with ${quoteLine(describeReference(reported.comparison))}`;
  const line = `verdict: ${verdict}${reference}: ${countAll(findings)}`;
  return wrapText(line, width, '  ').replace(verdict, colors.bold(paintWords(verdict, colors)));
}

function renderCulprit(
  { name, worse, tellingCount, where, command }: Culprit,
  { width, colors }: TerminalStyle,
): string[] {
  const first = worse.slice(0, tellingCount).join('; ');
  const others = worse.slice(tellingCount);
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  return [
    colors.red(wrapText(`✗ ${quoteLine(name)}: ${quoteLine(first)}${more}`, width, '  ')),
    ...(where === undefined ? [] : [wrapText(`  ${quoteLine(where)}`, width, '    ')]),
    // A command that is broken over two lines cannot be copied.
    ...(command === undefined ? [] : [`  ${quoteLine(command)}`]),
  ];
}

/** Those whose lines would not fit are named. */
function renderOthers(others: readonly Culprit[], { width, colors }: TerminalStyle): string[] {
  if (others.length === 0) return [];
  const names = others.slice(0, MAX_NAMES).map(({ name }) => quoteLine(name));
  const rest = others.length > names.length ? `, and ${others.length - names.length} more` : '';
  return [colors.red(wrapText(`✗ ${others.length} more failed: ${names.join(', ')}${rest}`, width, '  '))];
}

/** What kept a verdict from being reached, where nothing failed. */
function renderInconclusive(findings: readonly Finding[], { width, colors }: TerminalStyle): string[] {
  const all = findings.filter(
    ({ state, compared }) => state === 'inconclusive' && (compared === undefined || isGated(compared)),
  );
  const shown = all.slice(0, MAX_INCONCLUSIVE);
  const rest = all.length - shown.length;
  return [
    ...shown.map((finding) => {
      const line = `? ${nameCase(finding)}: ${finding.subject}: ${finding.reason}`;
      return colors.yellow(wrapText(quoteLine(line), width, '  '));
    }),
    ...(rest === 0 ? [] : [colors.yellow(`? and ${rest} more inconclusive`)]),
  ];
}

function renderLarge(
  reported: Reported,
  findings: readonly Finding[],
  { width, colors }: TerminalStyle,
): string[] {
  const all = listLargeDifferences(reported, findings);
  const shown = all.slice(0, MAX_LARGE);
  const rest = all.length - shown.length;
  return [
    ...shown.map((line) => colors.yellow(wrapText(`! ${quoteLine(line)}`, width, '  '))),
    ...(rest === 0 ? [] : [colors.yellow(`! and ${rest} more differences as large: --verbose shows all`)]),
  ];
}
