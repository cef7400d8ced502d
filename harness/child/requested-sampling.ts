import { type ChildWarning, monotonicMs, type RunRequest } from '../protocol.ts';
import * as own from './before-scenario.ts';
import type { LiveReader } from './live-reader.ts';
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
    const { turnLoop } = own;
    return await startSampling({ intervalMs: sampleIntervalMs, monotonicMs, readMemory, turnLoop, live });
  } catch {
    warn('no-inspector');
    return undefined;
  }
}

const readMemory = (): string => own.numbersToJson(own.memoryUsage());

async function openLiveReader(watched: Watched, warn: Warn): Promise<LiveReader | undefined> {
  const live = (await import('./live-reader.ts')).openLiveReader(watched, own);
  if (live === undefined) warn('no-live-memory');
  return live;
}
