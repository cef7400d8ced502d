/** The whole page: one file that loads nothing, and that is complete without its script. Pure. */
import { createHash } from 'node:crypto';
import type { ClaimSources } from '../../claims/claims-report.ts';
import type { ValuesComparison } from '../../compare/compare-values.ts';
import type { Report } from '../../result.ts';
import { html, Markup } from './markup.ts';
import { listShownCases } from './page-parts.ts';
import type { ThinnedSamples } from './thinned-samples.ts';
import { renderBanner } from './views/banner.ts';
import { renderCase } from './views/case-section.ts';
import { renderClaims } from './views/claims.ts';
import { renderComparedValues } from './views/compared-values.ts';
import { renderEnvironment } from './views/environment.ts';
import { renderHeatMaps } from './views/heat-maps.ts';
import { renderOverview, renderVerdict } from './views/overview.ts';
import { renderTradeOffs } from './views/trade-offs.ts';

/** The style sheet and the script, which the build makes. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
}

export interface PageParts {
  readonly report: Report;
  readonly samples: ThinnedSamples;
  readonly assets: PageAssets;
  /** Of the values of one axis of the report, if that was requested. */
  readonly comparison?: ValuesComparison;
  /** Where claims are from, by the key that they give; by default, they are shown by that. */
  readonly claimSources?: ClaimSources;
}

export function renderPage({ report, samples, assets, comparison, claimSources = {} }: PageParts): string {
  const cases = listShownCases(report);
  const shown = { report, cases, samples };
  const { style, script } = { style: assets.style.trim(), script: assets.script.trim() };
  const name = [...new Set(cases.map(({ scenario }) => scenario))].slice(0, MAX_NAMES).join(', ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${makePolicy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="tidemark ${report.tool.version}">
<title>${name === '' ? report.id : name} – tidemark</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header><h1>tidemark</h1><p>${report.id}${report.side === undefined ? undefined : `, ${report.side.name}: ${report.side.label}`}</p></header>
<main>
${renderVerdict(report)}
${renderBanner(report)}
${renderClaims(report, claimSources)}
${renderOverview(shown)}
${comparison === undefined ? undefined : renderComparedValues(comparison, shown)}
${renderTradeOffs(shown)}
${renderHeatMaps(shown)}
${cases.map((one) => renderCase(one, shown))}
${renderEnvironment(report)}
</main>
<footer><p>Made by tidemark ${report.tool.version} from the report.json beside it. The page loads nothing.</p></footer>
<script>${new Markup(script)}</script>
</body>
</html>
`;
  return page.html;
}

const MAX_NAMES = 3;

/** Only this style and this script, and nothing from anywhere else. */
function makePolicy(style: string, script: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
