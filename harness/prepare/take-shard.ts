/** The cases that this machine measures, out of those of all shards. */
import { identifyScenario } from '../catalogue/scenario-file.ts';
import type { RequestedShard } from '../command-line/values/find-shard.ts';
import { stripRun } from '../compare/strip-run.ts';
import type { Case } from '../plan/plan-cases.ts';
import { assignShards, hashPlan } from '../plan/plan-shards.ts';
import { unitKey } from '../plan/unit-key.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { StoredShard } from '../shards/shard.ts';
import type { Sides } from '../sides.ts';
import { readReport } from '../store/read-report.ts';

export interface Share {
  readonly cases: readonly Case[];
  /** Absent if it is all of them. */
  readonly shard?: StoredShard;
}

interface Pair {
  readonly a: { readonly case: Case };
  readonly b: { readonly case: Case };
}

/** Both sides of a case are measured by one machine: the shard of A's decides. */
export function takePairs<Paired extends Pair>(
  pairs: readonly Paired[],
  shard: RequestedShard | undefined,
  options: Sharing,
): { readonly pairs: readonly Paired[]; readonly shards: Partial<Sides<StoredShard>> } {
  const share = takeShard(
    pairs.map(({ a }) => a.case),
    shard,
    options,
  );
  if (share.shard === undefined) return { pairs, shards: {} };
  const taken = new Set(share.cases);
  const { cases, ...ofBoth } = share.shard;
  const ofB = pairs.map(({ b }, position) => [keyOf(b.case), cases[position]?.[1] ?? 1] as const);
  return {
    pairs: pairs.filter(({ a }) => taken.has(a.case)),
    shards: { a: share.shard, b: { ...ofBoth, cases: ofB } },
  };
}

const keyOf = ({ scenario, parameters }: Case): string =>
  unitKey({ ...identifyScenario(scenario), parameters });

interface Sharing extends Pick<Terminal, 'say' | 'width'> {
  readonly resultsRoot: string;
}

/** A case stays whole, with its runs on every Node. Says which shard it is, and if it has no case. */
export function takeShard(
  cases: readonly Case[],
  shard: RequestedShard | undefined,
  { say, width, resultsRoot }: Sharing,
): Share {
  if (shard === undefined) return { cases };
  const { index, total, source, durationsFrom } = shard;
  const keys = cases.map(keyOf);
  const durations = durationsFrom === undefined ? new Map() : readDurations(durationsFrom, resultsRoot);
  const shards = assign(keys, shard, durations);
  const planned = keys.map((key, position) => [key, shards[position] ?? 1] as const);
  const taken = cases.filter((_, position) => shards[position] === index);
  const how = shard.assigned === undefined ? describeDurations(keys, durationsFrom, durations) : 'as before';
  const what = `shard ${index} of ${total}, from ${quoteLine(source)}: ${taken.length} of ${cases.length} cases, ${how}; plan ${hashPlan(planned, total)}`;
  say(wrapText(what, width, '  '));
  if (taken.length === 0) say('this shard has no cases: its report is complete, and empty');
  return { cases: taken, shard: { index, total, cases: planned } };
}

type Durations = ReadonlyMap<string, number>;

function assign(
  keys: readonly string[],
  { total, assigned }: RequestedShard,
  durations: Durations,
): number[] {
  // A case that was not there before is in the first shard.
  if (assigned !== undefined) return keys.map((key) => assigned.get(key) ?? 1);
  const units = keys.map((key) => {
    const durationMs = durations.get(key);
    return { key, ...(durationMs !== undefined && { durationMs }) };
  });
  return assignShards(units, total);
}

/** What all runs of each case took, on every Node. */
function readDurations(named: string, resultsRoot: string): Durations {
  const durations = new Map<string, number>();
  for (const result of readReport(named, resultsRoot, stripRun).results) {
    const key = unitKey(result);
    const ms = result.runs.reduce((sum, { wallMs }) => sum + wallMs, 0);
    durations.set(key, (durations.get(key) ?? 0) + ms);
  }
  return durations;
}

function describeDurations(keys: readonly string[], named: string | undefined, durations: Durations): string {
  if (named === undefined) return 'taken as equally long';
  const unknown = keys.filter((key) => !durations.has(key)).length;
  const others = unknown === 0 ? '' : `, ${unknown} of them unknown there`;
  return `the longest first by ${quoteLine(named)}${others}`;
}
