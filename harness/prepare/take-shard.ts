/** The cases that this machine measures, out of those of all shards. */
import { identifyScenario } from '../catalogue/scenario-file.ts';
import type { FoundShard } from '../command-line/values/find-shard.ts';
import type { Case } from '../plan/plan-cases.ts';
import { assignShards, hashPlan } from '../plan/plan-shards.ts';
import { unitKey } from '../plan/unit-key.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { StoredShard } from '../shards/shard.ts';
import type { Sides } from '../sides.ts';

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
  shard: FoundShard | undefined,
  terminal: Pick<Terminal, 'say'>,
): { readonly pairs: readonly Paired[]; readonly shards: Partial<Sides<StoredShard>> } {
  const share = takeShard(
    pairs.map(({ a }) => a.case),
    shard,
    terminal,
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

/** A case stays whole, with its runs on every Node. Says which shard it is, and if it has no case. */
export function takeShard(
  cases: readonly Case[],
  shard: FoundShard | undefined,
  { say }: Pick<Terminal, 'say'>,
): Share {
  if (shard === undefined) return { cases };
  const { index, total, source } = shard;
  const units = cases.map((one) => ({ key: keyOf(one) }));
  const shards = assignShards(units, total);
  const planned = units.map(({ key }, position) => [key, shards[position] ?? 1] as const);
  const taken = cases.filter((_, position) => shards[position] === index);
  say(
    `shard ${index} of ${total}, from ${quoteLine(source)}: ${taken.length} of ${cases.length} cases, taken as equally long; plan ${hashPlan(planned, total)}`,
  );
  if (taken.length === 0) say('this shard has no cases: its report is complete, and empty');
  return { cases: taken, shard: { index, total, cases: planned } };
}
