import { once } from 'node:events';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { monotonicMs, SAMPLES_FD } from '../protocol.ts';
import type { SamplerCommand, SamplerSettings } from './sampler.ts';

export interface Sampling {
  readonly begin: () => void;
  /** Resolves when the last sample is written and both threads have closed the session. */
  readonly end: () => Promise<void>;
}

/** Starts the sampler thread. It samples only between `begin` and `end`. Rejects if there is no inspector. */
export async function startSampling(intervalMs: number, fd: number = SAMPLES_FD): Promise<Sampling> {
  const settings: SamplerSettings = { intervalMs, fd };
  const worker = new Worker(new URL('./sampler.js', import.meta.url), {
    workerData: settings,
    // A worker thread that shares stdout and stderr would make descriptors 1 and 2 of the scenario non-blocking.
    stdout: true,
    stderr: true,
  });
  await once(worker, 'message');
  // A run that can never settle still ends when its event loop is empty, as it does without a sampler.
  worker.unref();
  const describeInformational = (command: SamplerCommand): void => worker.postMessage(command);
  return {
    begin: () => describeInformational({ beginAtMs: monotonicMs() }),
    end: async () => {
      worker.ref();
      const ended = once(worker, 'message');
      describeInformational('end');
      await ended;
      // The end of the session is a task of this event loop, queued before the message.
      await turnLoop();
      await turnLoop();
      await worker.terminate();
    },
  };
}
