/** Which shard measures which case: the same answer on every machine. Pure. */

import { createHash } from 'node:crypto';

interface ShardUnit {
  /** The same on every machine, for one unit only. */
  readonly key: string;
  /** How long it took last; absent if that is not known. */
  readonly durationMs?: number;
}

/**
 * The shard of each unit, counted from 1, in the order of the units. The longest comes first and goes to the shard that
 * has least to do: at most 4/3 of the best (Graham 1969, "Bounds on multiprocessing timing anomalies"). A unit of
 * unknown duration counts as the mean of the known ones. Ties go by key, so that the order of the units is of no account.
 */
export function assignShards(units: readonly ShardUnit[], total: number): number[] {
  const known = units.flatMap(({ durationMs }) => durationMs ?? []);
  const meanMs = known.length === 0 ? 1 : known.reduce((sum, one) => sum + one, 0) / known.length;
  const longestFirst = units
    .map(({ key, durationMs = meanMs }, position) => ({ key, durationMs, position }))
    .sort((one, other) => other.durationMs - one.durationMs || compareText(one.key, other.key));
  const loadsMs = Array.from({ length: total }, () => 0);
  const shards = units.map(() => 0);
  for (const { durationMs, position } of longestFirst) {
    const least = loadsMs.indexOf(Math.min(...loadsMs));
    loadsMs[least] = (loadsMs[least] ?? 0) + durationMs;
    shards[position] = least + 1;
  }
  return shards;
}

/** Equal for machines that divide the same units in the same way, in whatever order they list them. */
export function hashPlan(
  assigned: readonly (readonly [key: string, shard: number])[],
  total: number,
): string {
  const lines = [...assigned].sort(([one], [other]) => compareText(one, other));
  return createHash('sha256')
    .update(JSON.stringify([total, lines]))
    .digest('hex')
    .slice(0, 16);
}

/** By code unit: a locale would order keys differently on another machine. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
