/** Writes a page beside a report: reads the samples, draws the page, and puts it where it belongs. */
import { dirname } from 'node:path';
import { findClaimTopics } from '../catalogue/built-in.ts';
import { readClaimSources } from '../catalogue/claims.ts';
import { compareValues, listAxes, listValues, type ValuesComparison } from '../compare/compare-values.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { renderComparisonPage } from '../report/html/comparison-page.ts';
import { renderPage } from '../report/html/page.ts';
import type { Report } from '../result.ts';
import type { Sides } from '../sides.ts';
import { readAssets, writePageFile } from './page-files.ts';
import { readThinned } from './read-thinned.ts';

interface WhatElse {
  /** That of the samples, if they still exist; by default, that of the page. */
  readonly folder?: string;
  /** Of the values of one axis, to be shown first. */
  readonly comparison?: ValuesComparison;
}

export function writePage(path: string, report: Report, more: WhatElse = {}): void {
  const { folder = dirname(path), comparison } = more;
  const others = compareAxes(report).filter(({ axis }) => axis !== comparison?.axis);
  const page = renderPage({
    ...{ report, ...readThinned(report, folder), assets: readAssets() },
    comparisons: comparison === undefined ? others : [comparison, ...others],
    isFirstRequested: comparison !== undefined,
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

/** Each parameter that has several values, choices first, as long as they are few. */
function compareAxes(report: Report): ValuesComparison[] {
  const axes = listAxes(report).filter((axis) => listValues(report, axis).length > 1);
  const isChoice = (axis: string): boolean =>
    report.results.some(({ parameterKinds }) => parameterKinds[axis] === 'choice');
  const compared: ValuesComparison[] = [];
  let tables = 0;
  for (const axis of [...axes.filter(isChoice), ...axes.filter((one) => !isChoice(one))]) {
    const comparison = compareValues(report, { axis });
    tables += comparison.tables.length;
    if (tables > MAX_TABLES) break;
    compared.push(comparison);
  }
  return compared;
}
