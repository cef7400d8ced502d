import type { MemoryReading } from '../protocol.ts';

export interface Sample {
  /** Since the run began. */
  readonly sinceStartMs: number;
  readonly memory: MemoryReading;
  /** Only in a run that reads live memory: `memory` was read after a collection, and includes the worker threads. */
  readonly live?: LiveSample;
  /** Only in a run that notes moments. */
  readonly moment?: Moment;
}

/** What a profile run says at the time of a sample. */
export interface Moment {
  /** How often the event loop had turned; undefined where Node does not say. */
  readonly turns: number | undefined;
  /** By label. */
  readonly bufferedBytes: ReadonlyMap<string, number>;
  /** Of all labels together. */
  readonly drains: number;
}

/** What else belongs to a reading of live memory. */
export interface LiveSample {
  /** What the watched streams buffered at that moment. */
  readonly watchedBytes: number;
  /** How much of the heaps of the process is in physical memory. */
  readonly physicalHeapBytes: number;
  /** What of `memory` is of worker threads. */
  readonly workerBytes: number;
  /** Worker threads that were read, and those that did not answer. */
  readonly workers: number;
  readonly silentWorkers: number;
}

/**
 * `[sinceStartMs, process.memoryUsage()]`, in a profile run with what moment-reader.ts adds, and in a run that reads live memory two more: what belongs to the reading,
 * and the readings of the worker threads. Undefined for anything else: a scenario can write to any descriptor.
 */
export function parseSample(line: string): Sample | undefined {
  const value = parseJson(line);
  if (!Array.isArray(value)) return undefined;
  const [sinceStartMs, usage, live, workers] = value as unknown[];
  const memory = parseUsage(usage);
  if (!isNumber(sinceStartMs) || memory === undefined) return undefined;
  if (live === undefined) return { sinceStartMs, memory };
  const moment = parseMoment(live);
  if (moment !== undefined) return { sinceStartMs, memory, moment };
  const { watchedBytes, physicalBytes } = asRecord(live);
  if (!isNumber(watchedBytes) || !isNumber(physicalBytes)) return undefined;
  const answers: readonly unknown[] = Array.isArray(workers) ? workers : [];
  const readings = answers.map(parseWorker).filter((reading) => reading !== undefined);
  return {
    sinceStartMs,
    memory: readings.reduce((sum, reading) => addHeaps(sum, reading.memory), memory),
    live: {
      watchedBytes,
      physicalHeapBytes: readings.reduce((sum, reading) => sum + reading.physicalBytes, physicalBytes),
      workerBytes: readings.reduce((sum, reading) => sum + sumLive(reading.memory), 0),
      workers: readings.length,
      silentWorkers: answers.length - readings.length,
    },
  };
}

/** Some memory is only in `external`, such as that of WebAssembly, and a SharedArrayBuffer only in `arrayBuffers`. */
export const outsideHeap = ({ externalBytes, arrayBuffersBytes }: MemoryReading): number =>
  Math.max(externalBytes, arrayBuffersBytes);

export const sumLive = (memory: MemoryReading): number => outsideHeap(memory) + memory.heapUsedBytes;

interface WorkerReading {
  readonly memory: MemoryReading;
  readonly physicalBytes: number;
}

/** Undefined for a worker that did not answer. */
function parseWorker(answer: unknown): WorkerReading | undefined {
  if (!Array.isArray(answer)) return undefined;
  const [usage, physicalBytes] = answer as unknown[];
  const memory = parseUsage(usage);
  return memory === undefined || !isNumber(physicalBytes) ? undefined : { memory, physicalBytes };
}

/** Undefined for what is not one: also for a label that is not as its reader writes it. */
function parseMoment(value: unknown): Moment | undefined {
  const { turns, labels } = asRecord(value);
  if (typeof labels !== 'object' || labels === null || !(turns === null || isNumber(turns))) return undefined;
  const bufferedBytes = new Map<string, number>();
  let drains = 0;
  for (const [name, counted] of Object.entries(labels)) {
    const [bytes, drained] = Array.isArray(counted) ? (counted as unknown[]) : [];
    if (!isNumber(bytes) || bytes < 0 || !isNumber(drained) || drained < 0) return undefined;
    bufferedBytes.set(name, bytes);
    drains += drained;
  }
  return { turns: turns ?? undefined, bufferedBytes, drains };
}

/** The RSS is already that of the whole process. */
const addHeaps = (sum: MemoryReading, worker: MemoryReading): MemoryReading => ({
  rssBytes: sum.rssBytes,
  heapTotalBytes: sum.heapTotalBytes + worker.heapTotalBytes,
  heapUsedBytes: sum.heapUsedBytes + worker.heapUsedBytes,
  externalBytes: sum.externalBytes + worker.externalBytes,
  arrayBuffersBytes: sum.arrayBuffersBytes + worker.arrayBuffersBytes,
});

function parseUsage(value: unknown): MemoryReading | undefined {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = asRecord(value);
  return isNumber(rss) &&
    isNumber(heapTotal) &&
    isNumber(heapUsed) &&
    isNumber(external) &&
    isNumber(arrayBuffers)
    ? {
        rssBytes: rss,
        heapTotalBytes: heapTotal,
        heapUsedBytes: heapUsed,
        externalBytes: external,
        arrayBuffersBytes: arrayBuffers,
      }
    : undefined;
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** JSON takes 1e999 for Infinity. */
const isNumber = (value: unknown): value is number => Number.isFinite(value);

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
