/** What a run takes that times one operation: always about the same, so that it is known before the first one. Pure. */
import type { RunOptions } from '../../command-line/run.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import type { Took } from './run-costs.ts';

/** Of `buffer-allocation`, the mean over its cases on two cores; the first runs correct it. */
const USUAL_MS = 600;
const BRIEF_MS = 300;

export const assumeTimed = (
  subjects: readonly Subject[],
  { timesBriefly }: Pick<RunOptions, 'timesBriefly'>,
): Took[] =>
  subjects
    .filter((subject) => subject.case.scenario.comparisonTable?.metric === 'recorded.nanoseconds')
    .map((subject) => ({ subject, kind: 'measure', share: 1, tookMs: timesBriefly ? BRIEF_MS : USUAL_MS }));
