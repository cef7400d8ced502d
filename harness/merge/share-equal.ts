/** Keeps what many runs and reports say in the same words once, so that thousands of runs of many machines fit into memory. */
import { isDeepStrictEqual } from 'node:util';
import type { CaseResult, Report, RunResult } from '../result.ts';
import type { PlannedCase } from '../shards/shard.ts';

/** For the reports of one merge: `run` for each run when it is read, `plan` for each report. */
export interface Sharing {
  readonly run: (run: RunResult, ofCase: CaseResult['parameters']) => RunResult;
  readonly plan: (report: Report) => Report;
}

const COMPLETED = { state: 'completed' } as const;

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

const isSamePlan = (one: readonly PlannedCase[], other: readonly PlannedCase[]): boolean =>
  one.length === other.length &&
  one.every(([key, shard], position) => key === other[position]?.[0] && shard === other[position]?.[1]);
