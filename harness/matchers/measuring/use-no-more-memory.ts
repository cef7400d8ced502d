/** `toUseNoMoreMemoryThan(other)`: peak RSS in interleaved pairs of stable runs, as many as are needed. */
import { UsageError } from '../../errors.ts';
import { metricNamed } from '../../metrics.ts';
import { planPairs } from '../../plan/plan-pairs.ts';
import { STABLE_INTERVAL_MS, type Subject } from '../../plan/plan-runs.ts';
import { makeRandom } from '../../plan/random.ts';
import { drawSparkline } from '../../report/text/sparkline.ts';
import type { RunResult } from '../../result.ts';
import type { PairedShift } from '../../stats/paired-shift.ts';
import { median } from '../../stats/quantile.ts';
import { formatBytes } from '../../units.ts';
import { commandOf } from './command-of.ts';
import type { Asked, Found } from './found.ts';
import { judgePairs, LOOKS } from './judge-pairs.ts';
import type { Runs } from './make-runs.ts';
import { prepareSubject } from './prepare-subject.ts';
import { requireRuns } from './require-measured.ts';

const SEED = 1;

const STABLE_RUNS = ['--stable-runs', '10'];

interface Pairs {
  readonly own: readonly number[];
  readonly other: readonly number[];
  readonly shift: PairedShift;
}

export async function useNoMoreMemory({ question, subject, runs }: Asked): Promise<Found> {
  const { other, otherParameters = {}, within = '', testFile, environmentVariables } = question;
  const delta = parseWithin(within);
  if (other === undefined) throw new UsageError('toUseNoMoreMemoryThan() needs another scenario');
  const otherSubject = await prepareSubject(other, otherParameters, testFile);
  const { name } = subject.case.scenario;
  const { name: otherName } = otherSubject.case.scenario;
  const { pass, pairs } = await measurePairs(otherSubject, subject, runs, delta);
  const { own, other: ofOther, shift } = pairs;
  const [from, to] = [shift.low, shift.high].map(formatShare);
  const figures = `its peak RSS is ${formatBytes(median(own))}, and ${formatBytes(median(ofOther))} of ${otherName}`;
  const commands = [
    commandOf(subject, question, STABLE_RUNS),
    commandOf(otherSubject, { parameters: otherParameters, environmentVariables }, STABLE_RUNS),
  ];
  return {
    pass,
    sentence: `${name} uses ${pass ? 'no more' : 'more'} memory than ${otherName}: ${figures}; ${from} to ${to} in ${own.length} pairs of runs, and up to ${formatShare(Math.log1p(delta))} is allowed`,
    details: [],
    draw: () => drawPairs([name, own], [otherName, ofOther]),
    commands,
  };
}

async function measurePairs(
  other: Subject,
  own: Subject,
  runs: Runs,
  delta: number,
): Promise<{ readonly pass: boolean; readonly pairs: Pairs }> {
  const random = makeRandom(SEED);
  let planned = 0;
  let pairs: Pairs | undefined;
  for (const count of LOOKS) {
    const request = {
      subject: { a: other, b: own },
      kind: 'stable',
      batch: 1,
      count: count - planned,
      planned,
    } as const;
    planned = count;
    for (const pair of planPairs([request], STABLE_INTERVAL_MS, random)) {
      await runs.make(pair);
      for (const { subject } of pair) requireRuns(subject, runs);
    }
    const sides = readPairs(runs.resultsOf(other), runs.resultsOf(own));
    const { shift, isWithin } = judgePairs(sides.own, sides.other, delta);
    pairs = { ...sides, shift };
    if (isWithin !== undefined) return { pass: isWithin, pairs };
  }
  const [from, to] = [pairs?.shift.low ?? 0, pairs?.shift.high ?? 0].map(formatShare);
  throw new UsageError(
    `whether ${own.case.scenario.name} uses more memory than ${other.case.scenario.name} cannot be told by ${planned} pairs of runs: ${from} to ${to}, and up to ${formatShare(Math.log1p(delta))} is allowed`,
    { hint: 'allow more, such as { within: "10 %" }, or compare counted figures' },
  );
}

function readPairs(other: readonly RunResult[], own: readonly RunResult[]): Omit<Pairs, 'shift'> {
  const { read } = metricNamed('stablePeakRssBytes');
  const byPair = new Map(other.map((run) => [run.pair, read(run)]));
  const both = own.flatMap((run) => {
    const [mine, theirs] = [read(run), byPair.get(run.pair)];
    return mine === undefined || theirs === undefined ? [] : [[mine, theirs] as const];
  });
  if (both.length === 0)
    throw new UsageError('memory was not measured: this system does not tell the RSS of a process');
  return { own: both.map(([mine]) => mine), other: both.map(([, theirs]) => theirs) };
}

type Side = readonly [name: string, values: readonly number[]];

/** A bar for each pair, on one scale. */
function drawPairs(...sides: readonly [Side, Side]): string {
  const max = Math.max(...sides.flatMap(([, values]) => values));
  const width = Math.max(...sides.map(([name]) => name.length));
  return sides
    .map(([name, values]) => {
      const bars = drawSparkline(values, max);
      return `${name.padEnd(width)} ${bars} peak RSS ${formatBytes(median(values))}`;
    })
    .join('\n');
}

/** A log ratio in per cent, with its sign. */
function formatShare(logRatio: number): string {
  const percent = 100 * Math.expm1(logRatio);
  return `${percent > 0 ? '+' : ''}${Number(percent.toPrecision(3))} %`;
}

function parseWithin(within: string): number {
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(within) ?? [];
  if (percent !== undefined) return Number(percent) / 100;
  throw new UsageError(`within: ${JSON.stringify(within)} is not a share`, {
    hint: "write { within: '5 %' }",
  });
}
