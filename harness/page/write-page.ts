/** Writes report.html beside a report: reads the samples, draws the page, and puts it where it belongs. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readClaimSources } from '../catalogue/claims.ts';
import type { ValuesComparison } from '../compare/compare-values.ts';
import { ResultsError } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { type PageAssets, renderPage } from '../report/html/page.ts';
import { SAMPLED_SERIES, SampleThinner, type ThinnedSamples } from '../report/html/thinned-samples.ts';
import type { Report } from '../result.ts';
import { readSamples } from '../store/read-samples.ts';
import { writeWhole } from '../store/whole-file.ts';

export const PAGE = 'report.html';

interface WhatElse {
  /** That of the samples, if they still exist; by default, that of the page. */
  readonly folder?: string;
  /** Of the values of one axis. */
  readonly comparison?: ValuesComparison;
}

export function writePage(path: string, report: Report, more: WhatElse = {}): void {
  const { folder = dirname(path), comparison } = more;
  const page = renderPage({
    ...{ report, samples: thinSamples(report, folder), assets: readAssets() },
    ...(comparison !== undefined && { comparison }),
    ...(report.results.some(({ claim }) => claim !== undefined) && { claimSources: readClaimSources() }),
  });
  try {
    writeWhole(path, page);
  } catch (error) {
    throw new ResultsError(dirname(path), error);
  }
}

/** The whole page has about as many points, however many runs share them. */
const ALL_INTERVALS = 4000;
const MAX_INTERVALS = 400;
const MIN_INTERVALS = 40;

function thinSamples({ results }: Report, folder: string): ThinnedSamples {
  const share = Math.round(ALL_INTERVALS / Math.max(1, results.length));
  const intervals = Math.min(MAX_INTERVALS, Math.max(MIN_INTERVALS, share));
  const kinds = new Map(results.flatMap(({ runs }) => runs.map(({ index, kind }) => [index, kind])));
  const thinners = new Map<number, SampleThinner>();
  const values = SAMPLED_SERIES.map(() => 0);
  readSamples(folder, (row) => {
    const kind = kinds.get(row.run);
    if (kind === undefined) return;
    // Live memory is read far less often.
    const own = kind === 'growth' ? intervals / 2 : intervals;
    const thinner = thinners.get(row.run) ?? new SampleThinner(own);
    thinners.set(row.run, thinner);
    for (const [index, name] of SAMPLED_SERIES.entries()) values[index] = row[name];
    thinner.add(row.sinceStartMs, values);
  });
  return new Map([...thinners].map(([run, thinner]) => [run, thinner.finish()]));
}

function readAssets(): PageAssets {
  const read = (name: string): string =>
    readFileSync(compiled(join('harness', 'report', 'html', 'assets', name)), 'utf8');
  return { style: read('page.css'), script: read('page.js') };
}
