/** Divides reports into what each invocation has measured, so that a merged report can be merged again. Pure. */
import { majorOf } from '../case-key.ts';
import { hashPlan } from '../plan/plan-shards.ts';
import { unitKey } from '../plan/unit-key.ts';
import type { MeasurementRequest } from '../request.ts';
import type { CaseResult, Report } from '../result.ts';
import type { MergedInvocation, PlannedCase } from '../shards/shard.ts';

/** The results of one invocation. */
export interface Part {
  readonly invocation: MergedInvocation;
  readonly cases: readonly PlannedCase[];
  readonly request: MeasurementRequest;
  readonly argv: readonly string[];
  readonly toolVersion: string;
  readonly side: Report['side'];
  readonly results: readonly CaseResult[];
  /** The file that it was read from. */
  readonly from: string;
}

export interface ReadReport {
  readonly report: Report;
  readonly from: string;
}

/** A report that is not a share of a plan is a plan of its own, of one shard. */
export function partsOf({ report, from }: ReadReport): Part[] {
  const { tool, argv, side, merged } = report;
  const { shard, ...request } = report.request;
  const common = { request, argv: withoutShard(argv), toolVersion: tool.version, side, from };
  if (merged !== undefined) {
    return merged.invocations.map((invocation) => ({
      ...common,
      invocation,
      cases: Object.hasOwn(merged.plans, invocation.plan) ? (merged.plans[invocation.plan] ?? []) : [],
      results: report.results.flatMap(({ invocation: id, ...result }) =>
        id === invocation.id ? [result] : [],
      ),
    }));
  }
  const cases = shard?.cases ?? planOf(report.results);
  const { id, startedAt, finishedAt, complete, seed, environment } = report;
  const { index, total } = shard ?? { index: 1, total: 1 };
  const plan = hashPlan(cases, total);
  const invocation = { id, index, total, plan, startedAt, finishedAt, complete, seed, environment };
  return [{ ...common, invocation, cases, results: report.results }];
}

/** Without repetitions: each Node has results of its own. */
const planOf = (results: readonly CaseResult[]): PlannedCase[] =>
  [...new Set(results.map(unitKey))].map((key) => [key, 1] as const);

function withoutShard(argv: readonly string[]): string[] {
  const at = argv.indexOf('--shard');
  return argv.filter(
    (word, position) =>
      !word.startsWith('--shard=') && (at === -1 || (position !== at && position !== at + 1)),
  );
}

/** The majors of its Nodes: shards of one plan can be measured by several, each in an invocation of its own. */
export const nodesOf = ({ invocation }: Part): string =>
  [...new Set(invocation.environment.nodes.map(({ node }) => majorOf(node)))].sort().join(', ');
