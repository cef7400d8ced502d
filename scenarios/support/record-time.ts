import type { OperationTime } from '../../harness/scenario.ts';

const NS_PER_SECOND = 1e9;

/** Records the time per operation and the operations per second, each with its confidence interval. */
export function recordTime(record: (name: string, value: number) => void, time: OperationTime): void {
  record('nanoseconds', time.nanoseconds);
  record('nanosecondsLow', time.low);
  record('nanosecondsHigh', time.high);
  record('operationsPerSecond', NS_PER_SECOND / time.nanoseconds);
  record('operationsPerSecondLow', NS_PER_SECOND / time.high);
  if (time.low > 0) record('operationsPerSecondHigh', NS_PER_SECOND / time.low);
}
