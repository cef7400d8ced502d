import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunRequest } from '../protocol.ts';
import { parseSample, type Sample } from './parse-sample.ts';
import { readLines } from './read-lines.ts';
import { LiveSummary, SampleSummary } from './sample-summary.ts';

/** Of live memory or of memory as it is; of neither if the run has no sampler. */
export interface SampleSummaries {
  readonly live?: LiveSummary | undefined;
  readonly samples?: SampleSummary | undefined;
}

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

/** What is stored of the samples of one run. */
export class RunSamples {
  readonly summaries: SampleSummaries;

  constructor({
    sampleIntervalMs,
    readsLiveMemory,
  }: Pick<RunRequest, 'sampleIntervalMs' | 'readsLiveMemory'>) {
    if (readsLiveMemory === true) this.summaries = { live: new LiveSummary() };
    else this.summaries = sampleIntervalMs === null ? {} : { samples: new SampleSummary(sampleIntervalMs) };
  }

  /** False if the run has no sampler, and a scenario wrote to its descriptor. */
  add(sample: Sample): boolean {
    const { live, samples } = this.summaries;
    live?.add(sample);
    samples?.add(sample.sinceStartMs, sample.memory, sample.moment);
    return live !== undefined || samples !== undefined;
  }
}
