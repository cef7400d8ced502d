import { EXIT } from '../exit-codes.ts';
import type { CaseResult } from '../result.ts';

/** The worst of what was found decides: a figure that is missing weighs more than one that is bad. */
export function decideExit(results: readonly CaseResult[], strict: boolean): number {
  const runs = results.flatMap((result) => result.runs);
  if (runs.length === 0 || runs.some(({ outcome }) => outcome.state !== 'completed')) return EXIT.notMeasured;
  if (results.some(({ expectations }) => expectations.some(({ held }) => !held))) return EXIT.notHeld;
  if (strict && results.some(({ growth }) => growth?.verdict === 'inconclusive')) return EXIT.inconclusive;
  return EXIT.pass;
}
