/** The page of one report: the verdict, every case, and what can be compared. Pure. */
import type { ValuesComparison } from '../../compare/compare-values.ts';
import type { Report } from '../../result.ts';
import { type PageAssets, renderFrame } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { listShownCases, type Shown } from './page-parts.ts';
import type { ThinnedSamples } from './thinned-samples.ts';
import { renderBanner } from './views/banner.ts';
import { renderCase } from './views/case-section.ts';
import { type ClaimNames, renderClaims } from './views/claims.ts';
import { renderComparedAxes, renderRequested } from './views/compared-values.ts';
import { renderComparisonTables } from './views/comparison-tables.ts';
import { renderEnvironment } from './views/environment.ts';
import { renderHeatMaps } from './views/heat-maps.ts';
import { renderOverview, renderVerdict } from './views/overview.ts';
import { type PagePart, renderLinks } from './views/parts.ts';
import { chooseSections } from './views/sections.ts';
import { renderTradeOffs } from './views/trade-offs.ts';

export interface PageParts {
  readonly report: Report;
  readonly samples: ThinnedSamples;
  /** How many rows of samples.csv could not be read; none by default. */
  readonly unreadRows?: number;
  readonly assets: PageAssets;
  /** Of the values of each axis of the report. */
  readonly comparisons?: readonly ValuesComparison[];
  /** Axes that have several values, and are compared only if that is requested. */
  readonly axesLeftOut?: readonly string[];
  /** Of the values of the axis that the page was requested for: it comes first. */
  readonly requested?: ValuesComparison;
  /** Shown instead of all cases: those whose name contains the text, of so many. */
  readonly part?: { readonly text: string; readonly of: number };
  /** How many runs are finished, if others will follow. */
  readonly finishedRuns?: number;
  /** How the sources and topics of claims are named. */
  readonly claimNames?: ClaimNames;
}

export function renderPage(parts: PageParts): string {
  const { report, samples, unreadRows = 0, assets, part, finishedRuns } = parts;
  const cases = chooseSections(listShownCases(report));
  const shown = { report, cases, samples };
  const upper = listParts(parts, shown);
  const environment = { id: 'environment', name: 'Environment', markup: renderEnvironment(report) };
  const name = [...new Set(cases.map(({ scenario }) => scenario))].slice(0, MAX_NAMES).join(', ');
  const side = report.side === undefined ? '' : `, ${report.side.name}: ${report.side.label}`;
  return renderFrame({
    title: name === '' ? report.id : name,
    heading: `${report.id}${side}`,
    version: report.tool.version,
    source: 'the report.json beside it',
    isLive: finishedRuns !== undefined,
    main: [
      renderProgress(finishedRuns),
      part &&
        html`<p class="banner">Only the cases whose name contains “${part.text}” are on this page: ${cases.length} of ${part.of}.</p>`,
      renderVerdict(report, finishedRuns !== undefined),
      renderBanner(report, unreadRows),
      renderLinks([...upper, environment], cases.length),
      ...upper.map(({ markup }) => markup),
      ...cases.filter(({ hasSection }) => hasSection).map((one) => renderCase(one, shown)),
      environment.markup,
    ],
    assets,
  });
}

/** Between the verdict and the cases. */
function listParts(parts: PageParts, shown: Shown): readonly PagePart[] {
  const { report, comparisons = [], axesLeftOut = [], requested, claimNames = {} } = parts;
  return [
    { id: 'claims', name: 'Claims', markup: renderClaims(report, claimNames) },
    {
      ...{ id: 'requested', name: `Values of ${requested?.axis}` },
      markup: requested && renderRequested(requested, shown),
    },
    { id: 'tables', name: 'Comparison tables', markup: renderComparisonTables(report) },
    { id: 'overview', name: 'Overview', markup: renderOverview(shown) },
    { id: 'compared', name: 'Values compared', markup: renderComparedAxes(comparisons, axesLeftOut, shown) },
    { id: 'trade-offs', name: 'Memory against throughput', markup: renderTradeOffs(shown) },
    { id: 'heat-maps', name: 'Two parameters against each other', markup: renderHeatMaps(shown) },
  ];
}

const renderProgress = (finishedRuns: number | undefined): Markup | undefined =>
  finishedRuns === undefined
    ? undefined
    : html`<p class="banner" data-live="" role="status">Finished runs: ${finishedRuns}. The run goes on, and the page follows.</p>`;

const MAX_NAMES = 3;
