/** Which watched stream is worst: one order for every table and file. Pure. */
import { type CaseResult, endedAsExpected, type LabelResult, type RunResult } from '../result.ts';

/**
 * The labels of the run that represents a case, the worst first: the first measure run that ended as expected, else the
 * first that could still report its counters. Undefined if no run counted a stream.
 */
export function findLabels(
  runs: readonly RunResult[],
  expected: Pick<CaseResult, 'expectedOutcome'>,
): LabelResult[] | undefined {
  const counting = runs.filter(({ counters }) => Object.keys(counters ?? {}).length > 0);
  const measured = counting.filter(({ kind }) => kind === 'measure');
  const run = measured.find((one) => endedAsExpected(one, expected)) ?? measured[0] ?? counting[0];
  return run === undefined ? undefined : rankLabels(run);
}

/** The labels of a run, the worst first. */
export function rankLabels({ counters = {}, outcome }: RunResult): LabelResult[] {
  const labels = Object.entries(counters).map(([label, counted]) => ({ label, ...counted }));
  const order = WAITING.has(outcome.state) ? [...BY_WAITING, ...BY_EXCESS] : [...BY_EXCESS, ...BY_WAITING];
  return labels.sort((one, other) => compareBy(order, one, other));
}

/** In a run that did not finish, the stream that has been full for longest is what the others wait for. */
const WAITING: ReadonlySet<string> = new Set(['timed-out', 'crashed', 'aborted']);

type Measure = (label: LabelResult) => number;

const countAfterFalse: Measure = ({ writesAfterFalse, pushesAfterFalse }) =>
  writesAfterFalse + pushesAfterFalse;

/** Node's defaults, for streams whose highWaterMark does not count bytes and so is not known. */
const DEFAULT_BYTES = 64 * 1024;
const DEFAULT_CHUNKS = 16;

/** How many times its highWaterMark was buffered. */
function multipleOfHighWaterMark({
  peakBufferedBytes,
  peakBufferedChunks = 0,
  highWaterMarkBytes,
}: LabelResult): number {
  if (highWaterMarkBytes !== undefined) return peakBufferedBytes / Math.max(1, highWaterMarkBytes);
  return Math.max(peakBufferedBytes / DEFAULT_BYTES, peakBufferedChunks / DEFAULT_CHUNKS);
}

const BY_WAITING: readonly Measure[] = [({ fullForMs = 0 }) => fullForMs];

/**
 * A stream that nobody wrote to after false respected backpressure, however large its chunks are. One that many small
 * calls went into is harmless if little was buffered.
 */
const BY_EXCESS: readonly Measure[] = [
  (label) => Number(countAfterFalse(label) > 0),
  multipleOfHighWaterMark,
  countAfterFalse,
  ({ peakBufferedBytes }) => peakBufferedBytes,
];

/** The larger the worse; then by name, so that the order never depends on when a stream was watched. */
function compareBy(order: readonly Measure[], one: LabelResult, other: LabelResult): number {
  const measure = order.find((read) => read(one) !== read(other));
  if (measure !== undefined) return measure(other) - measure(one);
  return one.label < other.label ? -1 : Number(one.label > other.label);
}
