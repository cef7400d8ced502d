/** What the snapshots of all threads mean: one finding for each line that fills a queue and does not wait, or leaves streams open. */
import type { Finding, FindingLevel } from '../findings.ts';
import type { SiteSnapshot, ThreadSnapshot } from '../snapshot.ts';
import { growthSlope } from './growth-slope.ts';
import { judgeBacklog, peakOf } from './judge-backlog.ts';
import { locate, locateCall } from './locate.ts';
import { findNeverClosed } from './never-closed.ts';
import { findPinned, findRetained } from './retained.ts';

/** Of the same bytes, seen at two places. */
const ABOUT = 0.9;

export function diagnose(threads: readonly ThreadSnapshot[]): Finding[] {
  return threads.flatMap(examine).sort(byLevelAndBytes);
}

function examine(thread: ThreadSnapshot): Finding[] {
  const filled = worstOfEachLine(
    withoutPassedOn(oneOfEachLine(thread.sites)).flatMap((site) => toFinding(site, thread) ?? []),
  );
  // A stream cannot end before what it buffers has left it.
  const neverClosed = findNeverClosed(thread).filter(
    ({ site }) => !filled.some(({ created }) => created?.file === site?.file && created?.line === site?.line),
  );
  const retained = findRetained(thread).filter(
    ({ site }) => !filled.some(({ site: line }) => line?.file === site?.file && line?.line === site?.line),
  );
  return [...filled, ...retained, ...neverClosed];
}

/**
 * What a line writes can pass through several streams at once, such as a response and its connection: the one that the
 * line itself called is named, and of these the one that buffers most.
 */
function oneOfEachLine(sites: readonly SiteSnapshot[]): SiteSnapshot[] {
  const byLine = new Map<string, SiteSnapshot>();
  for (const site of sites) {
    const { site: line } = locate(site.frames);
    if (line === undefined) continue;
    const key = `${line.file}:${line.line}`;
    const known = byLine.get(key);
    if (known === undefined || isRather(site, known)) byLine.set(key, site);
  }
  return [...byLine.values()];
}

/** What one line has flooded, a call on another can hand to the next stream as a whole, as the end() of a response does. */
function withoutPassedOn(sites: readonly SiteSnapshot[]): SiteSnapshot[] {
  const floods = sites.filter((site) => judgeBacklog(site) === 'alarm');
  const isOfFlood = (bytes: number): boolean => floods.some((flood) => peakOf(flood).bytes >= ABOUT * bytes);
  return sites.filter(
    (site) =>
      site.isDirect === true ||
      site.afterFalse > site.streams ||
      floods.includes(site) ||
      !isOfFlood(peakOf(site).bytes),
  );
}

/** The line that created streams can stand for several that packages fill. */
function worstOfEachLine(findings: readonly Finding[]): Finding[] {
  const byLine = new Map<string, Finding>();
  for (const finding of findings.toSorted(byLevelAndBytes)) {
    const key = `${finding.site?.file}:${finding.site?.line}`;
    if (!byLine.has(key)) byLine.set(key, finding);
  }
  return [...byLine.values()];
}

function isRather(site: SiteSnapshot, known: SiteSnapshot): boolean {
  const [isDirect, isKnownDirect] = [site.isDirect === true, known.isDirect === true];
  return isDirect === isKnownDirect ? peakOf(site).bytes > peakOf(known).bytes : isDirect;
}

function toFinding(site: SiteSnapshot, snapshot: ThreadSnapshot): Finding | undefined {
  const level = judgeBacklog(site);
  if (level === undefined) return undefined;
  const { site: line, through } = locateCall(site.frames, site.created);
  const created = site.created && locate(site.created).site;
  const peak = peakOf(site);
  const slope = growthSlope(site.points);
  const pinned = findPinned(snapshot, line);
  return {
    kind: 'ignored-backpressure',
    level,
    ...(line !== undefined && { site: line }),
    through,
    method: site.method,
    ...(created !== undefined && { created }),
    streamClass: site.streamClass,
    ...(site.isTransform && { isTransform: true }),
    ...(site.losesByPolicy !== undefined && { losesByPolicy: site.losesByPolicy }),
    streams: site.streams,
    ...(site.highWaterMarkBytes !== undefined && { highWaterMarkBytes: site.highWaterMarkBytes }),
    peakBufferedBytes: peak.bytes,
    ...(peak.chunks > 0 && { peakBufferedChunks: peak.chunks }),
    bufferedAtExitBytes: site.bufferedBytes,
    afterFalse: site.afterFalse,
    drains: site.drains,
    fullForMs: site.fullForMs,
    ...(pinned !== undefined && { retained: pinned }),
    ...(slope !== undefined && { growth: { slope } }),
    process: { pid: snapshot.pid, thread: snapshot.thread },
    missing: describeMissing(site, level),
  };
}

const MISSING = {
  write: "no 'drain' was awaited after write() returned false",
  end: "no 'drain' was awaited after write() returned false",
  push: 'push() was called again after it had returned false',
  enqueue: 'enqueue() did not wait for desiredSize',
  tee: 'a reader of the other branch, or its cancel()',
  clone: 'a reader of the other body, or its cancel()',
  on: 'pause() while the listener works, or for await instead of it',
} as const;

/** Node's own Web Streams that are written into. */
const WEB_CLASS = /^(?:Writable|Transform|Compression|Decompression|TextEncoder|TextDecoder)Stream$/;

/** Of node:stream/iter. */
const ITER_CLASS = /^(?:Push|Broadcast)Writer$/;

const LOST = {
  rejected:
    'the promise of writer.write() was not awaited, or false of writer.writeSync() was ignored: what had no room was refused, and is lost',
  dropped: 'room, and the policy drops what has none: awaiting writer.write() does not help',
} as const;

function describeMissing(
  { method, streamClass, afterFalse, losesByPolicy }: SiteSnapshot,
  level: FindingLevel,
): string {
  const isWrite = method === 'write' || method === 'end';
  const lost = losesByPolicy === 'rejected' || losesByPolicy === 'dropped' ? LOST[losesByPolicy] : undefined;
  if (isWrite && lost !== undefined) return lost;
  if (isWrite && WEB_CLASS.test(streamClass)) return 'neither writer.write() nor writer.ready was awaited';
  if (isWrite && ITER_CLASS.test(streamClass)) return 'the promise of writer.write() was not awaited';
  if (!isWrite || afterFalse > 0) return MISSING[method];
  return level === 'note'
    ? 'nothing, unless it is too much at once: a pipeline would pass it on in parts'
    : 'write() never returned false: there are ever more streams that nobody reads';
}

const byLevelAndBytes = (a: Finding, b: Finding): number =>
  a.level === b.level ? bytesOf(b) - bytesOf(a) : a.level === 'alarm' ? -1 : 1;

const bytesOf = ({ peakBufferedBytes, retained }: Finding): number =>
  peakBufferedBytes + (retained?.bytes ?? 0);
