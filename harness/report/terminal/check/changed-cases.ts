/** Which cases of a baseline would not be run as they were, and which would be run that it does not have. Pure. */
import { caseKey, nameScenario } from '../../../case-key.ts';
import { identifyScenario } from '../../../catalogue/scenario-file.ts';
import { type ChangedCase, explainChange, explainOrigin } from '../../../compare/matching/explain-change.ts';
import type { Subject } from '../../../plan/plan-runs.ts';
import type { CaseResult } from '../../../result.ts';
import { labelCase } from '../../text/case-label.ts';
import { quoteLine } from '../../text/terminal-text.ts';

/**
 * A line each, safe to print: `in the baseline only: upload [volume 256 MiB]: volume is 64 MiB now, and was 256 MiB`.
 * `removed` are cases of the baseline that are not to be compared, and whose files are no longer there.
 */
export function listChangedCases(
  results: readonly CaseResult[],
  subjects: readonly Subject[],
  removed: readonly CaseResult[] = [],
): string[] {
  const planned = subjects.map(describePlanned);
  const all = [...results, ...planned];
  const gone = findLacking(results, planned);
  const added = findLacking(planned, results);
  const describe = (one: ChangedCase): string => {
    const label = labelCase({ ...one, node: '' }, Object.keys(one.parameters));
    return `${quoteLine(nameScenario(one, all))}${label === '' ? '' : ` [${label}]`}`;
  };
  const lines = [
    ...gone.map((one) => {
      const change = explainChange(one, added);
      return `in the baseline only: ${describe(one)}${change === undefined ? '' : `: ${quoteLine(change)}`}`;
    }),
    ...added.map((one) => {
      const before = explainOrigin(one, removed);
      return `not in the baseline: ${describe(one)}${before === undefined ? '' : `: ${quoteLine(before)}`}`;
    }),
  ];
  return [...new Set(lines)];
}

function findLacking<Case extends ChangedCase>(
  from: readonly Case[],
  others: readonly ChangedCase[],
): Case[] {
  const keys = new Set(others.map(keyWithoutNode));
  return from.filter((one) => !keys.has(keyWithoutNode(one)));
}

function describePlanned({ case: { scenario, parameters } }: Subject): ChangedCase {
  const kinds = Object.entries(scenario.parameters).map(([name, { kind }]) => [name, kind] as const);
  return {
    ...identifyScenario(scenario),
    parameters,
    parameterKinds: Object.fromEntries(kinds),
    programHash: scenario.programHash,
  };
}

/** Node versions are checked elsewhere. */
const keyWithoutNode = ({ scenario, file, parameters }: ChangedCase): string =>
  caseKey({ scenario, ...(file !== undefined && { file }), parameters, node: '' });
