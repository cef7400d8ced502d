/** A and B in interleaved pairs, from prepared sides to a report of each. */

import type { AbOptions } from '../command-line/ab.ts';
import { compareReports } from '../compare/compare-reports.ts';
import type { PairKind } from '../plan/plan-pairs.ts';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import { makeRandom } from '../plan/random.ts';
import type { PreparedSides } from '../prepare/prepare-sides.ts';
import { reportSchema } from '../report-schema.ts';
import type { CaseResult, Report } from '../result.ts';
import type { Sides } from '../sides.ts';
import type { Invocation } from '../store/results-folder.ts';
import type { Expected } from './estimate/expected-runs.ts';
import type { RunOne } from './finished-runs.ts';
import { makeReport } from './make-report.ts';
import { measurePairs } from './measure-pairs.ts';
import { chanceOfFinding, countNeeded, findUnconfirmed } from './pair-rules.ts';

export interface SideMeasuring {
  readonly options: Pick<
    AbOptions,
    'classes' | 'maxPairs' | 'growthVolumeBytes' | 'sampleIntervalMs' | 'seed'
  >;
  readonly minPairs: ReadonlyMap<PairKind, number>;
  readonly prepared: PreparedSides;
  readonly invocation: Invocation;
  readonly isInterrupted: () => boolean;
  readonly runOne: RunOne;
  /** Called with runs that turned out to be needed. */
  readonly onMore: (planned: readonly PlannedRun[]) => void;
  /** Called with the runs that will probably be needed beyond those that are planned. */
  readonly onForecast: (expected: readonly Expected[]) => void;
  /** Called with a subject once it needs no more runs, unless a difference has to be confirmed. */
  readonly onDone: (subjects: readonly Subject[]) => void;
}

export async function measureSides(measuring: SideMeasuring): Promise<Sides<Report>> {
  const { options, minPairs, prepared, runOne, onMore, onForecast, onDone } = measuring;
  const { classes, maxPairs, growthVolumeBytes, sampleIntervalMs } = options;
  const { subjects } = prepared;
  const results = await measurePairs(subjects, {
    minPairs,
    maxPairs,
    stableIntervalMs: sampleIntervalMs,
    countNeeded: (kind, runs) => countNeeded(kind, runs, { classes, caseCount: subjects.length }),
    chanceOfFinding: (kind, runs, pairs) =>
      chanceOfFinding(kind, runs, { classes, caseCount: subjects.length, pairs }),
    findUnconfirmed: (measured) => findUnconfirmed(makeReports(measuring, measured)),
    growth: classes.has('growth'),
    sizes: { growthVolumeBytes },
    random: makeRandom(options.seed),
    runOne,
    onMore,
    onForecast,
    onDone,
  });
  return makeReports(measuring, results);
}

/** The same comparison that `compare` makes of these reports. */
export const compareSides = ({ a, b }: Sides<Report>): ReturnType<typeof compareReports> =>
  compareReports(a, b);

/** As they will be read from their files, so that comparing them now gives the same as comparing the files later. */
function makeReports(
  { prepared: { environments, labels, requests }, invocation, isInterrupted }: SideMeasuring,
  results: Sides<readonly CaseResult[]>,
): Sides<Report> {
  const make = (name: 'a' | 'b'): Report => {
    const report = makeReport(
      { ...invocation, request: requests[name] },
      {
        environment: environments[name],
        results: results[name],
        complete: !isInterrupted(),
        side: { name, label: labels[name] },
      },
    );
    return reportSchema.parse(JSON.parse(JSON.stringify(report)));
  };
  return { a: make('a'), b: make('b') };
}
