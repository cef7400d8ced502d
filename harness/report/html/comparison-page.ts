/** The page of a comparison: two reports, case by case. Pure. */
import type { ReportComparison } from '../../compare/verdict.ts';
import type { Report } from '../../result.ts';
import type { Sides } from '../../sides.ts';
import { type PageAssets, renderFrame } from './frame.ts';
import type { ThinnedSamples } from './thinned-samples.ts';
import { renderSidesBanner } from './views/banner.ts';
import { listComparedCases } from './views/comparison/compared-cases.ts';
import {
  renderComparedOverview,
  renderComparedVerdict,
  renderMissing,
} from './views/comparison/compared-overview.ts';
import { renderComparedCase } from './views/comparison/compared-section.ts';
import { renderEnvironments } from './views/comparison/environments.ts';

export interface ComparedSide {
  readonly report: Report;
  readonly samples: ThinnedSamples;
  readonly unreadRows?: number;
}

export interface ComparisonPageParts extends Sides<ComparedSide> {
  readonly comparison: ReportComparison;
  readonly assets: PageAssets;
}

export function renderComparisonPage({ a, b, comparison, assets }: ComparisonPageParts): string {
  const cases = listComparedCases(comparison, { a, b });
  return renderFrame({
    title: `${comparison.a.label} and ${comparison.b.label}`,
    heading: `A: ${comparison.a.label}, B: ${comparison.b.label}`,
    version: b.report.tool.version,
    source: 'two reports',
    main: [
      renderComparedVerdict(comparison, b.report),
      renderSidesBanner({ a: a.report, b: b.report }, (a.unreadRows ?? 0) + (b.unreadRows ?? 0)),
      renderComparedOverview(cases),
      renderMissing(comparison),
      ...cases.filter(({ hasSection }) => hasSection).map(renderComparedCase),
      renderEnvironments(comparison),
    ],
    assets,
  });
}
