/** What the snapshots of all threads mean: one finding for each line that fills a queue and does not wait. */
import type { Finding } from '../findings.ts';
import type { SiteSnapshot, ThreadSnapshot } from '../snapshot.ts';
import { judgeBacklog } from './judge-backlog.ts';
import { locate } from './locate.ts';

export function diagnose(threads: readonly ThreadSnapshot[]): Finding[] {
  return threads
    .flatMap((thread) => thread.sites.flatMap((site) => toFinding(site, thread) ?? []))
    .sort(byLevelAndBytes);
}

function toFinding(site: SiteSnapshot, { pid, thread }: ThreadSnapshot): Finding | undefined {
  const level = judgeBacklog(site);
  if (level === undefined) return undefined;
  const { site: line, through } = locate(site.frames);
  const created = site.created && locate(site.created).site;
  return {
    kind: 'ignored-backpressure',
    level,
    ...(line !== undefined && { site: line }),
    through,
    method: site.method,
    ...(created !== undefined && { created }),
    streamClass: site.streamClass,
    streams: site.streams,
    ...(site.highWaterMarkBytes !== undefined && { highWaterMarkBytes: site.highWaterMarkBytes }),
    peakBufferedBytes: site.peakBufferedBytes,
    ...(site.peakBufferedChunks > 0 && { peakBufferedChunks: site.peakBufferedChunks }),
    bufferedAtExitBytes: site.bufferedBytes,
    afterFalse: site.afterFalse,
    drains: site.drains,
    fullForMs: site.fullForMs,
    process: { pid, thread },
    missing: MISSING[site.method],
  };
}

const MISSING = {
  write: "no 'drain' was awaited after write() returned false",
  end: "no 'drain' was awaited after write() returned false",
  push: 'push() was called again after it had returned false',
  enqueue: 'enqueue() did not wait for desiredSize',
  tee: 'one branch of tee() is not read',
} as const;

const byLevelAndBytes = (a: Finding, b: Finding): number =>
  a.level === b.level ? b.peakBufferedBytes - a.peakBufferedBytes : a.level === 'alarm' ? -1 : 1;
