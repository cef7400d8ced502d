/** The samples of a report, thinned for its page. */
import {
  SAMPLED_SERIES,
  type SampledSeries,
  SampleThinner,
  type ThinnedSamples,
} from '../report/html/thinned-samples.ts';
import type { Report } from '../result.ts';
import { readSamples } from '../store/read-samples.ts';

/** The whole page has about as many points, however many runs share them. */
const ALL_INTERVALS = 4000;
const MAX_INTERVALS = 400;
const MIN_INTERVALS = 32;

export interface ReadSamples {
  readonly samples: ThinnedSamples;
  /** How many rows of samples.csv could not be read. */
  readonly unreadRows: number;
}

export function readThinned({ results }: Report, folder: string): ReadSamples {
  const share = Math.round(ALL_INTERVALS / Math.max(1, results.length));
  const intervals = Math.min(MAX_INTERVALS, Math.max(MIN_INTERVALS, share));
  // Live memory is read far less often.
  const thinners = new Map(
    results.flatMap(({ runs }) =>
      runs.map(({ index, kind }) => [
        index,
        new SampleThinner(kind === 'growth' ? intervals / 2 : intervals),
      ]),
    ),
  );
  // Millions of rows come run by run: nothing is made for each of them.
  const values = SAMPLED_SERIES.map(() => 0);
  let [run, thinner] = [-1, thinners.get(-1)];
  const unreadRows = readSamples(folder, (row) => {
    if (row.run !== run) {
      run = row.run;
      thinner = thinners.get(run);
    }
    if (thinner === undefined) return;
    for (let index = 0; index < values.length; index += 1)
      values[index] = row[SAMPLED_SERIES[index] as SampledSeries];
    thinner.add(row.sinceStartMs, values);
  });
  const samples = [...thinners]
    .map(([index, each]) => [index, each.finish()] as const)
    .filter(([, { sampleCount }]) => sampleCount > 0);
  return { samples: new Map(samples), unreadRows: unreadRows ?? 0 };
}
