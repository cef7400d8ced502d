/** Lines whose Buffers are retained, outside of queues. */
import type { DoctorSite, Finding, FindingLevel, RetainedBytes } from '../findings.ts';
import type { RetainedPeriod, RetainedPoint, RetainedSnapshot, ThreadSnapshot } from '../snapshot.ts';
import { locate } from './locate.ts';

const MIB = 1024 * 1024;

/** Less is not worth a word. */
const MIN_BYTES = 16 * MIB;
/** Fewer say too little. */
const MIN_SAMPLES = 8;
/** What is allocated in fewer turns of the event loop is a batch. */
const MIN_TURNS = 8;
/**
 * A share of the time and of the turns at the end: what nobody allocated and kept in that has stopped to grow. By one of
 * the two alone, it is to be longer: a busy machine makes pauses, and some turns do much and others nothing.
 */
const QUIET_SHARE = { ofBoth: 0.3, ofOne: 0.5 } as const;
/** A shorter time says nothing. */
const MIN_QUIET = { ms: 60, turns: 60 } as const;
/** The chance that a leak is taken for something else. */
const CHANCE = 0.01;
/** Of what is allocated first, a leak retains as much as of the rest, and a cache that evicts less. */
const FIRST_SHARE = 0.25;
const KEPT_SHARE = 0.5;
const DEVIATIONS = 2;
/** A cache whose oldest are used again keeps most of them, and still fewer than of what came last. */
const HALF = 0.5;
const KEPT_OF_HALF = 0.9;
const DEVIATIONS_OF_HALF = 3;
/** What grows evenly is twice as much after twice the time, and a third more after a third more of it. */
const GROWS_ON = [
  { share: 0.5, factor: 1.6 },
  { share: 0.75, factor: 1.15 },
] as const;
/** A view of a smaller part of its memory pins the rest. */
const PINNED_SHARE = 0.5;

export function findRetained(thread: ThreadSnapshot): Finding[] {
  return listRetained(thread).flatMap(({ buffers, site, through }) => {
    const level = judgeRetained(buffers);
    if (level === undefined) return [];
    return [
      {
        kind: 'retained-buffers',
        level,
        site,
        through,
        method: buffers.called,
        streamClass: 'Buffer',
        streams: 0,
        peakBufferedBytes: 0,
        bufferedAtExitBytes: 0,
        afterFalse: 0,
        drains: 0,
        fullForMs: 0,
        retained: toRetainedBytes(buffers),
        process: { pid: thread.pid, thread: thread.thread },
        missing: describeMissing(buffers, level),
      } satisfies Finding,
    ];
  });
}

/** What is retained by slices that a line has put into a queue, which is more than they show. */
export function findPinned(thread: ThreadSnapshot, line: DoctorSite | undefined): RetainedBytes | undefined {
  const pinned = listRetained(thread).find(
    ({ site, buffers }) =>
      site.file === line?.file &&
      site.line === line.line &&
      buffers.samples >= MIN_SAMPLES &&
      isPinning(buffers),
  );
  return pinned && toRetainedBytes(pinned.buffers);
}

interface LocatedBuffers {
  readonly buffers: RetainedSnapshot;
  readonly site: DoctorSite;
  readonly through: readonly string[];
}

function listRetained(thread: ThreadSnapshot): LocatedBuffers[] {
  const share = shareOutsideOfQueues(thread);
  return (thread.retained ?? []).flatMap((all) => {
    const buffers = all.released ? all : { ...all, bytes: Math.round(all.bytes * share) };
    const { site, through } = locate(buffers.frames);
    return site === undefined ? [] : [{ buffers, site, through }];
  });
}

const isPinning = ({ each: { viewBytes, parentBytes } }: RetainedSnapshot): boolean =>
  viewBytes < PINNED_SHARE * parentBytes;

const toRetainedBytes = (buffers: RetainedSnapshot): RetainedBytes => ({
  bytes: buffers.bytes,
  errorBytes: buffers.errorBytes,
  samples: buffers.samples,
  ...(isPinning(buffers) && { pinned: buffers.each }),
});

/** What is in queues is not a finding of this kind: of which line it is, is not known. */
function shareOutsideOfQueues({ retained = [], memory: { now } }: ThreadSnapshot): number {
  const total = retained.reduce((sum, { bytes, released }) => sum + (released ? 0 : bytes), 0);
  // Node.js 26 counts what it reads a file into as external only.
  const outside = Math.max(0, Math.max(now.arrayBuffersBytes, now.externalBytes) - now.bufferedBytes);
  return total === 0 ? 1 : Math.min(1, outside / total);
}

/** Undefined if it is not worth a word. */
export function judgeRetained(buffers: RetainedSnapshot): FindingLevel | undefined {
  if (buffers.bytes < MIN_BYTES || buffers.samples < MIN_SAMPLES) return undefined;
  const isBatch = buffers.turns < MIN_TURNS;
  if (buffers.released !== undefined)
    return isBatch || isEvicted(buffers) || hasStoppedBefore(buffers.released, buffers) ? undefined : 'note';
  if (isBatch || hasStopped(buffers)) return 'note';
  return isEvicted(buffers) && !growsOn(buffers) ? 'note' : 'alarm';
}

