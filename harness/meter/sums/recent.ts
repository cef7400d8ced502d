/**
 * What has happened to the atom that changed last, and is not in its sums yet: they are read far more rarely than a
 * stream is written to. Before another atom changes, they are brought up to date.
 */
import type { Label, Sum } from './label.ts';

/** An atom. */
export interface Queue {
  readonly bytes: number;
  readonly chunks: number;
  readonly label: Label;
  readonly otherSums: readonly Sum[] | undefined;
  readonly countsChunks: boolean;
  readonly raisePeaks: () => void;
  readonly sumUp: () => void;
  readonly isCountedIn: (sum: Sum) => boolean;
}

export const recent = {
  atom: undefined as Queue | undefined,
  bytesOut: 0,
  /** What it buffers more without having come in: what came in follows from this, see recentBytesIn(). */
  bytesNotIn: 0,
  /** What it buffered when its sums were brought up to date, and the most that it has buffered since. */
  bytesBefore: 0,
  chunksBefore: 0,
  peakBytes: 0,
  peakChunks: 0,
  /** From this much on, its sums are brought up to date at each new peak. */
  isSummedFromBytes: Number.POSITIVE_INFINITY,
  /** Whether settlePeak() has anything to do. */
  isUnsettled: false,
};

/** To be called when the sums of the recent atom are up to date. */
export function beginAt(atom: Queue): void {
  const { bytes, chunks, label, otherSums, countsChunks } = atom;
  recent.bytesOut = 0;
  recent.bytesNotIn = 0;
  recent.bytesBefore = bytes;
  recent.peakBytes = bytes;
  recent.chunksBefore = chunks;
  recent.peakChunks = chunks;
  recent.isSummedFromBytes = bytes + label.minUntilAlert(otherSums, countsChunks);
}

/** What came in left, or is buffered: so that a write() has one number less to change. */
export const recentBytesIn = (): number =>
  recent.bytesOut + (recent.atom?.bytes ?? 0) - recent.bytesBefore - recent.bytesNotIn;

/** New peaks that somebody wants to know of: told when nothing is left to do, since he may change what is counted. */
export const alerts: { readonly sum: Sum; readonly queue: Queue }[] = [];

export function alertLater(sum: Sum, queue: Queue): void {
  alerts.push({ sum, queue });
  recent.isUnsettled = true;
}

/** See Sum.change(). */
export function addTo(
  sum: Sum,
  queue: Queue,
  ...change: readonly [bytes: number, chunks: number, moreBytes: number, moreChunks: number]
): void {
  if (sum.change(...change) && sum.isAlerting) alertLater(sum, queue);
}

export function sendAlerts(): void {
  for (const { sum, queue } of alerts.splice(0)) sum.alert(queue);
}

/** Puts what a sink has not taken at once into the peaks. To be called when a write() returns. */
export function settlePeak(): void {
  // V8 compares with `true` in one instruction, and asks for the truth of a field in ten.
  if (recent.isUnsettled !== true) return;
  recent.isUnsettled = false;
  recent.atom?.raisePeaks();
  if (alerts.length > 0) sendAlerts();
}

/** Brings all sums up to date. To be called before one is read. */
export function settle(): void {
  if (recent.atom === undefined) return;
  recent.atom.sumUp();
  beginAt(recent.atom);
}

/** What settle() would add to the sum, which may be asked for in the middle of a change. */
export function unsummedBytes(sum: Sum): number {
  return recent.atom?.isCountedIn(sum) ? recent.atom.bytes - recent.bytesBefore : 0;
}
