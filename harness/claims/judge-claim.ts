/** What the runs of a claim show together. Pure. */

import type { RunOutcome, RunResult } from '../result.ts';
import { formatBytes, formatDuration } from '../units.ts';
import type { Claim, ClaimAnswer, ClaimResult, RulingEdge, RunRuling } from './claim.ts';

export type DeclaredClaim = Pick<Claim<unknown>, 'statement' | 'source' | 'isTiming'>;

type Run = Pick<RunResult, 'kind' | 'outcome' | 'ruling'>;

/** The claim with its answer. Only measure runs count: a sampler changes times. */
export function judgeClaim(
  { statement, source, isTiming }: DeclaredClaim,
  runs: readonly Run[],
): ClaimResult {
  const measured = runs.filter(({ kind }) => kind === 'measure');
  return {
    statement,
    source: [...source],
    ...(isTiming === true && { isTiming }),
    ...judgeRuns(measured.length > 0 ? measured : runs),
  };
}

/** A run that failed is not a verdict, and neither are two that contradict each other. */
function judgeRuns(runs: readonly Run[]): ClaimAnswer {
  const failed = runs.find(({ outcome }) => outcome.state !== 'completed');
  if (failed !== undefined) return { verdict: 'not measured', why: explainFailure(failed.outcome) };
  const rulings = runs.flatMap(({ ruling }) => ruling ?? []);
  const [first] = rulings;
  if (first === undefined || rulings.length < runs.length)
    return { verdict: 'not measured', why: 'a run did not report what its rule says' };
  const why = findContradiction(rulings) ?? findEdge(rulings);
  if (why !== undefined) return { verdict: 'uncertain', reading: first.reading, why };
  const { verdict, condition, reading } = first;
  return { verdict, ...(condition !== undefined && { condition }), reading };
}

function findContradiction(rulings: readonly RunRuling[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { verdict } of rulings) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  if (counts.size === 1) return undefined;
  const parts = [...counts].map(([verdict, count]) => `${verdict} in ${count}`);
  return `its ${rulings.length} runs differ: ${parts.join(', ')}`;
}

function findEdge(rulings: readonly RunRuling[]): string | undefined {
  const near = rulings.find(({ edges = [] }) => edges.length > 0);
  const edge = near?.edges?.[0];
  return near === undefined || edge === undefined ? undefined : describeEdge(near, edge);
}

const describeEdge = (
  { verdict }: RunRuling,
  { reading, value, change, verdict: other }: RulingEdge,
): string =>
  `at the edge of its rule: with ${reading} (${formatReading(value)}) 10 % ${change}, ${verdict} would be ${other}`;

/** Three digits, since the unit is not known. */
const formatReading = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en') : String(Number(value.toPrecision(3)));

function explainFailure(outcome: RunOutcome): string {
  switch (outcome.state) {
    case 'crashed':
      return outcome.reason;
    case 'timed-out':
      return `a run was not over after ${formatDuration(outcome.afterMs)}, in ${outcome.phase}: raise --timeout`;
    case 'out-of-memory':
      return `a run ran out of V8 heap in ${outcome.phase}: raise it with --node-flag=--max-old-space-size=MiB`;
    case 'over-limit':
      return `a run took ${formatBytes(outcome.rssBytes)} in ${outcome.phase}, over the cap of ${formatBytes(outcome.limitBytes)}: raise --max-memory`;
    case 'completed':
    case 'aborted':
      return 'a run was interrupted';
  }
}
