/** The answers of `claims`, in the formats of CI services. */
import type { ClaimsReport, MeasuredClaim } from '../../claims/claims-report.ts';
import type { ClaimReporterName, ClaimsOptions } from '../../command-line/claims.ts';
import { renderClaimsMarkdown } from '../markdown/claims/claims-markdown.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { listTotals } from '../text/claims/claim-lines.ts';
import { cutText } from '../text/cut-text.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { escapeData, escapeProperty } from './github.ts';
import { renderJsonText } from './json-text.ts';
import { writeRendered } from './write-reports.ts';

const RENDER: Readonly<Record<ClaimReporterName, (shown: ClaimsReport, all: ClaimsReport) => string>> = {
  github: (_shown, all) => renderNotices(all),
  markdown: renderClaimsMarkdown,
  json: renderJsonText,
};

export const writeClaimsReports = (
  { reporters }: Pick<ClaimsOptions, 'reporters'>,
  { shown, all }: { readonly shown: ClaimsReport; readonly all: ClaimsReport },
  terminal: Pick<Terminal, 'print' | 'printCommands' | 'say'>,
): void => writeRendered(reporters, (name) => RENDER[name](shown, all), terminal);

/** A notice with the totals, and a warning for each claim without a verdict. */
function renderNotices(report: ClaimsReport): string {
  const totals = renderCommand('notice', 'tidemark claims', listTotals(report).join('; '));
  return [totals, ...report.claims.flatMap(renderWarnings)].join('\n');
}

const renderWarnings = ({ id, answers }: MeasuredClaim): string[] =>
  Object.entries(answers).flatMap(([node, { verdict, why }]) =>
    why === undefined
      ? []
      : [renderCommand('warning', `tidemark claims: ${id}`, `${verdict} on Node ${node}: ${why}`)],
  );

const renderCommand = (level: 'notice' | 'warning', title: string, message: string): string =>
  `::${level} title=${escapeProperty(title)}::${escapeData(quoteLine(cutText(message)))}`;
