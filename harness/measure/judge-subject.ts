import { identifyScenario } from '../catalogue/scenario-file.ts';
import { chooseGrowthMetric } from '../judge/growth-metric.ts';
import { judgeCase } from '../judge/judge-case.ts';
import type { Subject } from '../plan/plan-runs.ts';
import type { CaseResult, Growth } from '../result.ts';
import type { FinishedRun } from '../runner/make-runner.ts';

/** The result of a subject from its runs and its growth. If `growthRequested` is false, nothing is expected of its growth. */
export function judgeSubject(
  subject: Subject,
  runs: readonly FinishedRun[],
  growth: Growth | undefined,
  growthRequested: boolean,
): CaseResult {
  const { scenario, parameters } = subject.case;
  return judgeCase({
    identity: {
      ...identifyScenario(scenario),
      programHash: scenario.programHash,
      title: scenario.title,
      pairedWith: scenario.pairedWith,
      tags: scenario.tags,
      comparisonTable: scenario.comparisonTable,
      parameters: { ...parameters },
      parameterKinds: Object.fromEntries(
        Object.entries(scenario.parameters).map(([name, { kind }]) => [name, kind]),
      ),
      node: subject.node,
    },
    runtime: subject.runtime,
    expected: {
      growth: scenario.expect?.growth,
      metric: chooseGrowthMetric(
        scenario.expect?.metric,
        runs.map(({ result }) => result),
      ),
      outcome: scenario.expect?.outcome,
      hasChecks: scenario.expect?.checks !== undefined,
      limits: scenario.limits,
      claim: scenario.claim,
    },
    runs: runs.map(({ result }) => result),
    warnings: new Set(runs.flatMap(({ warnings }) => warnings)),
    strays: runs.reduce((sum, { strays }) => sum + strays, 0),
    growth,
    growthRequested,
  });
}
