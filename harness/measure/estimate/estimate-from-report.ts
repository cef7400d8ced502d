/** What the runs of a report took, for the same cases measured again. Pure. */
import { caseKey } from '../../case-key.ts';
import { identifyScenario } from '../../catalogue/scenario-file.ts';
import { volumeNameOf } from '../../plan/plan-cases.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import type { Report } from '../../result.ts';
import type { Took } from './run-costs.ts';

export function estimateFromReport(
  { results }: Pick<Report, 'results'>,
  subjects: readonly Subject[],
): Took[] {
  const byKey = new Map(results.map((result) => [caseKey(result), result]));
  return subjects.flatMap((subject) => {
    const { scenario, parameters } = subject.case;
    const found = byKey.get(caseKey({ ...identifyScenario(scenario), parameters, node: subject.node }));
    const volumeName = volumeNameOf(scenario);
    return (found?.runs ?? []).map(({ kind, wallMs, durationMs, parameters: own }) => ({
      ...{ subject, kind, tookMs: wallMs, durationMs },
      share: volumeName === undefined ? 1 : Number(own[volumeName]) / Number(parameters[volumeName]),
    }));
  });
}
