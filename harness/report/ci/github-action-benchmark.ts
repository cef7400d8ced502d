/**
 * The tool `customSmallerIsBetter` of github-action-benchmark: a list of name, unit, value, range and extra.
 * https://github.com/benchmark-action/github-action-benchmark#tool-required, `BenchmarkResult` in its src/extract.ts
 */

import { nameNode } from '../../runtimes/runtime.ts';
import type { Reported } from '../text/reported.ts';
import { type Benchmark, type Figure, listBenchmarks } from './figures.ts';
import { renderJsonText } from './json-text.ts';

const UNITS: Readonly<Record<Figure['unit'], string>> = {
  bytes: 'bytes',
  bytesPerSecond: 'bytes/s',
  ms: 'ms',
  nanoseconds: 'ns',
  count: 'count',
  slope: 'bytes/byte',
};

/** Only lower-is-better metrics: for any other the action would report the opposite. */
export function renderGithubActionBenchmark(reported: Reported): string {
  const entries = listBenchmarks(reported).flatMap((benchmark) =>
    benchmark.figures.filter(({ isMoreWorse }) => isMoreWorse).map((figure) => makeEntry(benchmark, figure)),
  );
  return renderJsonText(entries);
}

function makeEntry({ name, node }: Benchmark, { metric, unit, value, interval, n }: Figure): object {
  return {
    name: `${name}: ${metric}`,
    unit: UNITS[unit],
    value,
    ...(interval !== undefined && { range: `${interval.low} to ${interval.high}` }),
    extra: [
      nameNode(node),
      ...(n === undefined ? [] : [n === 1 ? 'one run' : `median of ${n} runs`]),
      ...(interval === undefined ? [] : [`interval of ${(interval.confidence * 100).toFixed(1)} %`]),
    ].join('\n'),
  };
}
