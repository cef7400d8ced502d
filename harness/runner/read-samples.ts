import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { parseSample, type Sample } from './parse-record.ts';
import { readLines } from './read-lines.ts';

/** Samples are read this often, unless so many arrive at once that the pipe would fill. */
const BETWEEN_READS_MS = 100;
const FEW_SAMPLES = 200;

/**
 * Passes each sample from a child's pipe to `keep`, and waits for it. Waking up for each sample would take CPU time from
 * the measured process, so samples wait in the pipe. Once `exited` is aborted, they are read without waiting.
 */
export async function readSamples(
  stream: Readable,
  keep: (sample: Sample) => void | Promise<void>,
  exited: AbortSignal,
): Promise<void> {
  for await (const lines of readLines(stream)) {
    for (const line of lines) {
      const sample = parseSample(line);
      if (sample !== undefined) await keep(sample);
    }
    if (lines.length < FEW_SAMPLES)
      await wait(BETWEEN_READS_MS, undefined, { signal: exited }).catch(() => {});
  }
}
