/** The samples of a report, thinned for its page. */
import { SAMPLED_SERIES, SampleThinner, type ThinnedSamples } from '../report/html/thinned-samples.ts';
import type { Report } from '../result.ts';
import { readSamples } from '../store/read-samples.ts';

/** The whole page has about as many points, however many runs share them. */
const ALL_INTERVALS = 4000;
const MAX_INTERVALS = 400;
const MIN_INTERVALS = 40;

export interface ReadSamples {
  readonly samples: ThinnedSamples;
  /** How many rows of samples.csv could not be read. */
  readonly unreadRows: number;
}

export function readThinned({ results }: Report, folder: string): ReadSamples {
  const share = Math.round(ALL_INTERVALS / Math.max(1, results.length));
  const intervals = Math.min(MAX_INTERVALS, Math.max(MIN_INTERVALS, share));
  const kinds = new Map(results.flatMap(({ runs }) => runs.map(({ index, kind }) => [index, kind])));
  const thinners = new Map<number, SampleThinner>();
  const values = SAMPLED_SERIES.map(() => 0);
  const unreadRows = readSamples(folder, (row) => {
    const kind = kinds.get(row.run);
    if (kind === undefined) return;
    // Live memory is read far less often.
    const own = kind === 'growth' ? intervals / 2 : intervals;
    const thinner = thinners.get(row.run) ?? new SampleThinner(own);
    thinners.set(row.run, thinner);
    for (const [index, name] of SAMPLED_SERIES.entries()) values[index] = row[name];
    thinner.add(row.sinceStartMs, values);
  });
  const samples = new Map([...thinners].map(([run, thinner]) => [run, thinner.finish()]));
  return { samples, unreadRows: unreadRows ?? 0 };
}
