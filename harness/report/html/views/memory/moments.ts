/** What happened while memory was sampled: collections, drains, and stretches in which the main thread was blocked. */
import type { RunResult } from '../../../../result.ts';
import { formatCount, formatDuration } from '../../../../units.ts';
import type { LegendEntry } from '../../charts/legend.ts';
import type { ChartBand, ChartMarks } from '../../charts/line-chart.ts';

export interface Moments {
  readonly bands: readonly ChartBand[];
  readonly marks: readonly ChartMarks[];
  /** One for each kind of mark, and one for the bands, in words. */
  readonly legend: readonly LegendEntry[];
}

type Noted = Pick<RunResult, 'collections' | 'gc' | 'timeline'>;

/** For a chart of memory. */
export const findCollections = (run: Noted): Moments => join(describeBlocked(run), describeCollections(run));

/** For a chart of what is buffered. */
export const findDrains = (run: Noted): Moments => join(describeBlocked(run), describeDrains(run));

/** For a chart of both. */
export const findMoments = (run: Noted): Moments =>
  join(describeBlocked(run), describeCollections(run), describeDrains(run));

function describeCollections(run: Noted): Moments {
  const { collections = [] } = run;
  const major = collections.filter(({ kind }) => kind === 'major');
  const minor = collections.filter(({ kind }) => kind === 'minor');
  return join(
    describeMarks('major-gc', major, describeCount(run, 'major', major.length)),
    describeMarks('minor-gc', minor, describeCount(run, 'minor', minor.length)),
  );
}

function describeDrains(run: Noted): Moments {
  const { bucketMs = 0, drains = [] } = run.timeline ?? {};
  const at = drains.flatMap((count, index) => (count > 0 ? [{ atMs: (index + 0.5) * bucketMs }] : []));
  const total = drains.reduce((sum, count) => sum + count, 0);
  return describeMarks('drained', at, `'drain', ${formatCount(total)} times`);
}

function describeMarks(kind: string, found: readonly { readonly atMs: number }[], text: string): Moments {
  if (found.length === 0) return { bands: [], marks: [], legend: [] };
  return { bands: [], marks: [{ kind, at: found.map(({ atMs }) => atMs) }], legend: [{ kind, text }] };
}

/** Only the longest are noted. */
function describeCount({ gc }: Noted, kind: 'major' | 'minor', noted: number): string {
  const all = gc?.[kind].count ?? noted;
  const took = gc === undefined ? '' : `, ${formatDuration(gc[kind].ms)} in all`;
  const count = all > noted ? `the longest ${noted} of ${formatCount(all)}` : String(noted);
  return `${count} ${kind} ${all === 1 ? 'collection' : 'collections'}${took}`;
}

function describeBlocked({ timeline }: Noted): Moments {
  const blocked = timeline?.blocked ?? [];
  if (blocked.length === 0) return { bands: [], marks: [], legend: [] };
  const longestMs = Math.max(...blocked.map(({ fromMs, toMs }) => toMs - fromMs));
  const text =
    blocked.length === 1
      ? `main thread blocked for ${formatDuration(longestMs)}`
      : `main thread blocked ${blocked.length} times, for ${formatDuration(longestMs)} at most`;
  return {
    bands: blocked.map(({ fromMs, toMs }) => ({ from: fromMs, to: toMs })),
    marks: [],
    legend: [{ kind: 'blocked', text }],
  };
}

const join = (...all: readonly Moments[]): Moments => ({
  bands: all.flatMap(({ bands }) => bands),
  marks: all.flatMap(({ marks }) => marks),
  legend: all.flatMap(({ legend }) => legend),
});
