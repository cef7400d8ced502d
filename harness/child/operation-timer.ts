/** Times one operation many times. Only a scenario that calls `loadTimer()` loads this, and tinybench with it. */
import type { OperationTime, OperationTimer } from '../scenario.ts';
import { cpuUsage } from './before-scenario.ts';

/** Long enough for the optimizing compiler to finish. */
const USUAL = { warmupTime: 60, time: 150 };
/**
 * For a first answer from one run: in CPU time, as in so short a time another program that gets the core in between would be
 * most of the mean.
 */
const BRIEF = { warmupTime: 20, time: 40, now: readCpuMs };
/** The clock is read twice for each batch, which takes about 0.1 µs. */
const MIN_BATCH_MS = 0.05;
const NS_PER_MS = 1e6;

type BenchOptions = Pick<import('tinybench').BenchOptions, 'warmupTime' | 'time' | 'now'>;

/** The last result, stored so that the optimizer cannot remove the operation. */
const last: { result?: unknown } = {};

export async function loadOperationTimer(isBrief = false): Promise<OperationTimer> {
  const { Bench } = await import('tinybench');
  return (operation) => timeOperation(Bench, operation, isBrief ? BRIEF : USUAL);
}

async function timeOperation(
  Bench: typeof import('tinybench').Bench,
  operation: () => unknown,
  times: BenchOptions,
): Promise<OperationTime> {
  const size = findBatchSize(operation);
  const bench = new Bench({ ...times, throws: true });
  bench.add('operation', () => repeat(operation, size));
  const [task] = await bench.run();
  if (task?.result.state !== 'completed')
    throw new Error(`the operation was not timed: ${task?.result.state}`);
  last.result = undefined;
  const { latency } = task.result;
  return describeTime(latency, size);
}

/** The mean, not the median: collecting the garbage of an operation is part of its cost. */
function describeTime(batch: { readonly mean: number; readonly moe: number }, size: number): OperationTime {
  const toNanoseconds = (batchMs: number): number => (Math.max(batchMs, 0) / size) * NS_PER_MS;
  return {
    nanoseconds: toNanoseconds(batch.mean),
    low: toNanoseconds(batch.mean - batch.moe),
    high: toNanoseconds(batch.mean + batch.moe),
  };
}

function findBatchSize(operation: () => unknown): number {
  for (let size = 1; ; size *= 2) {
    const startedAt = performance.now();
    repeat(operation, size);
    if (performance.now() - startedAt >= MIN_BATCH_MS) return size;
  }
}

/** Of the threads of this process, those that collect garbage included. */
function readCpuMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

function repeat(operation: () => unknown, times: number): void {
  for (let time = 0; time < times; time += 1) last.result = operation();
}
