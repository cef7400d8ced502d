/** Compares the runs of node:bench of two sides. Runs are processes: the samples of one depend on each other. */

import { hodgesLehmannShift } from '../stats/hodges-lehmann.ts';
import { adjustByHolm } from '../stats/holm.ts';
import { median } from '../stats/quantile.ts';
import { computeRankSumDistribution } from '../stats/rank-sum-distribution.ts';
import type { NodeBench, NodeBenchFile } from './read-node-bench.ts';

/** The chance of at least one false alarm among all benchmarks of a comparison. */
export const ALPHA = 0.01;
/** That of time everywhere in tidemark. */
export const THRESHOLD = 0.2;
/** The exact distribution grows with the fourth power of the runs. */
const MAX_RUNS = 40;

export type NodeBenchVerdict = 'pass' | 'regression' | 'improvement' | 'inconclusive';

export interface NodeBenchRow {
  readonly name: string;
  readonly runs: { readonly a: number; readonly b: number };
  /** Medians of the runs in nanoseconds for one operation; null if there was none. */
  readonly nsPerOperation: { readonly a: number | null; readonly b: number | null };
  /** How much more time B takes, as a share of A, with its 95 % interval; null with fewer than two runs a side. */
  readonly difference: { readonly estimate: number; readonly low: number; readonly high: number } | null;
  readonly verdict: NodeBenchVerdict;
  /** What cannot be said, and why. */
  readonly reason?: string;
}

export interface NodeBenchComparison {
  readonly kind: 'node-bench-comparison';
  readonly verdict: NodeBenchVerdict | 'not-comparable';
  readonly rows: readonly NodeBenchRow[];
}

export function compareNodeBench(a: NodeBenchFile, b: NodeBenchFile): NodeBenchComparison {
  const names = [...new Set([...a.benches.keys(), ...b.benches.keys()])].sort();
  const pairs = names.map((name) => describePair(name, a.benches.get(name), b.benches.get(name)));
  const slower = adjustByHolm(pairs.map(({ logs }) => chanceOfShift(logs.a, logs.b)));
  const faster = adjustByHolm(pairs.map(({ logs }) => chanceOfShift(logs.b, logs.a)));
  const rows = pairs.map((pair, index) =>
    judge(pair, { slower: slower[index] ?? 1, faster: faster[index] ?? 1, tests: pairs.length }),
  );
  const isComparable = names.some((name) => a.benches.has(name) && b.benches.has(name));
  return {
    kind: 'node-bench-comparison',
    verdict: isComparable ? findWorst(rows) : 'not-comparable',
    rows,
  };
}

interface Pair {
  readonly name: string;
  readonly a: NodeBench | undefined;
  readonly b: NodeBench | undefined;
  readonly logs: { readonly a: readonly number[]; readonly b: readonly number[] };
}

const describePair = (name: string, a: NodeBench | undefined, b: NodeBench | undefined): Pair => ({
  name,
  a,
  b,
  logs: { a: takeLogs(a), b: takeLogs(b) },
});

/** All that is said of a side is said of these. */
const takeRuns = (bench: NodeBench | undefined): number[] => (bench?.nsPerOperation ?? []).slice(0, MAX_RUNS);

const takeLogs = (bench: NodeBench | undefined): number[] => takeRuns(bench).map(Math.log);

/** The exact one-sided p of Mann and Whitney that `to` lies above `from`. Ties count against it. */
function chanceOfShift(from: readonly number[], to: readonly number[]): number {
  if (from.length === 0 || to.length === 0) return 1;
  const above = to.flatMap((b) => from.filter((a) => b > a)).length;
  const tail = computeRankSumDistribution(from.length, to.length).slice(above);
  return Math.min(
    1,
    tail.reverse().reduce((sum, p) => sum + p, 0),
  );
}

interface Chances {
  readonly slower: number;
  readonly faster: number;
  readonly tests: number;
}

function judge({ name, a, b, logs }: Pair, chances: Chances): NodeBenchRow {
  const shift =
    logs.a.length > 1 && logs.b.length > 1
      ? hodgesLehmannShift({ from: logs.a, to: logs.b }, 0.95)
      : undefined;
  const row = {
    name,
    runs: { a: logs.a.length, b: logs.b.length },
    nsPerOperation: { a: medianOf(a), b: medianOf(b) },
    difference:
      shift === undefined
        ? null
        : {
            estimate: Math.expm1(shift.estimate),
            low: Math.expm1(shift.low),
            high: Math.expm1(shift.high),
          },
  };
  if (b !== undefined && b.failures > 0 && a?.failures === 0)
    return { ...row, verdict: 'regression', reason: `failed in ${b.failures} runs of B, and in none of A` };
  const obstacle = findObstacle(a, b, chances.tests);
  if (obstacle !== undefined) return { ...row, verdict: 'inconclusive', reason: obstacle };
  const half = Math.log1p(THRESHOLD / 2);
  const estimate = shift?.estimate ?? 0;
  if (chances.slower <= ALPHA && estimate >= half) return { ...row, verdict: 'regression' };
  if (chances.faster <= ALPHA && estimate <= -half) return { ...row, verdict: 'improvement' };
  if ((shift?.high ?? Number.POSITIVE_INFINITY) < Math.log1p(THRESHOLD)) return { ...row, verdict: 'pass' };
  const reason = `the runs vary too much to exclude ${THRESHOLD * 100} %: measure more of them`;
  return { ...row, verdict: 'inconclusive', reason };
}

const medianOf = (bench: NodeBench | undefined): number | null =>
  bench === undefined || bench.nsPerOperation.length === 0 ? null : median(takeRuns(bench));

function findObstacle(a: NodeBench | undefined, b: NodeBench | undefined, tests: number): string | undefined {
  if (a === undefined || b === undefined) return `missing from ${a === undefined ? 'A' : 'B'}`;
  if (a.failures + b.failures > 0) return 'failed, or took no time, in some runs';
  const runs = Math.min(a.nsPerOperation.length, b.nsPerOperation.length);
  const required = countRequiredRuns(tests);
  if (runs >= required) return undefined;
  const has = runs === 1 ? 'one process a side tells nothing of the next one' : `${runs} runs a side`;
  return `${has}: at least ${required} are needed`;
}

/** The fewest runs a side whose smallest possible p, one of all arrangements, can pass Holm's correction. */
function countRequiredRuns(tests: number): number {
  let [runs, arrangements] = [1, 2];
  while (1 / arrangements > ALPHA / tests) {
    runs += 1;
    arrangements = (arrangements * 2 * (2 * runs - 1)) / runs;
  }
  return runs;
}

function findWorst(rows: readonly NodeBenchRow[]): NodeBenchVerdict {
  const order = ['regression', 'inconclusive', 'improvement'] as const;
  return order.find((verdict) => rows.some((row) => row.verdict === verdict)) ?? 'pass';
}
