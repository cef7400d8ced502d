import type { CaseResult } from '../../../result.ts';
import { describeAnswer } from '../../text/claims/claim-lines.ts';
import { quoteLine } from '../../text/terminal-text.ts';
import { wrapText } from '../../text/wrap-text.ts';
import type { Terminal } from '../open-terminal.ts';

/** What the runs of a case show of its claim, ending with `where`, the label of the case; empty if it has none. */
export function renderCaseClaim(
  { claim }: CaseResult,
  where: string,
  { colors, width }: Pick<Terminal, 'colors' | 'width'>,
): string {
  if (claim === undefined) return '';
  const line = wrapText(`claim: ${quoteLine(describeAnswer(claim))}${where}`, width, '  ');
  return line.replace(claim.verdict, colors.bold(claim.verdict));
}
