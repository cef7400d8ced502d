/** Whether what one line buffers grows without a bound. */
import type { FindingLevel } from '../findings.ts';
import type { FillSnapshot, SiteSnapshot } from '../snapshot.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/** Not worth a word. */
const SMALL_BYTES = 64 * KIB;
const SMALL_CHUNKS = 256;
const USUAL_BYTES = 4 * MIB;
/** Of all streams of a line, such as the responses to many clients. */
const USUAL_BYTES_OF_ALL = 16 * MIB;
/** One end() of a response writes its head and its body; with a first and a last part, it is three writes. */
const USUAL_AFTER_FALSE = 2;
/** Of a stream that counts chunks the snapshot does not say it, nor of one that has none: Node's defaults. */
const HIGH_WATER_MARK_CHUNKS = 16;
const HIGH_WATER_MARK_BYTES = 16 * KIB;
/** As many writers, each of which waits after its own write, are not a flood. */
const MIN_CALLS = 16;
const MIN_CALLS_OF_EACH_STREAM = 4;
/** So many turns of the event loop saw a call after false: whoever calls has been elsewhere, and has come back. */
const MANY_TURNS = 4;
const MULTIPLE_IN_MANY_TURNS = 4;
/** So many turns and calls are growth that does not end, however slow it is. */
const SUSTAINED = { turns: 16, calls: 200, multiple: 2 } as const;
/** All in few turns can be a batch: a page of rows, the lines of a chunk. What is larger is not. */
const MULTIPLE_OF_BATCH = 12;
const BATCH_BYTES = { written: 768 * KIB, pushed: 2 * MIB } as const;
const BATCH_CHUNKS = { written: 4096, pushed: 8192 } as const;
/** A batch after which somebody waits for 'drain' can be larger, and so can what never becomes more. */
const MAX_BOUNDED_BYTES = 32 * MIB;
/** What ends by itself, as a response does. */
const ENDED_MESSAGE_BYTES = 32 * MIB;
/** So many times filled and drained again show whether each time it is more. */
const ENOUGH_TIMES = 3;
const REPEATED_BATCH_BYTES = 8 * MIB;
const SAME = 1.5;
/** What came in after the peak was nearly reached, as a share: so much without growth is a bound. */
const SHARE_WITHOUT_GROWTH = 0.5;
const NEARLY = 0.9;
/** Of streams none of which buffers much. */
const MANY_STREAMS = 8;
const MANY_STREAMS_BYTES = { overTime: MIB, atOnce: 2 * MIB } as const;
const SHARE_AT_EXIT = 0.75;

/** Undefined if it is not worth a word. */
export function judgeBacklog(site: SiteSnapshot): FindingLevel | undefined {
  const { bytes, chunks } = peakOf(site);
  // Little is buffered, because the rest is lost.
  if (site.losesByPolicy !== undefined && site.afterFalse > 0 && site.frames.length > 0) return 'note';
  if (site.frames.length === 0 || (bytes < SMALL_BYTES && chunks < SMALL_CHUNKS)) return undefined;
  if (isWithoutBound(site)) return 'alarm';
  return isUsual(site, bytes) ? undefined : 'note';
}

/** A large response, and what a command prints, are as they should be. */
function isUsual(
  { afterFalse, drains, streams, largestFill, isStandardOutput }: SiteSnapshot,
  bytes: number,
): boolean {
  if (isStandardOutput) return bytes < USUAL_BYTES;
  // Each stream was full at most once more often than it has drained.
  if (afterFalse > USUAL_AFTER_FALSE * (drains + streams)) return false;
  const atOnce = Math.max(1, largestFill?.streams ?? 1);
  return bytes < Math.min(USUAL_BYTES * atOnce, USUAL_BYTES_OF_ALL);
}

function isWithoutBound(site: SiteSnapshot): boolean {
  const { largestFill: fill } = site;
  const { bytes, chunks } = peakOf(site);
  if (fill === undefined) return false;
  if (isCountedWrongly(site)) return chunks >= MIN_CALLS && bytes >= BATCH_BYTES.written;
  if (site.afterFalse === 0) return growsOverManyStreams(site, fill);
  return hasManyCalls(fill) && !isBounded(site, fill) && isMoreThanABatch(site, fill);
}

/** With the streams that were never full, if it is these that buffer. */
export function peakOf(site: SiteSnapshot): { readonly bytes: number; readonly chunks: number } {
  const own = { bytes: site.peakBufferedBytes, chunks: site.peakBufferedChunks };
  const all = site.ofOrigins?.peak;
  if (site.afterFalse > 0 || all === undefined) return own;
  return { bytes: Math.max(own.bytes, all.bytes), chunks: Math.max(own.chunks, all.chunks) };
}

/** With a highWaterMark of 16 KiB nobody is told to wait before 16,384 chunks. */
const isCountedWrongly = ({ countsChunksAsBytes, method, afterFalse }: SiteSnapshot): boolean =>
  afterFalse === 0 && method === 'write' && countsChunksAsBytes === true;

