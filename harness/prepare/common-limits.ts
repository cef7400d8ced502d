/** The limits that hold for all scenarios of an invocation. Pure. */
import type { DescribedScenario } from '../catalogue/describe-scenarios.ts';
import type { CommonLimits } from '../command-line/values/limits.ts';

/** A scenario's own limits come first, and growth is not limited where it states that it is linear or does not complete. */
export function addCommonLimits(
  scenarios: readonly DescribedScenario[],
  common: CommonLimits,
): readonly DescribedScenario[] {
  const { growth, ...amounts } = common;
  return scenarios.map((scenario) => {
    const { expect = {}, limits = {} } = scenario;
    const isJudged = growth !== undefined && expect.growth !== 'linear' && expect.outcome === undefined;
    const all = { ...amounts, ...(isJudged && { growth }), ...limits };
    return Object.keys(all).length === 0 ? scenario : { ...scenario, limits: all };
  });
}
