import type { LabelNow } from '../meter/watch.ts';
import { type ChildWarning, monotonicMs, type RunRequest } from '../protocol.ts';
import * as own from './before-scenario.ts';
import type { LiveReader } from './live-reader.ts';
import { expectOwnWorker } from './other-memory.ts';
import type { Sampling } from './sampling.ts';

type Warn = (warning: ChildWarning) => void;
interface Watched {
  readonly bufferedBytes: number;
  readonly labelsNow: () => readonly LabelNow[];
}

/** Undefined if no sampler was requested, or if there is no inspector. */
export async function startSamplingIfRequested(
  { sampleIntervalMs, readsLiveMemory, notesMoments }: RunRequest,
  watched: Watched,
  warn: Warn,
): Promise<Sampling | undefined> {
  if (sampleIntervalMs === null) return undefined;
  try {
    const { url } = await import('node:inspector');
    if (url() !== undefined) warn('debugger-attached');
    const { startSampling } = await import('./sampling.ts');
    const live = readsLiveMemory === true ? await openLiveReader(watched, warn) : undefined;
    const readMemory = notesMoments === true ? openMomentReader(watched) : readOnlyMemory;
    expectOwnWorker();
    const { turnLoop } = own;
    return await startSampling({ intervalMs: sampleIntervalMs, monotonicMs, readMemory, turnLoop, live });
  } catch {
    warn('no-inspector');
    return undefined;
  }
}

const readOnlyMemory = (): string => own.numbersToJson(own.memoryUsage());

/** A program can have a label for each connection. */
const MAX_LABELS = 20;

/**
 * Reads two JSON values, with a comma between them: process.memoryUsage(), and what the watched streams buffer, with how
 * often they have drained, by label. `turns` is how often the event loop has turned: it does not while it is blocked.
 */
export function openMomentReader({ labelsNow }: Watched): () => string {
  const quoted = new Map<string, string>();
  const quote = (name: string): string => {
    const known = quoted.get(name) ?? own.toJson(name);
    quoted.set(name, known);
    return known;
  };
  return () => {
    const usage = readOnlyMemory();
    const labels = labelsNow()
      .slice(0, MAX_LABELS)
      .map(({ name, bufferedBytes, drains }) => `${quote(name)}:[${bufferedBytes},${drains}]`);
    return `${usage},{"turns":${own.readLoopCount() ?? null},"labels":{${labels.join(',')}}}`;
  };
}

async function openLiveReader(watched: Watched, warn: Warn): Promise<LiveReader | undefined> {
  const live = (await import('./live-reader.ts')).openLiveReader(watched, own);
  if (live === undefined) warn('no-live-memory');
  return live;
}
