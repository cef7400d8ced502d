import {
  closeSync as close,
  openSync as open,
  readSync as read,
  readFileSync as readWhole,
  writeFileSync as writeWhole,
} from 'node:fs';
import type { MemoryReading, PeakRssSource } from '../protocol.ts';
import { memoryUsage, resourceUsage } from './before-scenario.ts';

const [readFileSync, writeFileSync] = [readWhole, writeWhole];
const [openSync, readSync, closeSync] = [open, read, close];

/**
 * Room for three numbers: readFileSync() would leave 64 KiB of garbage among what the run allocates. The memory of a
 * Buffer of up to 64 bytes becomes an ArrayBuffer only when it is first used, which would be during the run.
 */
const line = Buffer.alloc(128);

export function readMemory(): MemoryReading {
  const usage = memoryUsage();
  return {
    rssBytes: usage.rss,
    heapTotalBytes: usage.heapTotal,
    heapUsedBytes: usage.heapUsed,
    externalBytes: usage.external,
    arrayBuffersBytes: usage.arrayBuffers,
  };
}

/** Resets the kernel's peak RSS to the current RSS. False if the system has no such feature, or does not allow it. */
export function resetPeakRss(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return true;
  } catch {
    return false;
  }
}

/**
 * How long the main thread has been ready to run while other programs had the cores, in milliseconds. Undefined where the
 * kernel does not say.
 */
export function readCpuWaitMs(): number | undefined {
  try {
    // Nanoseconds on a core, nanoseconds waiting for one, time slices.
    const file = openSync('/proc/self/schedstat', 'r');
    const length = readSync(file, line);
    closeSync(file);
    const [, waited] = line.toString('latin1', 0, length).split(' ');
    const waitedMs = Number(waited) / 1e6;
    return Number.isFinite(waitedMs) ? waitedMs : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The peak RSS. `resourceUsage().maxRSS` is the last resort: on Linux, that of a child starts at the peak of its parent.
 */
export function readPeakRss(wasReset: boolean): { bytes: number; source: PeakRssSource } {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    if (kibibytes !== undefined) {
      return { bytes: Number(kibibytes) * 1024, source: wasReset ? 'VmHWM' : 'VmHWM-since-start' };
    }
  } catch {
    // This system has no procfs.
  }
  return { bytes: resourceUsage().maxRSS * 1024, source: 'maxRSS' };
}
