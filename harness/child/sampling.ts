import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SAMPLES_FD } from '../protocol.ts';
import type { SamplerCommand, SamplerSettings } from './sampler.ts';

export interface Sampling {
  readonly begin: () => void;
  /** Resolves when the last sample is written and the thread has let go of the main thread. */
  readonly end: () => Promise<void>;
}

/** Starts the sampler thread. It samples only between `begin` and `end`. Rejects where there is no inspector. */
export async function startSampling(intervalMs: number, fd: number = SAMPLES_FD): Promise<Sampling> {
  const settings: SamplerSettings = { intervalMs, fd };
  const worker = new Worker(new URL('./sampler.js', import.meta.url), { workerData: settings });
  await once(worker, 'message');
  const tell = (command: SamplerCommand): void => worker.postMessage(command);
  return {
    begin: () => tell('begin'),
    end: async () => {
      const ended = once(worker, 'exit');
      tell('end');
      await ended;
    },
  };
}
