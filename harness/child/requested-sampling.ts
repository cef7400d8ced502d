import type { ChildWarning, RunRequest } from '../protocol.ts';
import type { LentLiveReader } from './live-reader.ts';
import { expectOwnWorker } from './other-memory.ts';
import type { Sampling } from './sampling.ts';

type Warn = (warning: ChildWarning) => void;
interface Watched {
  readonly bufferedBytes: number;
}

/** Undefined if no sampler was requested, or if there is no inspector. */
export async function startSamplingIfRequested(
  { sampleIntervalMs, readsLiveMemory }: RunRequest,
  watched: Watched,
  warn: Warn,
): Promise<Sampling | undefined> {
  if (sampleIntervalMs === null) return undefined;
  try {
    const { url } = await import('node:inspector');
    if (url() !== undefined) warn('debugger-attached');
    const { startSampling } = await import('./sampling.ts');
    const live = readsLiveMemory === true ? await openLiveReader(watched, warn) : undefined;
    expectOwnWorker();
    return await startSampling({ intervalMs: sampleIntervalMs, live });
  } catch {
    warn('no-inspector');
    return undefined;
  }
}

async function openLiveReader(watched: Watched, warn: Warn): Promise<LentLiveReader | undefined> {
  const live = (await import('./live-reader.ts')).openLiveReader(watched);
  if (live === undefined) warn('no-live-memory');
  return live;
}
