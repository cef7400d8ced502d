/** Builds two reports of runs in pairs from figures. */
import type { CaseResult, Report, RunResult } from '../result.ts';
import type { Sides } from '../sides.ts';
import { makeCase, makeReport, makeRun } from './builders.ts';

/** `count` figures around 100 whose logarithms spread evenly by ± `spread`, in a shuffled order that `seed` changes. */
export function makeNoise(count: number, spread: number, seed = 1): number[] {
  const step = [7, 11, 13, 17, 19, 23].find((prime) => count % prime !== 0) ?? 1;
  return Array.from({ length: count }, (_, index) => {
    const place = ((index * step + seed) % count) / (count - 1 || 1);
    return 100 * Math.exp(spread * (2 * place - 1));
  });
}

/** A run for each figure, in pairs. */
export const makePairedRuns = (
  figures: readonly number[],
  makeOne: (figure: number) => Partial<RunResult>,
  batch: 1 | 2 = 1,
): RunResult[] =>
  figures.map((figure, pair) => makeRun({ index: pair + 1000 * batch, pair, batch, ...makeOne(figure) }));

export const stable = (rssBytes: number): Partial<RunResult> => ({
  kind: 'stable',
  flags: ['--single-threaded-gc'],
  memory: { peak: { rssBytes } },
});

export const timed = (cpuMs: number): Partial<RunResult> => ({ kind: 'measure', cpuMs });

/** Reports of one invocation. */
export const makeSide = (
  name: 'a' | 'b',
  results: readonly CaseResult[],
  report: Partial<Report> = {},
): Report => makeReport({ side: { name, label: name.toUpperCase() }, results: [...results], ...report });

/** Two sides of one case. */
export const makeSides = (a: readonly RunResult[], b: readonly RunResult[]): Sides<Report> => ({
  a: makeSide('a', [makeCase({ runs: [...a] })]),
  b: makeSide('b', [makeCase({ runs: [...b] })]),
});
