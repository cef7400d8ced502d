/** What makes a check impossible, detected before anything runs. Pure. */

import type { CheckOptions } from '../command-line/check.ts';
import { compareEnvironments, listMachineDifferences } from '../compare/compare-environments.ts';
import { PAIRED_RULES, type PairedRule } from '../compare/metric-rules.ts';
import { environmentOf } from '../compare/same-machine.ts';
import { metricNamed } from '../metrics.ts';
import type { CaseResult, Environment, Report } from '../result.ts';

type Requested = Pick<CheckOptions, 'metrics' | 'againstRevision'>;

/** Differences that rule out any comparison, and requested classes that cannot be judged by the stored baseline. */
export function findObstacles(
  baseline: Report,
  environment: Environment,
  requested: Requested,
): readonly string[] {
  const { reasons, differences } = compareEnvironments(baseline, { ...baseline, environment }, new Set());
  const measuredIn = new Set([
    baseline.environment,
    ...baseline.results.map((result) => environmentOf(baseline, result)),
  ]);
  const machine = [
    ...new Set([...measuredIn].flatMap((stored) => listMachineDifferences(stored, environment))),
  ];
  const requiredRules = PAIRED_RULES.filter((rule) => requested.metrics?.has(rule.class));
  if (requiredRules.length === 0 || requested.againstRevision !== undefined || reasons.length > 0)
    return reasons;
  const differing = [
    ...machine,
    ...differences.map(({ field }) => field).filter((field) => field === 'node'),
  ];
  const classes = [...new Set(requiredRules.map((rule) => rule.class))].join(', ');
  if (differing.length > 0) {
    return [
      `--metrics ${classes}: the baseline was measured on another ${machine.length > 0 ? 'machine' : 'Node'} (${differing.join(', ')}); ${MEASURE_IN_PAIRS}`,
    ];
  }
  return listLacking(baseline.results, requiredRules);
}

const MEASURE_IN_PAIRS = '--against-rev REV measures its code and yours in pairs, here and now';

/** By the option that makes such runs. */
const OPTION_OF = { memory: '--stable-runs', time: '--runs' } as const;

/** A line for each class that some case has too few runs for. */
function listLacking(results: readonly CaseResult[], rules: readonly PairedRule[]): string[] {
  const lines = rules.flatMap((rule) => {
    const lacking = results.find((result) => countRuns(result, rule) < rule.minPairs);
    if (lacking === undefined) return [];
    const { measuredBy } = metricNamed(rule.metric);
    const has = `${lacking.scenario} has ${countRuns(lacking, rule)} ${measuredBy} runs in the baseline`;
    const remedy = `store a baseline of \`tidemark run … ${OPTION_OF[rule.class]} ${rule.minPairs}\``;
    return [
      `--metrics ${rule.class}: ${has}, and ${rule.minPairs} are needed: ${remedy}; or ${MEASURE_IN_PAIRS}`,
    ];
  });
  return [...new Set(lines)];
}

function countRuns({ runs }: CaseResult, { metric }: PairedRule): number {
  const { measuredBy } = metricNamed(metric);
  return runs.filter(({ kind }) => kind === measuredBy).length;
}