/** Nobody was ever told to wait: it is the number of streams that grows. */
function growsOverManyStreams(site: SiteSnapshot, fill: FillSnapshot): boolean {
  if (site.method !== 'write' && site.method !== 'push') return false;
  const wasFull = fill.streams > 0 || site.filled.times > 0;
  if (wasFull || site.streams < MANY_STREAMS || site.isMostlyEnded) return false;
  const { bytes } = peakOf(site);
  if (fill.turns >= MANY_TURNS) return bytes >= MANY_STREAMS_BYTES.overTime;
  const isLeft = (site.ofOrigins?.bytes ?? 0) >= SHARE_AT_EXIT * bytes;
  return isLeft && bytes >= MANY_STREAMS_BYTES.atOnce;
}

const hasManyCalls = ({ afterFalse, streams }: FillSnapshot): boolean =>
  afterFalse >= MIN_CALLS && afterFalse >= MIN_CALLS_OF_EACH_STREAM * streams;

function isMoreThanABatch(site: SiteSnapshot, fill: FillSnapshot): boolean {
  const streams = Math.max(1, fill.streams);
  const multiple = multipleOf(site, fill);
  if (fill.turns >= MANY_TURNS) {
    const isSustained = fill.turns >= SUSTAINED.turns && fill.afterFalse >= SUSTAINED.calls * streams;
    const enough = isSustained ? SUSTAINED.multiple : MULTIPLE_IN_MANY_TURNS;
    return multiple >= enough * (streams < MANY_STREAMS || site.isMostlyEnded ? streams : 1);
  }
  if (multiple < MULTIPLE_OF_BATCH) return false;
  if (streams >= MANY_STREAMS && !site.isMostlyEnded) return fill.peakBytes >= MANY_STREAMS_BYTES.atOnce;
  // Pages that are ended are a batch each.
  return (
    isLargeBatch(site, fill, site.isMostlyEnded ? streams : 1) && multiple >= MULTIPLE_OF_BATCH * streams
  );
}

function isLargeBatch(site: SiteSnapshot, { peakBytes, peakChunks }: FillSnapshot, batches: number): boolean {
  const way = site.method === 'push' ? 'pushed' : 'written';
  const enoughBytes = site.isStandardOutput ? USUAL_BYTES : BATCH_BYTES[way];
  const countsChunks = site.highWaterMarkBytes === undefined;
  return peakBytes >= enoughBytes * batches || (countsChunks && peakChunks >= BATCH_CHUNKS[way] * batches);
}

/** The largest backlog of all its streams, in highWaterMarks of one. */
function multipleOf({ highWaterMarkBytes }: SiteSnapshot, { peakBytes, peakChunks }: FillSnapshot): number {
  if (highWaterMarkBytes === undefined && peakChunks > 0) return peakChunks / HIGH_WATER_MARK_CHUNKS;
  return peakBytes / Math.max(1, highWaterMarkBytes ?? HIGH_WATER_MARK_BYTES);
}

function isBounded(site: SiteSnapshot, fill: FillSnapshot): boolean {
  if (areMessagesWithoutMark(site, fill)) return true;
  const isAwaited = fill.isDrainAwaited && !fill.wasWrittenWhileAwaited;
  if (isRepeated(site, fill) && fill.peakBytes < REPEATED_BATCH_BYTES) return true;
  return (isAwaited || isLevel(fill)) && fill.peakBytes < MAX_BOUNDED_BYTES;
}

/**
 * A Minipass has no highWaterMark: its write() returns false as long as nobody reads. Many of them that were ended each
 * have the whole of something, such as the body of a response, until somebody asks for it.
 */
const areMessagesWithoutMark = (site: SiteSnapshot, fill: FillSnapshot): boolean =>
  site.highWaterMarkBytes === undefined &&
  fill.peakChunks === 0 &&
  site.isMostlyEnded === true &&
  fill.streams >= MANY_STREAMS &&
  fill.peakBytes < ENDED_MESSAGE_BYTES * fill.streams;

/** The same streams were filled and drained several times, each time to about the same. */
function isRepeated({ streams, filled: { times, peaks } }: SiteSnapshot, fill: FillSnapshot): boolean {
  if (times < ENOUGH_TIMES || streams * 2 > times) return false;
  const firstHalf = peaks.slice(0, Math.ceil(peaks.length / 2));
  return (fill.peakBytes || fill.peakChunks) <= SAME * Math.max(...firstHalf);
}

/** Much came in, and left, without making it more: so many writes are under way, and never more. */
function isLevel({ points, peakBytes, bytesInAtEnd }: FillSnapshot): boolean {
  const [first] = points;
  const highest = Math.max(0, ...points.map(({ bufferedBytes }) => bufferedBytes));
  const reached = points.find(({ bufferedBytes }) => bufferedBytes >= NEARLY * highest);
  if (first === undefined || reached === undefined || peakBytes > SAME * highest) return false;
  const total = bytesInAtEnd - first.bytesIn;
  return bytesInAtEnd - reached.bytesIn > SHARE_WITHOUT_GROWTH * total && total > 2 * peakBytes;
}
