/** Joins the checks of the runs of a case. Pure. */
import type { Check, RunResult } from '../result.ts';

/** A check passes where it passes in every run that has it. */
export function judgeChecks(runs: readonly Pick<RunResult, 'checks'>[]): Check[] {
  const all = new Map<string, boolean>();
  for (const check of runs.flatMap(({ checks = [] }) => checks)) {
    all.set(check.text, (all.get(check.text) ?? true) && check.passed);
  }
  return [...all].map(([text, passed]) => ({ text, passed }));
}
