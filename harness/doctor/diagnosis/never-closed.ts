/** Lines that create streams which nobody closes. */
import type { Finding, FindingLevel } from '../findings.ts';
import type { OpenedSnapshot, ThreadSnapshot } from '../snapshot.ts';
import { locate } from './locate.ts';

/** Fewer may be all that a program needs. */
const MIN_OPEN = 20;
/** Of a pool, more than this was created in the first half of its time. */
const POOL_SHARE = 0.85;
/** A pool is filled faster. */
const MIN_LEFT_SPAN_MS = 100;
/** A client that polls gives up by then. */
const UNANSWERED_MS = 2 * 60 * 1000;
/** Of a pool, at most so many are idle at a time. */
const UNUSED_SHARE = 0.25;
/** Streams that are made at once are a batch. */
const MIN_SPAN_MS = 20;

export function findNeverClosed({ opened, pid, thread }: ThreadSnapshot): Finding[] {
  return opened.flatMap((streams) => {
    const level = judgeOpen(streams);
    const { site, through } = locate(streams.created);
    if (level === undefined || site === undefined) return [];
    return [
      {
        kind: 'never-closed',
        level,
        site,
        through,
        method: methodOf(streams),
        created: site,
        streamClass: streams.streamClass,
        streams: streams.open + streams.lost,
        peakBufferedBytes: 0,
        bufferedAtExitBytes: 0,
        afterFalse: 0,
        drains: 0,
        fullForMs: 0,
        process: { pid, thread },
        missing: describeMissing(streams),
      } satisfies Finding,
    ];
  });
}

function methodOf({ stuck, isOfFetch }: OpenedSnapshot): Finding['method'] {
  if (stuck !== undefined) return 'listen';
  return isOfFetch === true ? 'fetch' : 'constructor';
}

/** Undefined if they are few, as many as are closed again, or a pool that is used. */
export function judgeOpen(opened: OpenedSnapshot): FindingLevel | undefined {
  const { streams, open, lost } = opened;
  if (opened.stuck !== undefined) return judgeStuck(opened);
  if (open + lost - idleOfFetch(opened) < MIN_OPEN) return undefined;
  // Nobody has them any more who could close them.
  if (lost >= MIN_OPEN || areLeftBehind(opened)) return 'alarm';
  if (areEverMore(opened) && !areReused(opened)) return 'alarm';
  const closed = streams - open - lost;
  return closed > open + lost ? undefined : 'note';
}

/** fetch() closes them itself after a few seconds, and nobody else can. */
const idleOfFetch = ({ isOfFetch = false, inPool = 0 }: OpenedSnapshot): number => (isOfFetch ? inPool : 0);

/** Nobody can wait for a peer that has ended. A program that answers late, as it does where clients poll, has answered by then. */
function judgeStuck({ stuck, unused = 0, createdAtMs, atMs }: OpenedSnapshot): FindingLevel | undefined {
  if (unused < MIN_OPEN) return undefined;
  // A client may be meant to get more of it, whenever there is something new.
  if (stuck === 'not ended') return 'note';
  const isLong = createdAtMs.filter((sinceMs) => atMs - sinceMs >= UNANSWERED_MS).length >= MIN_OPEN;
  return stuck === 'ended by its peer' || isLong ? 'alarm' : 'note';
}

/** Whether those that are open were created all the time, and not only at the beginning. */
function areEverMore({ createdAtMs, atMs }: OpenedSnapshot): boolean {
  const [firstMs] = createdAtMs;
  if (firstMs === undefined || atMs - firstMs < MIN_SPAN_MS) return false;
  const early = createdAtMs.filter((createdMs) => createdMs <= (firstMs + atMs) / 2);
  return early.length <= POOL_SHARE * createdAtMs.length;
}

/** Created one after the other, and not used any more: what is created at once, or used, can be a pool. */
function areLeftBehind({ createdAtMs, unused = 0, inPool = 0, open }: OpenedSnapshot): boolean {
  const [firstMs = 0] = createdAtMs;
  const spanMs = (createdAtMs.at(-1) ?? firstMs) - firstMs;
  const left = unused - inPool;
  return spanMs >= MIN_LEFT_SPAN_MS && left >= MIN_OPEN && left * 2 > open;
}

/** A pool that grows with the load: of an agent, or of connections that are used again one after the other. */
const areReused = ({ holds, inPool = 0, unused = 0, reused = 0, open }: OpenedSnapshot): boolean =>
  (inPool * 2 > open && unused * 2 <= open) ||
  (holds === 'connection' && reused * 2 > open && unused <= UNUSED_SHARE * open);

function describeMissing({ streams, open, lost, holds, stuck, isOfFetch }: OpenedSnapshot): string {
  if (stuck === 'not answered')
    return `end() of the response was never called: ${open} requests that this server has received still wait`;
  if (stuck === 'not ended')
    return `end() of the response was not called: ${open} responses of this server were begun, and nothing was written since`;
  if (stuck !== undefined)
    return `end() or destroy() was never called: the other side of ${open} connections that this server has accepted has ended`;
  if (isOfFetch === true)
    return `the body of the response was neither read nor cancelled: at least ${open + lost} of ${streams} connections of fetch() are still open`;
  const one = HELD[holds];
  const collected = lost === 0 ? '' : `; ${lost} of them were collected, and nobody can close them any more`;
  return `destroy() or end() was never called: at least ${open + lost} of ${streams} still have ${one}${collected}`;
}

const HELD = {
  'file descriptor': 'their file descriptor',
  connection: 'their connection',
  'native memory': 'their native memory',
} as const;
