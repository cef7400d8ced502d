/** One report of what several invocations have measured: the same whatever the order of the parts. Pure. */
import { createHash } from 'node:crypto';
import type { NodeEnvironment } from '../environment.ts';
import { unitKey } from '../plan/unit-key.ts';
import { type CaseResult, type Report, SCHEMA_VERSION } from '../result.ts';
import type { Merged } from '../shards/shard.ts';
import { chooseAttempts } from './choose-attempts.ts';
import { compareCounted } from './compare-counted.ts';
import { describeDifferences } from './describe-differences.ts';
import { findContradictions, findStrays } from './find-contradictions.ts';
import { type Faults, findFaults, namePart } from './find-faults.ts';
import { type Part, partsOf, type ReadReport } from './parts.ts';

export interface MergeResult {
  /** The attempts that count, each an invocation. */
  readonly parts: readonly Part[];
  /** Undefined where the parts cannot be one report. */
  readonly report: Report | undefined;
  readonly faults: Faults;
  /** What is to be said besides. */
  readonly remarks: readonly string[];
}

export function mergeReports(reports: readonly ReadReport[]): MergeResult {
  const { parts, replaced, contradicting } = chooseAttempts(reports.flatMap(partsOf));
  const faults = findFaults(parts);
  const differing = replaced.flatMap(({ part, by }) => compareCounted(part, by));
  const changed = contradicting.map(
    ({ part, by }) =>
      `${namePart(part)} and ${namePart(by)} have the same id, ${part.invocation.id}, and do not say the same: one was changed`,
  );
  const foreign = [
    ...reports.flatMap(findStrays),
    ...parts.flatMap(findContradictions),
    ...faults.foreign,
    ...changed,
    ...differing,
  ];
  const [first, ...others] = parts;
  return {
    parts,
    report: first === undefined || foreign.length > 0 ? undefined : join([first, ...others], faults),
    faults: { ...faults, foreign },
    remarks: [
      ...replaced.map(
        ({ part, by }) =>
          `${namePart(part)} was measured again: ${by.from} counts, from ${by.invocation.startedAt}`,
      ),
      ...describeDifferences(parts),
    ],
  };
}

function join(parts: readonly [Part, ...Part[]], { missing }: Faults): Report {
  const [{ request, argv, side, toolVersion, invocation }] = parts;
  const invocations = parts.map((part) => part.invocation);
  const starts = invocations.map(({ startedAt }) => startedAt).sort();
  const ends = invocations.map(({ finishedAt }) => finishedAt).sort();
  const startedAt = starts[0] ?? invocation.startedAt;
  return {
    schemaVersion: SCHEMA_VERSION,
    id: nameMerged(parts, startedAt),
    tool: { name: 'tidemark', version: toolVersion },
    startedAt,
    finishedAt: ends.at(-1) ?? invocation.finishedAt,
    complete: missing.length === 0,
    ...(side !== undefined && { side }),
    seed: invocation.seed,
    argv: [...argv],
    request,
    environment: { ...invocation.environment, nodes: joinNodes(parts) },
    merged: joinPlans(parts),
    results: joinResults(parts),
  };
}

/** Like the id of an invocation, and the same for the same parts. Both sides of a comparison have the same one. */
function nameMerged(parts: readonly Part[], startedAt: string): string {
  const ids = parts.map((part) => part.invocation.id).sort();
  const hash = createHash('sha256').update(JSON.stringify(ids)).digest('hex');
  return `${startedAt.slice(0, 19).replaceAll(':', '-')}-${hash.slice(0, 4)}`;
}

function joinNodes(parts: readonly Part[]): NodeEnvironment[] {
  const nodes = new Map<string, NodeEnvironment>();
  for (const { invocation } of parts)
    for (const node of invocation.environment.nodes) nodes.set(node.node, nodes.get(node.node) ?? node);
  return [...nodes.values()];
}

const joinPlans = (parts: readonly Part[]): Merged => ({
  plans: Object.fromEntries(parts.map(({ invocation, cases }) => [invocation.plan, cases])),
  invocations: parts.map(({ invocation }) => invocation),
});

/** In the order of the plan, as one machine would have measured them. */
function joinResults(parts: readonly Part[]): CaseResult[] {
  const places = new Map<string, number>();
  for (const { cases } of parts) for (const [key] of cases) places.set(key, places.get(key) ?? places.size);
  return parts
    .flatMap(({ results, invocation: { id } }) => results.map((result) => ({ ...result, invocation: id })))
    .map((result) => ({ result, place: places.get(unitKey(result)) ?? 0 }))
    .sort((one, other) => one.place - other.place)
    .map(({ result }) => result);
}
