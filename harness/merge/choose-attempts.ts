/** Of several attempts at one shard, the newest complete one counts. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { compareText } from '../plan/plan-shards.ts';
import { nodesOf, type Part } from './parts.ts';

export interface Chosen {
  /** One for each shard and Node, by Node and number. */
  readonly parts: readonly Part[];
  /** Attempts that do not count, each with the one that does. */
  readonly replaced: readonly Replaced[];
  /** Complete reports of the same invocation that do not say the same. */
  readonly contradicting: readonly Replaced[];
}

interface Replaced {
  readonly part: Part;
  readonly by: Part;
}

export function chooseAttempts(parts: readonly Part[]): Chosen {
  const attempts = new Map<string, Map<string, Part>>();
  const contradicting: Replaced[] = [];
  for (const part of parts) {
    const { id, index, total, plan } = part.invocation;
    const key = JSON.stringify([nodesOf(part), plan, total, index]);
    const same = attempts.get(key) ?? new Map<string, Part>();
    // The same report again, once more as a part of a merged one, or from before the invocation was resumed.
    const copy = same.get(id);
    const by = copy === undefined || isFurther(part, copy) ? part : copy;
    if (copy !== undefined && isContradiction(part, copy)) contradicting.push({ part: copy, by: part });
    same.set(id, by);
    attempts.set(key, same);
  }
  const chosen: Part[] = [];
  const replaced: Replaced[] = [];
  for (const same of attempts.values()) {
    const [by, ...others] = [...same.values()].sort(byPreference);
    if (by === undefined) continue;
    chosen.push(by);
    replaced.push(...others.map((part) => ({ part, by })));
  }
  return {
    parts: chosen.sort(byPlace),
    replaced: replaced.sort((one, other) => byPlace(one.part, other.part)),
    contradicting,
  };
}

/** An invocation that is resumed keeps its id. */
function isFurther({ invocation: one, ...part }: Part, { invocation: other, ...copy }: Part): boolean {
  if (one.complete !== other.complete) return one.complete;
  if (one.finishedAt !== other.finishedAt) return one.finishedAt > other.finishedAt;
  return countRuns(part) > countRuns(copy);
}

const countRuns = ({ results }: Pick<Part, 'results'>): number =>
  results.reduce((sum, { runs }) => sum + runs.length, 0);

const isContradiction = (one: Part, other: Part): boolean =>
  one.invocation.complete &&
  other.invocation.complete &&
  !isDeepStrictEqual([one.invocation, one.results], [other.invocation, other.results]);

/** Complete before incomplete, then the newest; ids decide where two began in the same millisecond. */
const byPreference = ({ invocation: one }: Part, { invocation: other }: Part): number =>
  Number(other.complete) - Number(one.complete) ||
  compareText(other.startedAt, one.startedAt) ||
  compareText(other.id, one.id);

const byPlace = (one: Part, other: Part): number =>
  Number.parseInt(nodesOf(one), 10) - Number.parseInt(nodesOf(other), 10) ||
  compareText(nodesOf(one), nodesOf(other)) ||
  one.invocation.index - other.invocation.index ||
  compareText(one.invocation.id, other.invocation.id);