/** Whoever drops what is oldest may still not keep up, as with a queue of its own: it is more at the end than in between. */
function growsOn(buffers: RetainedSnapshot): boolean {
  const { points, periods } = buffers;
  const [fromMs = 0, end] = [periods[0]?.fromMs, points.at(-1)];
  if (end === undefined || isLevel(buffers)) return false;
  const before = (share: number): RetainedPoint | undefined =>
    points.findLast(({ atMs }) => atMs <= fromMs + share * (end.atMs - fromMs));
  const known = GROWS_ON.map(({ share, factor }) => ({ factor, point: before(share) }));
  // One that comes long before says nothing of the growth since.
  return (
    known[0]?.point !== known[1]?.point &&
    known.every(({ factor, point }) => point !== undefined && end.bytes >= factor * point.bytes)
  );
}

/** Much was allocated after a collection near the end, and far less of it was added than of what came before. */
function isLevel({ points, periods, samples, bytes }: RetainedSnapshot): boolean {
  const end = points.at(-1);
  const one = bytes / samples;
  const allocated = sumBytes(periods);
  for (const point of points.toReversed()) {
    const after = sumBytes(periods.filter(({ fromMs }) => fromMs >= point.atMs));
    const expected = (after * point.bytes) / (allocated - after);
    if (end === undefined || expected < MIN_SAMPLES * one) continue;
    return (
      end.bytes - point.bytes <=
      Math.min(KEPT_SHARE * expected, expected - DEVIATIONS * Math.sqrt(expected * one))
    );
  }
  return false;
}

/** A cache that was filled once, or a table that was loaded at the start. */
function hasStopped({ periods, atMs, atTurn, samples }: RetainedSnapshot): boolean {
  const live = periods.filter((period) => period.live > 0);
  const [first, last] = [live[0], live.at(-1)];
  if (first === undefined || last === undefined) return true;
  const ms = quietShare(first.fromMs, last.toMs, atMs, MIN_QUIET.ms);
  const turns = quietShare(first.fromTurn, last.toTurn, atTurn, MIN_QUIET.turns);
  // The fewer samples there are, the longer are the pauses between them.
  const pause = 1 - CHANCE ** (1 / samples);
  const [shorter, longer] = [Math.min(ms, turns), Math.max(ms, turns)];
  return shorter > Math.max(QUIET_SHARE.ofBoth, pause) || longer > Math.max(QUIET_SHARE.ofOne, pause);
}

/** Whether the line had stopped to allocate when the program ended: then it was a batch, and has been let go. */
const hasStoppedBefore = (
  { endMs, lastMs }: NonNullable<RetainedSnapshot['released']>,
  { periods: [first] }: RetainedSnapshot,
): boolean => quietShare(first?.fromMs ?? 0, lastMs, endMs, MIN_QUIET.ms) > QUIET_SHARE.ofBoth;

/** What came after the last, as a share of all since the first. */
const quietShare = (first: number, last: number, at: number, min: number): number =>
  at - last <= min ? 0 : (at - last) / (at - first);

/** Of those that were allocated first, far fewer are alive; or clearly fewer, as where those that are used again stay. */
function isEvicted({ periods, samples, bytes }: RetainedSnapshot): boolean {
  const allocated = sumBytes(periods);
  const first = aliveOf(periods, FIRST_SHARE * allocated);
  const expected = samples * (first.bytes / allocated);
  const fewest = Math.min(KEPT_SHARE * expected, expected - DEVIATIONS * Math.sqrt(expected));
  if (first.alive <= Math.max(0, fewest)) return true;
  const half = aliveOf(periods, HALF * allocated);
  const share = half.bytes / allocated;
  const kept = Math.min(1, bytes / allocated);
  // Each of those that were looked at is alive or not, and as many of all are alive as are.
  const deviation = Math.sqrt(samples * share * (1 - kept) * (1 - share));
  const fewer = Math.min(KEPT_OF_HALF * samples * share, samples * share - DEVIATIONS_OF_HALF * deviation);
  return half.alive <= fewer;
}

const sumBytes = (periods: readonly RetainedPeriod[]): number =>
  periods.reduce((sum, period) => sum + period.bytes, 0);

/** Of what was allocated until it was so much. */
function aliveOf(
  periods: readonly RetainedPeriod[],
  untilBytes: number,
): { readonly bytes: number; readonly alive: number } {
  let [bytes, alive] = [0, 0];
  for (const period of periods) {
    if (bytes >= untilBytes) break;
    bytes += period.bytes;
    alive += period.live;
  }
  return { bytes, alive };
}

function describeMissing(buffers: RetainedSnapshot, level: FindingLevel): string {
  if (buffers.released !== undefined)
    return 'they were in memory until the program ended, and are not any more: a result that it made, or a leak if it ran on';
  if (isPinning(buffers)) return 'what is kept is a part of larger memory, and keeps all of it: copy it';
  return level === 'alarm'
    ? 'nobody lets them go: what was allocated first is alive at the end, and there are ever more'
    : 'they are alive at the end, but no longer become more: a full cache, what was loaded at the start, or a batch';
}
