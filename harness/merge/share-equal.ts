/** Keeps what many runs and reports say in the same words once, so that thousands of runs of many machines fit into memory. */
import { isDeepStrictEqual } from 'node:util';
import type { CaseResult, Report, RunResult } from '../result.ts';
import type { PlannedCase } from '../shards/shard.ts';

/** For the reports of one merge: `run` for each run when it is read, `plan` for each report. */
export interface Sharing {
  readonly run: (run: RunResult, ofCase: CaseResult['parameters']) => RunResult;
  readonly plan: (report: Report) => Report;
}

type GcTotals = NonNullable<RunResult['gc']>;

const COMPLETED = { state: 'completed' } as const;
const NO_COLLECTION = { count: 0, ms: 0 };

export function makeSharing(): Sharing {
  const plans: (readonly PlannedCase[])[] = [];
  let checksBefore: RunResult['checks'];
  return {
    run(run, ofCase) {
      const checks = isDeepStrictEqual(run.checks, checksBefore) ? checksBefore : run.checks;
      checksBefore = checks;
      return {
        ...run,
        ...(isDeepStrictEqual(run.parameters, ofCase) && { parameters: ofCase }),
        ...(run.outcome.state === 'completed' && { outcome: COMPLETED }),
        ...(checks !== undefined && { checks }),
        ...(run.gc !== undefined && { gc: shareNone(run.gc) }),
      };
    },
    /** Every shard stores the cases of all. */
    plan(report) {
      const { shard } = report.request;
      if (shard === undefined) return report;
      const known = plans.find((plan) => isSamePlan(plan, shard.cases));
      if (known === undefined) plans.push(shard.cases);
      return { ...report, request: { ...report.request, shard: { ...shard, cases: known ?? shard.cases } } };
    },
  };
}

/** Most runs have no collection of some kinds. */
const shareNone = ({ minor, major, incremental, weakCallbacks }: GcTotals): GcTotals => ({
  minor: share(minor),
  major: share(major),
  incremental: share(incremental),
  weakCallbacks: share(weakCallbacks),
});

const share = (one: GcTotals['minor']): GcTotals['minor'] =>
  one.count === 0 && one.ms === 0 ? NO_COLLECTION : one;

const isSamePlan = (one: readonly PlannedCase[], other: readonly PlannedCase[]): boolean =>
  one.length === other.length &&
  one.every(([key, shard], position) => key === other[position]?.[0] && shard === other[position]?.[1]);
