/** Writes a page beside a report: reads the samples, draws the page, and puts it where it belongs. */
import { dirname } from 'node:path';
import { findClaimTopics } from '../catalogue/built-in.ts';
import { readClaimSources } from '../catalogue/claims.ts';
import { compareValues, listAxes, listValues, type ValuesComparison } from '../compare/compare-values.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { renderComparisonPage } from '../report/html/comparison-page.ts';
import { type PageParts, renderPage } from '../report/html/page.ts';
import type { Report } from '../result.ts';
import type { Sides } from '../sides.ts';
import { readAssets, writePageFile } from './page-files.ts';
import { readThinned } from './read-thinned.ts';

interface WhatElse {
  /** That of the samples, if they still exist; by default, that of the page. */
  readonly folder?: string;
  /** Of the values of one axis, to be shown first. */
  readonly comparison?: ValuesComparison;
  /** What the report is a part of. */
  readonly part?: PageParts['part'];
}

export function writePage(path: string, report: Report, more: WhatElse = {}): void {
  const { folder = dirname(path), comparison, part } = more;
  const { compared, leftOut } = compareAxes(report, comparison?.axis);
  const page = renderPage({
    ...{ report, ...readThinned(report, folder), assets: readAssets() },
    comparisons: compared,
    axesLeftOut: leftOut,
    ...(comparison !== undefined && { requested: comparison }),
    ...(part !== undefined && { part }),
    ...nameClaims(report),
  });
  writePageFile(path, page);
}

/** The page of what is measured until now. */
export function drawLivePage(report: Report, folder: string): string {
  const finishedRuns = report.results.reduce((sum, { runs }) => sum + runs.length, 0);
  return renderPage({
    ...{ report, ...readThinned(report, folder), assets: readAssets(), finishedRuns },
    ...nameClaims(report),
  });
}

/** Only a report with claims needs the files that name them. */
const nameClaims = ({ results }: Report) =>
  results.some(({ claim }) => claim !== undefined)
    ? { claimNames: { sources: readClaimSources(), topics: findClaimTopics() } }
    : {};

export interface PageSide {
  readonly report: Report;
  /** That of the samples. */
  readonly folder: string;
}

export function writeComparisonPage(
  path: string,
  sides: Sides<PageSide>,
  comparison: ReportComparison,
): void {
  const read = ({ report, folder }: PageSide) => ({ report, ...readThinned(report, folder) });
  writePageFile(
    path,
    renderComparisonPage({ a: read(sides.a), b: read(sides.b), comparison, assets: readAssets() }),
  );
}

/** A page with more would be one of tables that nobody opens. */
const MAX_TABLES = 24;

interface ComparedAxes {
  readonly compared: readonly ValuesComparison[];
  /** Those that would have too many tables. */
  readonly leftOut: readonly string[];
}

/** Each parameter that has several values but the one that was requested, choices first, as long as they are few. */
function compareAxes(report: Report, requested: string | undefined): ComparedAxes {
  const several = listAxes(report).filter((axis) => listValues(report, axis).length > 1);
  const isChoice = (axis: string): boolean =>
    report.results.some(({ parameterKinds }) => parameterKinds[axis] === 'choice');
  const axes = [...several.filter(isChoice), ...several.filter((one) => !isChoice(one))].filter(
    (axis) => axis !== requested,
  );
  const compared: ValuesComparison[] = [];
  let free = MAX_TABLES;
  for (const axis of axes) {
    // A table has a case for each value at most: of thousands of cases, nothing is compared to find that they are too many.
    if (report.results.length > free * listValues(report, axis).length) continue;
    const comparison = compareValues(report, { axis });
    if (comparison.tables.length > free) continue;
    free -= comparison.tables.length;
    compared.push(comparison);
  }
  const isCompared = new Set(compared.map(({ axis }) => axis));
  return { compared, leftOut: axes.filter((axis) => !isCompared.has(axis)) };
}
