/** Which runs of A and B were made as a pair, and by how much a metric differs in each pair. Pure. */
import type { Metric } from '../metrics.ts';
import { type CaseResult, endedAsExpected, type RunResult } from '../result.ts';
import { MAX_PAIRS } from './metric-rules.ts';
import { readFinite } from './side-figures.ts';

export interface PairBatch {
  /** In the order of the pairs. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** ln(B) − ln(A) of each pair; undefined where a figure has no logarithm. */
  readonly logRatios: readonly number[] | undefined;
  /** Pairs whose two runs were both made, however they ended. */
  readonly completed: number;
  /** Pairs in which a run is missing, failed, or has no such figure. */
  readonly excluded: number;
  /** Pairs beyond the maximum. */
  readonly unused: number;
}

/** The pairs of the first batch, and those of the fresh one that confirms it. */
export function collectPairs(
  a: CaseResult,
  b: CaseResult,
  metric: Metric,
): { readonly first: PairBatch; readonly second: PairBatch } {
  const [first, second] = ([1, 2] as const).map((batch) => {
    const [ofA, ofB] = [a, b].map((result) => findPaired(result, metric, batch));
    return joinPairs(ofA ?? new Map(), ofB ?? new Map(), { a, b, metric });
  });
  return { first: first as PairBatch, second: second as PairBatch };
}

export const hasPairs = (result: CaseResult, { measuredBy }: Metric): boolean =>
  result.runs.some(({ kind, pair }) => kind === measuredBy && pair !== undefined);

type ByPair = ReadonlyMap<number, RunResult>;

/** If two runs have the same pair number, the first is used. */
function findPaired({ runs }: CaseResult, { measuredBy }: Metric, batch: 1 | 2): ByPair {
  const byPair = new Map<number, RunResult>();
  for (const run of runs) {
    const isOfBatch = run.kind === measuredBy && (run.batch ?? 1) === batch;
    if (isOfBatch && run.pair !== undefined && !byPair.has(run.pair)) byPair.set(run.pair, run);
  }
  return byPair;
}

interface PairedSides {
  readonly a: CaseResult;
  readonly b: CaseResult;
  readonly metric: Metric;
}

function joinPairs(ofA: ByPair, ofB: ByPair, { a, b, metric }: PairedSides): PairBatch {
  const numbers = [...new Set([...ofA.keys(), ...ofB.keys()])].sort((one, other) => one - other);
  const pairs = numbers.flatMap((number) => {
    const inA = readEnded(a, ofA.get(number), metric);
    const inB = readEnded(b, ofB.get(number), metric);
    return inA === undefined || inB === undefined ? [] : [{ a: inA, b: inB }];
  });
  const used = pairs.slice(0, MAX_PAIRS);
  const hasLogarithms = used.every((pair) => pair.a > 0 && pair.b > 0);
  return {
    a: used.map((pair) => pair.a),
    b: used.map((pair) => pair.b),
    logRatios: hasLogarithms ? used.map((pair) => Math.log(pair.b) - Math.log(pair.a)) : undefined,
    completed: numbers.filter((number) => ofA.has(number) && ofB.has(number)).length,
    excluded: numbers.length - pairs.length,
    unused: pairs.length - used.length,
  };
}

const readEnded = (result: CaseResult, run: RunResult | undefined, { read }: Metric): number | undefined =>
  run !== undefined && endedAsExpected(run, result) ? readFinite(run, read) : undefined;
